"""What editors are told. Subjects are neutral; which page it is waits behind the sign-in."""

from datetime import datetime

from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, register
from portal.pages.reviews import reviewed_models


def still_to_read(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """The page is still published, and nobody has set another day."""
    return any(
        model.objects.live().filter(pk=about.id, review_by=facts["on"]).exists()
        for model in reviewed_models()
    )


register(
    NoticeKind(
        key="pages.read_again",
        audience="the person who reads a page again",
        subject="Practice Hub: a page for you to read again",
        body=(
            "A page on Practice Hub is yours to read again by {day}.\n\n"
            "Sign in to see which. If it is still right, set a new day. If not, change it and submit it for sign-off."
        ),
        path="/cms/reviews/",
        facts=("day", "on"),
        why="Because the page names you as the one who reads it again.",
        still_wanted=still_to_read,
        examples={"day": "Tuesday 8 December 2026", "on": "2026-12-08"},
    )
)
