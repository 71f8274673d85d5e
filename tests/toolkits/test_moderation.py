"""Pages of toolkits: what publishing needs, and the second person."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from portal.pages.services import lay_foundation
from portal.people.services.editor_groups import keep_editor_groups
from tests.factories.people import Staff, make_staff
from tests.factories.toolkits import make_toolkit, make_toolkit_page
from toolkits.models import Toolkit, ToolkitPage

pytestmark = [pytest.mark.django_db, pytest.mark.feature("TK-02")]


@pytest.fixture
def editor() -> Staff:
    return _in_cms("editor")


@pytest.fixture
def approver() -> Staff:
    return _in_cms("approver")


def _in_cms(role: str) -> Staff:
    staff = make_staff(role=role, everywhere=True)
    keep_editor_groups(person_id=staff.person.pk, on=date(2026, 11, 24))
    return staff


def draft_by(staff: Staff, **fields: object) -> ToolkitPage:
    page = make_toolkit_page(live=False, **fields)
    page.save_revision(user=staff.user)
    return page


def changed(page: ToolkitPage, **fields: object) -> ToolkitPage:
    newest = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(newest, name, value)
    return newest


@pytest.mark.parametrize(
    "missing", [{"licence": ""}, {"safety_label": ""}, {"review_by": None}, {"summary": ""}]
)
def test_page_cannot_be_published_when_something_it_needs_is_missing(missing: dict[str, object]) -> None:
    page = make_toolkit_page(live=False)
    incomplete = changed(page, **missing)
    revision = incomplete.save_revision(clean=False)

    with pytest.raises(ValidationError) as refused:
        revision.publish()

    assert set(refused.value.message_dict) == set(missing)
    page.refresh_from_db()
    assert not page.live


def test_editor_writes_and_cannot_publish_when_they_have_no_sign_off(editor: Staff, approver: Staff) -> None:
    page = draft_by(editor)

    assert page.permissions_for_user(editor.user).can_edit()
    assert not page.permissions_for_user(editor.user).can_publish()
    assert page.permissions_for_user(approver.user).can_publish()


def test_approver_cannot_publish_when_they_wrote_the_last_change(editor: Staff, approver: Staff) -> None:
    page = draft_by(editor)
    changed(page, summary="Other words.").save_revision(user=approver.user)
    page.refresh_from_db()

    with pytest.raises(PermissionDenied):
        page.get_latest_revision().publish(user=approver.user)
    assert not Page.objects.get(pk=page.pk).permissions_for_user(approver.user).can_publish()

    other = _in_cms("approver")
    page.get_latest_revision().publish(user=other.user)
    page.refresh_from_db()
    assert page.live


def test_saving_without_a_change_makes_nobody_the_writer(editor: Staff, approver: Staff) -> None:
    page = draft_by(editor)
    changed(page).save_revision(user=approver.user)

    assert page.permissions_for_user(approver.user).can_publish()


def test_workflow_publishes_when_a_second_person_approves(editor: Staff, approver: Staff) -> None:
    page = draft_by(editor)
    workflow = page.get_workflow()

    state = workflow.start(page, editor.user)
    assert state.current_task_state.task.specific.get_actions(page, editor.user) == []
    state.current_task_state.approve(user=approver.user)

    page.refresh_from_db()
    assert page.live


def test_workflow_does_not_publish_when_the_writer_approves(approver: Staff) -> None:
    page = draft_by(approver)

    state = page.get_workflow().start(page, approver.user)

    with pytest.raises(PermissionDenied):
        state.current_task_state.approve(user=approver.user)
    page.refresh_from_db()
    assert not page.live


def test_nobody_publishes_while_making_a_page(client: Client, approver: Staff) -> None:
    """Wagtail puts a new page online before any hook could stop it, so the right to is what is withheld."""
    client.force_login(approver.user)

    client.post(
        reverse("wagtailadmin_pages:add", args=["toolkits", "toolkitpage", lay_foundation().pk]),
        {
            "title": "Visit planner",
            "slug": "visit-planner",
            "summary": "Plan a visit.",
            "audience": "Everybody",
            "edition": "First",
            "licence": "Free to use",
            "safety_label": "anybody",
            "review_by": "2027-06-30",
            "guidance-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "action-publish",
        },
    )

    assert not ToolkitPage.objects.get(slug="visit-planner").live


@pytest.mark.parametrize("role", ["editor", "approver", "admin"])
def test_record_appears_when_somebody_makes_a_page(client: Client, role: str) -> None:
    parent = lay_foundation()
    client.force_login(_in_cms(role).user)
    address = reverse("wagtailadmin_pages:add", args=["toolkits", "toolkitpage", parent.pk])

    response = client.post(
        address,
        {
            "title": "Visit planner",
            "slug": "visit-planner",
            "summary": "Plan a visit.",
            "guidance-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        },
    )

    assert response.status_code == 302, response.context and response.context["form"].errors
    toolkit = Toolkit.objects.get()
    assert (toolkit.code, toolkit.page.live, toolkit.rules.count()) == ("visit-planner", False, 0)


def test_change_is_kept_as_draft_when_an_approver_writes_and_publishes_in_one_go(
    client: Client, editor: Staff, approver: Staff
) -> None:
    page = draft_by(editor)
    client.force_login(approver.user)
    fields = {
        "title": page.title,
        "slug": page.slug,
        "summary": "Changed in passing.",
        "audience": page.audience,
        "edition": page.edition,
        "licence": page.licence,
        "safety_label": page.safety_label,
        "review_by": "2027-06-30",
        "guidance-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "action-publish",
    }

    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields, follow=True)

    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().summary == "Changed in passing."
    assert "somebody else has to sign them off" in response.content.decode()


def test_page_lives_at_one_address_when_it_stands_elsewhere_in_the_tree(client: Client) -> None:
    page = make_toolkit_page("Visit planner", slug="visit-planner")

    assert reverse("toolkits:toolkit", args=[page.slug]) == "/toolkits/visit-planner/"
    with pytest.raises(ValidationError, match="Another toolkit has this address"):
        ToolkitPage(title="Twin", slug="visit-planner", path="x", depth=2).clean()


def test_preview_shows_words_and_label_when_an_editor_looks(client: Client, editor: Staff) -> None:
    page = draft_by(editor, guidance=[("warning", {"text": "Never by post."})])
    client.force_login(editor.user)

    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    text = response.content.decode()
    assert "Never leave this with the person causing harm" in text
    assert "Never by post." in text


def test_copy_is_a_toolkit_of_its_own_when_a_page_is_copied(client: Client) -> None:
    home = lay_foundation()
    original = make_toolkit("Visit planner", slug="visit-planner")
    original.page.move(home, pos="last-child")
    client.force_login(_in_cms("editor").user)

    client.post(
        reverse("wagtailadmin_pages:copy", args=[original.page.pk]),
        {
            "new_title": "Visit planner, new edition",
            "new_slug": "visit-planner-2",
            "new_parent_page": home.pk,
        },
    )

    copy = Toolkit.objects.get(code="visit-planner-2")
    assert (copy.page.live, copy.rules.count(), original.rules.count()) == (False, 0, 1)
