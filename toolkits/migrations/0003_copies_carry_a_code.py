from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("toolkits", "0002_terms_are_accepted")]

    operations = [
        migrations.AddField(
            model_name="download",
            name="copy",
            field=models.CharField(
                blank=True,
                default="",
                help_text="the code on the pages of a marked copy; empty for other files",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="download",
            constraint=models.UniqueConstraint(
                condition=models.Q(("copy", ""), _negated=True), fields=("copy",), name="download_copy_code_once"
            ),
        ),
    ]
