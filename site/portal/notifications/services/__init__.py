"""The only writers of notices, calendar entries and calendar addresses."""

from portal.notifications.services.calendars import (
    cancel_calendar_entries,
    cancel_calendar_entry,
    put_calendar_entries,
    put_calendar_entry,
)
from portal.notifications.services.choices import choose_notices
from portal.notifications.services.feeds import end_feed, give_feed_address, stop_feed
from portal.notifications.services.forgetting import (
    forget_calendar,
    forget_choices,
    forget_feeds,
    forget_notices,
)
from portal.notifications.services.notices import (
    MissingFact,
    NoticePlan,
    cancel_notice,
    cancel_notices,
    plan_notice,
    plan_notices,
    resend_notice,
    settle_past_notices,
)
from portal.notifications.services.waiting import tell_confirmers

__all__ = [
    "MissingFact",
    "NoticePlan",
    "cancel_calendar_entries",
    "cancel_calendar_entry",
    "cancel_notice",
    "cancel_notices",
    "choose_notices",
    "end_feed",
    "forget_calendar",
    "forget_choices",
    "forget_feeds",
    "forget_notices",
    "give_feed_address",
    "plan_notice",
    "plan_notices",
    "put_calendar_entries",
    "put_calendar_entry",
    "resend_notice",
    "settle_past_notices",
    "stop_feed",
    "tell_confirmers",
]
