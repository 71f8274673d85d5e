import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('champions', '0001_champions_terms_and_training'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('network', 'Network meeting'), ('learning_set', 'Action learning set')], max_length=12)),
                ('on', models.DateField()),
                ('starts', models.TimeField(help_text='wall time, Europe/London')),
                ('where', models.CharField(help_text='seen by its champions and its keepers only', max_length=120)),
                ('made_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(blank=True, help_text='empty: for the champions of all organisations', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'ordering': ('on', 'starts', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('presence', models.CharField(choices=[('there', 'There'), ('apologies', 'Sent apologies'), ('absent', 'Not there')], max_length=10)),
                ('noted_at', models.DateTimeField()),
                ('champion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='champions.champion')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='champions.meeting')),
            ],
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['on', 'organisation'], name='champion_meeting_by_day'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True), ('organisation__isnull', False)), fields=('organisation', 'kind', 'on'), name='champion_meeting_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True), ('organisation__isnull', True)), fields=('kind', 'on'), name='champion_meeting_of_all_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'champion'), name='champion_attendance_once'),
        ),
    ]
