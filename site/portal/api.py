"""The API: version 1, one router for each app, and errors as `application/problem+json` (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from consultations.api import router as consultations
from courses.api import router as courses
from portal.kernel.errors import DomainError
from portal.kernel.locks import Busy, waited_too_long

api = NinjaAPI(
    title="Practice Hub",
    version="1",
    description="What other systems may ask and tell. Every answer is scoped to the organisation of the token.",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="/openapi.json",
)


def problem(request: HttpRequest, status: int, detail: str, **more: Any) -> HttpResponse:
    """A problem document. `type` is `about:blank`, so `title` is the phrase of the HTTP status."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A service said no: its sentence, its code, and the field where it has one."""
    more = {"field": error.field} if error.field else {}
    return problem(request, error.status, error.sentence, code=error.code, **more)


@api.exception_handler(OperationalError)
def busy(request: HttpRequest, fault: OperationalError) -> HttpResponse:
    """Somebody else's lock could not be had in time; every other fault of the database stays one."""
    if not waited_too_long(fault):
        raise fault
    response = problem(request, Busy.status, Busy.sentence, code="Busy")
    response["Retry-After"] = "60"
    return response


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The body or the query does not fit the schema. What was sent is not repeated."""
    errors = [{"where": ".".join(map(str, item["loc"])), "why": item["msg"]} for item in error.errors]
    return problem(request, 422, "The request does not fit the description of this address.", errors=errors)


@api.exception_handler(AuthenticationError)
def not_known(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or one that is not valid."""
    response = problem(request, 401, "A valid bearer token is needed.")
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing here, or nothing that this token may know of."""
    return problem(request, 404, "There is no such thing here.")


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """An error that ninja raised itself."""
    return problem(request, error.status_code, str(error))


api.add_router("", consultations)
api.add_router("", courses)
