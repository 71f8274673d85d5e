"""The public pages of the pathways: words from the data, a check that keeps nothing, the same as data."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from wagtail.models import Page
from wagtail.rich_text import RichText

from consultations.models import ReferralLink
from consultations.pathways import Kind, pathways_on
from portal.pages.models import PathwayPage
from tests.consultations.looking import words
from tests.factories.links import RESTART_YES
from tests.factories.people import NOW, make_organisation, make_staff
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CHECK, COOKIE = "/pathways/restart/check/", settings.ANSWERS_COOKIE_NAME


@pytest.mark.feature("RF-01")
def test_a_visitor_reads_every_pathway() -> None:
    index = words(Client().get("/pathways/"))

    for pathway in pathways_on(NOW.date()):
        shown = Client().get(f"/pathways/{pathway.code}/")
        assert shown.status_code == 200
        assert f"ersion {pathway.edition}" in words(shown)
        assert pathway.version not in words(shown)
        assert f"/pathways/{pathway.code}/" in index


@pytest.mark.feature("RF-01")
def test_list_begins_with_where_one_works(client) -> None:
    camden = make_organisation("camden", gss_code="E09000007")
    client.force_login(make_staff(organisation=camden).user)

    index = words(client.get("/pathways/"))

    assert re.findall("<h2[^>]*>([^<]*)<", index)[0] == "For families in Camden"
    assert index.index("/pathways/drive/") < index.index("In other parts of the country")
    assert index.index("/pathways/trafford-transition/") > index.index("In other parts of the country")


@pytest.mark.feature("RF-01")
def test_no_two_pathways_of_the_list_say_the_same() -> None:
    summaries = [pathway.summary for pathway in pathways_on(NOW.date())]

    assert len(set(summaries)) == len(summaries)


@pytest.mark.feature("RF-01", "PG-04")
def test_public_pages_about_abuse_have_the_way_out() -> None:
    for path in ("/pathways/", "/pathways/restart/", "/pathways/restart/check/"):
        assert "Exit this page" in words(Client().get(path))


@pytest.mark.feature("RF-02")
def test_the_check_answers_in_words_and_keeps_nothing() -> None:
    client = Client()

    answer = client.post("/pathways/restart/check/", {**RESTART_YES, "area": "E09000007"}, follow=True)

    assert "Restart looks suitable" in words(answer)
    assert "The family lives in Camden" in words(answer)
    assert ReferralLink.objects.count() == 0
    assert Session.objects.count() == 0
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.feature("RF-02")
def test_answers_are_gone_when_the_result_was_shown() -> None:
    client = Client()
    answer = client.post(CHECK, {**RESTART_YES, "area": "E09000007"})

    shown = client.get(CHECK)
    again = client.get(CHECK)

    assert answer["Location"] == CHECK
    assert "Restart looks suitable" in words(shown)
    assert "no-store" in shown["Cache-Control"]
    assert client.cookies[COOKIE].value == ""
    assert "See the answer" in words(again)
    assert "checked" not in words(again)


@pytest.mark.feature("RF-02", "PG-04")
def test_answers_are_unreadable_on_the_way_and_open_nothing_when_a_minute_has_passed() -> None:
    client = Client()
    sent = client.post(CHECK, {**RESTART_YES, "area": "E09000007"}).cookies[COOKIE]

    with FixedClock(NOW + timedelta(minutes=1, seconds=1)):
        late = words(client.get(CHECK))
    client.cookies[COOKIE] = "gAAAA"
    forged = words(client.get(CHECK))

    assert "E09000007" not in sent.value
    assert sent["httponly"]
    assert "See the answer" in late
    assert "See the answer" in forged


@pytest.mark.feature("RF-02", "PG-04")
def test_leaving_takes_answers_on_the_way_along() -> None:
    client = Client()
    client.post(CHECK, {**RESTART_YES, "area": "E09000007"})

    client.get("/exit/")

    assert client.cookies[COOKIE].value == ""


@pytest.mark.feature("RF-02")
def test_the_check_names_everything_that_comes_first() -> None:
    said = {**RESTART_YES, "abuse_involves_under_16": "yes", "high_risk_and_harm": "yes"}

    answer = words(Client().post(CHECK, {**said, "area": "E09000007"}, follow=True))

    box = answer[answer.index("hub-notice--stop") : answer.index("<h2>Why</h2>")]
    assert "Follow your child protection procedures" in box
    assert "Go to MARAC now" in box


@pytest.mark.feature("RF-02")
def test_the_check_speaks_of_high_risk_only_when_it_is_high() -> None:
    answer = words(Client().post(CHECK, {**RESTART_YES, "area": "elsewhere"}, follow=True))

    assert "MARAC" not in answer[answer.index("<h2>Why</h2>") :]


@pytest.mark.feature("RF-02")
def test_unanswered_questions_are_named_one_by_one_and_the_rest_is_kept() -> None:
    answer = Client().post("/pathways/restart/check/", {"area": "E09000007", "open_case": "yes"}, follow=True)

    assert "Answer “Is the risk high and the harm high?”" in words(answer)
    assert answer.context["form"]["open_case"].value() == "yes"


@pytest.mark.feature("RF-01")
def test_page_says_who_it_is_not_for_and_what_editors_wrote() -> None:
    home = Page.objects.get(depth=2)
    page = PathwayPage(title="Restart", slug="restart-words", pathway_code="restart")
    page.body = [("text", RichText("<p>Ask Camden’s desk first.</p>"))]
    home.add_child(instance=page)

    shown = words(Client().get("/pathways/restart/"))

    assert "Who it is not for" in shown
    assert "Restart is not safe enough" in shown
    assert "In force since Monday 1 January 2024 (version 2)" in shown
    assert "Ask Camden’s desk first." in shown


@pytest.mark.feature("RF-02")
def test_the_check_names_the_borough_that_is_not_served() -> None:
    answer = Client().post("/pathways/restart/check/", {**RESTART_YES, "area": "elsewhere"}, follow=True)

    assert "is not the right route" in words(answer)
    assert "not where the family lives" in words(answer)


@pytest.mark.feature("RF-02")
def test_the_check_stops_high_risk_and_shows_marac() -> None:
    said = {**RESTART_YES, "area": "E09000007", "high_risk_and_harm": "yes"}

    answer = Client().post("/pathways/restart/check/", said, follow=True)

    assert "Stop:" in words(answer)
    assert "Go to MARAC now" in words(answer)


@pytest.mark.feature("RF-02")
def test_every_check_can_be_asked_and_answers_not_known() -> None:
    for pathway in pathways_on(NOW.date()):
        path = f"/pathways/{pathway.code}/check/"
        if not pathway.criteria:
            assert Client().get(path).status_code == 404
            continue
        said: dict[str, Any] = {q.code: "not_known" for q in pathway.questions if q.kind is Kind.YES_NO}
        answer = Client().post(path, {**said, "area": "not_known"}, follow=True)
        assert "We cannot tell yet" in words(answer), pathway.code


@pytest.mark.feature("RF-02")
def test_a_trafford_date_that_is_none_is_refused_beside_the_field() -> None:
    said = {"plan_started_on_day": "31", "plan_started_on_month": "2", "plan_started_on_year": "2026"}

    answer = Client().post("/pathways/trafford-transition/check/", said, follow=True)

    assert "This is not a date" in words(answer)


@pytest.mark.feature("RF-01")
def test_the_pathways_are_there_as_open_referral_data() -> None:
    found = Client().get("/pathways/services.json").json()

    services = {service["name"]: service for service in found["contents"]}
    assert found["total_items"] == len(services)
    restart = services["Restart"]
    assert {area["extent"] for area in restart["service_areas"]} >= {"E09000007", "E09000016"}
    assert restart["url"].endswith("/pathways/restart/")
    assert "address" not in found["contents"][0]


@pytest.mark.feature("RF-01")
def test_a_pathway_nobody_knows_is_not_found() -> None:
    assert Client().get("/pathways/nowhere/").status_code == 404
    assert Client().get("/pathways/nowhere/check/").status_code == 404


@pytest.mark.feature("RF-01")
@pytest.mark.parametrize(
    ("code", "gss", "chosen"), [("camden", "E09000007", "E09000007"), ("leeds", "E08000035", None)]
)
def test_borough_is_chosen_beforehand_when_one_works_in_it(code: str, gss: str, chosen: str | None) -> None:
    client = Client()
    client.force_login(make_staff(organisation=make_organisation(code, gss_code=gss)).user)

    assert client.get(CHECK).context["form"]["area"].value() == chosen
    assert Client().get(CHECK).context["form"]["area"].value() is None
