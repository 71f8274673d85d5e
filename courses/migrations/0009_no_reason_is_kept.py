"""Why somebody gave their own place back is not kept: the page of support promises it, for what was said before too."""

from django.db import migrations
from django.db.models import Exists, F, OuterRef

OWN = ("work", "dates", "unwell", "not_needed", "left", "other")


def forget_reasons(apps, schema_editor):
    changes = apps.get_model("courses", "EnrolmentChange").objects
    own = changes.filter(move="cancel", actor_person_id=F("enrolment__person_id"), reason__in=OWN)
    given_back = Exists(own.filter(enrolment_id=OuterRef("pk")))
    enrolments = apps.get_model("courses", "Enrolment").objects
    enrolments.filter(given_back, state="cancelled", end_reason__in=OWN).update(end_reason="unsaid")
    own.update(reason="unsaid")


class Migration(migrations.Migration):
    dependencies = [("courses", "0008_refusals_lead_to_a_next_step")]
    operations = [migrations.RunPython(forget_reasons, migrations.RunPython.noop)]
