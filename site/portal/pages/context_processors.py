"""What every page needs around its content."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from portal.kernel.actors import VISITOR
from portal.pages.navigation import entries_for

SHEETS = ("tokens", "base", "frame", "components", "forms", "data", "print")


@lru_cache(maxsize=1)
def _sheets() -> tuple[str, ...]:
    return tuple(static(f"css/{name}.css") for name in SHEETS)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Actor, navigation, banner and style sheets."""
    actor = getattr(request, "actor", VISITOR)
    return {
        "actor": actor,
        "nav": entries_for(actor, request.path),
        "banner": settings.BANNER,
        "sheets": _sheets(),
    }
