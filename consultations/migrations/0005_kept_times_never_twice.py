"""PostgreSQL keeps two times apart that are kept with one lead for people who wait for an earlier one; as 0002 does."""

from django.db import migrations

ADD = """
ALTER TABLE consultations_earlierwait ADD CONSTRAINT earlierwait_kept_never_twice EXCLUDE USING gist (
    int8range(lead_id, lead_id, '[]') WITH &&, tstzrange(busy_from, busy_until) WITH &&
) WHERE (state = 'offered')
"""
DROP = "ALTER TABLE consultations_earlierwait DROP CONSTRAINT IF EXISTS earlierwait_kept_never_twice"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0004_earlier_waits")]
    operations = [migrations.RunPython(add, drop)]
