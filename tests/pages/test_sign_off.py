"""Two people before anything is public, and words that are checked on the way (CO-04)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from portal.pages.models import NewsIndexPage, NewsPage, StandardPage
from portal.pages.sign_off import wrote_last
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import keep_editor_groups
from tests.factories.people import NOW, make_grant, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-04"), pytest.mark.usefixtures("foundation")]

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


def create(client: Any, user: User, body: list[Any], action: str = "", **fields: Any) -> Any:
    client.force_login(user)
    home = Page.objects.get(slug="front")
    return client.post(
        f"/cms/pages/add/pages/standardpage/{home.pk}/", page_data(body, action, **fields), follow=True
    )


def consent() -> StandardPage:
    return StandardPage.objects.get(slug="consent")


def sign_off(client: Any, user: User, name: str = "approve") -> Any:
    client.force_login(user)
    page = consent()
    state = page.current_workflow_task_state
    return client.post(
        f"/cms/pages/workflow/action/{page.pk}/{name}/{state.pk}/", {"comment": "Read"}, follow=True
    )


def text(html: str = WRITTEN) -> list[Any]:
    return [("text", rich_text(html))]


def test_editor_saves_a_draft_that_nobody_sees(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text())

    assert not consent().live
    client.logout()
    assert client.get("/consent/").status_code == 404


def test_editor_who_may_not_publish_sees_submit_for_sign_off_and_one_clear_sentence(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text())

    words = client.get(f"/cms/pages/{consent().pk}/edit/").content.decode()

    assert "Submit for sign-off" in words
    assert "nobody publishes their own words" in words
    assert 'name="action-publish"' not in words


def test_page_is_published_when_a_second_person_signs_it_off(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text(), "action-submit")
    assert not consent().live

    sign_off(client, make_editing_user(Role.APPROVER))

    assert consent().live
    client.logout()
    assert client.get("/consent/").status_code == 200


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMIN])
def test_writer_does_not_sign_off_their_own_words(client, role: Role) -> None:
    writer = make_editing_user(role)
    create(client, writer, text(), "action-submit")

    sign_off(client, writer)

    assert not consent().live
    assert consent().workflow_in_progress


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.ADMIN])
def test_writer_does_not_publish_a_new_page(client, role: Role) -> None:
    create(client, make_editing_user(role), text(), "action-publish")

    assert not consent().live


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMIN])
def test_change_is_kept_as_a_draft_when_its_writer_publishes_it(client, role: Role) -> None:
    create(client, make_editing_user(Role.EDITOR), text())
    client.force_login(make_editing_user(role))

    changed = page_data(text("<p>Changed.</p>"), "action-publish")
    answer = client.post(f"/cms/pages/{consent().pk}/edit/", changed, follow=True)

    assert "somebody else has to sign them off" in answer.content.decode()
    assert not consent().live
    assert "Changed." in str(consent().get_latest_revision_as_object().body)


def test_second_person_publishes_without_a_workflow(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text())
    client.force_login(make_editing_user(Role.APPROVER))

    client.post(f"/cms/bulk/wagtailcore/page/publish/?id={consent().pk}", {"include_descendants": ""})

    assert consent().live


def test_superuser_does_not_publish_their_own_words(client) -> None:
    create(client, make_user(is_superuser=True, is_staff=True), text(), "action-publish")

    assert not consent().live


def test_second_person_does_not_sign_off_what_they_changed_in_the_same_form(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text(), "action-submit")
    second = make_editing_user(Role.APPROVER)
    client.force_login(second)

    changed = page_data(
        text("<p>Changed on the way.</p>"),
        **{"action-workflow-action": "1", "workflow-action-name": "approve"},
    )
    answer = client.post(f"/cms/pages/{consent().pk}/edit/", changed, follow=True)

    assert not consent().live
    assert "still waits" in answer.content.decode()


def test_bulk_publishing_leaves_out_what_the_same_person_wrote(client) -> None:
    writer = make_editing_user(Role.APPROVER)
    create(client, writer, text())

    client.post(f"/cms/bulk/wagtailcore/page/publish/?id={consent().pk}", {"include_descendants": ""})

    assert not consent().live


def test_page_sent_back_goes_on_as_a_draft(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text(), "action-submit")

    sign_off(client, make_editing_user(Role.APPROVER), "reject")

    assert not consent().live


def test_words_count_as_written_last_only_when_they_changed() -> None:
    first, second = make_user(), make_user()
    page = StandardPage.objects.get(slug="privacy")
    page.intro = "New words."
    page.save_revision(user=first)

    page.go_live_at = datetime(2026, 12, 1, tzinfo=UTC)
    page.save_revision(user=second)

    assert wrote_last(page, first.pk)
    assert not wrote_last(page, second.pk)


def test_mails_about_sign_off_say_nothing_about_the_page(client, django_capture_on_commit_callbacks) -> None:
    make_editing_user(Role.APPROVER)
    with django_capture_on_commit_callbacks(execute=True):
        create(client, make_editing_user(Role.EDITOR), text(), "action-submit")

    assert all("Consent" not in letter.subject + letter.body for letter in mail.outbox)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            text('<p>For more <a href="https://example.org/x">click here</a></p>'),
            "does not say where it leads",
        ),
        (text('<p><a href="https://example.org/x">https://example.org/x</a></p>'), "bare address"),
        (text("<h3>Too deep</h3><p>Words</p>"), "skips a level"),
        ([("heading", "Alone")], "Nothing follows this heading"),
    ],
)
def test_fault_stands_beside_its_block_when_the_page_is_handed_in(client, body, sentence: str) -> None:
    answer = create(client, make_editing_user(Role.EDITOR), body, "action-submit")

    assert sentence in answer.content.decode()
    assert not StandardPage.objects.filter(slug="consent").exists()


def test_draft_with_a_fault_is_saved_and_says_what_to_put_right(client) -> None:
    answer = create(client, make_editing_user(Role.EDITOR), [("heading", "Alone")])

    assert consent()
    assert "Put right before it is signed off: Nothing follows this heading." in answer.content.decode()


def test_saving_in_between_piles_up_no_messages(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text())
    page = consent()

    saved = page_data([("heading", "Alone")])
    client.post(f"/cms/pages/{page.pk}/edit/", saved, headers={"accept": "application/json"})

    assert "Put right before" not in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_hard_words_get_a_hint_and_are_not_held_back(client) -> None:
    hard = (
        "<p>"
        + "Multidisciplinary organisational considerations necessitate comprehensive identification, " * 20
    )
    answer = create(client, make_editing_user(Role.EDITOR), text(hard + "</p>"), "action-submit")

    assert "Flesch-Kincaid" in answer.content.decode()
    assert consent().workflow_in_progress


def test_page_goes_live_at_its_hour_when_it_was_signed_off_for_later(client, clock) -> None:
    create(
        client,
        make_editing_user(Role.EDITOR),
        text(),
        "action-submit",
        go_live_at="2030-01-01 09:00",
    )
    sign_off(client, make_editing_user(Role.APPROVER))
    assert not consent().live

    clock.move_to(datetime(2030, 1, 1, 9, 5, tzinfo=UTC))
    call_command("publish_scheduled")

    assert consent().live


def test_page_that_nobody_signed_off_does_not_go_live_at_its_hour(client, clock) -> None:
    create(client, make_editing_user(Role.EDITOR), text(), go_live_at="2030-01-01 09:00")

    clock.move_to(datetime(2030, 1, 1, 9, 5, tzinfo=UTC))
    call_command("publish_scheduled")

    assert not consent().live


def test_page_is_taken_down_at_its_hour(client, clock) -> None:
    index = NewsIndexPage.objects.get()
    ends = datetime(2026, 12, 1, tzinfo=UTC)
    news = index.add_child(
        instance=NewsPage(title="Soon over", slug="over", date=NOW.date(), summary="Short", expire_at=ends)
    )

    clock.move_to(datetime(2026, 12, 1, 0, 5, tzinfo=UTC))
    call_command("publish_scheduled")

    news.refresh_from_db()
    assert not news.live


def test_page_that_waits_stands_on_the_hub_of_those_who_may_sign_it_off(client) -> None:
    approver, writer = make_editing_user(Role.APPROVER), make_editing_user(Role.EDITOR)
    create(client, writer, text(), "action-submit")

    client.force_login(approver)
    assert "A page waits for sign-off" in client.get("/my/").content.decode()
    client.force_login(writer)
    assert "waits for sign-off" not in client.get("/my/").content.decode()


def test_own_page_does_not_wait_for_oneself(client) -> None:
    approver = make_editing_user(Role.APPROVER)

    create(client, approver, text(), "action-submit")

    assert "waits for sign-off" not in client.get("/my/").content.decode()


def foot(client: Any, user: User) -> str:
    """The menu at the foot of the page, as this account is offered it."""
    client.force_login(user)
    words = client.get(f"/cms/pages/{consent().pk}/edit/").content.decode()
    return words.partition("<footer")[2].partition("</footer>")[0]


def test_sign_off_is_offered_once_and_first_when_a_page_waits(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text(), "action-submit")

    offered = foot(client, make_editing_user(Role.APPROVER))

    assert offered.index("Sign off and publish") < offered.index("Save draft")
    assert "and Publish" not in offered
    assert 'name="action-publish"' not in offered
    assert "Take back" not in offered


def test_publishing_is_offered_when_the_draft_is_somebody_elses(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text())

    assert "Sign off and publish" in foot(client, make_editing_user(Role.APPROVER))


def test_publishing_is_not_offered_when_there_is_nothing_to_publish(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text(), "action-submit")
    sign_off(client, make_editing_user(Role.APPROVER))

    offered = foot(client, make_editing_user(Role.APPROVER))

    assert "Save draft" in offered
    assert 'name="action-publish"' not in offered


def test_writer_may_take_back_what_they_submitted(client) -> None:
    writer = make_editing_user(Role.EDITOR)
    create(client, writer, text(), "action-submit")

    assert "Take back from sign-off" in foot(client, writer)
