"""Rows of text to rows that mean something, and the file judged as a whole. Pure: no database, no clock."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from portal.people.roster import cells
from portal.people.roster.columns import Mapping
from portal.people.roster.reading import Table
from portal.people.rules import is_free_mail, skeleton

READERS: dict[str, Callable[[str], Any]] = {
    "employee_id": cells.employee_id,
    "email": cells.email,
    "given_name": cells.name,
    "family_name": cells.name,
    "job_role": lambda value: cells.text(value, limit=120),
    "service": lambda value: cells.text(value, limit=120),
    "team": lambda value: cells.text(value, limit=120),
    "start_date": cells.day,
    "end_date": cells.day,
    "caseload_holding": cells.yes_or_no,
    "fte": cells.share,
}
LOOKS_SAME = str.maketrans({"0": "o", "1": "l"})


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a row: which field, and why, without the value."""

    row: int
    field: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        return {"row": self.row, "field": self.field, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says. Empty means that the file does not say."""

    number: int
    employee_id: str = ""
    email: str = ""
    given_name: str = ""
    family_name: str = ""
    job_role: str = ""
    service: str = ""
    team: str = ""
    manager_email: str = ""
    start_date: date | None = None
    end_date: date | None = None
    caseload_holding: bool | None = None
    fte: Decimal | None = None

    @property
    def key(self) -> str:
        """What makes this row the same as one of yesterday's: the employee number, else the address."""
        return f"#{self.employee_id}" if self.employee_id else f"@{self.email}"

    @property
    def place(self) -> tuple[str, str]:
        return self.service.casefold(), self.team.casefold()


@dataclass(frozen=True, slots=True)
class Reading:
    """The good rows, grouped by whom they are about, oldest first within a group; and what is wrong with others."""

    groups: tuple[tuple[Row, ...], ...]
    refused: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    rows_read: int


def read_rows(table: Table, mapping: Mapping) -> Reading:
    """Judge every row by itself, then the file as a whole."""
    rows: list[Row] = []
    refused: list[Remark] = []
    warnings: list[Remark] = []
    for number, values in table.rows:
        row, faults, remarks = _read_row(number, values, mapping)
        refused += faults
        if row is not None:
            rows.append(row)
            warnings += remarks
    unique, doubles, look_alikes = _without_doubles(rows)
    groups, clashes = _grouped(unique)
    return Reading(
        groups=tuple(groups),
        refused=tuple(sorted(refused + doubles + clashes, key=lambda remark: remark.row)),
        warnings=tuple(sorted(warnings + look_alikes, key=lambda remark: remark.row)),
        rows_read=len(table.rows),
    )


def _read_row(
    number: int, values: Sequence[str], mapping: Mapping
) -> tuple[Row | None, list[Remark], list[Remark]]:
    """One row: the row and its warnings, or every fault it has."""
    found: dict[str, Any] = {}
    faults: list[Remark] = []
    for column, place in mapping.items():
        reader = READERS.get(column)
        if reader is None:
            continue
        try:
            found[column] = reader(values[place] if place < len(values) else "")
        except cells.BadCell as why:
            faults.append(Remark(number, column, str(why)))
    manager, warnings = _manager(number, values, mapping)
    row = Row(number, manager_email=manager, **found)
    faults += _missing(row, {fault.field for fault in faults})
    if faults:
        return None, faults, []
    if "family_name" in mapping and not row.family_name:
        reason = "There is no family name. Add it, unless this person has one name only."
        warnings.append(Remark(number, "family_name", reason))
    if row.email and is_free_mail(row.email):
        warnings.append(
            Remark(number, "email", "This is a personal address, so this person cannot sign up with it.")
        )
    if manager and manager == row.email:
        row = replace(row, manager_email="")
        warnings.append(
            Remark(number, "manager_email", "The person is named as their own manager; left empty.")
        )
    return row, [], warnings


def _manager(number: int, values: Sequence[str], mapping: Mapping) -> tuple[str, list[Remark]]:
    """A manager we cannot read costs the manager, not the row."""
    place = mapping.get("manager_email")
    if place is None or place >= len(values):
        return "", []
    try:
        return cells.email(values[place]), []
    except cells.BadCell:
        return "", [
            Remark(
                number, "manager_email", "This is not a person’s email address; the manager is left empty."
            )
        ]


def _missing(row: Row, already: set[str]) -> list[Remark]:
    faults = []
    if not row.given_name and "given_name" not in already:
        faults.append(Remark(row.number, "given_name", "There is no given name."))
    if not row.employee_id and not row.email and not already & {"employee_id", "email"}:
        reason = "There is neither an employee number nor an email address, so the person cannot be told from others."
        faults.append(Remark(row.number, "employee_id", reason))
    if row.start_date and row.end_date and row.end_date < row.start_date:
        faults.append(Remark(row.number, "end_date", "The end date is before the start date."))
    return faults


def _without_doubles(rows: list[Row]) -> tuple[list[Row], list[Remark], list[Remark]]:
    """Take out rows whose address another row holds under another employee number, or under none."""
    first_by_address: dict[str, Row] = {}
    address_of: dict[str, Row] = {}
    first_by_look: dict[str, Row] = {}
    kept: list[Row] = []
    refused: list[Remark] = []
    warnings: list[Remark] = []
    for row in rows:
        known = address_of.get(row.key)
        if row.email and known and known.email and skeleton(known.email) != skeleton(row.email):
            reason = f"Row {known.number} has the same employee number with another address."
            refused.append(Remark(row.number, "employee_id", reason))
            continue
        other = first_by_address.get(skeleton(row.email)) if row.email else None
        if other and other.key != row.key:
            reason = f"Row {other.number} has the same address (capital letters make no difference)."
            refused.append(Remark(row.number, "email", reason))
            continue
        if row.email and not other:
            first_by_address[skeleton(row.email)] = row
            look = skeleton(row.email).translate(LOOKS_SAME).replace("rn", "m")
            if (twin := first_by_look.setdefault(look, row)) is not row:
                reason = f"The address looks like that of row {twin.number}. Check that both are right."
                warnings.append(Remark(row.number, "email", reason))
        if not known or not known.email:
            address_of[row.key] = row
        kept.append(row)
    return kept, refused, warnings


def _grouped(rows: list[Row]) -> tuple[list[tuple[Row, ...]], list[Remark]]:
    """Rows about the same person together: one, or a move from one team to the next."""
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    groups: list[tuple[Row, ...]] = []
    refused: list[Remark] = []
    for same in by_key.values():
        group, faults = _as_moves(same)
        groups.append(group)
        refused += faults
    return groups, refused


def _as_moves(same: list[Row]) -> tuple[tuple[Row, ...], list[Remark]]:
    """Rows of one person in the order of their start dates, each ending the day before the next begins."""
    if len(same) == 1:
        return (same[0],), []
    dated = sorted(
        (row for row in same if row.start_date), key=lambda row: (row.start_date or date.min, row.number)
    )
    kept: list[Row] = []
    refused: list[Remark] = []
    for row in dated or same[:1]:
        before = kept[-1] if kept else None
        if before and (
            row.start_date == before.start_date or (row.place == before.place and _overlap(before, row))
        ):
            refused.append(_double(row, before))
            continue
        if before and row.start_date and (before.end_date is None or before.end_date >= row.start_date):
            kept[-1] = replace(before, end_date=row.start_date - timedelta(days=1))
        kept.append(row)
    stays = {row.number for row in kept} | {remark.row for remark in refused}
    refused += [_double(row, kept[0]) for row in same if row.number not in stays]
    return tuple(kept), refused


def _overlap(before: Row, after: Row) -> bool:
    return before.end_date is None or after.start_date is None or before.end_date >= after.start_date


def _double(row: Row, other: Row) -> Remark:
    field = "employee_id" if row.employee_id else "email"
    reason = (
        f"Row {other.number} is about the same person. For a move, give each row its own team and start date."
    )
    return Remark(row.number, field, reason)
