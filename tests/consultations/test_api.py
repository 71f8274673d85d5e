"""The case-system API: scoped, audited, versioned, idempotent, and never a server error."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultations.link_states import LinkState, link_machine
from consultations.models import LinkUpdate, ReferralLink
from consultations.services import links
from portal.audit.models import Entry
from portal.notifications.models import Notice
from portal.outbox.models import Message
from portal.people.models import ApiClient, Organisation
from portal.people.rules import token_hash
from tests.factories.links import Practice, make_practice, make_ready_draft, make_sent_link
from tests.factories.people import NOW
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ABILITIES = ("referral-links.read", "referral-links.write", "consultations.read")


class Machine:
    """A case system that speaks to the API with its token."""

    def __init__(self, organisation: Organisation, abilities: tuple[str, ...] = ABILITIES) -> None:
        self.token = f"hub_{uuid4()}"
        self.client = ApiClient.objects.create(
            name="Case system",
            organisation=organisation,
            token_hash=token_hash(self.token),
            abilities=list(abilities),
            created_at=NOW,
        )

    def get(self, path: str) -> HttpResponse:
        return Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.token}"})

    def post(self, path: str, body: Any, key: str | None = None) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or str(uuid4())}
        text = body if isinstance(body, str) else json.dumps(body)
        return Client(raise_request_exception=True).post(
            f"/api/v1{path}", text, content_type="application/json", headers=headers
        )

    def say(
        self, link: ReferralLink, state: str, version: int, *, key: str = "", **more: Any
    ) -> HttpResponse:
        said = {"state": state, "version": version, "at": "2026-11-24T10:00:00Z", **more}
        return self.post(f"/referral-links/{link.public_id}/updates", said, key or None)


@pytest.fixture
def machine(practice: Practice) -> Machine:
    return Machine(practice.organisation)


@pytest.mark.feature("RF-06")
def test_a_case_system_fetches_the_agreed_facts_and_nothing_more(
    practice: Practice, machine: Machine
) -> None:
    link = make_sent_link(practice)

    answer = machine.get(f"/referral-links/{link.public_id}")

    assert answer.status_code == 200
    assert answer.json() == {
        "link": str(link.public_id),
        "version": 1,
        "state": "sent",
        "pathway": "restart",
        "area": "E09000007",
        "rules_version": "restart/2",
        "case_reference": "LCS-204881",
        "consultation": {
            "reference": practice.consultation.reference,
            "held_on": "2026-11-17",
            "lead": practice.lead.person.name,
        },
        "referrer": {
            "name": practice.practitioner.person.name,
            "email": practice.practitioner.person.email,
            "team": practice.consultation.team.name,
            "working_hours": "Monday, Tuesday and Thursday, 09:00 to 17:00",
        },
        "suitability": {
            "result": "suitable",
            "criteria": {
                "area": "met",
                "open_case": "met",
                "abuse_identified": "met",
                "early_signs": "met",
                "abuse_involves_under_16": "met",
                "high_risk_and_harm": "met",
            },
        },
        "consents": [
            {
                "person": person,
                "purpose": "referral",
                "given": True,
                "on": "2026-11-24",
                "taken_by": practice.practitioner.person.name,
            }
            for person in ("person_using_harm", "victim_survivor")
        ],
    }


@pytest.mark.feature("RF-06")
def test_every_read_is_written_down(practice: Practice, machine: Machine) -> None:
    link = make_sent_link(practice)

    machine.get(f"/referral-links/{link.public_id}")
    machine.get(f"/consultations/{practice.consultation.reference}")
    machine.get("/events")

    reads = Entry.objects.filter(verb="read", actor_client_id=machine.client.pk).order_by("id")
    assert [entry.about for entry in reads] == [
        str(link.ref),
        f"consultations.consultation:{practice.consultation.pk}",
        f"consultations.events:{machine.client.pk}",
    ]


@pytest.mark.feature("RF-06", "IN-01")
def test_another_scope_a_draft_and_nonsense_are_not_found(practice: Practice, machine: Machine) -> None:
    other = make_practice("havering")
    theirs = make_sent_link(other)
    draft = make_ready_draft(practice)

    for wanted in (theirs.public_id, draft.public_id, uuid4()):
        answer = machine.get(f"/referral-links/{wanted}")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
    assert machine.say(theirs, "acknowledged", 1).status_code == 404
    assert machine.get(f"/consultations/{other.consultation.reference}").status_code == 404
    assert machine.get("/consultations/CN-0000-0000").status_code == 404


@pytest.mark.feature("RF-06")
def test_without_a_token_or_its_ability_nothing_is_answered(practice: Practice, machine: Machine) -> None:
    link = make_sent_link(practice)
    reader = Machine(practice.organisation, ("referral-links.read",))
    stopped = Machine(practice.organisation)
    ApiClient.objects.filter(pk=stopped.client.pk).update(active=False)

    assert Client().get(f"/api/v1/referral-links/{link.public_id}").status_code == 401
    assert reader.say(link, "acknowledged", 1).status_code == 401
    assert stopped.get(f"/referral-links/{link.public_id}").status_code == 401
    assert reader.get(f"/referral-links/{link.public_id}").status_code == 200


@pytest.mark.feature("RF-04", "RF-06")
def test_a_link_goes_through_its_life_as_the_receiver_says(practice: Practice, machine: Machine) -> None:
    link = make_sent_link(practice)

    version = 1
    for state in ("acknowledged", "more_information", "accepted", "started", "finished"):
        answer = machine.say(link, state, version, receiver_reference="CS-1")
        assert answer.status_code == 200, answer.content
        version = answer.json()["version"]

    link.refresh_from_db()
    assert (link.state, link.version, link.receiver_reference) == (LinkState.FINISHED, 6, "CS-1")
    moves = list(link.changes.values_list("version", "move"))
    assert moves == [
        (0, "draft"),
        (1, "send"),
        (2, "acknowledge"),
        (3, "ask"),
        (4, "accept"),
        (5, "start"),
        (6, "finish"),
    ]
    assert Notice.objects.filter(key="consultations.link_moved").count() == 8


@pytest.mark.feature("RF-04", "RF-06")
def test_an_older_version_changes_nothing(practice: Practice, machine: Machine) -> None:
    link = make_sent_link(practice)
    machine.say(link, "acknowledged", 1)

    answer = machine.say(link, "declined", 1, reason_code="no_capacity")

    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["version"] == 2
    link.refresh_from_db()
    assert (link.state, link.version) == (LinkState.ACKNOWLEDGED, 2)
    assert machine.say(link, "accepted", 7).status_code == 409


@pytest.mark.feature("RF-04")
def test_every_state_takes_only_the_moves_of_the_table(practice: Practice, machine: Machine) -> None:
    link = make_sent_link(practice)
    said = {
        "acknowledged": "acknowledge",
        "accepted": "accept",
        "declined": "decline",
        "more_information": "ask",
        "started": "start",
        "finished": "finish",
        "entered_in_error": "mark_error",
    }

    for state in LinkState:
        for word, move in said.items():
            if state in (LinkState.DRAFTED, LinkState.WITHDRAWN):
                continue
            reason = "no_capacity" if state in ("declined", "entered_in_error") else ""
            ReferralLink.objects.update(state=state, reason_code=reason, version=1)
            link.changes.filter(version__gt=1).delete()
            more = {"reason_code": "no_capacity"} if word == "declined" else {}
            answer = machine.say(link, word, 1, **more)
            expected = 200 if link_machine.allows(move, state) else 409
            assert answer.status_code == expected, (state, word)


@pytest.mark.feature("RF-06")
def test_the_same_key_and_body_again_is_answered_as_before(practice: Practice, machine: Machine) -> None:
    link = make_sent_link(practice)

    first = machine.say(link, "acknowledged", 1, key="k-1")
    again = machine.say(link, "acknowledged", 1, key="k-1")
    other = machine.say(link, "accepted", 1, key="k-1")
    refused = machine.say(link, "accepted", 1, key="k-2")
    refused_again = machine.say(link, "accepted", 1, key="k-2")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert other.status_code == 422
    assert (refused.status_code, refused_again.status_code) == (409, 409)
    assert refused.json() == refused_again.json()
    assert link.changes.filter(move="acknowledge").count() == 1
    assert LinkUpdate.objects.count() == 2


@pytest.mark.feature("RF-03", "RF-06")
def test_a_withdrawn_link_stays_withdrawn_and_the_receiver_can_say_that_it_knows(
    practice: Practice, machine: Machine
) -> None:
    link = make_sent_link(practice)
    links.withdraw_consent(
        actor=practice.asker,
        link_id=link.public_id,
        person="victim_survivor",
        purpose="referral",
        on=NOW.date(),
        now=NOW,
    )

    fetched = machine.get(f"/referral-links/{link.public_id}").json()
    late = machine.say(link, "accepted", 1)
    illegal = machine.say(link, "accepted", 2)
    knows = machine.say(link, "acknowledged", 2)

    assert fetched["state"] == "withdrawn"
    assert [consent["given"] for consent in fetched["consents"]] == [True, False]
    assert fetched["consents"][1]["withdrawn_on"] == "2026-11-24"
    assert (late.status_code, illegal.status_code, knows.status_code) == (409, 409, 200)
    link.refresh_from_db()
    assert link.state == LinkState.WITHDRAWN
    assert link.withdrawal_seen_at is not None


@pytest.mark.feature("RF-06", "IN-01")
@pytest.mark.parametrize(
    "body",
    [
        {"state": "sent", "version": 1, "at": "2026-11-24T10:00:00Z"},
        {"state": "acknowledged", "version": "1", "at": "2026-11-24T10:00:00Z"},
        {"state": "acknowledged", "version": 1, "at": "2026-11-24T10:00:00"},
        {"state": "acknowledged", "version": 1, "at": 1790000000},
        {"state": "acknowledged", "version": 1, "at": "0001-01-01T00:00:00+23:59"},
        {"state": "acknowledged", "version": 1},
        {"state": "declined", "version": 1, "at": "2026-11-24T10:00:00Z"},
        {"state": "acknowledged", "version": 1, "at": "2026-11-24T10:00:00Z", "family_name": "x"},
        {
            "state": "acknowledged",
            "version": 1,
            "at": "2026-11-24T10:00:00Z",
            "receiver_reference": "Jo Smith",
        },
        {"state": "declined", "version": 1, "at": "2026-11-24T10:00:00Z", "reason_code": "She moved"},
        [],
        None,
    ],
)
def test_a_body_that_does_not_fit_is_refused_without_being_repeated(
    practice: Practice, machine: Machine, body: Any
) -> None:
    link = make_sent_link(practice)

    answer = machine.post(f"/referral-links/{link.public_id}/updates", body)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert "Smith" not in answer.content.decode()
    link.refresh_from_db()
    assert link.version == 1


@pytest.mark.feature("IN-01")
def test_malformed_json_and_a_missing_key_are_the_senders_fault(practice: Practice, machine: Machine) -> None:
    link = make_sent_link(practice)
    path = f"/referral-links/{link.public_id}/updates"

    broken = machine.post(path, "{")
    bytes_of_nothing = machine.post(path, "\ud800".encode("utf-16", "surrogatepass").decode("latin-1"))
    no_key = Client().post(
        f"/api/v1{path}",
        "{}",
        content_type="application/json",
        headers={"Authorization": f"Bearer {machine.token}"},
    )

    assert broken.status_code == 400
    assert bytes_of_nothing.status_code == 400
    assert no_key.status_code == 422


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["acknowledged", "declined", "nonsense"]) | JSON,
        "version": st.integers(-1, 3) | JSON,
        "at": st.sampled_from(["2026-11-24T10:00:00Z", "9999-99-99T00:00:00Z"]) | JSON,
        "reason_code": JSON,
        "receiver_reference": JSON,
        "extra": JSON,
    },
)


@pytest.mark.feature("IN-01", "RF-06")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=FIELDS | JSON, key=st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=12)
)
def test_no_body_and_no_key_makes_the_server_fail(
    practice: Practice, machine: Machine, body: Any, key: str
) -> None:
    link = ReferralLink.objects.first() or make_sent_link(practice)

    answer = machine.post(f"/referral-links/{link.public_id}/updates", body, key)

    assert answer.status_code in (200, 400, 409, 422)


@pytest.mark.feature("RF-07")
def test_has_a_consultation_taken_place_is_answered_with_date_and_lead(
    practice: Practice, machine: Machine
) -> None:
    answer = machine.get(f"/consultations/{practice.consultation.reference}")

    assert answer.json() == {
        "reference": practice.consultation.reference,
        "took_place": True,
        "held_on": "2026-11-17",
        "lead": practice.lead.person.name,
    }


@pytest.mark.feature("RF-07")
def test_a_booked_consultation_has_not_taken_place(machine: Machine, practice: Practice) -> None:
    practice.consultation.state = "booked"
    practice.consultation.save(update_fields=["state"])

    answer = machine.get(f"/consultations/{practice.consultation.reference}")

    assert answer.json()["took_place"] is False
    assert answer.json()["held_on"] is None


@pytest.mark.feature("RF-05", "RF-06")
def test_a_receiver_that_was_away_lists_what_was_sent(practice: Practice, machine: Machine) -> None:
    theirs = make_sent_link(make_practice("havering"))
    link = make_sent_link(practice)
    links.withdraw_link(
        actor=practice.asker,
        link_id=link.public_id,
        reason_code="not_needed",
        now=NOW + timedelta(minutes=5),
    )

    with FixedClock(NOW + timedelta(hours=1)):
        first = machine.get("/events").json()
        second = machine.get(f"/events?after={first['next']}").json()

    types = [event["type"].rsplit(".", 2)[-2] for event in first["events"]]
    assert types == ["sent", "withdrawn"]
    assert {event["subject"] for event in first["events"]} == {str(link.public_id)}
    assert str(theirs.public_id) not in json.dumps(first)
    assert first["events"][0]["id"] == str(Message.objects.get(subject=str(link.ref), payload__version=1).pk)
    assert second["events"] == []
    assert second["next"] == first["next"]


@pytest.mark.feature("RF-05")
def test_the_newest_events_are_listed_again_so_that_a_late_commit_is_not_missed(
    practice: Practice, machine: Machine
) -> None:
    make_sent_link(practice)

    with FixedClock(NOW + timedelta(seconds=5)):
        first = machine.get("/events").json()
        second = machine.get(f"/events?after={first['next']}").json()

    assert len(first["events"]) == 1
    assert second["events"] == first["events"]


@pytest.mark.feature("IN-01")
@pytest.mark.parametrize("cursor", ["x", "AAAA", "MjAyNg", "é", "9" * 5000])
def test_a_cursor_that_is_not_ours_is_refused(machine: Machine, cursor: str) -> None:
    assert machine.get(f"/events?after={cursor}").status_code == 422


@pytest.mark.feature("IN-01")
def test_a_null_byte_in_the_cursor_is_refused_at_the_door(machine: Machine) -> None:
    assert machine.get("/events?after=%00").status_code == 400


@pytest.mark.feature("IN-01", "RF-06")
def test_the_description_names_every_route_and_refuses_unknown_fields() -> None:
    described = Client().get("/api/v1/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    assert {
        "/api/v1/referral-links/{link_id}",
        "/api/v1/referral-links/{link_id}/updates",
        "/api/v1/consultations/{reference}",
        "/api/v1/events",
    } <= set(described["paths"])
    assert described["components"]["schemas"]["UpdateIn"]["additionalProperties"] is False
    update = described["paths"]["/api/v1/referral-links/{link_id}/updates"]["post"]
    assert {"200", "400", "401", "404", "409", "422"} <= {str(code) for code in update["responses"]}
