"""Questions about people, places and grants that every room asks."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.kernel import clock
from portal.kernel.actors import VISITOR, Actor, ActorKind, HeldGrant, Place, Scope
from portal.kernel.errors import NotFound
from portal.kernel.querying import Prepared, on_date
from portal.people.leavers import has_left, people_who_left
from portal.people.mail_domains import organisation_of_address
from portal.people.models import (
    ApiClient,
    Grant,
    Membership,
    MembershipState,
    Organisation,
    Person,
    RosterBatch,
    Service,
    Team,
    User,
)
from portal.people.permissions import (
    RUNS_ROSTERS,
    batches_seen_by,
    memberships_confirmable_by,
)
from portal.people.roles import APPROVING, Level, Role
from portal.people.rules import token_hash


def actor_for(user: User | AnonymousUser | None, now: datetime) -> Actor:
    """Who a signed-in account acts as at this instant: three queries, prepared, for every page asks them."""
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    if user.person_id is None:
        return Actor(ActorKind.PERSON, user_id=user.pk, label=f"account {user.pk}", name=user.email)
    names = _NAMES.rows(person_id=user.person_id)
    return _acting(user.person_id, user.pk, clock.today(now), name=" ".join(names[0]).strip())


def actor_for_person(person_id: int, now: datetime) -> Actor:
    """The same for a member of staff, whether or not they have an account."""
    person = Person.objects.select_related("account").get(pk=person_id)
    account = getattr(person, "account", None)
    return _acting(person_id, account.pk if account else None, clock.today(now), name=person.name)


def is_still_here(person_id: int, on: date) -> bool:
    """Whether a link sent to somebody still acts for them: they have not left, and their account is not closed."""
    closed = User.objects.filter(person_id=person_id, is_active=False)
    return not has_left(person_id, on) and not closed.exists()


def has_account(person_id: int) -> bool:
    """Whether somebody can sign in."""
    return User.objects.filter(person_id=person_id, is_active=True).exists()


def client_for_token(token: str) -> Actor | None:
    """The machine that holds this token, with its organisation as its place; None when nobody does.

    The token is looked up by its hash, so the time it takes tells nothing about any token.
    """
    wanted = token_hash(token)
    client = ApiClient.objects.filter(token_hash=wanted, active=True).first()
    if client is None or not hmac.compare_digest(client.token_hash, wanted):
        return None
    return Actor(
        ActorKind.CLIENT,
        client_id=client.pk,
        label=f"API client {client.pk}",
        name=client.name,
        places=(Place(client.organisation_id),),
        abilities=frozenset(client.abilities),
    )


def _acting(person_id: int, user_id: int | None, on: date, *, name: str) -> Actor:
    grants = _GRANTS.rows(person_id=person_id, on=on)
    places = _PLACES.rows(person_id=person_id, on=on)
    if grants and not places and has_left(person_id, on):
        # A roster ends the roles in its own organisation; one that reaches everywhere ends here.
        grants = []
    return Actor(
        ActorKind.PERSON,
        user_id=user_id,
        person_id=person_id,
        label=f"person {person_id}",
        name=name,
        grants=tuple(HeldGrant(role, level == Level.ALL, *reach) for role, level, *reach in grants),
        places=tuple(Place(*ids) for ids in places),
    )


def grants_on(on: date) -> QuerySet[Grant]:
    """Grants in force on a day."""
    return Grant.objects.filter(on_date(on), void=False)


def role_stands(grant_id: int, on: date) -> bool:
    """Whether a grant is in force on a day, or will be."""
    standing = Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), pk=grant_id, void=False)
    return standing.exists()


def roles_of(actor: Actor, on: date) -> QuerySet[Grant]:
    """The actor's own roles of a day, with the words for their reach."""
    own = grants_on(on).filter(person_id=actor.person_id or 0).order_by("role", "pk")
    return own.select_related("organisation", "service__organisation", "team__service__organisation")


def confirmed_on(on: date) -> QuerySet[Membership]:
    """Memberships that are confirmed and in force on a day."""
    return Membership.objects.filter(on_date(on), state=MembershipState.CONFIRMED)


# What every signed-in request asks.
_GRANTS = Prepared(
    lambda person_id, on: (
        grants_on(on)
        .filter(person_id=person_id)
        .values_list("role", "level", "organisation_id", "service_id", "team_id")
    ),
    person_id=-1_234_567,
    on=date(1900, 1, 1),
)
_PLACES = Prepared(
    lambda person_id, on: (
        confirmed_on(on)
        .filter(person_id=person_id)
        .order_by("-starts_on", "-id")
        .values_list("organisation_id", "service_id", "team_id")
    ),
    person_id=-1_234_567,
    on=date(1900, 1, 1),
)
_NAMES = Prepared(
    lambda person_id: Person.objects.filter(pk=person_id).order_by().values_list("given_name", "family_name"),
    person_id=-1_234_567,
)


