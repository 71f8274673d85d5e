"""What people are told about a referral link: neutral words; the rest is behind the sign-in."""

from datetime import datetime

from consultations.link_states import CASE_SYSTEM, LinkState
from consultations.models import CaseSystemEndpoint, ReferralLink
from portal.kernel import clock
from portal.kernel.actors import Place
from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, register
from portal.notifications.services import plan_notice
from portal.outbox.selectors import deliveries_about
from portal.outbox.states import DeliveryState
from portal.people.roles import Role
from portal.people.selectors import people_with_role

LINK_MOVED = register(
    NoticeKind(
        key="consultations.link_moved",
        audience="the person who sent it, and their lead",
        subject="There is news on something you sent",
        body="There is news on something you sent from Practice Hub.\n\nSign in to read it.",
        path="/consultations/links/{link_id}/",
        facts=("link_id",),
        why="Because the service that received it has answered.",
        examples={"link_id": "7b6c5a56-1f0e-4a39-9a53-0c7f0f0e8a11"},
    )
)


def _hours_wanted(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """The link is still a draft, and nobody has said when its referrer can be reached."""
    drafts = ReferralLink.objects.filter(state=LinkState.DRAFTED, works_from__isnull=True)
    return drafts.filter(public_id=facts["link_id"]).exists()


HOURS_WANTED = register(
    NoticeKind(
        key="consultations.link_hours_wanted",
        audience="the person who refers",
        subject="A colleague asks when you can be reached",
        body=(
            "A colleague has prepared something in your name on Practice Hub. Before it can be sent, they need one "
            "answer from you: on which days, and at what times, can you be reached?\n\n"
            "Sign in to answer, to read what they prepared, and to send it or leave it. It takes a minute."
        ),
        path="/consultations/links/{link_id}/hours/",
        facts=("link_id",),
        why="Because a colleague asked you for your working hours.",
        still_wanted=_hours_wanted,
        examples={"link_id": "7b6c5a56-1f0e-4a39-9a53-0c7f0f0e8a11"},
    )
)


def _still_stuck(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """Something about the link is still parked."""
    return deliveries_about(about, subscriber=CASE_SYSTEM).filter(state=DeliveryState.PARKED).exists()


STUCK = register(
    NoticeKind(
        key="consultations.link_stuck",
        audience="the person who sent it, and their lead",
        subject="Something you sent has not arrived",
        body=(
            "Something you sent from Practice Hub could not be delivered, and we have stopped trying.\n\n"
            "Sign in to see what it is and how to send it another way. Do not wait for us if it is urgent."
        ),
        path="/consultations/links/{link_id}/",
        facts=("link_id",),
        why="Because it concerns something you sent, or a consultation you led.",
        still_wanted=_still_stuck,
        examples={"link_id": "7b6c5a56-1f0e-4a39-9a53-0c7f0f0e8a11"},
    )
)

RECEIVER_GONE = register(
    NoticeKind(
        key="consultations.case_system_gone",
        audience="administrators",
        subject="A connected system no longer takes messages",
        body=(
            "A system connected to Practice Hub answered that its address is gone, and was switched off.\n\n"
            "Messages to it are kept. Ask the organisation for the new address, then send them again."
        ),
        path="/consultations/case-systems/",
        why="Because a connected system was switched off.",
    )
)

# An acknowledgement is seen on the page; it is not worth a mail.
WORTH_A_NOTICE = (
    LinkState.ACCEPTED,
    LinkState.DECLINED,
    LinkState.MORE_INFORMATION,
    LinkState.STARTED,
    LinkState.FINISHED,
    LinkState.ENTERED_IN_ERROR,
)


def tell_of_update(link: ReferralLink, now: datetime) -> None:
    """Tell the referrer and the lead that the receiver moved the link, once for each version."""
    if link.state not in WORTH_A_NOTICE:
        return
    _tell_both(LINK_MOVED, link, f"{link.public_id}:v{link.version}", now)


def tell_of_stuck(link: ReferralLink, delivery_id: int, now: datetime) -> None:
    """Tell the referrer and the lead that we stopped trying to deliver, once for each message."""
    _tell_both(STUCK, link, f"{link.public_id}:stuck:{delivery_id}", now)


def _tell_both(kind: NoticeKind, link: ReferralLink, dedupe: str, now: datetime) -> None:
    lead_id = link.consultation.lead_id if link.consultation else None
    for person_id in dict.fromkeys(person for person in (link.referrer_id, lead_id) if person):
        plan_notice(
            key=kind.key,
            person_id=person_id,
            about=link.ref,
            facts={"link_id": str(link.public_id)},
            now=now,
            dedupe=dedupe,
        )


def ask_for_hours(link: ReferralLink, now: datetime) -> None:
    """Ask the referrer when they can be reached, once a day."""
    plan_notice(
        key=HOURS_WANTED.key,
        person_id=link.referrer_id,
        about=link.ref,
        facts={"link_id": str(link.public_id)},
        now=now,
        dedupe=f"{link.public_id}:hours:{clock.today(now)}",
    )


def tell_of_endpoint_gone(endpoint: CaseSystemEndpoint, now: datetime) -> None:
    """Tell the administrators that an endpoint was switched off, once for each time."""
    place = Place(organisation_id=endpoint.organisation_id)
    for person in people_with_role(Role.ADMIN, place, clock.today(now)):
        plan_notice(
            key=RECEIVER_GONE.key,
            person_id=person.pk,
            about=Ref("consultations.case_system", endpoint.pk),
            facts={},
            now=now,
            dedupe=f"{endpoint.pk}:{now.isoformat()}",
        )
