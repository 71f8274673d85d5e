"""The part of a course that is no words: who agrees, how long places are held, what completes it."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from courses.models import Course
from courses.states import Audience


class CourseForm(WagtailAdminModelForm):
    """The audiences are codes in one column; here they are boxes to tick."""

    audiences = forms.MultipleChoiceField(
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For the filters and for “For me”. Leave all empty if it is for everybody.",
    )


class ChangeOnly(ModelPermissionPolicy):
    """Courses come from pages and stay: nobody adds or deletes one here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)


register_permission_policy(Course, ChangeOnly(Course))


class CourseViewSet(ModelViewSet):
    """Courses appear here once their page is published; they are not made or deleted here."""

    model = Course
    icon = "calendar-check"
    menu_label = "Rules of courses"
    menu_order = 300
    add_to_admin_menu = True
    list_display = ("title", "code", "approval", "completion_rule", "active")
    list_filter = ("approval", "active")
    search_fields = ("title", "code")
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("audiences"),
            FieldPanel("days"),
            MultiFieldPanel(
                [
                    FieldPanel("approval"),
                    FieldPanel("hold_days"),
                    FieldPanel("offer_days"),
                    FieldPanel("free_cancel_days"),
                ],
                heading="Places",
            ),
            MultiFieldPanel(
                [FieldPanel("completion_rule"), FieldPanel("completion_share"), FieldPanel("forms_required")],
                heading="Completion",
            ),
            FieldPanel("validity_months"),
            MultiFieldPanel([FieldPanel("only_boroughs"), FieldPanel("requires")], heading="Who may take it"),
            FieldPanel("active"),
        ],
        base_form_class=CourseForm,
    )
