"""Who may ask, agree, answer and look: each sentence beside its queryset twin."""

from datetime import date

from django.db.models import Exists, Q, QuerySet

from champions.models import Champion, Meeting
from champions.states import ChampionState
from portal.kernel.actors import Actor, Place, Scope
from portal.kernel.querying import within
from portal.people.models import Membership, Organisation, Team
from portal.people.roles import SEES_WORKFORCE, Role
from portal.people.selectors import memberships_on, organisations_touched_by

# Answer for the staff of their reach.
ANSWERING = (Role.MANAGER, Role.DEPUTY, Role.SERVICE_HEAD, Role.TRAINING_ADMIN, Role.ADMIN)
# Bring the champions of an organisation together.
KEEPS_MEETINGS = (Role.LEAD, Role.TRAINING_ADMIN, Role.ADMIN)
# Leads support the champions of their boroughs, so they see where one is missing.
SEES_GAPS = (*SEES_WORKFORCE, Role.LEAD)


def place_of(champion: Champion) -> Place:
    return Place(champion.organisation_id, champion.service_id, champion.team_id)


def may_nominate(actor: Actor, membership: Membership) -> bool:
    """Put a person forward: oneself, a colleague of one's own team, or staff one answers for.

    A colleague who keeps their name out of lists is put forward by those who answer for them, who see it anyway.
    """
    if actor.is_system or _is_self(actor, membership.person_id):
        return True
    place = Place(membership.organisation_id, membership.service_id, membership.team_id)
    if not actor.is_person or actor.scope(*ANSWERING).covers(place):
        return actor.is_person
    return membership.team_id in _own_teams(actor) and not membership.person.hidden_on_rosters


def memberships_nominated_by(actor: Actor, on: date) -> QuerySet[Membership]:
    """The queryset twin of `may_nominate`, among the memberships of a day."""
    found = memberships_on(on)
    if actor.is_system:
        return found
    if not actor.is_person:
        return found.none()
    mates = Q(team_id__in=_own_teams(actor), person__hidden_on_rosters=False)
    return found.filter(Q(person_id=actor.person_id or 0) | mates | within(actor.scope(*ANSWERING)))


def may_agree(actor: Actor, champion: Champion) -> bool:
    """Agree, renew: whoever was asked or answers for the place, and never for oneself."""
    if actor.is_system:
        return True
    if not actor.is_person or _is_self(actor, champion.person_id):
        return False
    return champion.approver_id == actor.person_id or actor.scope(*ANSWERING).covers(place_of(champion))


def champions_agreed_by(actor: Actor) -> QuerySet[Champion]:
    """The queryset twin of `may_agree`."""
    if actor.is_system:
        return Champion.objects.all()
    if not actor.is_person:
        return Champion.objects.none()
    theirs = Q(approver_id=actor.person_id) | within(actor.scope(*ANSWERING))
    return Champion.objects.filter(theirs).exclude(person_id=actor.person_id or 0)


def may_answer(actor: Actor, champion: Champion) -> bool:
    """Start, and say what the directory shows: the champion alone."""
    return actor.is_system or _is_self(actor, champion.person_id)


def champions_answered_by(actor: Actor) -> QuerySet[Champion]:
    """The queryset twin of `may_answer`."""
    if actor.is_system:
        return Champion.objects.all()
    return Champion.objects.filter(person_id=actor.person_id or 0)


def may_stop(actor: Actor, champion: Champion) -> bool:
    """Decline or end: the champion, and whoever may agree."""
    return may_answer(actor, champion) or may_agree(actor, champion)


def champions_stopped_by(actor: Actor) -> QuerySet[Champion]:
    """The queryset twin of `may_stop`."""
    return champions_answered_by(actor) | champions_agreed_by(actor)


def may_see(actor: Actor, champion: Champion) -> bool:
    """Open the record with its states: those it concerns. The directory is another matter."""
    return may_stop(actor, champion) or _is_self(actor, champion.nominated_by_id)


