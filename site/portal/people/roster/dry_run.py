"""The whole file against what we hold, without writing: what the preview shows. Reads only."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from portal.people.models import MailDomain, Membership
from portal.people.roster.columns import Mapping
from portal.people.roster.known import load_places
from portal.people.roster.order import managers_first
from portal.people.roster.outcomes import Outcome
from portal.people.roster.plan import Group, Planner
from portal.people.roster.reading import Table
from portal.people.roster.rows import Reading, Remark, read_rows
from portal.people.states import MembershipState

CHUNK_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Survey:
    """What an import would come to."""

    counts: Counter[str]
    refused: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    rows_read: int
    new_services: tuple[str, ...]
    new_teams: tuple[str, ...]
    not_in_file: int
    whose: str
    outcomes: tuple[Outcome, ...]

    @property
    def refused_rows(self) -> int:
        """Rows that would not land; a row may be refused for several reasons."""
        return len({remark.row for remark in self.refused})


def read_in_order(table: Table, mapping: Mapping) -> Reading:
    """The file's rows, judged and with managers first: the same for a dry run and for the import."""
    return managers_first(read_rows(table, mapping))


def chunks(groups: Sequence[Group], *, size: int = CHUNK_ROWS, skip: int = 0) -> Iterator[list[Group]]:
    """Groups in chunks of about `size` rows; `skip` rows were done before. A person's rows stay together."""
    chunk: list[Group] = []
    rows = passed = 0
    for group in groups:
        if passed < skip:
            passed += len(group)
            continue
        chunk.append(group)
        rows += len(group)
        if rows >= size:
            yield chunk
            chunk, rows = [], 0
    if chunk:
        yield chunk


def good_addresses(reading: Reading) -> frozenset[str]:
    """The addresses of the rows that were not refused."""
    return frozenset(row.email for group in reading.groups for row in group if row.email)


def survey(reading: Reading, *, organisation_id: int, as_of: date, create_places: bool) -> Survey:
    """Plan every chunk and add up."""
    planner = Planner(
        organisation_id, as_of, create_places, load_places(organisation_id), good_addresses(reading)
    )
    counts: Counter[str] = Counter()
    refused, warnings = list(reading.refused), list(reading.warnings)
    services: list[str] = []
    teams: list[str] = []
    seen: set[int] = set()
    outcomes: list[Outcome] = []
    for chunk in chunks(reading.groups):
        plan = planner.plan(chunk)
        counts += plan.counts
        refused += plan.refused
        warnings += plan.warnings
        services += [service.name for service in plan.services]
        teams += [f"{team.name} ({team.service.name})" for team in plan.teams]
        seen |= plan.seen
        outcomes += plan.outcomes
    return Survey(
        counts=counts,
        refused=tuple(sorted(refused, key=lambda remark: remark.row)),
        warnings=tuple(sorted(warnings, key=lambda remark: remark.row)),
        rows_read=reading.rows_read,
        new_services=tuple(services),
        new_teams=tuple(teams),
        not_in_file=_not_in_file(organisation_id, as_of, seen),
        whose=whose_staff(good_addresses(reading), organisation_id),
        outcomes=tuple(outcomes),
    )


def whose_staff(addresses: Collection[str], organisation_id: int) -> str:
    """The other organisation whose mail domains most of a file's addresses have: it may be the wrong file.

    Empty when most are this organisation's own, or of nobody we know.
    """
    domains = Counter(address.rpartition("@")[2] for address in addresses)
    known = MailDomain.objects.filter(domain__in=domains).exclude(organisation_id=organisation_id)
    theirs: Counter[str] = Counter()
    for domain, name in known.values_list("domain", "organisation__name"):
        theirs[name] += domains[domain]
    name, count = next(iter(theirs.most_common(1)), ("", 0))
    return name if count * 2 > len(addresses) else ""


def _not_in_file(organisation_id: int, as_of: date, seen: set[int]) -> int:
    """How many people whom we have at work there the file does not mention. Nothing happens to them."""
    at_work = Membership.objects.filter(
        organisation_id=organisation_id, state=MembershipState.CONFIRMED, ends_on=None, starts_on__lte=as_of
    )
    return len(set(at_work.values_list("person_id", flat=True)) - seen)


def example_names(table: Table, mapping: Mapping, limit: int = 3) -> list[str]:
    """A few names with letters beyond plain ones, for somebody to see that none were mangled."""
    places = [mapping[column] for column in ("given_name", "family_name") if column in mapping]
    names = (" ".join(values[at] for at in places if at < len(values)) for _, values in table.rows)
    return list(islice((name for name in names if not name.isascii()), limit))
