"""The portal's addresses, the floor, and the bare lock."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import urlpatterns as portal_urls


def floor(request: HttpRequest) -> HttpResponse:
    """Nothing but reading who is signed in: session and account, through all middleware."""
    return HttpResponse("signed in" if request.user.is_authenticated else "visitor")


def lock(request: HttpRequest, run_id: int) -> HttpResponse:
    """Nothing but waiting for the lock on a run's row; what a booking cannot do without."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    with transaction.atomic(), connection.cursor() as cursor:
        end = " FOR UPDATE" if connection.features.has_select_for_update else ""
        cursor.execute(f"SELECT id FROM courses_run WHERE id = %s{end}", [run_id])  # noqa: S608 - a constant
        cursor.fetchone()
    return HttpResponse("held")


urlpatterns = [path("bench/floor/", floor), path("bench/lock/<int:run_id>/", lock), *portal_urls]