def champions_seen_by(actor: Actor) -> QuerySet[Champion]:
    """The queryset twin of `may_see`."""
    if not actor.is_person:
        return champions_stopped_by(actor)
    return champions_stopped_by(actor) | Champion.objects.filter(nominated_by_id=actor.person_id)


def may_see_gaps(actor: Actor, team: Team) -> bool:
    """See whether a team has a champion, in the gap view."""
    return actor.scope(*SEES_GAPS).covers(Place(team.service.organisation_id, team.service_id, team.pk))


def teams_with_gaps_seen_by(actor: Actor) -> QuerySet[Team]:
    """The queryset twin of `may_see_gaps`."""
    reach = within(
        actor.scope(*SEES_GAPS), organisation="service__organisation_id", service="service_id", team="pk"
    )
    return Team.objects.filter(reach)


def may_keep_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Plan, cancel, take the register: leads and training administrators of the organisation, or of all of them."""
    scope = actor.scope(*KEEPS_MEETINGS)
    place = Place(organisation_id=meeting.organisation_id)
    return scope.everything or (meeting.organisation_id is not None and scope.covers(place))


def meetings_kept_by(actor: Actor) -> QuerySet[Meeting]:
    """The queryset twin of `may_keep_meeting`."""
    scope = actor.scope(*KEEPS_MEETINGS)
    kept = Q() if scope.everything else Q(organisation_id__in=scope.organisations)
    return Meeting.objects.filter(kept)


def organisations_with_meetings_kept_by(actor: Actor) -> QuerySet[Organisation]:
    """Where the actor may plan one."""
    scope = actor.scope(*KEEPS_MEETINGS)
    return organisations_touched_by(Scope(everything=scope.everything, organisations=scope.organisations))


def keeps_meetings(actor: Actor) -> bool:
    """Keeps the meetings of any organisation at all."""
    scope = actor.scope(*KEEPS_MEETINGS)
    return scope.everything or bool(scope.organisations)


def comes_to_meetings(actor: Actor) -> bool:
    """Is told of meetings: whoever keeps them, and active champions at work."""
    return keeps_meetings(actor) or active_championships(actor).exists()


def active_championships(actor: Actor) -> QuerySet[Champion]:
    """Where the actor is an active champion; nowhere once they have left."""
    theirs = Champion.objects.filter(person_id=actor.person_id or 0, state=ChampionState.ACTIVE)
    return theirs if actor.is_placed else theirs.none()


def may_come_to_meeting(actor: Actor, meeting: Meeting) -> bool:
    """It is theirs, so they may say that they cannot come: the active champions it is for."""
    theirs = active_championships(actor)
    if meeting.organisation_id is not None:
        theirs = theirs.filter(organisation_id=meeting.organisation_id)
    return theirs.exists()


def meetings_come_to_by(actor: Actor) -> QuerySet[Meeting]:
    """The queryset twin of `may_come_to_meeting`."""
    theirs = active_championships(actor)
    own = Q(organisation_id__in=theirs.values("organisation_id"))
    return Meeting.objects.filter(own | Q(Exists(theirs), organisation__isnull=True))


def may_see_meeting(actor: Actor, meeting: Meeting) -> bool:
    """See when and where it is: its keepers, and the active champions it is for."""
    return may_keep_meeting(actor, meeting) or may_come_to_meeting(actor, meeting)


def meetings_seen_by(actor: Actor) -> QuerySet[Meeting]:
    """The queryset twin of `may_see_meeting`."""
    return meetings_kept_by(actor) | meetings_come_to_by(actor)


def _is_self(actor: Actor, person_id: int | None) -> bool:
    return actor.is_person and actor.person_id == person_id


def _own_teams(actor: Actor) -> set[int]:
    return {place.team_id for place in actor.places if place.team_id is not None}
