"""Editors change the wording of notices in the CMS."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.notifications.models import NoticeWording


class NoticeWordingViewSet(SnippetViewSet):
    model = NoticeWording
    icon = "mail"
    menu_label = "Wording of messages"
    menu_order = 700
    add_to_admin_menu = True
    list_display = ("key", "subject")


register_snippet(NoticeWordingViewSet)
