"""What this app tells people. Subjects are neutral; details wait behind the sign-in."""

from datetime import datetime

from django.db.models import Exists

from champions.models import Attendance, Champion, Meeting, Term
from champions.states import ASKED, ChampionState, Presence
from portal.kernel.clock import today
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


def still_active(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """They are active, and were at no meeting today either."""
    there = Attendance.objects.filter(champion_id=about.id, presence=Presence.THERE, meeting__on=today(now))
    return Champion.objects.filter(~Exists(there), pk=about.id, state=ChampionState.ACTIVE).exists()


def still_lapsed(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """Nobody renewed it in the meantime."""
    return Champion.objects.filter(pk=about.id, state=ChampionState.LAPSED).exists()


def still_to_come(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """The meeting is neither cancelled nor over."""
    return Meeting.objects.filter(pk=about.id, cancelled_at__isnull=True, on__gte=today(now)).exists()


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
        why="Because a manager agreed.",
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
        why="Because a term ends in two months.",
        still_wanted=still_ending,
        examples={"id": "12", "until": "Tuesday 23 November 2027", "term": "3"},
    )
)
register(
    NoticeKind(
        key="champions.meetings_missed",
        audience="the champion",
        subject="Practice Hub: we have missed you",
        body=(
            "You have not been at a meeting for a while.\n\n"
            "Sign in to see the next dates. If you cannot come, talk with your manager about the time for it."
        ),
        path="/champions/meetings/",
        facts=("id",),
        why="Because coming to meetings keeps a champion active.",
        still_wanted=still_active,
        examples={"id": "12"},
    )
)
register(
    NoticeKind(
        key="champions.set_aside",
        audience="the champion",
        subject="Practice Hub: something about you has changed",
        body=(
            "You were at no meeting for a long time, so your part in it is set aside for now.\n\n"
            "You are welcome back: your manager can renew it on Practice Hub at any time."
        ),
        path="/champions/{id}/",
        facts=("id",),
        why="Because of a long time without a meeting.",
        still_wanted=still_lapsed,
        examples={"id": "12"},
    )
)
register(
    NoticeKind(
        key="champions.meeting_planned",
        audience="the champions who are invited",
        subject="Practice Hub: a date for you",
        body=(
            "You are invited to a meeting on {when}.\n\n"
            "Sign in to see what it is and where, or to say that you cannot come."
        ),
        path="/champions/meetings/{id}/",
        facts=("id", "when"),
        why="Because a meeting of champions is planned.",
        still_wanted=still_to_come,
        examples={"id": "4", "when": "Tuesday 12 January 2027, 14:00 to 16:00 UK time"},
    )
)
register(
    NoticeKind(
        key="champions.meeting_moved",
        audience="the champions who were invited",
        subject="Practice Hub: a date of yours has changed",
        body=(
            "A meeting of yours has changed. It is now on {when}.\n\n"
            "Sign in to see where, or to say that you cannot come."
        ),
        path="/champions/meetings/{id}/",
        facts=("id", "when"),
        why="Because a meeting of champions has another day, time or place.",
        still_wanted=still_to_come,
        examples={"id": "4", "when": "Tuesday 12 January 2027, 14:00 to 16:00 UK time"},
    )
)
register(
    NoticeKind(
        key="champions.meeting_cancelled",
        audience="the champions who were invited",
        subject="Practice Hub: a date of yours is cancelled",
        body="The meeting on {when} is cancelled. There is nothing for you to do.",
        path="/champions/meetings/{id}/",
        facts=("id", "when"),
        why="Because a meeting of champions is cancelled.",
        examples={"id": "4", "when": "Tuesday 12 January 2027, 14:00 to 16:00 UK time"},
    )
)
