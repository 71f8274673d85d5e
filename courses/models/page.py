"""The words of a course, owned by editors in the CMS. Nothing live is in here."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.search import index

from courses.blocks import OutcomesBlock
from courses.rules.dates import spoken_minutes
from courses.states import Mode
from portal.pages.models import SignedOffPage, words_first

# Addresses under /courses/ that belong to screens.
RESERVED_SLUGS = frozenset({"places", "approvals", "runs", "questionnaires", "mine"})

PLAIN_FEATURES = ["h3", "bold", "ul", "ol", "link"]


class CoursePage(SignedOffPage):
    """What a course is for and what it asks of people.

    Outcomes and CPD, with the basis they were counted on, are needed to publish; a draft may lack them. Neither
    has a default: a figure nobody typed would be a figure nobody checked.
    """

    code = models.SlugField(max_length=40, unique=True, help_text="Stable: certificates and toolkits use it.")
    summary = models.CharField(max_length=300, help_text="One or two sentences, in the second person.")
    audience = models.CharField("for", max_length=200)
    mode = models.CharField(max_length=10, choices=Mode)
    length = models.CharField(max_length=60, help_text="In words: four days.")
    outcomes = StreamField(OutcomesBlock(), help_text="What people can do afterwards. Needed to publish.")
    cpd_minutes = models.PositiveSmallIntegerField(
        "CPD minutes", null=True, help_text="Minutes of active learning, breaks left out. Needed to publish."
    )
    cpd_basis = models.CharField(
        "basis of the CPD figure",
        max_length=200,
        help_text="How the minutes were counted. Needed to publish.",
    )
    provider = models.CharField(
        "provided by",
        max_length=160,
        blank=True,
        help_text="The organisation that gives the course, as it is to stand on certificates. Empty: not printed.",
    )
    prerequisites = models.CharField("before you come", max_length=300, blank=True)
    leave_with = models.CharField("you leave with", max_length=300, blank=True)
    content_note = models.CharField(
        max_length=400, blank=True, help_text="What may be hard to hear, and what people may do about it."
    )
    access_terms = models.TextField("access", blank=True, help_text="Step-free access, captions, breaks.")
    camera_terms = models.CharField("cameras", max_length=200, blank=True, help_text="For online days.")
    body = RichTextField("more about it", blank=True, features=PLAIN_FEATURES)
    review_by = models.DateField(null=True, blank=True)

    fixed_once_made = ("code",)
    content_panels = words_first(
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("mode"), FieldPanel("length")], heading="In short"
        ),
        FieldPanel("outcomes"),
        MultiFieldPanel([FieldPanel("cpd_minutes"), FieldPanel("cpd_basis")], heading="CPD"),
        FieldPanel("provider"),
        MultiFieldPanel([FieldPanel("prerequisites"), FieldPanel("leave_with")], heading="Before and after"),
        MultiFieldPanel(
            [FieldPanel("content_note"), FieldPanel("access_terms"), FieldPanel("camera_terms")],
            heading="Care",
        ),
        FieldPanel("body"),
        FieldPanel("review_by"),
        FieldPanel("code"),
    )
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "course"

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": "This address belongs to a screen. Choose another."})
        twins = CoursePage.objects.filter(slug=self.slug).exclude(pk=self.pk)
        if twins.exists():
            raise ValidationError({"slug": "Another course has this address. Choose another."})
        if self.cpd_minutes == 0:
            raise ValidationError({"cpd_minutes": "Give the minutes of active learning."})
        if self.live and not self.outcomes:
            raise ValidationError({"outcomes": "Say what people can do afterwards: at least one outcome."})

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Courses live at one address, wherever their page stands in the tree."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, _ = parts
        return site_id, root_url, reverse("courses:course", args=[self.slug])

    def words(self) -> dict[str, Any]:
        """The page's words as plain values, ready for the screen; rich text is expanded to HTML."""
        return {
            "title": self.title,
            "summary": self.summary,
            "audience": self.audience,
            "mode": Mode(self.mode).label if self.mode else "",
            "mode_code": self.mode,
            "length": self.length,
            "outcomes": [block.value for block in self.outcomes],
            "cpd_minutes": self.cpd_minutes,
            "cpd_basis": self.cpd_basis,
            "provider": self.provider,
            "prerequisites": self.prerequisites,
            "leave_with": self.leave_with,
            "content_note": self.content_note,
            "access_terms": self.access_terms,
            "camera_terms": self.camera_terms,
            "body": expand_db_html(self.body),
        }

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft as readers will see it, without dates: those are not the page's."""
        cpd = spoken_minutes(self.cpd_minutes)
        return TemplateResponse(request, "courses/preview.html", {"words": self.words(), "cpd": cpd})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("courses:course", slug=self.slug, permanent=True)
