"""Adds consultations to the hub page."""

from consultations.selectors import hub_items
from portal.pages.hub import register

register(hub_items)