def memberships_on(on: date, *, organisation_id: int | None = None) -> QuerySet[Membership]:
    """Confirmed memberships of a day, of one organisation or of all: the base of every workforce figure."""
    found = confirmed_on(on)
    return found.filter(organisation_id=organisation_id) if organisation_id else found


def membership_of(person_id: int, on: date) -> Membership | None:
    """The primary membership of a day: the one that began last."""
    found = confirmed_on(on).filter(person_id=person_id)
    return (
        found.select_related("organisation", "service", "team", "manager")
        .order_by("-starts_on", "-id")
        .first()
    )


def place_of(person_id: int, on: date) -> Place:
    """Where somebody belongs on a day; an empty place when nowhere is confirmed."""
    return next((Place(*ids) for ids in _PLACES.rows(person_id=person_id, on=on)), Place())


def people_named(ids: Iterable[int]) -> dict[int, str]:
    """Names by person id, in one query."""
    return {person.pk: person.name for person in Person.objects.filter(pk__in=set(ids))}


def organisation_by_code(code: str) -> Organisation:
    """The organisation with this code. Raises `NotFound`."""
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise NotFound(f"There is no organisation with the code {code}.")
    return found


def areas_of(actor: Actor) -> dict[str, str]:
    """The areas of the country that somebody works in, as GSS code to name; empty for agencies and for visitors."""
    places = {place.organisation_id for place in actor.places if place.organisation_id}
    if not places:
        return {}
    found = Organisation.objects.filter(pk__in=places).exclude(gss_code="")
    return dict(found.values_list("gss_code", "name"))


def organisations_touched_by(scope: Scope) -> QuerySet[Organisation]:
    """Organisations in which a scope reaches anything: itself, one of its services or one of its teams."""
    if scope.everything:
        return Organisation.objects.all()
    reach = (
        Q(pk__in=scope.organisations)
        | Q(pk__in=Service.objects.filter(pk__in=scope.services).values("organisation_id"))
        | Q(pk__in=Team.objects.filter(pk__in=scope.teams).values("service__organisation_id"))
    )
    return Organisation.objects.filter(reach)


# A file that leaves out more than a tenth of those whom we have at work is a correction, and no roster of everybody.
LEFT_OUT_AT_MOST = 10


def rosters_behind(organisation_id: int, on: date) -> tuple[date, date] | None:
    """The days of the oldest and the newest roster that figures of a day rest on; None when there is none. One query.

    The oldest is the last roster of nearly everybody: a small file that came later makes nobody else newer.
    """
    batches = RosterBatch.objects.filter(organisation_id=organisation_id, state="applied", as_of__lte=on)
    named = F("created") + F("changed") + F("ended") + F("unchanged")
    rows = batches.order_by("-as_of", "-pk").values_list("as_of", named, "outlook__not_in_file")
    days: list[date] = []
    for as_of, people, left_out in rows:
        days.append(as_of)
        if (left_out or 0) * LEFT_OUT_AT_MOST <= people + (left_out or 0):
            break
    return (days[-1], days[0]) if days else None


def people_with_role(role: str, place: Place, on: date) -> QuerySet[Person]:
    """People whose grant of `role` reaches `place` on a day. Who has left every organisation is none of them."""
    reach = Q(level="all") | Q(organisation_id=place.organisation_id, level="organisation")
    if place.service_id:
        reach |= Q(service_id=place.service_id, level="service")
    if place.team_id:
        reach |= Q(team_id=place.team_id, level="team")
    grants = grants_on(on).filter(reach, role=role)
    ever = Membership.objects.filter(state=MembershipState.CONFIRMED, starts_on__lte=on)
    left = ever.exclude(person_id__in=confirmed_on(on).values("person_id"))
    held = Person.objects.filter(pk__in=grants.values("person_id"))
    return held.exclude(pk__in=left.values("person_id")).order_by("pk")


def people_in_role(role: str, on: date) -> QuerySet[Person]:
    """People who hold `role` anywhere on a day and have not left."""
    held = Person.objects.filter(pk__in=grants_on(on).filter(role=role).values("person_id"))
    return held.exclude(pk__in=people_who_left(on).values("pk"))


def last_day_in_role(role: str, on: date, *, person: str) -> Subquery:
    """For rows whose column `person` names somebody: the last day of their role from a day on, None without one."""
    return _last_day(Grant.objects.filter(role=role, void=False), on, person)


def last_day_at_work(on: date, *, person: str) -> Subquery:
    """The same for their confirmed places."""
    return _last_day(Membership.objects.filter(state=MembershipState.CONFIRMED), on, person)


def _last_day(rows: QuerySet[Any], on: date, person: str) -> Subquery:
    theirs = rows.filter(Q(ends_on=None) | Q(ends_on__gte=on), person_id=OuterRef(person)).order_by()
    ends = Max(Coalesce("ends_on", date.max))
    return Subquery(theirs.values("person_id").annotate(last=ends).values("last"))


