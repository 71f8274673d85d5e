from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("champions", "0002_meetings_and_attendance")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="ends",
            field=models.TimeField(blank=True, help_text="wall time; empty: nobody said", null=True),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="champion_meeting_ends_after_start"
            ),
        ),
    ]
