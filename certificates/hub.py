"""What certificates have to say on somebody's daily page: what they earned lately."""

from datetime import datetime, timedelta

from django.urls import reverse

from certificates.models import Award
from certificates.states import AwardState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.hub import HubItem, register

# How long a new certificate stays on the page; after that it is in the list of certificates.
SHOWN_FOR = timedelta(days=90)


@register
def hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """Certificates of the last three months, newest first. One query."""
    if actor.person_id is None:
        return []
    recent = Award.objects.filter(
        person_id=actor.person_id, state=AwardState.VALID, issued_at__gte=now - SHOWN_FOR
    )
    return [
        HubItem(
            group="earned",
            when=f"{clock.local(award.issued_at):%-d %b}",
            title=f"Certificate: {award.facts.course_title}",
            url=reverse("certificates:certificate", args=[award.pk]),
            detail=f"Completed on {clock.spoken_date(award.facts.completed)}",
            tag="Certificate",
            tag_kind="ok",
            order=f"{now - award.issued_at}",
        )
        for award in recent
    ]
