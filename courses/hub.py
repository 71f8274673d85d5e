"""What courses put on the hub."""

from courses.selectors import hub_items
from portal.pages.hub import register

register(hub_items)
