"""What every page of words has: a second person before it is published, and a day to read it again."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import classproperty
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page, WorkflowState

from portal.pages.page_forms import CheckedForm
from portal.pages.page_words import doubts_of
from portal.pages.sign_off import SecondPerson
from portal.pages.waiting import Between, sent_back

SIGN_OFF_WORDS = (
    "<p>Save a draft as often as you like; readers do not see it. When it is ready, press <b>Submit for sign-off</b> "
    "at the foot of the page. A second person reads it and publishes it: nobody publishes their own words.</p>"
    "<p>To publish it on a day that you choose, press the <b>i</b> at the top, then <b>Set a date</b>, before you "
    "submit it.</p>"
)


class HowItIsPublished(HelpPanel):
    """What happens next; first of all the remark, where the page came back with one."""

    class BoundPanel(HelpPanel.BoundPanel):
        @property
        def sent_back(self) -> Between | None:
            return sent_back(self.instance)


HOW_IT_IS_PUBLISHED = HowItIsPublished(
    content=SIGN_OFF_WORDS, template="pages/how_it_is_published.html", heading="How a page is published"
)


def words_first(*panels: Any) -> list[Any]:
    """The panels of a page: what happens next, then the title, then the words."""
    return [HOW_IT_IS_PUBLISHED, *Page.content_panels, *panels]


ADDRESS = MultiFieldPanel(
    [
        FieldPanel(
            "slug",
            heading="Last part of the address",
            help_text="Small letters and hyphens. When you change it, the old address leads to the new one.",
        ),
        FieldPanel(
            "search_description",
            heading="What a search says about the page",
            help_text="One or two sentences. Left empty, the search shows how the page begins.",
        ),
    ],
    heading="Address and search",
)
FROM_HOME = FieldPanel(
    "show_in_menus",
    heading="Named on the home page",
    help_text="Tick it to have the page listed on the home page under “More to read”.",
)


class SignedOffPage(Page):
    """A page that its own writer does not publish, and whose words are checked first."""

    base_form_class = CheckedForm
    # What other records know the page by: asked for once, and kept.
    fixed_once_made: tuple[str, ...] = ()
    # Fields for the address of an office.
    desks: tuple[str, ...] = ()
    promote_panels = [ADDRESS]

    class Meta:
        abstract = True

    @classproperty
    def edit_handler(cls) -> TabbedInterface:  # noqa: N805 - a property of the class
        """Wagtail's tabs, under names that say what they hold."""
        tabs = {
            "Words": cls.content_panels,
            "Address and search": cls.promote_panels,
            "Settings": cls.settings_panels,
        }
        shown = [ObjectList(panels, heading=name) for name, panels in tabs.items() if panels]
        return TabbedInterface(shown, base_form_class=cls.base_form_class)

    def permissions_for_user(self, user: Any) -> SecondPerson:
        return SecondPerson(user, self)

    def hints(self, on: date) -> dict[str, str]:
        """What stands beside fields of the editor's form because of what other records say on that day."""
        return {}

    def doubts(self, on: date) -> list[str]:
        """What its writer and a second person should look at again. Nothing is held back for it.

        Args:
            on: the day that counts as today.
        """
        return doubts_of(self, on, desks=self.desks)

    @property
    def status_string(self) -> str:
        """How the page stands, in lists; one that came back says so to its writer."""
        state = self.current_workflow_state
        if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return "sent back, with a remark"
        return str(super().status_string)

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
