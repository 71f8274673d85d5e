"""What every page of words has: a second person before it is published, and a day to read it again."""

from typing import Any

from django.db import models
from django.db.models import QuerySet
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page

from portal.pages.page_forms import CheckedForm
from portal.pages.sign_off import SecondPerson

SIGN_OFF_WORDS = (
    "<p>Save a draft as often as you like; nobody sees it. When it is ready, choose <b>Submit for sign-off</b> in the "
    "menu at the bottom. A second person reads it and publishes it: nobody publishes their own words.</p>"
)


def words_first(*panels: Any) -> list[Any]:
    """The panels of a page: what happens next, then the title, then the words."""
    return [
        HelpPanel(content=SIGN_OFF_WORDS, heading="How a page is published"),
        *Page.content_panels,
        *panels,
    ]


class SignedOffPage(Page):
    """A page that its own writer does not publish, and whose words are checked first."""

    base_form_class = CheckedForm

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> SecondPerson:
        return SecondPerson(user, self)

    def published(self, kind: type[Page]) -> QuerySet[Page]:
        """The published pages of a kind below this one; none below a page that is only previewed yet."""
        return kind.objects.child_of(self).live() if self.path else kind.objects.none()


class PracticePage(SignedOffPage):
    """Practice content grows old: somebody reads it again by a day."""

    review_by = models.DateField(
        null=True, blank=True, verbose_name="read again by", help_text="Leave empty if it cannot grow old."
    )
    review_owner = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="who reads it again",
        help_text="Gets a reminder two weeks before the day. Only people who may edit pages are listed.",
    )

    class Meta:
        abstract = True


def review_panel() -> MultiFieldPanel:
    """The last panel of every practice page."""
    return MultiFieldPanel([FieldPanel("review_by"), FieldPanel("review_owner")], heading="Reading it again")
