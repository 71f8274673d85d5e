"""The holder's pages: the list, the certificate, its PDF, the name; and who else may open them."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from certificates.models import Award
from portal.audit.selectors import entries_about
from portal.kernel.refs import Ref
from portal.pages.hub import items_for
from tests.factories.certificates import NAMES, another_name, make_award
from tests.factories.courses import make_course, make_run
from tests.factories.people import make_borough_staff, make_staff
from tests.factories.registers import AFTERWARDS, make_completed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("afterwards")]
LATER = AFTERWARDS + timedelta(days=2)


@pytest.fixture
def afterwards(clock):
    clock.move_to(LATER)


def client_of(staff) -> Client:
    client = Client()
    client.force_login(staff.user)
    return client


@pytest.fixture
def borough():
    return make_borough_staff()


@pytest.fixture
def award(borough):
    run = make_run(make_course("core", title="Safe & Together Core"))
    return make_award(make_completed(run, person=borough.practitioner.person))


@pytest.mark.feature("CE-03")
def test_certificate_is_a_page_with_everything_on_it_when_its_holder_opens_it(borough, award):
    text = client_of(borough.practitioner).get(f"/certificates/{award.pk}/").content.decode()

    for words in (
        award.facts.name,
        "Safe &amp; Together Core",
        "12, 13, 14 and 15 January 2027",
        "24 hours",
        "Describe a pattern of coercive control",
        award.facts.trained_by,
        "Square code that leads to the check page",
        f"/check/{award.code}/",
    ):
        assert words in text, words


@pytest.mark.feature("CE-03")
@pytest.mark.parametrize("kind", ["markup", "template", "arabic", "one_word"])
def test_name_is_text_and_nothing_else_when_it_is_strange(kind, borough):
    borough.practitioner.person.certificate_name = NAMES[kind]
    borough.practitioner.person.save()
    award = make_award(person=borough.practitioner.person)

    text = client_of(borough.practitioner).get(f"/certificates/{award.pk}/").content.decode()

    assert "&lt;img src=&quot;http" in text if kind == "markup" else NAMES[kind] in text
    assert '<img src="http' not in text


@pytest.mark.feature("CE-02")
def test_pdf_is_a_download_without_a_name_in_its_file_name_when_asked_for(borough, award):
    response = client_of(borough.practitioner).get(f"/certificates/{award.pk}/pdf/")

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="certificate-{award.code[:8].lower()}.pdf"'
    )
    assert "no-store" in response.headers["Cache-Control"]
    assert award.facts.name in PdfReader(io.BytesIO(response.content)).pages[0].extract_text()


@pytest.mark.feature("CE-02", "CE-05")
def test_there_is_no_pdf_when_the_certificate_was_replaced(borough, award):
    client = client_of(borough.practitioner)
    client.post(f"/certificates/{award.pk}/name/", {"name": another_name(award)})

    response = client.get(f"/certificates/{award.pk}/pdf/", follow=True)

    assert "no longer valid, so there is no PDF" in response.content.decode()


@pytest.mark.feature("CE-03", "CE-02")
@pytest.mark.parametrize(
    ("who", "status"),
    [("practitioner", 200), ("training_admin", 200), ("manager", 404), ("head", 404), ("colleague", 404)],
)
@pytest.mark.parametrize("path", ["", "pdf/"])
def test_certificate_opens_for_its_holder_and_training_administrators_when_asked_for(
    who, status, path, borough, award
):
    assert client_of(getattr(borough, who)).get(f"/certificates/{award.pk}/{path}").status_code == status


@pytest.mark.feature("CE-03")
def test_certificate_is_not_found_when_another_boroughs_administrator_asks(award):
    stranger = make_borough_staff("havering").training_admin

    assert client_of(stranger).get(f"/certificates/{award.pk}/").status_code == 404
    assert (
        client_of(stranger).post(f"/certificates/{award.pk}/show-name/", {"shown": "yes"}).status_code == 404
    )
    assert not Award.objects.get().show_name


@pytest.mark.feature("CE-03")
def test_visitor_is_asked_to_sign_in_when_they_open_a_certificate(client, award):
    response = client.get(f"/certificates/{award.pk}/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


@pytest.mark.feature("CE-03")
def test_reading_is_written_down_when_an_administrator_opens_somebodys_certificate(borough, award):
    client_of(borough.practitioner).get(f"/certificates/{award.pk}/")
    client_of(borough.training_admin).get(f"/certificates/{award.pk}/")

    reads = entries_about(Ref("certificates.award", award.pk)).filter(verb="read")
    assert [entry.actor_person_id for entry in reads] == [borough.training_admin.person.pk]


@pytest.mark.feature("CE-05")
def test_new_certificate_opens_when_the_name_is_changed(borough, award):
    client = client_of(borough.practitioner)

    response = client.post(f"/certificates/{award.pk}/name/", {"name": another_name(award)}, follow=True)
    old = client.get(f"/certificates/{award.pk}/").content.decode()

    assert another_name(award) in response.content.decode()
    assert award.facts.name not in response.content.decode().split("hub-certificate__name")[1]
    assert "This certificate has been replaced" in old
    assert another_name(award) not in old


@pytest.mark.feature("CE-05")
@pytest.mark.parametrize("name", ["", "x" * 301])
def test_typed_name_stays_when_it_is_refused(name, borough, award):
    response = client_of(borough.practitioner).post(
        f"/certificates/{award.pk}/name/", {"name": name}, follow=True
    )

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert name in response.content.decode()


@pytest.mark.feature("CE-05")
def test_refused_name_comes_back_as_a_page_of_its_own(borough, award):
    client, address = client_of(borough.practitioner), f"/certificates/{award.pk}/name/"

    refused = client.post(address, {"name": "A\x00B"})
    pages = [client.get(address).content.decode() for _ in range(2)]

    assert (refused.status_code, refused.url) == (302, address)
    assert all("There is a problem" in page for page in pages)


@pytest.mark.feature("CE-05")
def test_words_name_the_holder_when_somebody_else_changes_the_name(borough, award):
    own = client_of(borough.practitioner).get(f"/certificates/{award.pk}/name/").content.decode()
    other = client_of(borough.training_admin).get(f"/certificates/{award.pk}/name/").content.decode()

    assert "You get a new certificate" in own
    assert f"<bdi>{award.facts.name}</bdi> gets a new certificate with a new code, and is told." in other
    assert "You get" not in other


@pytest.mark.feature("CE-05")
def test_both_lead_to_the_one_new_certificate_when_the_button_is_pressed_twice(borough, award):
    client, address = client_of(borough.practitioner), f"/certificates/{award.pk}/name/"

    first, second = (client.post(address, {"name": another_name(award)}) for _ in range(2))

    new = Award.objects.get(supersedes=award)
    assert first.url == second.url == f"/certificates/{new.pk}/"


@pytest.mark.feature("CE-04")
def test_name_is_shown_or_hidden_when_the_holder_presses_the_button(borough, award):
    client = client_of(borough.practitioner)

    shown = client.post(f"/certificates/{award.pk}/show-name/", {"shown": "yes"}, follow=True)
    assert Award.objects.get().show_name
    client.post(f"/certificates/{award.pk}/show-name/", {"shown": "no"})

    assert "Whoever checks the code sees your name" in shown.content.decode()
    assert not Award.objects.get().show_name


@pytest.mark.feature("CE-03")
def test_list_tells_what_to_do_when_there_is_nothing_in_it():
    text = client_of(make_staff()).get("/certificates/").content.decode()

    assert "You have no certificates yet" in text


@pytest.mark.feature("CE-03")
def test_list_stays_flat_when_there_are_many(assert_flat, borough, award):
    client = client_of(borough.practitioner)

    def grow():
        for _ in range(5):
            make_award(person=borough.practitioner.person)

    assert_flat(lambda: client.get("/certificates/"), grow)


@pytest.mark.feature("CO-26")
def test_certificate_is_on_the_hub_when_it_is_new(borough, award):
    actor = borough.practitioner.actor(LATER)

    (item,) = items_for(actor, LATER)["earned"]

    assert item.title == "Certificate: Safe & Together Core"
    assert items_for(actor, LATER + timedelta(days=120)).get("earned", []) == []


@pytest.mark.feature("CE-05", "CE-04")
def test_name_of_somebody_else_is_refused_and_says_whom_to_ask(borough, award):
    client, address = client_of(borough.practitioner), f"/certificates/{award.pk}/name/"

    page = client.post(address, {"name": "Nadia Farouk-Example"}, follow=True).content.decode()

    assert not Award.objects.filter(supersedes=award).exists()
    assert "Keep at least one of the names that your staff record has." in page
    assert "Nadia Farouk-Example" in page
    assert borough.training_admin.person.name in page


@pytest.mark.feature("CE-05")
def test_any_name_can_be_given_when_a_training_administrator_answers_for_it(borough, award):
    client = client_of(borough.training_admin)

    client.post(f"/certificates/{award.pk}/name/", {"name": "Nadia Farouk-Example"})

    assert Award.objects.get(supersedes=award).facts.name == "Nadia Farouk-Example"
