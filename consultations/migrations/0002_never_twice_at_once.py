"""PostgreSQL keeps two consultations of one lead, or of one requester, apart; buffers included.

`int8range(x, x, '[]')` stands for equality, so that no extension (btree_gist) has to be installed. SQLite has no such
constraint: there every writer queues from the first statement of its transaction, and the services check.
"""

from django.db import migrations

RULES = {
    "consultation_lead_never_twice": "lead_id",
    "consultation_requester_never_twice": "requester_id",
}
OCCUPIES = "('offered', 'booked', 'held', 'recorded', 'followed_up')"


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, column in RULES.items():
        schema_editor.execute(
            f"ALTER TABLE consultations_consultation ADD CONSTRAINT {name} EXCLUDE USING gist ("
            f"int8range({column}, {column}, '[]') WITH &&, tstzrange(busy_from, busy_until) WITH &&) "
            f"WHERE (state IN {OCCUPIES})"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in RULES:
        schema_editor.execute(f"ALTER TABLE consultations_consultation DROP CONSTRAINT IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
