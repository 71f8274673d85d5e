"""A page that comes back with a mistake says so in its title, which is read out before anything else (PG-03)."""

from pathlib import Path

import pytest

from tests.harness.places import ROOT

ALLAUTH = ("account", "allauth", "mfa", "socialaccount", "usersessions")
# Parts of other pages, and the living page, which shows a mistake without having one.
NO_TITLE_OF_THEIR_OWN = {"error_summary.html", "plan_form.html", "slots.html", "look.html"}


def refusing() -> list[Path]:
    """Templates that can show what is wrong in a form; allauth's share one title, in its base."""
    rooms = ["site/portal", "consultations", "courses", "toolkits", "champions", "certificates"]
    found = [path for room in rooms for path in (ROOT / room).rglob("templates/**/*.html")]
    return [
        path
        for path in found
        if "{% error_summary" in path.read_text() and path.name not in NO_TITLE_OF_THEIR_OWN
        if not set(ALLAUTH) & set(path.parts)
    ]


@pytest.mark.feature("PG-03")
@pytest.mark.parametrize("path", refusing(), ids=lambda path: path.stem)
def test_title_begins_with_error_when_the_page_can_refuse(path: Path) -> None:
    titles = [line for line in path.read_text().splitlines() if "{% block title %}" in line]

    assert titles
    assert "Error: " in titles[0]
