"""The editor's side of a toolkit: a new page gets its record."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from toolkits.models import ToolkitPage
from toolkits.services import register_toolkit


@hooks.register("after_create_page")
def give_record(request: HttpRequest, page: Page) -> None:
    """Files and rules hang on the record; it opens for nobody until a trainer says what opens it."""
    if isinstance(page.specific, ToolkitPage):
        register_toolkit(actor=request.actor, page=page.specific, code=page.slug, now=request.now)
