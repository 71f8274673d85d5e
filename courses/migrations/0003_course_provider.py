from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_registers_and_questionnaires")]

    operations = [
        migrations.AddField(
            model_name="coursepage",
            name="provider",
            field=models.CharField(
                blank=True,
                help_text=(
                    "The organisation that gives the course, as it is to stand on certificates. Empty: not printed."
                ),
                max_length=160,
                verbose_name="provided by",
            ),
        ),
    ]
