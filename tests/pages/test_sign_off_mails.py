"""Who is told when a page waits, comes back or is signed off, and with what words (CO-04, NO-02)."""

from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string

from portal.notifications.models import Notice
from portal.notifications.sending import send_due
from portal.people.roles import Role
from tests.factories.pages import consent, create, decide, make_editing_user, page_data, text
from tests.factories.people import NOW, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-04"), pytest.mark.usefixtures("foundation")]


def planned() -> list[tuple[str, int]]:
    return sorted(Notice.objects.filter(key__startswith="pages.").values_list("key", "person_id"))


def sent(now: Any = NOW) -> list[Any]:
    Notice.objects.update(due_at=now)
    mail.outbox.clear()
    send_due(now)
    return mail.outbox


def test_mail_greets_and_leads_to_what_changed_without_naming_the_page(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")

    letters = sent()

    assert [letter.to for letter in letters] == [[approver.person.email]]
    assert "Consent" not in letters[0].message().as_string()
    assert letters[0].body.startswith(f"Hello {approver.person.given_name},")
    assert "A page waits for a second person." in letters[0].body
    assert f"/cms/sign-off/{consent().pk}/" in letters[0].body
    assert letters[0].alternatives


def test_only_who_may_sign_it_off_is_told_that_a_page_waits(client, editor, approver) -> None:
    make_user(is_superuser=True, is_staff=True)
    submitting_approver = make_editing_user(Role.APPROVER)

    create(client, submitting_approver, text(), "action-submit")

    assert planned() == [("pages.waits_for_sign_off", approver.person_id)]


@pytest.mark.parametrize("step", ["send-back", "sign-off", "take-over"])
def test_nobody_is_told_that_a_page_waits_when_it_is_decided_already(client, editor, approver, step) -> None:
    create(client, editor, text(), "action-submit")
    decide(client, approver, step, remark="Say when.")

    assert [letter for letter in sent() if letter.subject.endswith("waits for sign-off")] == []


def test_writer_is_told_when_the_page_comes_back_and_when_it_is_signed_off(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")
    decide(client, approver, "send-back", remark="Say when Grace is in.")
    back = sent()[0]
    client.force_login(editor)
    client.post(f"/cms/pages/{consent().pk}/edit/", resubmitted(), follow=True)
    decide(client, approver)
    signed = sent()[0]

    assert (back.to, signed.to) == ([editor.person.email], [editor.person.email])
    assert back.subject == "Practice Hub: your page came back with a remark"
    assert "Grace" not in back.body
    assert signed.subject == "Practice Hub: your page was signed off"
    assert f"/cms/pages/{consent().pk}/edit/" in signed.body


def test_second_wait_is_told_again(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")
    sent()
    decide(client, approver, "send-back", remark="Say when.")
    client.force_login(editor)
    client.post(f"/cms/pages/{consent().pk}/edit/", resubmitted(), follow=True)

    assert [letter.to for letter in sent()] == [[approver.person.email]]


def resubmitted() -> dict[str, Any]:
    return page_data(text("<p>On Mondays.</p>"), "action-submit")


def test_mail_about_a_comment_greets_names_the_page_and_leads_to_it(client, editor) -> None:
    create(client, editor, text())
    page = consent()

    body = render_to_string(
        "wagtailadmin/notifications/updated_comments.txt",
        {"user": editor, "page": page, "settings": settings},
    )

    assert body.startswith(f"Hello {editor.person.given_name},")
    assert "“Consent, in plain words”" in body
    assert f"/cms/pages/{page.pk}/edit/" in body
