"""A second person reads what changed, and signs it off, sends it back or takes it over (CO-04)."""

from datetime import timedelta
from typing import Any

import pytest
from wagtail.models import Page

from portal.kernel.clock import today
from portal.pages.editors import editors_on
from portal.pages.models import NewsIndexPage, NewsPage, StandardPage
from portal.pages.page_changes import FieldChange, changes_between, differences_between
from portal.pages.services import lay_sign_off
from portal.pages.sign_off import step_of
from portal.pages.waiting import waiting_for
from portal.people.models import User
from portal.people.roles import Role
from tests.factories.pages import WRITTEN, consent, create, decide, make_editing_user, page_data, text
from tests.factories.people import NOW, make_organisation, make_staff, make_user
from tests.harness.flatness import assert_flat

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-04"), pytest.mark.usefixtures("foundation")]


def open_page(client: Any, user: User, address: str = "") -> Any:
    client.force_login(user)
    return client.get(address or f"/cms/pages/{consent().pk}/edit/", follow=True)


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def hub_of(client: Any, user: User) -> str:
    return words_of(open_page(client, user, "/my/"))


def told(side: Any) -> list[str]:
    return ["".join(f"[{run.text}]" if run.changed else run.text for run in line) for line in side]


def test_page_that_waits_opens_at_what_changed_when_one_may_sign_it_off(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")
    before = consent().latest_revision_id

    answer = open_page(client, approver)

    assert answer.redirect_chain == [(f"/cms/sign-off/{consent().pk}/", 302)]
    assert "What would you like to do?" in words_of(answer)
    assert consent().latest_revision_id == before


def test_only_what_differs_is_marked_when_a_line_changed(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")
    decide(client, approver)
    client.force_login(editor)
    changed = page_data(
        text("<p>You can ask before you have a plan.</p><p>Or later.</p>"),
        intro="When you ask, and what you keep.",
    )
    client.post(f"/cms/pages/{consent().pk}/edit/", changed)

    changes = changes_between(consent(), consent().get_latest_revision_as_object())

    assert [change.label for change in changes] == ["Intro", "Body"]
    assert told(changes[0].differences[0].before) == ["When you ask, and what you [write down]."]
    assert told(changes[0].differences[0].now) == ["When you ask, and what you [keep]."]
    assert told(changes[1].differences[0].now) == ["[You can ask before you have a plan.]", "[Or later.]"]


def test_target_of_a_link_is_shown_when_it_is_all_that_changed() -> None:
    page = StandardPage.objects.get(slug="privacy")
    before, now = StandardPage(title="A", slug="a"), StandardPage(title="A", slug="a")
    before.body = [("text", '<p>See <a href="https://one.example">the form</a></p>')]
    now.body = [("text", '<p>See <a href="https://two.example">the form</a></p>')]

    (change,) = changes_between(before, now)

    assert told(change.differences[0].now) == ["See the form (https://[two].example)"]
    assert changes_between(page, page) == []


def test_every_field_is_listed_when_a_page_is_new() -> None:
    changes = changes_between(None, StandardPage(title="Consent", slug="consent", about_abuse=True))

    assert [change.label for change in changes] == [
        "Title", "This page speaks about abuse", "Last part of the address", "Named on the home page",
    ]  # fmt: skip
    assert all(isinstance(change, FieldChange) for change in changes)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (["One"], ["One"], []),
        ([], ["One"], [([], ["[One]"])]),
        (["One"], [], [(["[One]"], [])]),
        (["Come on Monday"], ["Come on Friday"], [(["Come on [Monday]"], ["Come on [Friday]"])]),
        (
            ["Something else altogether"],
            ["Völlig anders"],
            [(["[Something else altogether]"], ["[Völlig anders]"])],
        ),
    ],
)
def test_lines_stand_side_by_side(before: list[str], now: list[str], expected: list[Any]) -> None:
    found = differences_between(before, now)

    assert [(told(each.before), told(each.now)) for each in found] == expected


