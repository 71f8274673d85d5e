from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0008_changes_name_nobody'),
    ]

    operations = [
        migrations.AddField(
            model_name='consultationchange',
            name='starts_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
