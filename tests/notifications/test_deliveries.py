"""Whoever answers for the portal finds every mail that went out, waits or failed, and links that are stuck (NO-01)."""

from datetime import timedelta

import pytest
from django.test import Client

from portal.kernel.refs import Ref
from portal.notifications.models import Notice
from portal.notifications.services import plan_notice
from portal.notifications.states import NoticeState
from portal.outbox.models import Delivery, Message
from tests.factories.people import NOW, make_borough_staff, make_person, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("NO-01")]


def planned(number: int, state: NoticeState = NoticeState.PLANNED) -> Notice:
    notice = plan_notice(
        key="people.role_ended",
        person_id=make_person().pk,
        about=Ref("people.grant", number),
        facts={},
        now=NOW,
        dedupe=str(number),
    )
    Notice.objects.filter(pk=notice.pk).update(state=state)
    return notice


def stuck() -> Delivery:
    message = Message.objects.create(
        name="consultations.link_sent.v1", subject="", payload={}, occurred_at=NOW
    )
    return Delivery.objects.create(
        message=message,
        subscriber="consultations.case_system",
        attempts_made=3,
        next_at=NOW + timedelta(minutes=5),
    )


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_staff(role="admin", everywhere=True).user)
    return client


def test_administrator_finds_deliveries_from_hub_and_search(administrator: Client) -> None:
    hub = administrator.get("/my/").content.decode()
    found = administrator.get("/search/?q=deliveries").content.decode()

    assert 'href="/notices/"' in hub
    assert 'href="/notices/"' in found


def test_failed_mails_and_stuck_links_are_named(administrator: Client) -> None:
    planned(1, NoticeState.FAILED)
    planned(2)
    stuck()

    page = administrator.get("/notices/").content.decode()
    failed = administrator.get("/notices/?show=failed").content.decode()
    odd = administrator.get("/notices/?show=%00nonsense&page=99999")

    assert "1 mail could not be sent" in page
    assert "A referral link, to its case system" in page
    assert "Tried 3 times." in page
    assert failed.count("A role of yours in Practice Hub has ended") == 1
    assert page.count("A role of yours in Practice Hub has ended") == 2
    assert odd.status_code in (200, 400)


def test_deliveries_are_closed_to_everybody_else(client: Client) -> None:
    borough = make_borough_staff()
    for staff in (borough.practitioner, borough.manager, borough.training_admin):
        client.force_login(staff.user)

        assert client.get("/notices/").status_code == 403
        assert 'href="/notices/"' not in client.get("/my/").content.decode()


def test_list_of_deliveries_is_flat(administrator: Client, assert_flat) -> None:
    numbers = iter(range(1_000))

    def grow() -> None:
        for _ in range(10):
            planned(next(numbers))
            stuck()

    grow()
    assert_flat(lambda: administrator.get("/notices/").content, grow)
