"""What referral links have to say on the hub."""

from consultations.link_selectors import hub_items
from consultations.link_undelivered import undelivered_items
from portal.pages.hub import register

register(hub_items)
register(undelivered_items)
