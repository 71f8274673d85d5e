"""A hub page for each authority that takes part."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.kernel.actors import VISITOR
from portal.kernel.errors import NotFound
from portal.pages.blocks import BodyBlock
from portal.pages.borough_parts import Borough, parts_for, planned_office_days
from portal.pages.identity import faults_in_contacts
from portal.pages.models.care import PracticePage, SignedOffPage, review_panel, words_first
from portal.pages.office_days import fault_in_office_days, planned_words
from portal.pages.page_forms import CheckedForm
from portal.people import selectors as people
from portal.people.models import Standing


class BoroughIndexPage(SignedOffPage):
    """The list of boroughs, at /boroughs/."""

    intro = models.CharField(max_length=300, blank=True, help_text="One or two sentences above the list.")

    content_panels = words_first(FieldPanel("intro"))
    subpage_types = ["pages.BoroughPage"]
    parent_page_types = ["pages.HomePage"]
    max_count = 1
    admin_default_ordering = "title"
    template = "pages/boroughs.html"

    class Meta:
        verbose_name = "list of boroughs"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Published borough pages by name, those that say the same together at the end; one query."""
        context = super().get_context(request, *args, **kwargs)
        alike: dict[str, list[dict[str, str]]] = {}
        for title, slug, intro in (
            self.published(BoroughPage).order_by("title").values_list("title", "slug", "intro")
        ):
            alike.setdefault(intro, []).append({"title": title, "address": f"{request.path}{slug}/"})
        context["boroughs"] = [each[0] | {"words": words} for words, each in alike.items() if len(each) == 1]
        context["alike"] = [(words, each) for words, each in alike.items() if len(each) > 1]
        return context


class BoroughForm(CheckedForm):
    """Refuses a code that no organisation has and, in drafts too, what surely leads to a person and to no desk."""

    def clean_contacts(self) -> str:
        return self._of_desks("contacts")

    def clean_office_days(self) -> str:
        return self._of_desks("office_days")

    def _of_desks(self, name: str) -> str:
        words: str = self.cleaned_data[name]
        if faults := faults_in_contacts(words):
            raise ValidationError(list(faults))
        return words

    def clean_organisation_code(self) -> str:
        code: str = self.cleaned_data["organisation_code"]
        try:
            people.organisation_by_code(code)
        except NotFound as missing:
            raise ValidationError(
                "No organisation has this code. Use the one on its roster, such as camden."
            ) from missing
        return code


class BoroughPage(PracticePage):
    """The words of a borough. It names the borough by code and points to nothing live."""

    organisation_code = models.SlugField(
        max_length=60, verbose_name="code of the organisation", help_text="As on its roster, such as camden."
    )
    intro = models.CharField(
        max_length=300, blank=True, help_text="What this borough does with the model, in short."
    )
    office_days = models.CharField(
        max_length=200,
        blank=True,
        help_text="Such as: Mondays and Thursdays. Anybody can read it, so leave the building out.",
    )
    contacts = models.TextField(blank=True, help_text="Role mailboxes and desks, one a line. No names.")
    body = StreamField(BodyBlock(), blank=True)

    base_form_class = BoroughForm
    fixed_once_made = ("organisation_code",)
    desks = ("office_days", "contacts")
    content_panels = words_first(
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("office_days"), FieldPanel("contacts")], heading="Beside the words"),
        FieldPanel("body"),
        review_panel(),
        MultiFieldPanel([FieldPanel("organisation_code")], heading="Which borough it is"),
    )
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    parent_page_types = ["pages.BoroughIndexPage"]
    subpage_types: list[str] = []
    template = "pages/borough.html"

    class Meta:
        verbose_name = "borough page"

    def planned_days(self, on: date) -> frozenset[int] | None:
        """The weekdays on which a lead is in, as booking shows them; None where nothing is planned."""
        try:
            organisation = people.organisation_by_code(self.organisation_code)
        except NotFound:
            return None
        return planned_office_days(organisation.pk, on)

    def hints(self, on: date) -> dict[str, str]:
        """The days of the lead's plan, beside the words for them."""
        days = self.planned_days(on)
        if days is None:
            return {}
        return {"office_days": f"Booking shows: {planned_words(days)}, as the lead’s plan says."}

    def doubts(self, on: date) -> list[str]:
        """Office days that differ from the lead's plan, and what may tell of one person."""
        days = fault_in_office_days(self.office_days, self.planned_days(on))
        return [*([days] if days else []), *super().doubts(on)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The words, and the live parts that the apps add: the lead, dates, pathways, champions."""
        context = super().get_context(request, *args, **kwargs)
        try:
            organisation = people.organisation_by_code(self.organisation_code)
        except NotFound:
            return context
        borough = Borough(
            organisation.pk,
            organisation.name,
            organisation.gss_code,
            organisation.standing == Standing.JOINING,
            self.office_days,
        )
        context["borough"] = borough
        if now := getattr(request, "now", None):
            context["parts"] = parts_for(borough, getattr(request, "actor", VISITOR), now)
        return context
