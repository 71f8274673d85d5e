"""What this app tells people."""

from datetime import datetime

from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, register
from toolkits.models import Entitlement


def still_open(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """Something that was earned still opens something."""
    return Entitlement.objects.filter(earned_id=about.id, revoked_at__isnull=True).exists()


register(
    NoticeKind(
        key="toolkits.unlocked",
        audience="the person who earned it",
        subject="Practice Hub: something new is open to you",
        body=(
            "Something new is open to you on Practice Hub, because of what you finished.\n\n"
            "Sign in to find it under Toolkits."
        ),
        path="/toolkits/?show=mine",
        why="Because a toolkit opened for them.",
        still_wanted=still_open,
    )
)
