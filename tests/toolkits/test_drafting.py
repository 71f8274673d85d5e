"""A trainer drafts a toolkit, a second person publishes it, and both find where (TK-02)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.pages.search.answers import search
from portal.people.roles import Role
from tests.factories.pages import make_editing_user
from tests.factories.people import make_staff
from tests.factories.toolkits import NOW, make_toolkit, make_trainer
from toolkits import services
from toolkits.errors import NotYours
from toolkits.forms import DraftForm
from toolkits.models import Toolkit
from toolkits.selectors import drafts_to_read

pytestmark = [
    pytest.mark.django_db, pytest.mark.feature("TK-02"), pytest.mark.usefixtures("clock", "foundation"),
]  # fmt: skip

TYPED = {
    "title": "First visit planner", "summary": "Plan a first visit.", "audience": "Social workers",
    "safety_label": "never-leave", "edition": "First edition, 2026", "licence": "Free in member boroughs",
    "review_by_day": "30", "review_by_month": "6", "review_by_year": "2027",
    "guidance": "Read it first.\r\n\r\nThen <b>plan</b> & talk.",
}  # fmt: skip


def drafted(client: Client, **more: str) -> Any:
    client.force_login(make_staff(role="trainer", everywhere=True).user)
    return client.post(reverse("toolkits:draft"), {**TYPED, **more}, follow=True)


def test_draft_is_published_when_a_second_person_has_read_it(client: Client) -> None:
    answer = drafted(client)
    page = Toolkit.objects.get(code="first-visit-planner").page
    approver = make_editing_user(Role.APPROVER)

    client.force_login(approver)
    hub = client.get("/my/").content.decode()
    read = client.get(f"/cms/sign-off/{page.pk}/").content.decode()
    sent = {"form": "sign-off", "revision": page.latest_revision_id, "waits_in": ""}
    client.post(f"/cms/sign-off/{page.pk}/", sent)

    assert "Your draft is kept." in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("toolkits:versions", args=["first-visit-planner"])
    assert not page.live
    assert "Sign off: First visit planner" in hub
    assert "Then plan &amp; talk." not in read  # what was typed is words, and stays as it was typed
    assert "Then &lt;b&gt;plan&lt;/b&gt; &amp; talk." in read
    page.refresh_from_db()
    assert page.live
    assert "Sign off: First visit planner" not in client.get("/my/").content.decode()


def test_writer_does_not_publish_their_own_draft(client: Client) -> None:
    drafted(client)
    page = Toolkit.objects.get().page

    client.post(f"/cms/sign-off/{page.pk}/", {"form": "sign-off", "revision": page.latest_revision_id})

    page.refresh_from_db()
    assert not page.live


def test_draft_comes_back_with_all_that_was_typed_when_something_is_missing(client: Client) -> None:
    words = drafted(client, licence="").content.decode()

    assert "Fill in “Licence”" in words
    assert "First visit planner" in words
    assert not Toolkit.objects.exists()


def test_writer_is_warned_when_the_words_may_name_somebody(client: Client) -> None:
    words = drafted(client, summary="For Kieran Smith.").content.decode()

    assert "“Kieran Smith” seems to be somebody’s name." in words


def test_address_of_a_draft_is_free_when_another_toolkit_has_the_name(client: Client) -> None:
    drafted(client)
    drafted(client)
    drafted(client, title="New")
    drafted(client, title="مرحبا")

    codes = set(Toolkit.objects.values_list("code", flat=True))
    assert codes == {"first-visit-planner", "first-visit-planner-2", "new-2", "toolkit"}


@pytest.mark.parametrize("staff", [{}, {"role": "trainer"}, {"role": "editor", "everywhere": True}])
def test_drafting_is_refused_when_somebody_keeps_no_toolkits(client: Client, staff: dict[str, Any]) -> None:
    person = make_staff(**staff)
    form = DraftForm(TYPED)
    client.force_login(person.user)

    assert form.is_valid()
    assert client.post(reverse("toolkits:draft"), TYPED).status_code == 404
    with pytest.raises(NotYours):
        services.draft_toolkit(actor=person.actor(), words=form.words(), now=NOW)
    assert not Toolkit.objects.exists()


@pytest.mark.feature("PG-05")
@pytest.mark.parametrize("query", ["publish a toolkit", "new toolkit", "add toolkit", "upload a new version"])
def test_search_leads_keepers_to_where_a_toolkit_is_published(query: str) -> None:
    make_toolkit("First visit planner")

    found = {hit.url for hit in search(query, actor=make_trainer(), now=NOW).hits[:3]}
    of_others = {hit.url for hit in search(query, actor=make_staff().actor(), now=NOW).hits}

    assert found & {reverse("toolkits:draft"), reverse("toolkits:library")}
    assert reverse("toolkits:draft") not in of_others


def test_library_and_hub_lead_keepers_to_drafts_and_versions(client: Client) -> None:
    toolkit = make_toolkit("First visit planner")
    client.force_login(make_staff(role="trainer", everywhere=True).user)

    library = client.get(reverse("toolkits:library")).content.decode()
    hub = client.get("/my/").content.decode()
    client.force_login(make_staff().user)
    of_others = client.get(reverse("toolkits:library")).content.decode()

    versions = reverse("toolkits:versions", args=[toolkit.page.slug])
    assert reverse("toolkits:draft") in library
    assert versions in library
    assert "Publish a toolkit" in hub
    assert reverse("toolkits:draft") not in of_others
    assert versions not in of_others


def test_queries_stay_the_same_when_drafts_are_added(client: Client, assert_flat: Any) -> None:
    approver = make_staff(role="approver", everywhere=True).actor()

    assert_flat(lambda: drafts_to_read(approver, NOW), lambda: drafted(client))
