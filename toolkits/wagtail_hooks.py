"""The editor's side of a toolkit: a new page gets its record; nobody publishes their own change."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from portal.kernel.web import HubRequest
from toolkits.models import Toolkit, ToolkitPage
from toolkits.services import register_toolkit
from toolkits.sign_off import wrote_last


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


@hooks.register("before_publish_page")
def ask_second_person(request: HubRequest, page: Page) -> HttpResponse | None:
    """Stop somebody who changes the words and publishes them in one go; what they wrote is kept as a draft."""
    if not isinstance(page.specific, ToolkitPage) or not wrote_last(page, request.actor.user_id):
        return None
    messages.warning(
        request,
        "Your change is kept as a draft. You wrote it, so somebody else has to publish it: submit it.",
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
