"""What this app tells people. Subjects are neutral; details wait behind the sign-in."""

from datetime import datetime

from champions.models import Champion, Term
from champions.states import ASKED, ChampionState
from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, register


def still_asked(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """Nobody has answered yet."""
    return Champion.objects.filter(pk=about.id, state__in=ASKED).exists()


def still_agreed(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """They have not started, and it was not taken back."""
    return Champion.objects.filter(
        pk=about.id, state__in=(ChampionState.AGREED, ChampionState.TRAINED)
    ).exists()


def still_ending(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """The term still runs and no other follows it."""
    last = Term.objects.filter(champion_id=about.id, stopped_on__isnull=True).order_by("-ends_on").first()
    return last is not None and str(last.pk) == facts["term"]


register(
    NoticeKind(
        key="champions.asked",
        audience="the manager who is asked",
        subject="Practice Hub: a champion for your team",
        body=(
            "Somebody in your team would like to be a practice champion, or was put forward.\n\n"
            "Sign in to agree the time they have for it, or to say no."
        ),
        path="/champions/{id}/",
        facts=("id",),
        why="Because a manager agrees before a champion starts.",
        still_wanted=still_asked,
        examples={"id": "12"},
    )
)
register(
    NoticeKind(
        key="champions.agreed",
        audience="the champion to be",
        subject="Practice Hub: your manager agreed",
        body=(
            "Your manager agreed that you can be a practice champion.\n\n"
            "Sign in to see what comes next, and to choose what others see of you."
        ),
        path="/champions/{id}/",
        facts=("id",),
        why="Because their manager agreed.",
        still_wanted=still_agreed,
        examples={"id": "12"},
    )
)
register(
    NoticeKind(
        key="champions.term_ends",
        audience="the champion",
        subject="Practice Hub: your term ends on {until}",
        body=(
            "Your term as a practice champion ends on {until}.\n\n"
            "Talk with your manager about whether you go on; they can renew it on Practice Hub."
        ),
        path="/champions/{id}/",
        facts=("id", "until", "term"),
        why="Because their term ends in two months.",
        still_wanted=still_ending,
        examples={"id": "12", "until": "Tuesday 23 November 2027", "term": "3"},
    )
)
