"""What people get by email, and what they may turn off (PE-09)."""

import pytest
from django.core import mail

from portal.kernel.actors import SYSTEM
from portal.kernel.errors import NotAllowed
from portal.kernel.refs import Ref
from portal.notifications import selectors
from portal.notifications.groups import GROUPS, OPTIONAL, group_of
from portal.notifications.kinds import all_kinds, kind_of
from portal.notifications.models import CalendarFeed, Notice, NoticeRefusal
from portal.notifications.sending import send_due
from portal.notifications.services import choose_notices, give_feed_address, plan_notice
from tests.factories.people import NOW, Staff, make_borough_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-09")]


def plan(staff: Staff, key: str) -> Notice:
    kind = kind_of(key)
    return plan_notice(
        key=key,
        person_id=staff.person.pk,
        about=Ref("people.complaint", 0),
        facts={fact: kind.examples[fact] for fact in kind.facts},
        now=NOW,
        dedupe="once",
    )


def test_every_kind_of_notice_has_its_place_among_the_choices():
    kinds = {kind.key for kind in all_kinds() if not kind.key.startswith("tests.")}
    placed = [key for group in GROUPS for key in group.kinds]

    assert {key for key in kinds if group_of(key) is None} == set()
    assert set(placed) <= kinds
    assert len(placed) == len(set(placed))


def test_notice_is_not_sent_when_its_group_is_turned_off(clock):
    staff = make_borough_staff().practitioner
    notice = plan(staff, "consultations.link_moved")

    choose_notices(actor=staff.actor(), wanted=["reminders", "questionnaires"], now=NOW)
    send_due(NOW)

    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == ("cancelled", "turned off")
    assert not mail.outbox
    row = selectors.notices_about(Ref("people.complaint", 0))[0]
    assert row.trouble == "They turned off messages of this kind."


def test_notice_is_sent_again_when_its_group_is_turned_on(clock):
    staff = make_borough_staff().practitioner
    choose_notices(actor=staff.actor(), wanted=[], now=NOW)
    choose_notices(actor=staff.actor(), wanted=[group.key for group in OPTIONAL], now=NOW)

    plan(staff, "consultations.link_moved")
    send_due(NOW)

    assert [message.to for message in mail.outbox] == [[staff.person.email]]
    assert not NoticeRefusal.objects.exists()


def test_what_others_rely_on_is_sent_whatever_is_turned_off(clock):
    staff = make_borough_staff().practitioner
    choose_notices(actor=staff.actor(), wanted=[], now=NOW)

    plan(staff, "people.complaint_acknowledged")
    send_due(NOW)

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("wanted", [["bookings"], ["nonsense", "' OR 1=1", "ع"], ["news"] * 500])
def test_only_what_can_be_turned_off_is_stored(client, clock, wanted):
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)

    answer = client.post("/account/notices/", {"wanted": wanted})

    off = set(NoticeRefusal.objects.values_list("group", flat=True))
    assert answer.status_code == 302
    assert off == {group.key for group in OPTIONAL} - set(wanted)


def test_page_says_what_cannot_be_turned_off_and_why(client, clock):
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)
    choose_notices(actor=staff.actor(), wanted=["news"], now=NOW)

    words = client.get("/account/notices/").content.decode()

    assert words.count(" checked") == 1
    assert "Other people rely on you to know when and where." in words


def test_private_calendar_address_stops_when_the_person_says_so(client, clock):
    staff = make_borough_staff().practitioner
    token = give_feed_address(actor=staff.actor(), now=NOW)
    client.force_login(staff.user)

    assert client.get(f"/feeds/{token}.ics").status_code == 200
    client.post("/my/calendar/stop/")
    client.post("/my/calendar/stop/")

    assert client.get(f"/feeds/{token}.ics").status_code == 404
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()


def test_system_chooses_nothing():
    with pytest.raises(NotAllowed):
        choose_notices(actor=SYSTEM, wanted=[], now=NOW)
