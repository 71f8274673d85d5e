"""What course tests look at, again and again."""

from courses.models import Enrolment
from portal.kernel.invariants import breaches


def broken() -> list[str]:
    """Breaches of the sentences of this app. Empty is good."""
    return [
        f"{rule.key} {breach.id}: {breach.sentence}" for rule, breach in breaches() if "courses." in rule.key
    ]


def states_of(*enrolments: Enrolment) -> list[str]:
    """The states as stored, in the order given."""
    return [Enrolment.objects.get(pk=enrolment.pk).state for enrolment in enrolments]
