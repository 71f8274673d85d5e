"""What every page needs around its content."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portal.kernel.actors import VISITOR
from portal.pages.navigation import navigation_for

SHEETS = ("tokens", "base", "frame", "components", "forms", "data", "print")


@lru_cache(maxsize=1)
def _sheets() -> SafeString:
    addresses = ("vendor/govuk-frontend/govuk-frontend.min.css", *(f"css/{name}.css" for name in SHEETS))
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in addresses))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Actor, navigation, banner and style sheets."""
    actor = getattr(request, "actor", VISITOR)
    return {
        "actor": actor,
        "nav": navigation_for(actor, request.path),
        "banner": settings.BANNER,
        "sheets": _sheets(),
    }
