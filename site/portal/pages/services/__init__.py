"""The only writers of pages besides the editor itself."""

from portal.pages.services.foundation import date_pages, lay_foundation, lay_sign_off
from portal.pages.services.renewing import older_pages, renew_foundation
from portal.pages.services.sign_off import send_back, sign_off, take_over

__all__ = [
    "date_pages",
    "lay_foundation",
    "lay_sign_off",
    "older_pages",
    "renew_foundation",
    "send_back",
    "sign_off",
    "take_over",
]
