"""The hand-off against a real receiver process: signed, once in effect, whatever the receiver does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from standardwebhooks import Webhook

from consultations.case_system.payloads import cloud_event
from consultations.case_system.sending import Meaning, judge
from consultations.case_system.signature import signed_headers
from consultations.link_states import CASE_SYSTEM, Route
from consultations.models import CaseSystemEndpoint, ReferralLink
from consultations.services import links
from portal.notifications.models import Notice
from portal.outbox.models import Delivery
from portal.outbox.relay import LEASE, deliver_due
from portal.outbox.services import replay_deliveries
from portal.outbox.states import DeliveryState
from portal.outbox.subscriptions import DEFAULT_LADDER, Fact
from portal.people.selectors import client_for_token
from tests.factories.links import SECRET, Practice, make_endpoint, make_practice, make_ready_draft
from tests.factories.people import NOW, make_staff
from tests.services.case_system import ROOT, ReceiverProcess

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ReceiverProcess]:
    process = ReceiverProcess(tmp_path / "seen.jsonl", [SECRET]).start()
    yield process
    process.kill()


def sent(receiver: ReceiverProcess, code: str = "camden") -> tuple[Practice, ReferralLink]:
    """A link that was sent towards the receiver and is still in the outbox."""
    practice = make_practice(code)
    make_endpoint(practice.organisation, receiver.url)
    link = make_ready_draft(practice)
    return practice, links.send_link(actor=practice.asker, link_id=link.public_id, now=NOW)


def delivery(link: ReferralLink) -> Delivery:
    return Delivery.objects.get(message__subject=str(link.ref), subscriber=CASE_SYSTEM)


def climb(receiver_is_back: object = None, until: timedelta = timedelta(days=4)) -> datetime:
    """Let time pass along the ladder until nothing is open any more. Returns the last instant."""
    now = NOW
    while now < NOW + until:
        deliver_due(now)
        waiting = Delivery.objects.filter(state__in=("waiting", "running")).order_by("next_at").first()
        if waiting is None:
            return now
        now = max(waiting.next_at, now + timedelta(seconds=1))
        if callable(receiver_is_back):
            receiver_is_back(now)
    return now


@pytest.mark.feature("RF-05")
def test_a_sent_link_arrives_signed_thin_and_once(receiver: ReceiverProcess) -> None:
    _, link = sent(receiver)

    deliver_due(NOW)
    deliver_due(NOW)

    (seen,) = receiver.seen()
    assert seen["outcome"] == "accepted"
    assert seen["content_type"] == "application/cloudevents+json"
    assert seen["id"] == str(delivery(link).message_id)
    event = seen["event"]
    assert event["specversion"] == "1.0"
    assert event["type"] == "uk.practicehub.referral_link.sent.v1"
    assert event["subject"] == str(link.public_id)
    assert event["data"] == {
        "link": str(link.public_id),
        "version": 1,
        "state": "sent",
        "pathway": "restart",
        "area": "E09000007",
    }
    assert delivery(link).state == DeliveryState.DELIVERED
    assert CaseSystemEndpoint.objects.get().last_success_at is not None


@pytest.mark.feature("RF-05")
def test_a_receiver_that_was_down_gets_it_when_it_is_back(receiver: ReceiverProcess) -> None:
    _, link = sent(receiver)
    receiver.kill()

    deliver_due(NOW)
    held = delivery(link)
    receiver.start()
    deliver_due(held.next_at)

    assert held.state == DeliveryState.WAITING
    assert "could not be reached" in held.last_error
    assert [line["outcome"] for line in receiver.seen()] == ["accepted"]


@pytest.mark.feature("RF-05")
def test_two_days_down_are_inside_the_ladder(receiver: ReceiverProcess) -> None:
    _, link = sent(receiver)
    receiver.kill()

    def back_after_two_days(now: datetime) -> None:
        if now > NOW + timedelta(days=2) and receiver.process is None:
            receiver.start()

    climb(back_after_two_days)

    assert delivery(link).state == DeliveryState.DELIVERED
    assert len(receiver.seen("accepted")) == 1
    assert sum(DEFAULT_LADDER) > 75 * 3600


@pytest.mark.feature("RF-05")
def test_after_the_last_rung_it_is_parked_and_a_replay_sends_it(receiver: ReceiverProcess) -> None:
    _, link = sent(receiver)
    receiver.behave(500)
    admin = make_staff(role="admin", everywhere=True)

    last = climb()
    parked = delivery(link)
    receiver.behave_well()
    replay_deliveries(actor=admin.actor(), now=last, delivery_ids=[parked.pk])
    deliver_due(last)

    assert parked.state == DeliveryState.PARKED
    assert parked.attempts_made == len(DEFAULT_LADDER) + 1
    assert parked.last_error == "answered 500"
    assert delivery(link).state == DeliveryState.DELIVERED
    ids = {line["id"] for line in receiver.seen()}
    assert ids == {str(parked.message_id)}


@pytest.mark.feature("RF-05")
def test_every_try_has_the_same_id_and_a_stamp_of_its_own(receiver: ReceiverProcess) -> None:
    sent(receiver)
    receiver.behave(503, times=1)

    deliver_due(NOW)
    time.sleep(1.1)
    deliver_due(NOW + timedelta(minutes=1))

    first, second = receiver.seen()
    assert first["id"] == second["id"]
    assert int(second["stamp"]) > int(first["stamp"])
    assert second["outcome"] == "accepted"


@pytest.mark.feature("RF-05")
@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_a_failure_and_is_not_followed(receiver: ReceiverProcess, status: int) -> None:
    _, link = sent(receiver)
    receiver.behave(status, headers={"Location": f"{receiver.url}elsewhere"}, times=1)

    deliver_due(NOW)

    assert delivery(link).state == DeliveryState.WAITING
    assert "redirects are not followed" in delivery(link).last_error
    assert len(receiver.seen()) == 1


@pytest.mark.feature("RF-05")
def test_a_receiver_that_is_gone_is_switched_off_and_administrators_are_told(
    receiver: ReceiverProcess,
) -> None:
    practice, link = sent(receiver)
    admin = make_staff(role="admin", everywhere=True)
    receiver.behave(410)

    deliver_due(NOW)

    endpoint = CaseSystemEndpoint.objects.get()
    assert (endpoint.active, endpoint.disabled_reason) == (False, "gone")
    assert delivery(link).state == DeliveryState.PARKED
    assert list(Notice.objects.values_list("key", "person_id")) == [
        ("consultations.case_system_gone", admin.person.pk)
    ]

    receiver.behave_well()
    links.change_address(actor=admin.actor(), endpoint_id=endpoint.pk, url=receiver.url, now=NOW)
    replay_deliveries(actor=admin.actor(), now=NOW)
    deliver_due(NOW)

    assert delivery(link).state == DeliveryState.DELIVERED
    assert practice.organisation.case_system.pk == endpoint.pk


@pytest.mark.feature("RF-05")
@pytest.mark.parametrize("status", [429, 503, 504])
def test_a_busy_receiver_is_left_alone_as_long_as_it_asks(receiver: ReceiverProcess, status: int) -> None:
    _, link = sent(receiver)
    receiver.behave(status, headers={"Retry-After": "3600"}, times=1)

    deliver_due(NOW)

    assert delivery(link).next_at >= NOW + timedelta(seconds=3600)


@pytest.mark.feature("RF-05")
def test_a_slow_receiver_is_given_up_after_the_timeout(
    receiver: ReceiverProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, link = sent(receiver)
    monkeypatch.setattr("consultations.case_system.sending.TIMEOUT_SECONDS", 1)
    receiver.behave(200, delay=3, times=1)

    deliver_due(NOW)

    assert delivery(link).last_error == "no answer within 1 seconds"
    assert delivery(link).state == DeliveryState.WAITING


@pytest.mark.feature("RF-05")
def test_a_slow_yes_within_the_timeout_arrives_once(receiver: ReceiverProcess) -> None:
    _, link = sent(receiver)
    receiver.behave(200, delay=1, times=1)

    deliver_due(NOW)

    assert delivery(link).state == DeliveryState.DELIVERED
    assert len(receiver.seen()) == 1


@pytest.mark.feature("RF-05")
def test_a_wrong_secret_is_refused_by_the_receiver_and_seen_in_the_log(receiver: ReceiverProcess) -> None:
    _, link = sent(receiver)
    CaseSystemEndpoint.objects.update(secrets="")
    endpoint = CaseSystemEndpoint.objects.get()
    endpoint.secrets = ["whsec_" + "A" * 32]
    endpoint.save(update_fields=["secrets"])

    deliver_due(NOW)

    assert [line["outcome"] for line in receiver.seen()] == ["refused"]
    assert delivery(link).last_error == "answered 401"
    assert [attempt.detail for attempt in delivery(link).attempts.all()] == ["answered 401"]


@pytest.mark.feature("RF-05")
def test_both_secrets_sign_while_one_is_rotated(receiver: ReceiverProcess) -> None:
    practice, link = sent(receiver)
    admin = make_staff(role="admin", everywhere=True)

    fresh = links.rotate_secret(
        actor=admin.actor(), endpoint_id=practice.organisation.case_system.pk, now=NOW
    )
    deliver_due(NOW)

    assert fresh != SECRET
    assert delivery(link).state == DeliveryState.DELIVERED
    stored = CaseSystemEndpoint.objects.get().secrets
    assert stored == [fresh, SECRET]


@pytest.mark.feature("RF-05")
def test_one_organisation_s_receiver_being_down_delays_nobody_else(
    receiver: ReceiverProcess, tmp_path: Path
) -> None:
    _, here = sent(receiver)
    practice = make_practice("croydon")
    make_endpoint(practice.organisation, "http://127.0.0.1:9/")
    there = make_ready_draft(practice)
    links.send_link(actor=practice.asker, link_id=there.public_id, now=NOW)

    deliver_due(NOW)

    assert delivery(here).state == DeliveryState.DELIVERED
    assert delivery(there).state == DeliveryState.WAITING


@pytest.mark.feature("RF-05")
def test_a_duplicate_and_a_restart_of_the_receiver_change_nothing(receiver: ReceiverProcess) -> None:
    _, link = sent(receiver)
    deliver_due(NOW)

    receiver.kill()
    receiver.start()
    Delivery.objects.update(state=DeliveryState.WAITING, delivered_at=None, next_at=NOW)
    deliver_due(NOW)

    assert [line["outcome"] for line in receiver.seen()] == ["accepted", "duplicate"]
    assert delivery(link).state == DeliveryState.DELIVERED


@pytest.mark.feature("RF-03", "RF-05")
def test_a_withdrawal_overtaken_by_nothing_old(receiver: ReceiverProcess) -> None:
    """The withdrawal arrives first, because the first message had to wait: the old one is ignored by version."""
    practice, link = sent(receiver)
    receiver.behave(500, times=1)
    deliver_due(NOW)

    links.withdraw_link(
        actor=practice.asker, link_id=link.public_id, reason_code="moved_away", now=NOW + timedelta(seconds=1)
    )
    deliver_due(NOW + timedelta(seconds=1))
    deliver_due(NOW + timedelta(minutes=1))

    outcomes = [(line["outcome"], line.get("event", {}).get("type", "")[-12:]) for line in receiver.seen()]
    assert outcomes == [("turned away", ""), ("accepted", "withdrawn.v1"), ("stale", "link.sent.v1")]


@pytest.mark.feature("RF-05")
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"webhook-id": "x", "webhook-timestamp": "now", "webhook-signature": "v1,AAAA"},
        {"webhook-id": "x", "webhook-timestamp": "{now}", "webhook-signature": "v1AAAA"},
        {"webhook-id": "x", "webhook-timestamp": "{now}", "webhook-signature": "v1,%%%"},
        {"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"},
    ],
)
def test_a_malformed_message_is_refused_and_never_an_error(
    receiver: ReceiverProcess, headers: dict[str, str]
) -> None:
    stamp = str(int(time.time()))

    answer = httpx.post(
        receiver.url,
        content=b"\xff{",
        headers={name: value.replace("{now}", stamp) for name, value in headers.items()},
    )

    assert answer.status_code == 401


@pytest.mark.feature("RF-05")
def test_a_replayed_message_of_an_hour_ago_is_refused(receiver: ReceiverProcess) -> None:
    body = "{}"
    old = datetime.now(UTC) - timedelta(hours=1)

    answer = httpx.post(
        receiver.url,
        content=body,
        headers=signed_headers(message_id="m1", body=body, secrets=[SECRET], now=old),
    )

    assert answer.status_code == 401


@pytest.mark.feature("RF-05")
def test_a_summer_time_is_signed_in_utc() -> None:
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=ZoneInfo("Europe/London"))

    headers = signed_headers(message_id="m1", body="{}", secrets=[SECRET], now=summer)

    assert headers["webhook-timestamp"] == str(int(summer.timestamp()))
    assert headers["webhook-signature"] == Webhook(SECRET).sign("m1", summer.astimezone(UTC), "{}")


@pytest.mark.feature("RF-05")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_commit_and_answer_loses_nothing(receiver: ReceiverProcess) -> None:
    _, link = sent(receiver)
    receiver.behave(200, delay=5, times=1)
    code = "import django; django.setup(); from portal.outbox.relay import deliver_due; deliver_due()"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    Delivery.objects.update(next_at=datetime.now(UTC) - timedelta(seconds=1))

    worker = subprocess.Popen([sys.executable, "-c", code], env=env, cwd=ROOT)
    receiver.wait_for(bool, seconds=30)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    held = delivery(link)
    deliver_due(datetime.now(UTC))
    still_leased = delivery(link)
    deliver_due(datetime.now(UTC) + LEASE)

    assert held.state == DeliveryState.RUNNING
    assert still_leased.state == DeliveryState.RUNNING
    assert delivery(link).state == DeliveryState.DELIVERED
    assert [line["outcome"] for line in receiver.seen()] == ["turned away", "accepted"]
    assert len({line["id"] for line in receiver.seen()}) == 1


@pytest.mark.feature("RF-07")
def test_a_link_that_went_by_email_is_not_sent_to_a_case_system(receiver: ReceiverProcess) -> None:
    practice = make_practice()
    make_endpoint(practice.organisation, receiver.url)
    link = make_ready_draft(practice)
    links.send_link(actor=practice.asker, link_id=link.public_id, now=NOW, route=Route.SECURE_EMAIL)

    deliver_due(NOW)

    assert receiver.seen() == []
    assert delivery(link).state == DeliveryState.DELIVERED


@pytest.mark.feature("RF-05")
@override_settings(ALLOW_PRIVATE_ADDRESSES=False)
def test_an_endpoint_that_came_to_point_inside_is_parked_not_called(receiver: ReceiverProcess) -> None:
    _, link = sent(receiver)
    CaseSystemEndpoint.objects.update(url=receiver.url.replace("http://", "https://"))

    deliver_due(NOW)

    assert delivery(link).state == DeliveryState.PARKED
    assert "private network" in delivery(link).last_error
    assert receiver.seen() == []


@pytest.mark.feature("RF-05")
@pytest.mark.parametrize(
    ("status", "retry_after", "meaning", "wait"),
    [
        (200, None, Meaning.ARRIVED, None),
        (204, None, Meaning.ARRIVED, None),
        (410, None, Meaning.GONE, None),
        (404, None, Meaning.LATER, None),
        (429, "120", Meaning.LATER, 120),
        (503, "Tue, 24 Nov 2026 10:30:00 GMT", Meaning.LATER, 3600),
        (503, "Tue, 24 Nov 2020 10:30:00 GMT", Meaning.LATER, 0),
        (503, "999999999999", Meaning.LATER, 86400),
        (503, "soon", Meaning.LATER, None),
        (500, "60", Meaning.LATER, None),
    ],
)
def test_what_an_answer_means(
    status: int, retry_after: str | None, meaning: Meaning, wait: int | None
) -> None:
    found = judge(status, retry_after, NOW)

    assert (found.meaning, found.wait) == (meaning, wait)


@pytest.mark.feature("RF-05", "NO-03")
def test_the_body_holds_references_and_codes_only() -> None:
    fact = Fact(
        "0b1f",
        "consultations.link_corrected.v1",
        "consultations.link:7b6c",
        {"link_id": "7b6c", "version": 3, "state": "accepted", "pathway": "restart", "area": "E09000007",
         "organisation_id": 5},
        NOW,
    )  # fmt: skip

    event = cloud_event(fact)

    assert event["type"] == "uk.practicehub.referral_link.corrected.v1"
    assert event["time"] == "2026-11-24T09:30:00Z"
    assert set(event["data"]) == {"link", "version", "state", "pathway", "area"}
    assert "5" not in event["data"].values()


@pytest.mark.feature("RF-05", "RF-06")
def test_one_command_connects_a_case_system_and_prints_its_keys_once() -> None:
    practice = make_practice()
    said = StringIO()

    call_command(
        "connect_case_system", organisation="camden", url="https://case.example.org/hooks", stdout=said
    )

    secret, token = (line.partition(": ")[2] for line in said.getvalue().splitlines())
    assert CaseSystemEndpoint.objects.get(organisation=practice.organisation).secrets == [secret]
    client = client_for_token(token)
    assert client is not None
    assert client.place.organisation_id == practice.organisation.pk
    with pytest.raises(CommandError, match="already has a case system"):
        call_command("connect_case_system", organisation="camden", url="https://case.example.org/")
    with pytest.raises(CommandError, match="no organisation"):
        call_command("connect_case_system", organisation="nowhere", url="https://case.example.org/")
