"""What certificates hold about somebody: those they earned. A trainer's name on another's is that other's proof."""

from typing import Any

from certificates.models import Award
from certificates.services import withhold_names
from portal.kernel.personal_data import Holding, named, register


def _award(row: Award) -> dict[str, Any]:
    facts = row.facts
    said = {
        "name": facts.name,
        "course": facts.course_title,
        "completed_on": facts.completed,
        "cpd": facts.cpd if facts.cpd_minutes else "",
    }
    return said | named(row, "code", "state", "issued_at", "valid_until", "show_name", "revoked_at")


register(
    Holding(
        key="certificates.awards",
        title="Certificates",
        fields=("certificates.Award.person",),
        rows=lambda subject: Award.objects.filter(person_id=subject.person_id),
        show=_award,
        goes="The name on them. Their PDF is no longer made.",
        stays="Code, course and dates: whoever checks the code reads “genuine, details withheld”.",
        erase=withhold_names,
    )
)
