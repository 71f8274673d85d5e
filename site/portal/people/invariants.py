"""What must be true of people, places and grants at every moment."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from portal.kernel import clock
from portal.kernel.invariants import Breach, invariant
from portal.kernel.refs import Ref
from portal.people.administrators import lasting_administrators
from portal.people.models import Grant, Membership, Person, RosterBatch
from portal.people.states import BatchState, MembershipState


@invariant(
    "people.membership_place", "A membership’s team is in its service, and its service in its organisation."
)
def memberships_out_of_place() -> Iterator[Breach]:
    lost = Membership.objects.filter(
        (Q(team__isnull=False) & ~Q(team__service_id=F("service_id")))
        | (Q(service__isnull=False) & ~Q(service__organisation_id=F("organisation_id")))
    )
    for pk in lost.values_list("pk", flat=True):
        yield Breach(
            str(Ref("people.membership", pk)), "The team, the service and the organisation do not fit."
        )


@invariant("people.one_post_at_a_time", "One employee number stands for one membership on any day.")
def employee_numbers_twice_on_a_day() -> Iterator[Breach]:
    confirmed = Membership.objects.filter(state=MembershipState.CONFIRMED).exclude(employee_id="")
    several = confirmed.values("organisation_id", "employee_id").annotate(rows=Count("pk")).filter(rows__gt=1)
    last: Membership | None = None
    numbers = {(row["organisation_id"], row["employee_id"]) for row in several}
    rows = confirmed.filter(employee_id__in={number for _, number in numbers})
    for row in rows.order_by("organisation_id", "employee_id", "starts_on", "pk"):
        same = last and (last.organisation_id, last.employee_id) == (row.organisation_id, row.employee_id)
        if same and last and (last.ends_on is None or last.ends_on >= row.starts_on):
            yield Breach(
                str(Ref("people.membership", row.pk)), "It begins before the one before it has ended."
            )
        last = row


@invariant("people.one_person_an_employee_number", "An employee number belongs to one person.")
def employee_numbers_of_several() -> Iterator[Breach]:
    counted = (
        Membership.objects.filter(state=MembershipState.CONFIRMED)
        .exclude(employee_id="")
        .values("organisation_id", "employee_id")
        .annotate(people=Count("person_id", distinct=True))
    )
    for row in counted.filter(people__gt=1):
        yield Breach(
            str(Ref("people.organisation", row["organisation_id"])), "Two people share an employee number."
        )


@invariant(
    "people.an_administrator", "Where anybody holds a role, somebody who can sign in may do everything."
)
def nobody_administers() -> Iterator[Breach]:
    today = clock.today(clock.now())
    if Grant.objects.filter(void=False).exists() and not lasting_administrators(today).exists():
        yield Breach("people.grant", "There is no administrator of everything left who can sign in.")


@invariant("people.roster_figures", "An import that is through has accounted for every row.")
def imports_that_lost_rows() -> Iterator[Breach]:
    through = RosterBatch.objects.filter(state=BatchState.APPLIED)
    lost = through.exclude(rows_done=F("rows_read")).exclude(rows_read=0)
    for pk in lost.values_list("pk", flat=True):
        yield Breach(str(Ref("people.rosterbatch", pk)), "Rows were read and neither landed nor refused.")


@invariant("people.account_has_its_address", "A person’s address is lower case and theirs alone.")
def addresses_twice() -> Iterator[Breach]:
    twice = Person.objects.exclude(email="").values("email").annotate(people=Count("pk")).filter(people__gt=1)
    for row in twice:
        yield Breach("people.person", f"{row['people']} people share one address.")
