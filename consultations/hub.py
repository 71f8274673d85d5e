"""Adds consultations to the hub page."""

from django.urls import reverse

from consultations.drafts import is_left_unfinished, read_draft
from consultations.selectors import feedback_items, hub_items
from consultations.selectors.changes import hub_changes
from portal.kernel.web import HubRequest
from portal.pages.hub import Begun, register, register_begun, register_changes


def begun_booking(request: HubRequest) -> Begun | None:
    """A booking begun and left: when, and nothing of what it is about. Its page asks whether to go on with it."""
    draft = read_draft(request.session)
    if not is_left_unfinished(request, draft):
        return None
    return Begun(f"{draft.began_words(request.now)}.", reverse("consultations:book"))


register(hub_items)
register(feedback_items)
register_changes(hub_changes)
register_begun(begun_booking)
