"""A tidy editor: what an editor of words needs, named for what it is, and a second person before anything is public."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page

from portal.kernel import clock
from portal.kernel.web import HubRequest
from portal.pages.editor_views import ReviewsView, TasksPanel, WaitingPanel
from portal.pages.living_look import look
from portal.pages.models import SignedOffPage
from portal.pages.page_words import faults_of, plain_words_of
from portal.pages.reading_age import reading_hint
from portal.pages.sign_off import SECOND_PERSON, may_sign_off, waits, wrote_last
from portal.pages.sign_off_views import SignOffView
from portal.people.roles import Role

# What an editor of words meets, in the order of the work. Everything else is for those who run the portal.
FOR_EDITORS = {
    "explorer": "Pages",
    "reviews": "Pages to read again",
    "images": "Images",
    "documents": "Documents",
    "wording-of-messages": "",
    "questionnaires": "",
    "course-rules": "",
}


@hooks.register("register_admin_urls")
def add_screens() -> list[URLPattern]:
    """Screens of our own; Wagtail lets in only those who may use the editor."""
    return [
        path("look/", look, name="pages_look"),
        path("reviews/", ReviewsView.as_view(), name="pages_reviews"),
        path("sign-off/<int:page_id>/", SignOffView.as_view(), name="pages_sign_off"),
    ]


@hooks.register("register_admin_menu_item")
def point_to_look() -> MenuItem:
    return MenuItem("The look", reverse("pages_look"), name="look", icon_name="view", order=900)


@hooks.register("register_admin_menu_item")
def point_to_reviews() -> MenuItem:
    return MenuItem(
        "Pages to read again", reverse("pages_reviews"), name="reviews", icon_name="calendar-check", order=150
    )


@hooks.register("construct_main_menu")
def tidy_menu(request: HubRequest, items: list[MenuItem]) -> None:
    """Leave editors of words what they need, under names that say what it is; whoever runs the portal keeps all."""
    for item in items:
        item.label = FOR_EDITORS.get(item.name) or item.label
    if not (request.user.is_superuser or request.actor.holds(Role.ADMIN)):
        items[:] = [item for item in items if item.name in FOR_EDITORS]


@hooks.register("construct_homepage_panels")
def begin_with_tasks(request: HttpRequest, panels: list[Component]) -> None:
    """What waits, then what one can do; Wagtail's two lists of what waits would say the first again."""
    theirs = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)
    panels[:] = [WaitingPanel(), TasksPanel(), *(panel for panel in panels if not isinstance(panel, theirs))]


@hooks.register("before_edit_page")
def read_before_signing_off(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Whoever may sign off a page that waits reads what changed; nobody becomes its writer by opening it."""
    page = page.specific
    if request.method != "GET" or not isinstance(page, SignedOffPage) or not waits(page):
        return None
    return redirect("pages_sign_off", page.pk) if may_sign_off(page, request.user) else None


@hooks.register("before_publish_page")
def ask_second_person(request: HubRequest, page: Page) -> HttpResponse | None:
    """Stop somebody who changes the words and publishes them in one go; what they wrote is kept as a draft."""
    if not isinstance(page.specific, SignedOffPage) or not wrote_last(page, request.user.pk):
        return None
    messages.warning(
        request, f"Your change is kept as a draft. {SECOND_PERSON} Choose “Submit for sign-off”."
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_is_wrong(request: HttpRequest, page: Page) -> None:
    """After saving: what will be refused at sign-off, and a hint when the words ask for much.

    Not when the editor saves by itself in between: nobody sees an answer then, and the messages would pile up.
    """
    page = page.specific
    if not isinstance(page, SignedOffPage) or not request.accepts("text/html"):
        return
    if faults := faults_of(page):
        listing = " ".join(dict.fromkeys(faults))
        messages.warning(request, f"Put right before it is signed off: {listing}")
    for doubt in page.doubts(clock.today(clock.now())):
        messages.warning(request, doubt)
    if hint := reading_hint(plain_words_of(page)):
        messages.info(request, hint)


@hooks.register("insert_global_admin_css")
def colour_editor() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))
