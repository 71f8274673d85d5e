"""What a machine asks to know whether the portal is well."""

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address

from celery.exceptions import OperationalError as BrokerError
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.celery import app
from portal.kernel import clock
from portal.outbox import selectors as outbox

BACKLOG_LIMIT = timedelta(minutes=10)


def database_answers() -> str:
    """Empty when the database answers, else what is wrong."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "the database does not answer"
    return ""


def migrations_applied() -> str:
    """Empty when the database has the shape this code expects, else what is wrong."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "the migrations cannot be read"
    return f"{len(behind)} migrations are not applied" if behind else ""


def outbox_keeps_up() -> str:
    """Empty when no delivery has been due for longer than the limit, else what is wrong."""
    try:
        age = backlog_age(clock.now())
    except DatabaseError:
        return "the outbox cannot be read"
    return f"a delivery has been due for {int(age.total_seconds())} seconds" if age > BACKLOG_LIMIT else ""


def backlog_age(now: datetime) -> timedelta:
    """How long the oldest delivery that is due has waited."""
    oldest = outbox.backlog(now)["oldest_due"]
    return now - oldest if isinstance(oldest, datetime) else timedelta(0)


def broker_answers() -> str:
    """Empty when the broker answers or is part of this process, else what is wrong."""
    if settings.CELERY_BROKER_URL.startswith("memory://"):
        return ""
    try:
        with app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, timeout=2)
    except (BrokerError, OSError):
        return "the broker does not answer"
    return ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": database_answers,
    "migrations": migrations_applied,
    "outbox": outbox_keeps_up,
    "broker": broker_answers,
}


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process runs. Says nothing about anything else, so that a slow database restarts nobody."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process can serve people: 200, or 503 with the checks that fail."""
    faults = {}
    for name, check in CHECKS.items():
        if fault := check():
            faults[name] = fault
        if name == "database" and fault:
            break
    if faults:
        return JsonResponse({"status": "not ready", "faults": faults}, status=503)
    return JsonResponse({"status": "ready"})


def may_read_metrics(address: str) -> bool:
    """Loopback and the trusted proxies may; everybody else is told that there is nothing."""
    try:
        return ip_address(address).is_loopback or address in settings.TRUSTED_PROXIES
    except ValueError:
        return False


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the Prometheus text format: open deliveries by state and the age of the backlog, in seconds."""
    came_through_proxy = "HTTP_X_FORWARDED_FOR" in request.META
    if came_through_proxy or not may_read_metrics(request.META.get("REMOTE_ADDR", "")):
        raise Http404
    now = clock.now()
    backlog = outbox.backlog(now)
    lines = [
        "# HELP hub_deliveries Outbox deliveries that are due or parked.",
        "# TYPE hub_deliveries gauge",
        f'hub_deliveries{{state="waiting"}} {backlog["waiting"]}',
        f'hub_deliveries{{state="parked"}} {backlog["parked"]}',
        "# HELP hub_outbox_backlog_seconds How long the oldest due delivery has waited.",
        "# TYPE hub_outbox_backlog_seconds gauge",
        f"hub_outbox_backlog_seconds {backlog_age(now).total_seconds():.0f}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")
