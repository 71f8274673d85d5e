"""A borough's champions on its page: for staff at work only, and only who agreed to be listed."""

from datetime import datetime

from django.urls import reverse

from champions.selectors.network import directory
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.borough_parts import Borough, Part, PartRow, register_part

SHOWN = 8


@register_part
def champions_part(borough: Borough, actor: Actor, now: datetime) -> Part | None:
    """Who keeps the practice alive near you. One query; nothing at all before one's place of work is confirmed."""
    if not actor.is_placed:
        return None
    found = directory(clock.today(now), organisation_id=borough.organisation_id)
    rows = tuple(
        PartRow(title=card.name, detail=" · ".join(filter(None, (card.team or card.service, card.job_role))))
        for card in found[:SHOWN]
    )
    return Part(
        "champions",
        "Champions",
        40,
        rows=rows,
        words="" if rows else "Nobody is listed as a champion here yet.",
        more_text=f"All {len(found)} champions" if len(found) > SHOWN else "The champion network",
        more_url=reverse("champions:index"),
    )
