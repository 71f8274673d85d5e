"""Managers before those they manage, so that a manager is known when their staff land. Pure."""

from dataclasses import replace

from portal.people.roster.rows import Reading, Remark, Row

Group = tuple[Row, ...]


def managers_first(reading: Reading) -> Reading:
    """The groups in an order in which nobody comes before a manager who is in the file.

    Where managers go round in a circle, the row that closes it loses its manager, with a warning.
    """
    by_email = {row.email: place for place, group in enumerate(reading.groups) for row in group if row.email}
    groups = list(reading.groups)
    done: list[int] = []
    state: dict[int, str] = {}
    warnings = list(reading.warnings)
    for start in range(len(groups)):
        trail = [start]
        while trail:
            place = trail[-1]
            if state.get(place) == "done":
                trail.pop()
                continue
            state[place] = "open"
            above = _next_above(groups[place], by_email, state)
            if above is None:
                state[place] = "done"
                done.append(place)
                trail.pop()
            elif state.get(above) == "open":
                groups[place], remarks = _without_manager(groups[place], by_email, above)
                warnings += remarks
            else:
                trail.append(above)
    ordered = tuple(groups[place] for place in done)
    return replace(reading, groups=ordered, warnings=tuple(sorted(warnings, key=lambda remark: remark.row)))


def _next_above(group: Group, by_email: dict[str, int], state: dict[int, str]) -> int | None:
    """A manager of the group who is in the file and not yet placed."""
    for row in group:
        above = by_email.get(row.manager_email) if row.manager_email else None
        if above is not None and state.get(above) != "done":
            return above
    return None


def _without_manager(group: Group, by_email: dict[str, int], above: int) -> tuple[Group, list[Remark]]:
    """The group with that manager left out, and the warnings for it."""
    kept, warnings = [], []
    for row in group:
        if row.manager_email and by_email.get(row.manager_email) == above:
            reason = "The managers of these rows go round in a circle; the manager is left empty."
            warnings.append(Remark(row.number, "manager_email", reason))
            kept.append(replace(row, manager_email=""))
        else:
            kept.append(row)
    return tuple(kept), warnings
