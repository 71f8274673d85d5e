"""Adds consultations to the hub page."""

from consultations.selectors import feedback_items, hub_items
from consultations.selectors.changes import hub_changes
from portal.pages.hub import register, register_changes

register(hub_items)
register(feedback_items)
register_changes(hub_changes)
