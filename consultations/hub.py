"""Adds consultations to the hub page."""

from consultations.selectors import feedback_items, hub_items
from portal.pages.hub import register

register(hub_items)
register(feedback_items)