def approver_for(person_id: int, on: date) -> Person | None:
    """Who agrees to somebody's training: their manager, else whoever answers for the nearest place (PE-05).

    Looks in this order and never returns the person themselves: the manager the roster names, while at work;
    a manager, a deputy, a service head, a training administrator whose grant reaches their place. None only
    when nobody at all holds such a grant.
    """
    membership = membership_of(person_id, on)
    if (
        membership
        and membership.manager_id
        and confirmed_on(on).filter(person_id=membership.manager_id).exists()
    ):
        return membership.manager
    place = place_of(person_id, on)
    for role in APPROVING:
        found = people_with_role(role, place, on).exclude(pk=person_id).first()
        if found:
            return found
    return people_with_role(Role.ADMIN, place, on).exclude(pk=person_id).first()


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """Where an account stands: places that are confirmed, places that wait, or neither."""

    matched: bool
    confirmed: tuple[Membership, ...] = ()
    waiting: tuple[Membership, ...] = ()

    @property
    def unplaced(self) -> bool:
        """Matched to a person, but nobody knows where they work."""
        return self.matched and not self.confirmed and not self.waiting


def standing_of(actor: Actor, on: date) -> PersonStanding:
    """What the welcome and the account page say about the actor: one query."""
    if actor.person_id is None:
        return PersonStanding(matched=False)
    theirs = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), person_id=actor.person_id)
    rows = list(
        theirs.select_related("person", "organisation", "service", "team", "manager").order_by(
            "-starts_on", "-pk"
        )
    )
    return PersonStanding(
        matched=True,
        confirmed=tuple(row for row in rows if row.state == MembershipState.CONFIRMED),
        waiting=tuple(row for row in rows if row.state == MembershipState.PENDING),
    )


# How long somebody waits to be confirmed before they are told to ask, and how many are named to ask.
ASK_AGAIN_AFTER = timedelta(days=7)
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Wait:
    """A place that waits: who can confirm it, and when to ask them again. Names only as `confirmers_of` gives them."""

    membership: Membership
    confirmers: tuple[str, ...]
    ask_again_on: date


def waits_of(standing: PersonStanding, on: date) -> list[Wait]:
    """Who confirms each place that waits: at most four queries for a place, none for who is confirmed."""
    return [Wait(row, confirmers_of(row, on), row.starts_on + ASK_AGAIN_AFTER) for row in standing.waiting]


def confirmers_of(membership: Membership, on: date) -> tuple[str, ...]:
    """Names of the training administrators who can confirm a place, else of the programme's administrators.

    Only who can sign in and does not hide their name in lists; never the person who waits. To somebody whose address
    is not of that organisation nobody is named: anybody can say that they work anywhere.
    """
    if organisation_of_address(membership.person.email) != membership.organisation_id:
        return ()
    able = _able_to_confirm(membership.organisation_id, on, without=membership.person_id)
    return tuple(person.name for person in able.filter(hidden_on_rosters=False)[:MOST_NAMED])


def _able_to_confirm(organisation_id: int, on: date, *, without: int = 0) -> QuerySet[Person]:
    """Who can confirm places in an organisation and can sign in: the first role that anybody holds."""
    for role in RUNS_ROSTERS:
        able = people_with_role(role, Place(organisation_id), on).filter(account__is_active=True)
        if able.exclude(pk=without).exists():
            return able.exclude(pk=without)
    return Person.objects.none()


@dataclass(frozen=True, slots=True)
class PeopleWaiting:
    """How many people wait to be confirmed, and since when."""

    count: int
    since: date | None
    newest: date | None = None


def people_waiting_for(actor: Actor) -> PeopleWaiting:
    """What the actor's hub says of people to confirm. One query, none for who confirms nobody."""
    if not actor.holds(*RUNS_ROSTERS):
        return PeopleWaiting(0, None)
    found = memberships_confirmable_by(actor).aggregate(
        count=Count("person_id", distinct=True), since=Min("starts_on"), newest=Max("starts_on")
    )
    return PeopleWaiting(**found)


def confirmers_with_people_waiting(now: datetime) -> dict[int, PeopleWaiting]:
    """Whom to tell that somebody waits, and who: by person. Queries grow with organisations, not with who waits."""
    on = clock.today(now)
    waiting = Membership.objects.filter(state=MembershipState.PENDING).order_by()
    places = waiting.values_list("organisation_id", flat=True).distinct()
    able = {person.pk for place in places for person in _able_to_confirm(place, on)}
    found = {pk: people_waiting_for(actor_for_person(pk, now)) for pk in sorted(able)}
    return {pk: each for pk, each in found.items() if each.count}


def batch_by_code(actor: Actor, code: str) -> RosterBatch:
    """A roster import by the code in its address. Raises `NotFound`, also when it is another organisation's."""
    found = batches_seen_by(actor).select_related("organisation").filter(code=code).first()
    if found is None:
        raise NotFound()
    return found
