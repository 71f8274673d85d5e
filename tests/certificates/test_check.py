"""The check page: a clear answer for anybody who holds a code, and nothing for anybody who guesses."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from certificates import services
from certificates.models import Award
from certificates.verification import ASKS_PER_MINUTE
from portal.kernel.actors import SYSTEM
from portal.kernel.codes import new_code
from tests.factories.certificates import another_name, make_award
from tests.factories.courses import make_course, make_enrolment, make_run
from tests.factories.people import actor_of
from tests.factories.registers import AFTERWARDS, make_completed, mark

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CE-04"), pytest.mark.usefixtures("a_fresh_day")]
LATER = AFTERWARDS + timedelta(days=2)


@pytest.fixture
def a_fresh_day(clock):
    clock.move_to(LATER)
    cache.clear()
    return clock


def check(code, **headers):
    return Client().get(f"/check/{code}/", **headers)


def page(code):
    response = check(code)
    assert response.status_code == 200
    return response.content.decode()


def revoked():
    place = make_completed()
    award = services.issue_award(enrolment_id=place.pk, now=AFTERWARDS)
    mark(place, "none", day=1, reason="mistake")
    services.revoke_awards(actor=SYSTEM, enrolment_id=place.pk, reason="completion_withdrawn", now=LATER)
    return award


def superseded():
    award = make_award()
    services.reissue_award(
        actor=actor_of(award.person), award_id=award.pk, name=another_name(award), now=LATER
    )
    return award


def test_facts_of_the_issue_are_shown_when_a_certificate_is_valid():
    award = make_award(make_completed(make_run(make_course("core", title="Safe & Together Core"))))

    text = page(award.code)

    assert "This certificate is valid" in text
    assert "Safe &amp; Together Core, version 1 of the course" in text
    assert "Friday 15 January 2027" in text
    assert "24 hours: active learning, breaks left out" in text


def test_name_is_shown_only_when_the_holder_allows_it():
    award = make_award()
    name = award.facts.name

    hidden = page(award.code)
    services.show_name(actor=actor_of(award.person), award_id=award.pk, shown=True, now=LATER)
    shown = page(award.code)

    assert name not in hidden
    assert name in shown


def test_replaced_certificate_tells_no_name_when_the_holder_had_allowed_it():
    award = make_award()
    services.show_name(actor=actor_of(award.person), award_id=award.pk, shown=True, now=AFTERWARDS)
    services.reissue_award(
        actor=actor_of(award.person), award_id=award.pk, name=another_name(award), now=LATER
    )

    text = page(award.code)

    assert "This certificate has been replaced" in text
    assert "Robin" not in text
    assert award.facts.name not in text


def test_withdrawn_certificate_says_so_when_checked():
    assert "This certificate has been withdrawn" in page(revoked().code)


@pytest.mark.feature("CE-06")
@pytest.mark.parametrize("passed", [False, True])
def test_erased_holders_certificate_says_when_its_time_is_over(passed, a_fresh_day):
    award = make_award()
    ends = a_fresh_day.now.date() + timedelta(days=-1 if passed else 1)
    Award.objects.filter(pk=award.pk).update(valid_until=ends, show_name=False, withheld_at=LATER)

    text = page(award.code)

    assert ("This certificate has expired" in text) is passed
    assert ("genuine, details withheld" in text) is not passed
    assert award.facts.name not in text
    assert award.facts.course_title not in text


@pytest.mark.feature("CE-06")
def test_expired_certificate_says_so_when_its_time_is_over(a_fresh_day):
    award = make_award(make_completed(make_run(make_course(validity_months=12))))
    assert "This certificate is valid" in page(award.code)

    a_fresh_day.move_to(AFTERWARDS + timedelta(days=366))

    text = page(award.code)
    assert "This certificate has expired" in text
    assert "Saturday 15 January 2028" in text
    assert Award.objects.get().valid_until == date(2028, 1, 15)


@pytest.mark.parametrize("code", ["x", "0" * 26, "🌻", "a" * 2000, "' OR 1=1 --", "..", "7F3K 2QXM"])
def test_unknown_code_gets_a_plain_answer_when_it_is_nonsense(code):
    response = check(code)

    assert response.status_code == 200
    assert "We do not know this code" in response.content.decode()


def test_code_is_found_when_it_is_typed_as_people_type(client):
    award = make_award()
    typed = " ".join(award.code[n : n + 4] for n in range(0, 26, 4)).lower().replace("0", "o")

    response = client.get("/check/", {"code": typed}, follow=True)

    assert "This certificate is valid" in response.content.decode()


def test_form_asks_for_a_code_when_none_is_typed(client):
    assert "Enter the code" in client.get("/check/", {"code": ""}).content.decode()
    assert "Enter the code" not in client.get("/check/").content.decode()


def test_answers_are_of_one_size_and_cost_when_the_code_is_unknown_or_worthless(django_assert_num_queries):
    codes = [new_code(128), superseded().code, revoked().code, make_award().code]
    check(codes[0])

    sizes, shapes = set(), set()
    for code in codes:
        with django_assert_num_queries(1):
            response = check(code)
        sizes.add(len(response.content))
        shapes.add((response.status_code, tuple(sorted(response.headers))))

    assert len(sizes) == 1
    assert len(shapes) == 1


def test_answer_is_kept_nowhere_when_it_is_sent():
    response = check(make_award().code)

    assert response.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_client_has_to_wait_when_it_asks_too_often():
    award = make_award()
    for _ in range(ASKS_PER_MINUTE):
        check(new_code(128))

    refused = check(award.code)
    other = check(award.code, REMOTE_ADDR="203.0.113.9")

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert "valid" not in refused.content.decode()
    assert other.status_code == 200


def test_client_may_ask_again_when_the_minute_is_over(a_fresh_day):
    award = make_award()
    for _ in range(ASKS_PER_MINUTE + 5):
        check(award.code)

    a_fresh_day.advance(seconds=61)

    assert check(award.code).status_code == 200


def test_nothing_is_written_when_somebody_checks(client):
    award = make_award()
    make_enrolment()

    assert client.post(f"/check/{award.code}/").status_code == 405


def test_unknown_code_is_shown_as_typed_and_no_empty_rows_stand_under_it():
    text = page("abc%20123%20zz")

    assert "<strong>abc 123 zz</strong>" in text
    assert "Not shown" not in text
    assert "Check that you typed all of it." in text


def test_answers_are_of_one_size_when_the_certificate_is_good_or_the_code_unknown():
    sizes = {len(check(code).content) for code in (make_award().code, "0" * 26, "abc")}

    assert len(sizes) == 1


def test_code_is_found_when_it_is_typed_with_dashes(client):
    award = make_award()
    typed = "-".join(award.code[n : n + 4] for n in range(0, 26, 4))

    assert "This certificate is valid" in client.get("/check/", {"code": typed}, follow=True).content.decode()


def test_nonsense_is_shown_as_it_was_typed(client):
    assert "<strong>hello</strong>" in client.get("/check/", {"code": "hello"}, follow=True).content.decode()
