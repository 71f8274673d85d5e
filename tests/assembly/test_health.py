"""The addresses that machines ask."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from portal.kernel import clock
from portal.outbox.models import Delivery, Message

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_live_answers_when_the_process_runs(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "live"}


def test_ready_answers_when_all_is_well(client: Client) -> None:
    response = client.get("/health/ready")

    assert response.status_code == 200, response.content
    assert "no-store" in response["Cache-Control"]


def test_ready_says_so_when_a_migration_is_not_applied(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'outbox'")

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert "not applied" in response.json()["faults"]["migrations"]


def test_ready_says_so_when_a_delivery_has_waited_too_long(client: Client) -> None:
    overdue = clock.now() - timedelta(minutes=20)
    message = Message.objects.create(name="tests.waited.v1", payload={}, occurred_at=overdue)
    Delivery.objects.create(message=message, subscriber="tests.nobody", next_at=overdue)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert "due for" in response.json()["faults"]["outbox"]


def test_metrics_are_shown_when_asked_from_this_machine(client: Client) -> None:
    response = client.get("/metrics")

    assert response["Content-Type"].startswith("text/plain")
    assert b'hub_deliveries{state="waiting"} 0' in response.content


@pytest.mark.parametrize("headers", [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}])
def test_metrics_are_not_there_when_asked_from_elsewhere(client: Client, headers: dict[str, str]) -> None:
    assert client.get("/metrics", **headers).status_code == 404
