"""Administrators see which pages an older version laid, and put the new words to sign-off (PG-01, CO-04)."""

from io import StringIO

import pytest
from django.core.management import call_command

from portal.notifications.models import Notice
from portal.pages.models import HomePage, QuestionsPage, StandardPage
from portal.pages.services import older_pages, renew_foundation
from portal.pages.sign_off import may_sign_off, waits
from portal.people.roles import Role
from tests.factories.pages import make_editing_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.feature("PG-01", "CO-04"),
    pytest.mark.usefixtures("foundation"),
]
OLD = [("text", "<p>What an older version said.</p>")]


def said(*options: str) -> str:
    out = StringIO()
    call_command("lay_foundation", *options, stdout=out)
    return out.getvalue()


def grown_old(slug: str) -> StandardPage:
    """A page as an older version laid it; nobody has opened it since."""
    page = StandardPage.objects.get(slug=slug)
    page.body = OLD
    page.save()
    return page


def written_here(slug: str) -> StandardPage:
    page = grown_old(slug)
    page.save_revision(user=make_editing_user(Role.EDITOR)).publish()
    return page


def test_nothing_is_named_when_the_foundation_is_of_this_version() -> None:
    assert older_pages() == []
    assert "Every page has the words of this version." in said("--compare")
    assert "Nothing to renew." in said("--renew")


def test_pages_are_named_and_stay_when_they_are_compared() -> None:
    old, own = grown_old("support"), written_here("cookies")

    words = said("--compare")

    assert "/support/ Support for you: nobody here has written it. It can be renewed." in words
    assert "/cookies/ Cookies: somebody here has written it, so it stays." in words
    assert "/privacy/" not in words
    for page in (old, own):
        page.refresh_from_db()
        assert "What an older version said." in str(page.body)


def test_new_words_wait_for_a_second_person_when_they_are_renewed(client, clock) -> None:
    page, signer = grown_old("support"), make_editing_user(Role.APPROVER)

    words = said("--renew")

    page.refresh_from_db()
    assert "/support/ Support for you: waits for sign-off." in words
    assert "What an older version said." in str(page.body)
    assert waits(page)
    assert may_sign_off(page, signer)
    assert Notice.objects.filter(key="pages.waits_for_sign_off", person=signer.person).count() == 1
    client.force_login(signer)
    read = client.get(f"/cms/sign-off/{page.pk}/").content.decode()
    assert "Samaritans" in read
    page.current_workflow_task_state.specific.approve(user=signer)
    page.refresh_from_db()
    assert "Samaritans" in str(page.body)
    assert older_pages() == []


def test_nothing_is_put_to_sign_off_twice_nor_in_place_of_what_somebody_wrote() -> None:
    grown_old("support")
    written_here("cookies")
    HomePage.objects.update(heading="An older heading")
    QuestionsPage.objects.update(intro="An older line.")

    first, second = renew_foundation(), renew_foundation()

    assert sorted(page.address for page in first) == ["/", "/questions/", "/support/"]
    assert second == []
    assert "A draft waits already." in said("--compare")


def test_page_that_was_taken_off_the_portal_stays_off() -> None:
    grown_old("support").unpublish()

    assert older_pages() == renew_foundation() == []
