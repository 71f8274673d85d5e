"""Back, old tabs and second thoughts around a booking lead to what is true now, and tell nobody twice."""

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from consultations.errors import SameTime
from consultations.models import Consultation
from consultations.services import move_consultation
from tests.consultations.looking import signed_in
from tests.consultations.test_screens import ABOUT, answered, button_on
from tests.factories.consultations import NOW, book, make_surgery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.feature("CN-02")
@pytest.mark.parametrize("page", ["about", "time", "check"])
def test_old_page_leads_to_the_booking_when_it_is_made_already(page: str) -> None:
    surgery = make_surgery()
    client = answered(surgery)
    client.post(reverse("consultations:book_time"), {"slot": surgery.slots()[0].key})
    client.post(reverse("consultations:book_check"), button_on(client))

    back = client.get(reverse(f"consultations:book_{page}"), follow=True)

    made = Consultation.objects.get()
    assert back.redirect_chain == [(reverse("consultations:detail", args=[made.reference]), 302)]
    assert "This is booked already." in back.content.decode()


@pytest.mark.feature("CN-02")
def test_another_booking_begins_as_ever_when_one_is_made() -> None:
    surgery = make_surgery()
    client = answered(surgery)
    client.post(reverse("consultations:book_time"), {"slot": surgery.slots()[0].key})
    client.post(reverse("consultations:book_check"), button_on(client))

    client.post(reverse("consultations:book"), {"danger": "none"})
    about = client.post(reverse("consultations:book_about"), ABOUT)

    assert about["Location"] == reverse("consultations:book_time")


@pytest.mark.feature("CN-07")
def test_own_time_is_neither_shown_nor_taken_when_a_booking_moves(mailoutbox: list[EmailMessage]) -> None:
    surgery = make_surgery()
    slot = surgery.slots()[1]
    booked = book(surgery, number=1)
    told = len(mailoutbox)

    page = signed_in(surgery.practitioner).get(reverse("consultations:move", args=[booked.reference]))
    with pytest.raises(SameTime):
        move_consultation(actor=surgery.asker, consultation_id=booked.pk, slot_key=slot.key, now=NOW)

    assert f'value="{slot.key}"' not in page.content.decode()
    assert f'value="{surgery.slots()[2].key}"' in page.content.decode()
    assert len(mailoutbox) == told


@pytest.mark.feature("CN-08")
def test_free_earlier_time_is_said_when_nobody_need_wait_for_it() -> None:
    surgery = make_surgery()
    booked = book(surgery, number=len(surgery.slots()) - 1)
    url = reverse("consultations:detail", args=[booked.reference])

    words = signed_in(surgery.practitioner).get(url).content.decode()

    assert "An earlier time is free:" in words
    assert "Tell me if an earlier time comes free" not in words


def test_nothing_breaks_when_a_null_byte_stands_in_the_key_of_a_form() -> None:
    surgery = make_surgery()
    client = answered(surgery)

    page = client.post(reverse("consultations:book_check"), {"key": "a\x00b", "stamp": "x"})

    assert page.status_code == 302
    assert not Consultation.objects.exists()
