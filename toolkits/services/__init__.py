"""The only writers of this app."""

from toolkits.services.drafting import Words, draft_toolkit
from toolkits.services.entitlements import learn
from toolkits.services.files import (
    add_file,
    add_version,
    decide_version,
    refuse_version,
    release_version,
    upload,
    withdraw_version,
)
from toolkits.services.giving import Copy, accept_terms, open_version
from toolkits.services.toolkits import register_toolkit, set_labels, set_unlock_rules

__all__ = [
    "Copy",
    "Words",
    "accept_terms",
    "add_file",
    "add_version",
    "decide_version",
    "draft_toolkit",
    "learn",
    "open_version",
    "refuse_version",
    "register_toolkit",
    "release_version",
    "set_labels",
    "set_unlock_rules",
    "upload",
    "withdraw_version",
]
