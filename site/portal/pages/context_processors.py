"""What every page needs around its content."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.kernel.actors import VISITOR
from portal.pages.navigation import navigation_for

# Fetched beside the sheets and not after them, so that lines rarely break anew when the letters arrive.
LETTERS = "vendor/atkinson/atkinson-hyperlegible-next-latin-wght-normal.woff2"
SHEETS = ("tokens", "base", "frame", "components", "forms", "data", "print")


@lru_cache(maxsize=1)
def _sheets() -> SafeString:
    addresses = ("vendor/govuk-frontend/govuk-frontend.min.css", *(f"css/{name}.css" for name in SHEETS))
    sheets = format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(path),) for path in addresses)
    )
    letters = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
    return format_html(letters, static(LETTERS)) + sheets


def frame(request: HttpRequest) -> dict[str, Any]:
    """Actor, navigation, banner and style sheets."""
    actor = getattr(request, "actor", VISITOR)
    return {
        "actor": actor,
        "nav": navigation_for(actor, request.path),
        "banner": settings.BANNER,
        "sheets": _sheets(),
    }
