"""The editor's side of a toolkit: a new page gets its record."""

from wagtail import hooks
from wagtail.models import Page

from portal.kernel.web import HubRequest
from toolkits.models import Toolkit, ToolkitPage
from toolkits.services import register_toolkit


@hooks.register("after_create_page")
def give_record(request: HubRequest, page: Page) -> None:
    """Files and rules hang on the record; it opens for nobody until a trainer says what opens it."""
    if isinstance(page.specific, ToolkitPage):
        taken = Toolkit.objects.filter(code=page.slug).exists()
        code = f"{page.slug}-{page.pk}" if taken else page.slug
        register_toolkit(actor=request.actor, page=page.specific, code=code[:60], now=request.now)


@hooks.register("after_copy_page")
def give_copy_record(request: HubRequest, page: Page, new_page: Page) -> None:
    """A copy is a toolkit of its own, without files and rules."""
    give_record(request, new_page)
