"""Headers on every answer."""

import pytest
from django.conf import settings
from django.test import Client

from portal.people.models import User

pytestmark = pytest.mark.django_db


def test_policy_allows_nothing_inline_when_outside_the_editor(client: Client) -> None:
    policy = client.get("/accounts/login/")["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "default-src 'self'" in policy
    for directive in ("object-src", "base-uri", "frame-ancestors"):
        assert f"{directive} 'none'" in policy


def test_policy_lets_the_editor_work_when_under_cms(client: Client) -> None:
    policy = client.get("/cms/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'self'" in policy


def test_answers_are_stored_nowhere_when_somebody_is_signed_in(client: Client) -> None:
    user = User.objects.create_user("someone@camden.example", "practice-hub-demo")
    client.force_login(user)

    response = client.get("/api/v1/openapi.json")

    assert "no-store" in response["Cache-Control"]


def test_answers_carry_the_headers_of_a_careful_site(client: Client) -> None:
    response = client.get("/health/live")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_login_survives_when_the_policy_is_strict(client: Client) -> None:
    assert settings.CSRF_COOKIE_HTTPONLY
    assert client.get("/accounts/login/").status_code == 200


def test_errors_of_the_api_are_problem_documents_when_there_is_no_such_address(client: Client) -> None:
    response = client.get("/api/v1/referral-links/no-such-link")

    assert response.status_code in {401, 404}
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address", ["/courses/runs/%00/", "/check/%00/", "/search/?q=%00", "/api/v1/referral-links/%00", "/%00/"]
)
def test_address_is_refused_when_it_holds_a_null_byte(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 400
    assert "address" in response.content.decode()
