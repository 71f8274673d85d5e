from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("toolkits", "0003_copies_carry_a_code")]

    operations = [
        migrations.AddField(
            model_name="toolkitpage",
            name="content_note",
            field=models.CharField(
                blank=True,
                help_text="Before material that may distress: what it speaks of. Empty where there is none.",
                max_length=300,
            ),
        ),
    ]
