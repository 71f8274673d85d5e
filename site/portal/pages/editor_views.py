"""Screens of our own inside the editor; Wagtail lets in only those who may use it."""

from typing import Any

from django import forms
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import AccountView, NotificationsSettingsPanel, ThemeSettingsPanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import SwitchInput
from wagtail.models import Page, TaskState
from wagtail.users.models import UserProfile

from portal.kernel import clock
from portal.pages.models import BoroughIndexPage, LearningIndexPage, NewsIndexPage, QuestionsPage
from portal.pages.reviews import reviews_on
from portal.pages.waiting import submitted_by, waiting_for

# What editors come for, and where each begins: on a new page below a list, at the list, or on the page itself.
TASKS = (
    (NewsIndexPage, "add", "Write news", "A day, two sentences, and more for those who want it."),
    (
        LearningIndexPage,
        "add",
        "Add a learning example",
        "What was tried, what was hard, what worked. No family.",
    ),
    (BoroughIndexPage, "list", "Change a borough’s page", "Office days, contacts, and words of its own."),
    (QuestionsPage, "edit", "Add a question that people ask", "Under its subject, with its answer."),
)


class CommentMailsForm(forms.ModelForm):
    """The only mail that the editor sends by itself; all others are chosen on the account page."""

    class Meta:
        model = UserProfile
        fields = ("updated_comments_notifications",)
        widgets = {"updated_comments_notifications": SwitchInput()}


class CommentMails(NotificationsSettingsPanel):
    form_class = CommentMailsForm


class EditorSettings(AccountView):
    """What is kept about somebody in the editor only. Name, email, password and mails are on the account page."""

    page_title = "Editor settings"

    def get_panels(self) -> list[Any]:
        panels = super().get_panels()
        mails = [panel for panel in panels if isinstance(panel, NotificationsSettingsPanel)]
        theme = [panel for panel in panels if isinstance(panel, ThemeSettingsPanel)]
        return [*(CommentMails(panel.request, panel.user, panel.profile) for panel in mails), *theme]


class WaitingPanel(Component):
    """What waits for whom, in place of Wagtail's lists: its own words are left out, and each column has a name."""

    name = "waiting"
    template_name = "pages/editor_waiting.html"
    order = 200

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Pages to sign off for those who may, and what became of one's own; four queries at most."""
        user = parent_context["request"].user
        signs = TaskState.objects.reviewable_by(user).exists()
        sent_back, submitted = submitted_by(user.pk)
        return {
            "to_sign_off": waiting_for(user.pk) if signs else [],
            "sent_back": sent_back,
            "submitted": submitted,
        }


class TasksPanel(Component):
    """The editor's front page: what to do, what happens next."""

    name = "tasks"
    template_name = "pages/editor_tasks.html"
    order = 230  # after what waits for somebody, before what they did last

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Tasks with the address where each begins; one query for each."""
        tasks = [
            (_beginning(kind, how, pk), title, words)
            for kind, how, title, words in TASKS
            if (pk := kind.objects.values_list("pk", flat=True).first())
        ]
        return {"tasks": tasks}


def _beginning(kind: type[Page], how: str, pk: int) -> str:
    if how == "add":
        return reverse("wagtailadmin_pages:add", args=[*kind.subpage_types[0].lower().split("."), pk])
    return reverse("wagtailadmin_explore" if how == "list" else "wagtailadmin_pages:edit", args=[pk])


class ReviewsView(WagtailAdminTemplateMixin, TemplateView):
    """Pages to read again, overdue first."""

    page_title = "Pages to read again"
    header_icon = "calendar-check"
    template_name = "pages/reviews.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "reviews": reviews_on(clock.today(clock.now())),
        }
