"""Screens of our own inside the editor; Wagtail lets in only those who may use it."""

from typing import Any

from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.kernel import clock
from portal.pages.reviews import reviews_on


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
