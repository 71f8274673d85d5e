"""Several of a kind have a name that is English: no “newss” and no “words of a pathways”. Nothing in the database changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0004_say_that_office_days_are_public"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="newspage",
            options={"verbose_name": "news", "verbose_name_plural": "news"},
        ),
        migrations.AlterModelOptions(
            name="pathwaypage",
            options={"verbose_name": "words of a pathway", "verbose_name_plural": "words of pathways"},
        ),
        migrations.AlterModelOptions(
            name="questionspage",
            options={"verbose_name": "questions and answers", "verbose_name_plural": "questions and answers"},
        ),
    ]
