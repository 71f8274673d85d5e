"""A grid of shares as a real table: the darker, the more; striped where not known."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.pages.pictures.canvas import said

GRID = (
    '<div class="hub-scroll" tabindex="0" role="region" aria-label="{caption}"><table class="govuk-table hub-heat">'
    '<caption class="govuk-visually-hidden">{caption}</caption><thead class="govuk-table__head"><tr>'
    '<th scope="col" class="govuk-table__header">{corner}</th>{heads}</tr></thead>'
    '<tbody class="govuk-table__body">{rows}</tbody></table></div>'
)
HEAD = '<th scope="col" class="govuk-table__header govuk-table__header--numeric">{}</th>'
ROW = '<tr><th scope="row" class="govuk-table__header">{}{}</th>{}</tr>'
CELL = '<td class="govuk-table__cell govuk-table__cell--numeric hub-heat__cell hub-heat__cell--{}">{}</td>'


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One line: its label, where it leads, a quieter word under it, and a share in per cent for each column."""

    label: str
    percents: Sequence[int | None]
    url: str = ""
    part_of: str = ""


def shade(percent: int | None) -> str:
    """The step of darkness for a share: 0 for nothing, 1 to 5 in fifths, none when not known."""
    if percent is None:
        return "none"
    return str(min(percent // 20, 4) + (percent > 0))


def heat_grid(
    caption: str, columns: Sequence[str], rows: Sequence[HeatRow], *, corner: str = ""
) -> SafeString:
    """A table of shares. `corner` names what the lines are."""
    return format_html(
        GRID,
        caption=caption,
        corner=corner,
        heads=format_html_join("", HEAD, ((column,) for column in columns)),
        rows=format_html_join("", "{}", ((_row(row),) for row in rows)),
    )


def _row(row: HeatRow) -> SafeString:
    label = format_html('<a href="{}">{}</a>', row.url, row.label) if row.url else row.label
    under = format_html('<span class="hub-heat__part">{}</span>', row.part_of) if row.part_of else ""
    cells = format_html_join("", CELL, ((shade(percent), said(percent)) for percent in row.percents))
    return format_html(ROW, label, under, cells)
