"""How every service here moves a champion: locked, written down, announced."""

from datetime import datetime

from champions.errors import ChampionNotFound
from champions.events import ANNOUNCED
from champions.models import Champion, ChampionChange
from champions.states import ChampionState, champion_machine
from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.refs import Ref
from portal.outbox.services import publish


def ref(champion: Champion) -> Ref:
    return Ref("champions.champion", champion.pk)


def locked(champion_id: int) -> Champion:
    """The champion, locked for the rest of the transaction. Raises `ChampionNotFound`."""
    found = Champion.objects.select_for_update().filter(pk=champion_id).first()
    if found is None:
        raise ChampionNotFound()
    return found


def move(actor: Actor, champion: Champion, verb: str, now: datetime, *, reason: str = "") -> Champion:
    """Make one move in the caller's transaction, and save whatever else the caller set. Raises `IllegalMove`."""
    before = champion.state
    champion.state = ChampionState(champion_machine.target(verb, before))
    champion.reason = reason
    champion.save()
    note(actor, champion, verb, before, now)
    event = champion_machine.moves[verb].event
    if event and before != champion.state and ChampionState.ACTIVE in (before, champion.state):
        publish(ANNOUNCED[event](champion.pk, champion.person_id, champion.team_id), now=now)
    return champion


def note(actor: Actor, champion: Champion, verb: str, before: str, now: datetime) -> None:
    """Write the change row and the line of the audit trail."""
    ChampionChange.objects.create(
        champion=champion,
        move=verb,
        from_state=before,
        to_state=champion.state,
        **actor.columns,
        reason=champion.reason,
        at=now,
    )
    record(
        actor=actor,
        verb=verb,
        about=ref(champion),
        now=now,
        organisation_id=champion.organisation_id,
        reason=champion.reason,
    )