def test_page_is_published_and_says_so_when_it_is_signed_off(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")

    answer = decide(client, approver)

    assert "is published. Readers see it now." in words_of(answer)
    assert 'href="/consent/"' in words_of(answer)
    assert "Signed off: Consent, in plain words" in hub_of(client, editor)


def test_sign_off_for_later_says_when_readers_see_it(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit", go_live_at="2030-01-01 09:00")

    shown = words_of(open_page(client, approver))
    answer = words_of(decide(client, approver))

    assert "Readers see it on Tuesday 1 January 2030 at 09:00 UK time." in shown
    assert "is signed off. Readers see it on Tuesday 1 January 2030 at 09:00 UK time." in answer
    assert not consent().live


def test_page_goes_back_with_its_remark_and_to_whom(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")

    answer = words_of(decide(client, approver, "send-back", remark="Say on <b>which</b> day."))

    assert f"went back to {editor.person.name} with your remark" in answer
    remark = "Say on &lt;b&gt;which&lt;/b&gt; day."
    above = words_of(open_page(client, editor)).partition("How a page is published")[2]
    assert f'Sent back by <span dir="auto">{approver.person.name}</span>' in above
    assert f'“<span dir="auto">{remark}</span>”' in above
    assert remark in words_of(open_page(client, editor, "/cms/"))
    assert remark in hub_of(client, editor)
    assert "Sent back, with a remark" in hub_of(client, editor)
    home = Page.objects.get(slug="front")
    assert "sent back, with a remark" in words_of(open_page(client, editor, f"/cms/pages/{home.pk}/")).lower()
    assert "Sign off:" not in hub_of(client, approver)


@pytest.mark.parametrize("remark", ["", "   \n", None])
def test_empty_remark_is_asked_for_beside_its_field(client, editor, approver, remark: str | None) -> None:
    create(client, editor, text(), "action-submit")

    answer = decide(client, approver, "send-back", **({} if remark is None else {"remark": remark}))

    sentence = f"Write what should change, so that {editor.person.name} knows what to do."
    assert words_of(answer).count(sentence) == 2  # above, and beside the box
    assert 'aria-invalid="true"' in words_of(answer)
    assert consent().workflow_in_progress


@pytest.mark.parametrize(("comment", "waits"), [("", True), ("  ", True), ("Say when.", False)])
def test_wagtails_own_address_sends_nothing_back_without_a_remark(
    client, editor, approver, comment: str, waits: bool
) -> None:
    create(client, editor, text(), "action-submit")
    client.force_login(approver)
    page = consent()

    address = f"/cms/pages/workflow/action/{page.pk}/reject/{page.current_workflow_task_state.pk}/"
    client.post(address, {"comment": comment})

    assert consent().workflow_in_progress is waits


def test_long_remark_is_kept_when_it_is_refused(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")

    answer = decide(client, approver, "send-back", remark="Say when. " * 200)

    assert "Say when. Say when." in words_of(answer)
    assert consent().workflow_in_progress


def test_page_is_hers_and_no_more_in_the_list_when_the_second_person_takes_it(
    client, editor, approver
) -> None:
    create(client, editor, text(), "action-submit")

    answer = decide(client, approver, "take-over")

    assert answer.redirect_chain[-1][0] == f"/cms/pages/{consent().pk}/edit/"
    assert "somebody else signs it off" in words_of(answer)
    assert "Submit for sign-off" in words_of(answer)
    assert "Taken over: Consent, in plain words" in hub_of(client, editor)
    assert "Sign off:" not in hub_of(client, approver)


def test_another_person_signs_off_when_the_first_changed_it_herself(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")
    decide(client, approver, "take-over")
    changed = page_data(text("<p>Other words.</p>"), "action-submit")
    client.post(f"/cms/pages/{consent().pk}/edit/", changed)

    refused = words_of(decide(client, approver))
    assert "You wrote these words, so somebody else has to sign them off." in refused
    assert "What would you like to do?" not in words_of(open_page(client, approver))

    decide(client, make_editing_user(Role.APPROVER))
    assert "Other words." in str(consent().body)


@pytest.mark.parametrize("step", ["sign-off", "send-back", "take-over"])
def test_second_press_is_told_that_it_waits_no_more(client, editor, approver, step: str) -> None:
    create(client, editor, text(), "action-submit")
    decide(client, approver, step, remark="Say when.")

    answer = decide(client, make_editing_user(Role.APPROVER), "send-back", remark="Again.")

    assert words_of(answer).count("does not wait for sign-off any more") == 1
    assert "Your remark went to nobody: “Again.”" in words_of(answer)


def test_older_version_is_not_signed_off_when_the_page_changed_since(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")
    seen = consent().latest_revision_id
    consent().current_workflow_state.cancel(user=editor)
    client.force_login(editor)
    client.post(f"/cms/pages/{consent().pk}/edit/", page_data(text("<p>Not read yet.</p>"), "action-submit"))

    answer = decide(client, approver, revision=seen)

    assert "The page changed after you opened it." in words_of(answer)
    assert not consent().live


@pytest.mark.parametrize("step", ["sign-off", "send-back", "take-over"])
def test_page_that_its_writer_took_back_is_not_decided_from_an_open_tab(
    client, editor, approver, step
) -> None:
    create(client, editor, text(), "action-submit")
    seen = step_of(consent())
    consent().current_workflow_state.cancel(user=editor)

    answer = decide(client, approver, step, waits_in=seen, remark="Say when.")

    assert "does not wait for sign-off any more" in words_of(answer)
    assert not consent().live


@pytest.mark.parametrize(
    "typed",
    [{"form": "publish"}, {"revision": "x"}, {"revision": "9" * 30}, {"revision": ""}, {"waits_in": "x"}],
)
def test_nonsense_is_not_found(client, editor, approver, typed: dict[str, str]) -> None:
    create(client, editor, text(), "action-submit")

    assert decide(client, approver, **typed).status_code == 404
    assert not consent().live


def test_draft_that_lacks_something_is_not_published_and_says_what(client, editor, approver) -> None:
    news = NewsIndexPage.objects.get().add_child(
        instance=NewsPage(title="News", slug="news-1", date=NOW.date(), summary="Short", live=False)
    )
    news.summary = ""
    news.save_revision(user=editor, clean=False)
    client.force_login(approver)

    data = {"form": "sign-off", "revision": news.latest_revision_id}
    answer = client.post(f"/cms/sign-off/{news.pk}/", data, follow=True)

    assert "It cannot be published yet: Summary: This field cannot be blank." in words_of(answer)
    assert not NewsPage.objects.get(pk=news.pk).live


def test_page_is_shown_and_not_signed_off_when_one_only_writes(client, editor) -> None:
    create(client, make_editing_user(Role.EDITOR), text(), "action-submit")

    shown = words_of(open_page(client, editor, f"/cms/sign-off/{consent().pk}/"))
    answer = words_of(decide(client, editor))

    assert "It waits for a second person." in shown
    assert "Sign off and publish" not in shown
    assert "You may not sign pages off." in answer
    assert not consent().live


@pytest.mark.parametrize("user", [None, "practitioner"])
def test_screen_is_closed_to_everybody_else(client, editor, user: str | None) -> None:
    create(client, editor, text(), "action-submit")
    client.logout()
    if user:
        client.force_login(make_user())

    answer = client.get(f"/cms/sign-off/{consent().pk}/", follow=True)

    assert "What changed" not in answer.content.decode()


def test_page_that_is_none_is_not_found(client, approver) -> None:
    assert open_page(client, approver, "/cms/sign-off/999999/").status_code == 404


def test_nobody_changes_a_page_while_it_waits(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")
    before = consent().latest_revision_id

    for user in (editor, approver):
        client.force_login(user)
        client.post(f"/cms/pages/{consent().pk}/edit/", page_data(text("<p>Changed.</p>")))

    assert consent().latest_revision_id == before


def test_hubs_name_the_page_that_waits_and_nobody_elses(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")

    assert "Sign off: Consent, in plain words" in hub_of(client, approver)
    assert f"/cms/sign-off/{consent().pk}/" in hub_of(client, approver)
    assert "Waits for sign-off" in hub_of(client, editor)
    assert "Consent, in plain words" not in hub_of(client, make_editing_user(Role.EDITOR))
    assert "Consent, in plain words" in words_of(open_page(client, approver, "/cms/"))


def test_own_page_does_not_wait_for_oneself(client, approver) -> None:
    create(client, approver, text(), "action-submit")

    assert "Sign off:" not in hub_of(client, approver)
    assert "Pages that wait for you" not in words_of(open_page(client, approver, "/cms/"))
    assert "Sign off: Consent" in hub_of(client, make_editing_user(Role.APPROVER))


def test_page_waits_not_for_its_writer_when_somebody_else_submitted_it(client, editor, approver) -> None:
    create(client, approver, text())
    consent().get_workflow().start(consent(), editor)

    assert waiting_for(approver.pk) == []
    assert [page.title for page in waiting_for(make_editing_user(Role.APPROVER).pk)] == [consent().title]


def test_page_whose_day_has_come_stands_on_the_hub_of_its_reader(client, editor) -> None:
    StandardPage.objects.filter(slug="support").update(
        review_by=today(NOW) - timedelta(days=3), review_owner=editor.person
    )

    assert "Read again: Support" in hub_of(client, editor)
    assert "Read again" not in hub_of(client, make_editing_user(Role.EDITOR))


def make_waiting_pages(count: int, *writers: User) -> None:
    workflow, home = lay_sign_off(), Page.objects.get(slug="front")
    for number in range(count):
        page = home.add_child(instance=StandardPage(title=f"Page {home.numchild} {number}", live=False))
        for user in writers:
            page.intro = f"Words of {user.pk}"
            page.save_revision(user=user)
        workflow.start(page, writers[-1])


def test_list_takes_as_many_queries_for_many_pages_as_for_one(editor, approver) -> None:
    make_waiting_pages(2, approver, editor)

    assert_flat(lambda: waiting_for(approver.pk), lambda: make_waiting_pages(10, approver, editor))

    assert len(waiting_for(approver.pk)) == 12


def test_screens_take_as_many_queries_for_many_pages_as_for_one(client, editor, approver) -> None:
    make_waiting_pages(2, approver, editor)
    client.force_login(approver)

    assert_flat(lambda: client.get("/my/"), lambda: make_waiting_pages(10, approver, editor))
    client.force_login(editor)
    assert_flat(lambda: client.get("/my/"), lambda: make_waiting_pages(10, approver, editor))


@pytest.mark.feature("PE-04")
def test_administrator_of_one_organisation_reads_of_no_page_and_is_led_to_no_editor(client, editor) -> None:
    create(client, editor, text(), "action-submit")
    organisation = make_organisation()
    local = make_staff(organisation=organisation, role="admin", reach=organisation)

    hub = hub_of(client, local.user)

    assert consent().title not in hub
    assert "/cms/" not in hub
    assert local.person not in editors_on(NOW.date())


def submit_again(client: Any, writer: User, html: str = "<p>On Mondays.</p>") -> None:
    client.force_login(writer)
    client.post(f"/cms/pages/{consent().pk}/edit/", page_data(text(html), "action-submit"), follow=True)


def test_second_sign_off_says_what_was_asked_for_and_what_changed_since(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")
    decide(client, approver, "send-back", remark="Say on which days.")
    submit_again(client, editor)

    own = words_of(open_page(client, approver))
    another = words_of(open_page(client, make_editing_user(Role.APPROVER)))

    assert "You</span> sent it back on " in own
    assert f"{approver.person.name}</span> sent it back on " in another
    for shown in (own, another):
        assert "submitted it again on" in shown
        assert 'with:</strong> “<span dir="auto">Say on which days.</span>”' in shown
        assert "Changed since then: Body." in shown
    assert "submitted it again. Read what changed" in hub_of(client, approver)
    assert "Submitted again, after a remark" in words_of(open_page(client, approver, "/cms/"))


def test_second_sign_off_says_so_when_nothing_changed(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")
    for remark in ("Say on which days.", "Please, the days."):
        decide(client, approver, "send-back", remark=remark)
        submit_again(client, editor, WRITTEN)

    shown = words_of(open_page(client, approver))

    assert "No word changed since then. It came back 2 times in all." in shown
    assert "Please, the days." in shown
    assert "Say on which days." not in shown


def test_first_sign_off_speaks_of_no_remark(client, editor, approver) -> None:
    create(client, editor, text(), "action-submit")

    shown = words_of(open_page(client, approver))

    assert "sent it back on" not in shown
    assert "submitted it on" in shown
