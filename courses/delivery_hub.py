"""What registers and questionnaires put on somebody's hub: two queries."""

from datetime import datetime

from django.urls import reverse

from courses.selectors.delivery import registers_due
from courses.selectors.questionnaires import FormDue, forms_due
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.hub import HubItem, folded, register


@register
def delivery_hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """Registers that I have still to take, and questionnaires I am asked for. Two queries."""
    if actor.person_id is None:
        return []
    return [*_registers(actor.person_id, now), *_forms(actor.person_id, now)]


def _registers(person_id: int, now: datetime) -> list[HubItem]:
    today = clock.today(now)
    rows = [
        HubItem(
            group="due" if due.on == today else "overdue",
            when="Today" if due.on == today else f"{due.on:%a} {due.on.day}",
            when_small=clock.spoken_time(clock.local(due.starts_at)) if due.on == today else f"{due.on:%B}",
            title=f"Take the register: {due.course_title}",
            url=reverse("courses:register", args=[due.reference, due.day_id]),
            detail="" if due.on == today else "That day is over, and somebody has no mark yet.",
            tag="Register",
            tag_kind="due",
            order=due.starts_at.isoformat(),
        )
        for due in registers_due(person_id, now)
    ]
    overdue = folded(
        [row for row in rows if row.when != "Today"],
        title="{count} registers are still to take",
        detail="The oldest: {oldest}.",
        url=reverse("courses:runs") + "#registers",
    )
    return [*overdue, *(row for row in rows if row.when == "Today")]


def _about_form(due: FormDue) -> tuple[str, ...]:
    return (
        f"For {due.course_title}.",
        "Your certificate waits for it." if due.holds_certificate else "",
        "Go on where you left off." if due.begun else "",
    )


def _forms(person_id: int, now: datetime) -> list[HubItem]:
    today = clock.today(now)
    return [
        HubItem(
            group="forms",
            when=clock.short_date(due.due_on, today),
            when_small="due" if due.due_on >= today else "overdue",
            title=due.title,
            url=reverse("courses:questionnaire", args=[due.enrolment_id, due.wave]),
            detail=" ".join(filter(None, _about_form(due))),
            tag="Begun" if due.begun else "Not begun",
            tag_kind="due" if due.due_on <= today or due.begun else "info",
            order=due.due_on.isoformat(),
        )
        for due in forms_due(person_id, now)
    ]
