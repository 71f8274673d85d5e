import django.db.models.deletion
from django.db import migrations, models

import portal.kernel.encryption


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_course_provider")]

    operations = [
        migrations.CreateModel(
            name="AccessNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("words", portal.kernel.encryption.EncryptedTextField()),
                ("given_at", models.DateTimeField()),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="access_need",
                        to="courses.enrolment",
                    ),
                ),
            ],
        ),
    ]
