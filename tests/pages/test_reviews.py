"""Pages that somebody reads again: the list, overdue first, and the reminder to its owner (CO-04)."""

from datetime import date

import pytest
from django.core import mail

from portal.notifications.models import Notice
from portal.notifications.sending import send_due
from portal.pages.models import StandardPage
from portal.pages.reviews import remind_owners, reviews_on
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import keep_editor_groups
from tests.factories.people import NOW, make_grant, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-04"), pytest.mark.usefixtures("foundation")]

TODAY = NOW.date()


def make_owner() -> User:
    user = make_user()
    make_grant(user.person, Role.EDITOR)
    keep_editor_groups(person_id=user.person_id, on=TODAY)
    return User.objects.get(pk=user.pk)


def review(slug: str, by: date | None, owner: User | None = None) -> StandardPage:
    page = StandardPage.objects.get(slug=slug)
    page.review_by, page.review_owner = by, owner.person if owner else None
    page.save_revision().publish()
    return page


def test_list_begins_with_what_is_longest_overdue() -> None:
    review("privacy", date(2026, 12, 1))
    review("cookies", date(2026, 11, 2))
    review("support", None)

    found = reviews_on(TODAY)

    assert [row.title for row in found] == ["Cookies", "Privacy"]
    assert [row.state for row in found] == ["22 days late", "In 7 days"]
    assert [row.is_overdue for row in found] == [True, False]


def test_list_is_in_the_menu_of_an_editor_and_names_the_owner(client, clock) -> None:
    owner = make_owner()
    page = review("privacy", date(2026, 11, 1), owner)
    client.force_login(owner)

    menu, listing = (client.get(path).content.decode() for path in ("/cms/", "/cms/reviews/"))

    assert "/cms/reviews/" in menu
    assert owner.person.name in listing
    assert f"/cms/pages/{page.pk}/edit/" in listing
    assert "23 days late" in listing


def test_list_is_flat(client, clock, assert_flat) -> None:
    owner = make_owner()
    client.force_login(owner)
    review("privacy", date(2026, 11, 1), owner)

    assert_flat(
        lambda: client.get("/cms/reviews/").content,
        lambda: [review(slug, date(2026, 11, 1), owner) for slug in ("support", "cookies", "accessibility")],
    )


def test_owner_is_reminded_once_two_weeks_before_the_day(django_capture_on_commit_callbacks) -> None:
    review("privacy", date(2026, 12, 8), make_owner())
    review("cookies", date(2026, 12, 9), make_owner())

    first, again = remind_owners(now=NOW), remind_owners(now=NOW)

    assert first == again == 1
    notice = Notice.objects.get(key="pages.read_again")
    assert "Privacy" not in str(notice.facts)


def test_reminder_says_nothing_about_the_page() -> None:
    review("privacy", date(2026, 12, 8), make_owner())
    remind_owners(now=NOW)

    send_due(NOW)

    letter = mail.outbox[0]
    assert letter.subject == "Practice Hub: a page for you to read again"
    assert "Privacy" not in letter.body


def test_reminder_is_dropped_when_the_day_was_moved_in_the_meantime() -> None:
    owner = make_owner()
    review("privacy", date(2026, 12, 8), owner)
    remind_owners(now=NOW)

    review("privacy", date(2027, 12, 8), owner)
    send_due(NOW)

    assert not mail.outbox


def test_day_is_refused_when_nobody_is_named_for_it() -> None:
    form_class = StandardPage.get_edit_handler().get_form_class()
    page = StandardPage.objects.get(slug="privacy")
    form = form_class(
        {"title": "Privacy", "slug": "privacy", "review_by": "2026-12-08", "body-count": "0"}, instance=page
    )
    form.is_valid()

    assert form.errors["review_owner"] == ["Choose who reads it again by that day."]


def test_only_people_who_may_edit_are_offered_as_owner() -> None:
    owner, other = make_owner(), make_user()
    form_class = StandardPage.get_edit_handler().get_form_class()

    offered = form_class(instance=StandardPage()).fields["review_owner"].queryset

    assert owner.person in offered
    assert other.person not in offered


@pytest.mark.feature("CO-26")
def test_page_to_read_again_stands_under_overdue_once_its_day_has_passed(client, clock) -> None:
    owner = make_owner()
    review("privacy", TODAY, owner)
    review("cookies", date(2026, 11, 2), owner)
    client.force_login(owner)

    groups = {
        group["key"]: [item.title for item in group["items"]]
        for group in client.get("/my/").context["groups"]
    }

    assert groups == {"overdue": ["Read again: Cookies"], "due": ["Read again: Privacy"]}
