"""Pages as editors make them: through the editor, so that every check and hook of it takes part."""

from typing import Any

from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from portal.pages.models import StandardPage
from portal.pages.sign_off import step_of
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import keep_editor_groups
from tests.factories.people import NOW, make_grant, make_user

WRITTEN = "<p>You can ask for a consultation before you have a plan.</p>"


def make_editing_user(role: Role) -> User:
    user = make_user()
    make_grant(user.person, role)
    keep_editor_groups(person_id=user.person_id, on=NOW.date())
    return User.objects.get(pk=user.pk)


def page_data(body: list[Any], action: str = "", **fields: Any) -> dict[str, Any]:
    data = {
        "title": "Consent, in plain words",
        "slug": "consent",
        "intro": "When you ask, and what you write down.",
        "about_abuse": "",
        "body": streamfield(body),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
    }
    return nested_form_data({**data, **fields, **({action: "1"} if action else {})})


def create(
    client: Client, user: User, body: list[Any], action: str = "", *, follow: bool = False, **fields: Any
) -> Any:
    """Send the form of a new page. `follow` to see the screen that comes next: it takes longer than the rest."""
    client.force_login(user)
    home = Page.objects.get(slug="front")
    return client.post(
        f"/cms/pages/add/pages/standardpage/{home.pk}/", page_data(body, action, **fields), follow=follow
    )


def consent() -> StandardPage:
    return StandardPage.objects.get(slug="consent")


def decide(client: Client, user: User, step: str = "sign-off", **typed: Any) -> Any:
    """What a second person does on their screen, with the version that they see there."""
    client.force_login(user)
    page = consent()
    data = {"form": step, "revision": page.latest_revision_id, "waits_in": step_of(page) or "", **typed}
    return client.post(f"/cms/sign-off/{page.pk}/", data, follow=True)


def text(html: str = WRITTEN) -> list[Any]:
    return [("text", rich_text(html))]
