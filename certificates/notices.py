"""What people are told about their certificates."""

from datetime import datetime

from certificates.models import Award
from certificates.states import AwardState
from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, register


def still_valid(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """The certificate still stands."""
    return Award.objects.filter(pk=about.id, state=AwardState.VALID).exists()


register(
    NoticeKind(
        key="certificates.award_issued",
        audience="the person whose certificate it is",
        subject="Your certificate is ready",
        body=(
            "Your certificate is ready on Practice Hub.\n\n"
            "Sign in to read it, print it, or download it as a PDF. Anyone you give it to can check it "
            "with the code printed on it."
        ),
        why="A course was completed, so its certificate was issued.",
        path="/certificates/{award}/",
        facts=("award",),
        examples={"award": "12"},
        still_wanted=still_valid,
    )
)

register(
    NoticeKind(
        key="certificates.award_withdrawn",
        audience="the person whose certificate it was",
        subject="A certificate of yours has been withdrawn",
        body=(
            "A certificate of yours on Practice Hub has been withdrawn. Whoever checks its code is told so.\n\n"
            "Sign in to see which one and why. If you think this is a mistake, ask your training administrator."
        ),
        why="The attendance behind the certificate was corrected.",
        path="/certificates/{award}/",
        facts=("award",),
        examples={"award": "12"},
    )
)
