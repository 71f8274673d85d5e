"""Two people before anything is public, and words that are checked on the way (CO-04)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page

from portal.pages import services
from portal.pages.errors import OwnWords
from portal.pages.models import NewsIndexPage, NewsPage, StandardPage
from portal.pages.sign_off import step_of, wrote_last
from portal.people.models import User
from portal.people.roles import Role
from portal.people.selectors import actor_for
from tests.factories.pages import consent, create, decide, make_editing_user, page_data, text
from tests.factories.people import NOW, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-04"), pytest.mark.usefixtures("foundation")]


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

    decide(client, make_editing_user(Role.APPROVER))

    assert consent().live
    client.logout()
    assert client.get("/consent/").status_code == 200


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMIN])
def test_writer_does_not_sign_off_their_own_words(client, role: Role) -> None:
    writer = make_editing_user(role)
    create(client, writer, text(), "action-submit")

    decide(client, writer)

    assert not consent().live
    assert consent().workflow_in_progress


def test_writer_is_told_that_the_words_are_theirs_whatever_their_rights(client) -> None:
    writer = make_editing_user(Role.APPROVER)
    create(client, writer, text(), "action-submit")
    page, actor = consent(), actor_for(writer, NOW)

    with pytest.raises(OwnWords):
        services.sign_off(
            page_id=page.pk, revision_id=page.latest_revision_id, step_id=step_of(page), actor=actor, now=NOW
        )


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMIN])
def test_writer_does_not_sign_off_by_an_address_of_wagtail(client, role: Role) -> None:
    writer = make_editing_user(role)
    create(client, writer, text(), "action-submit")
    step = consent().current_workflow_task_state

    client.post(f"/cms/pages/workflow/action/{consent().pk}/approve/{step.pk}/", {"comment": ""})
    step.task.specific.on_action(step, writer, "approve")

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


def test_bulk_publishing_leaves_out_what_the_same_person_wrote(client) -> None:
    writer = make_editing_user(Role.APPROVER)
    create(client, writer, text())

    client.post(f"/cms/bulk/wagtailcore/page/publish/?id={consent().pk}", {"include_descendants": ""})

    assert not consent().live


def test_page_sent_back_goes_on_as_a_draft(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text(), "action-submit")

    decide(client, make_editing_user(Role.APPROVER), "send-back", remark="Say when.")

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
    answer = create(client, make_editing_user(Role.EDITOR), [("heading", "Alone")], follow=True)

    assert consent()
    assert "Put right before it is signed off: Nothing follows this heading." in answer.content.decode()


def test_saving_in_between_piles_up_no_messages(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text())
    page = consent()

    saved = page_data([("heading", "Alone")], follow=True)
    client.post(f"/cms/pages/{page.pk}/edit/", saved, headers={"accept": "application/json"})

    assert "Put right before" not in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_page_does_not_save_by_itself(client) -> None:
    editor = make_editing_user(Role.EDITOR)
    create(client, editor, text())

    for address in (f"{consent().pk}/edit/", f"add/pages/standardpage/{consent().get_parent().pk}/"):
        assert "w-autosave#save" not in client.get(f"/cms/pages/{address}").content.decode()


def test_hard_words_get_a_hint_and_are_not_held_back(client) -> None:
    hard = (
        "<p>"
        + "Multidisciplinary organisational considerations necessitate comprehensive identification, " * 20
    )
    answer = create(client, make_editing_user(Role.EDITOR), text(hard + "</p>"), "action-submit", follow=True)

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
    decide(client, make_editing_user(Role.APPROVER))
    assert not consent().live

    clock.move_to(datetime(2030, 1, 1, 9, 5, tzinfo=UTC))
    call_command("publish_scheduled")

    assert consent().live


def test_hour_that_has_passed_is_refused_and_one_that_passes_later_is_kept(client, clock) -> None:
    editor = make_editing_user(Role.EDITOR)

    late = create(client, editor, text(), go_live_at="2026-11-01 09:00")
    assert "That has passed. Left empty," in late.content.decode()
    assert not StandardPage.objects.filter(slug="consent").exists()

    create(client, editor, text(), go_live_at="2026-12-01 09:00")
    clock.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    client.force_login(editor)
    changed = page_data(text("<p>Changed.</p>"), go_live_at="2026-12-01 09:00")
    client.post(f"/cms/pages/{consent().pk}/edit/", changed, follow=True)
    assert "Changed." in str(consent().get_latest_revision_as_object().body)


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


def foot(client: Any, user: User) -> str:
    """The menu at the foot of the page, as this account is offered it."""
    client.force_login(user)
    words = client.get(f"/cms/pages/{consent().pk}/edit/").content.decode()
    return words.partition("<footer")[2].partition("</footer>")[0]


def test_submitting_stands_beside_saving_and_once(client) -> None:
    writer = make_editing_user(Role.EDITOR)
    create(client, writer, text())

    offered = foot(client, writer)

    assert offered.index("Save draft") < offered.index("Submit for sign-off")
    assert offered.count("Submit for sign-off") == 1
    assert "Take back" not in offered


def test_submitting_again_is_offered_once_when_a_page_came_back(client) -> None:
    writer = make_editing_user(Role.EDITOR)
    create(client, writer, text(), "action-submit")
    decide(client, make_editing_user(Role.APPROVER), "send-back", remark="Say when.")

    offered = foot(client, writer)

    assert offered.count("Submit for sign-off") == offered.count("Submit for sign-off again") == 1
    assert "Take back" not in offered


def test_draft_of_somebody_else_is_signed_off_where_one_reads_what_changed(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text())
    approver = make_editing_user(Role.APPROVER)

    assert "Read what changed and sign off" in foot(client, approver)
    assert 'name="action-publish"' not in foot(client, approver)
    decide(client, approver)
    assert consent().live


def test_publishing_is_not_offered_when_there_is_nothing_to_publish(client) -> None:
    create(client, make_editing_user(Role.EDITOR), text(), "action-submit")
    decide(client, make_editing_user(Role.APPROVER))

    offered = foot(client, make_editing_user(Role.APPROVER))

    assert "Save draft" in offered
    assert "Read what changed" not in offered


def test_writer_may_take_back_what_they_submitted(client) -> None:
    writer = make_editing_user(Role.EDITOR)
    create(client, writer, text(), "action-submit")

    offered = foot(client, writer)

    assert "Take back from sign-off" in offered
    assert "Save draft" not in offered


def test_home_page_is_not_taken_off_the_portal_and_others_are(client) -> None:
    client.force_login(make_editing_user(Role.APPROVER))
    home, privacy = Page.objects.get(slug="front"), Page.objects.get(slug="privacy")

    for page in (home, privacy):
        client.post(f"/cms/pages/{page.pk}/unpublish/")

    assert "Take off the portal" not in client.get(f"/cms/pages/{home.pk}/edit/").content.decode()
    assert dict(Page.objects.filter(pk__in=(home.pk, privacy.pk)).values_list("slug", "live")) == {
        "front": True,
        "privacy": False,
    }
