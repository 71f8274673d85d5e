"""Questionnaires in the CMS. A copy that a run has taken is not touched by anything that happens here."""

from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from courses.models import Questionnaire


class QuestionnaireViewSet(ModelViewSet):
    """Built here, taken by runs when they are published."""

    model = Questionnaire
    icon = "form"
    menu_label = "Questionnaires"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ("title", "course", "wave", "in_use")
    list_filter = ("wave", "in_use")
    search_fields = ("title",)
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("course"),
            FieldPanel("wave"),
            FieldPanel("title"),
            FieldPanel("introduction"),
            FieldPanel("questions"),
            FieldPanel("in_use"),
        ]
    )
