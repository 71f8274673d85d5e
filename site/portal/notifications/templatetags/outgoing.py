"""The visible queue for templates of rooms below, which cannot ask for it in their views."""

from typing import Any

from django import template

from portal.kernel.refs import Ref
from portal.notifications.selectors import notices_about

register = template.Library()
MOST_SHOWN = 10


@register.inclusion_tag("notifications/queue.html", takes_context=True)
def messages_about(
    context: dict[str, Any], kind: str, number: int | None, person_id: int | None = None
) -> dict[str, Any]:
    """The last messages about a thing, to one person if given: planned, sent, cancelled. One query."""
    notices = notices_about(Ref(kind, number), person_id=person_id)[-MOST_SHOWN:] if number else []
    return {"notices": notices, "request": context.get("request"), "csrf_token": context.get("csrf_token")}
