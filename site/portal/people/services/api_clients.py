"""Tokens for machines. The token is shown once; the database keeps its hash."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref
from portal.people.errors import NotYourPlace
from portal.people.models import ApiClient
from portal.people.permissions import may_keep_api_clients
from portal.people.rules import token_hash

TOKEN_PREFIX = "hub_"  # noqa: S105 - makes a leaked token recognisable to scanners; no secret


def create_api_client(
    *, actor: Actor, organisation_id: int, name: str, abilities: Iterable[str], now: datetime
) -> tuple[ApiClient, str]:
    """Make a client for one organisation. Returns it and its token, which nobody can read again.

    Raises:
        NotYourPlace: the actor is no administrator of the organisation.
    """
    if not may_keep_api_clients(actor, organisation_id):
        raise NotYourPlace()
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        client = ApiClient.objects.create(
            name=name,
            organisation_id=organisation_id,
            token_hash=token_hash(token),
            abilities=sorted(abilities),
            created_at=now,
        )
        _write_down(actor, "made API client", client, now)
    return client, token


def stop_api_client(*, actor: Actor, client_id: int, now: datetime) -> ApiClient:
    """Make a token worthless at once. Raises `NotFound`, `NotYourPlace`."""
    with transaction.atomic():
        client = ApiClient.objects.select_for_update().filter(pk=client_id).first()
        if client is None:
            raise NotFound()
        if not may_keep_api_clients(actor, client.organisation_id):
            raise NotYourPlace()
        if client.active:
            client.active = False
            client.save(update_fields=["active"])
            _write_down(actor, "stopped API client", client, now)
    return client


def _write_down(actor: Actor, verb: str, client: ApiClient, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        about=Ref("people.apiclient", client.pk),
        now=now,
        organisation_id=client.organisation_id,
        detail={"abilities": client.abilities},
    )
