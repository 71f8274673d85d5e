"""Imports that are over keep none of the names that their preview showed."""

from django.db import migrations


def forget_names(apps, schema_editor):
    batches = apps.get_model("people", "RosterBatch").objects.exclude(state="proposed")
    for batch in batches.filter(outlook__has_key="examples"):
        del batch.outlook["examples"]
        batch.save(update_fields=["outlook"])


class Migration(migrations.Migration):
    dependencies = [("people", "0005_erasure_extensions")]
    operations = [migrations.RunPython(forget_names, migrations.RunPython.noop)]
