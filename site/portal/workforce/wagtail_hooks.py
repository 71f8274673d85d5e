"""Administrators choose in the CMS which courses coverage is counted for."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.workforce.models import CountedCourse


class CountedCourseViewSet(SnippetViewSet):
    model = CountedCourse
    icon = "table"
    menu_label = "Courses that count"
    menu_order = 720
    add_to_admin_menu = True
    list_display = ("short_name", "course_code", "target_percent", "starts_on", "ends_on")


register_snippet(CountedCourseViewSet)
