"""What courses put on the hub."""

from courses.selectors import hub_items
from courses.selectors.changes import hub_changes
from portal.pages.hub import register, register_changes

register(hub_items)
register_changes(hub_changes)
