from portal.notifications.models.calendar import CalendarDay, CalendarEntry
from portal.notifications.models.feeds import CalendarFeed
from portal.notifications.models.notices import Notice
from portal.notifications.models.refusals import NoticeRefusal
from portal.notifications.models.wording import NoticeWording

__all__ = ["CalendarDay", "CalendarEntry", "CalendarFeed", "Notice", "NoticeRefusal", "NoticeWording"]
