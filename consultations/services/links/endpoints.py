"""Case systems: connect one, change its address, rotate its secret, switch it off and on."""

import base64
import secrets
from datetime import datetime

from django.db import transaction

from consultations.link_errors import AlreadyConnected
from consultations.link_notices import tell_of_endpoint_gone
from consultations.link_permissions import may_connect_case_systems
from consultations.link_states import EndpointFault
from consultations.models import CaseSystemEndpoint
from portal.audit.services import record
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.addresses import check_url
from portal.kernel.errors import NotAllowed, NotFound
from portal.kernel.refs import Ref

SECRETS_KEPT = 2


def new_secret() -> str:
    """A signing secret of 32 random bytes, in the form that Standard Webhooks gives them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def connect_case_system(
    *, actor: Actor, organisation_id: int, url: str, now: datetime
) -> tuple[CaseSystemEndpoint, str]:
    """Connect an organisation's case system. Returns it with its secret, which is shown once.

    Raises:
        NotAllowed, AlreadyConnected, AddressRefused.
    """
    _only_administrators(actor)
    check_url(url)
    with transaction.atomic():
        if CaseSystemEndpoint.objects.filter(organisation_id=organisation_id).exists():
            raise AlreadyConnected()
        secret = new_secret()
        endpoint = CaseSystemEndpoint.objects.create(
            organisation_id=organisation_id, url=url, secrets=[secret], created_at=now
        )
        _trail(actor, endpoint, "connect", now)
    return endpoint, secret


def rotate_secret(*, actor: Actor, endpoint_id: int, now: datetime) -> str:
    """Make a new secret; the one before signs beside it until the next. Raises `NotAllowed`, `NotFound`."""
    _only_administrators(actor)
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        secret = new_secret()
        endpoint.secrets = [secret, *endpoint.secrets][:SECRETS_KEPT]
        endpoint.save(update_fields=["secrets"])
        _trail(actor, endpoint, "rotate secret", now)
    return secret


def change_address(*, actor: Actor, endpoint_id: int, url: str, now: datetime) -> CaseSystemEndpoint:
    """Point an endpoint elsewhere and switch it on. Raises `NotAllowed`, `NotFound`, `AddressRefused`."""
    _only_administrators(actor)
    check_url(url)
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        endpoint.url, endpoint.active = url, True
        endpoint.disabled_reason, endpoint.disabled_at = "", None
        endpoint.save(update_fields=["url", "active", "disabled_reason", "disabled_at"])
        _trail(actor, endpoint, "change address", now)
    return endpoint


def switch_off(*, actor: Actor, endpoint_id: int, now: datetime) -> CaseSystemEndpoint:
    """Send nothing more until it is switched on again. Raises `NotAllowed`, `NotFound`."""
    _only_administrators(actor)
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        _disable(endpoint, EndpointFault.BY_HAND, now)
        _trail(actor, endpoint, "switch off", now)
    return endpoint


def mark_gone(endpoint_id: int, now: datetime) -> None:
    """The receiver answered 410: send nothing more, and tell the administrators. Only the first time counts."""
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        if not endpoint.active:
            return
        _disable(endpoint, EndpointFault.GONE, now)
        _trail(SYSTEM, endpoint, "gone", now)
        tell_of_endpoint_gone(endpoint, now)


def mark_success(endpoint_id: int, now: datetime) -> None:
    """A message arrived."""
    CaseSystemEndpoint.objects.filter(pk=endpoint_id).update(last_success_at=now)


def _disable(endpoint: CaseSystemEndpoint, reason: EndpointFault, now: datetime) -> None:
    endpoint.active, endpoint.disabled_reason, endpoint.disabled_at = False, reason, now
    endpoint.save(update_fields=["active", "disabled_reason", "disabled_at"])


def _only_administrators(actor: Actor) -> None:
    if not may_connect_case_systems(actor):
        raise NotAllowed("Only an administrator can change connected case systems.")


def _locked(endpoint_id: int) -> CaseSystemEndpoint:
    endpoint = CaseSystemEndpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound()
    return endpoint


def _trail(actor: Actor, endpoint: CaseSystemEndpoint, verb: str, now: datetime) -> None:
    record(
        actor=actor,
        verb=f"case system {verb}",
        about=Ref("consultations.case_system", endpoint.pk),
        now=now,
        organisation_id=endpoint.organisation_id,
    )
