"""Changes say who by number, as everywhere else: a name in them outlived erasures and changes of name."""

from django.db import migrations
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat


def forget_names(apps, schema_editor):
    label = Concat(Value("person "), Cast(F("actor_person_id"), CharField()))
    for name in ("ConsultationChange", "EarlierWaitChange"):
        rows = apps.get_model("consultations", name).objects.filter(actor_person_id__isnull=False)
        rows.update(actor_label=label)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0007_waits_end_with_lead_away")]
    operations = [migrations.RunPython(forget_names, migrations.RunPython.noop)]
