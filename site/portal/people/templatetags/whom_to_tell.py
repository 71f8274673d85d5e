"""“Your training administrator”, with names to write to, wherever a page sends somebody there."""

from typing import Any

from django import template
from django.template import Context

from portal.kernel import clock
from portal.people.training_administrators import training_administrators_of

register = template.Library()


@register.inclusion_tag("people/whom_to_tell.html", takes_context=True)
def training_administrators(
    context: Context, organisation_id: int | None = None, before: str = "", after: str = ""
) -> dict[str, Any]:
    """The names of those who answer for the reader's place, as links to write to. One query where it stands.

    Nobody is named to visitors, nor on a page of an error that is drawn before anybody knows who asks.

    Args:
        organisation_id: only for who works in this organisation.
        before, after: what stands around the names, where there are any.
    """
    request = context.get("request")
    if request is None or not hasattr(request, "actor"):
        return {"people": []}
    on = clock.today(request.now)
    people = training_administrators_of(request.actor, on, organisation_id=organisation_id)
    return {"people": people, "before": before, "after": after}
