"""A tidy editor: what an editor of words needs, named for what it is, and the living page of the look."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.pages.living_look import look

# Menu entries that only confuse: the portal embeds nothing from elsewhere, and its reports are on its own pages.
NOT_FOR_EDITORS = frozenset({"help", "reports"})


@hooks.register("register_admin_urls")
def add_look() -> list[URLPattern]:
    """The page of components; Wagtail lets in only those who may use the editor."""
    return [path("look/", look, name="pages_look")]


@hooks.register("register_admin_menu_item")
def point_to_look() -> MenuItem:
    return MenuItem("The look", reverse("pages_look"), name="look", icon_name="view", order=900)


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out what editors of words do not need; administrators keep everything."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in NOT_FOR_EDITORS]


@hooks.register("insert_global_admin_css")
def colour_editor() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))
