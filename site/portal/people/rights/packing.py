"""A copy of somebody's data as a file they can keep: JSON for machines, one page of HTML for people. Pure."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string

from portal.kernel import clock
from portal.people.rights.speaking import spoken_row

# Beyond this many bytes the file waits on disc, and only until it is sent.
IN_MEMORY = 4 * 1024 * 1024

Section = tuple[str, str, list[dict[str, Any]]]


def packed(sections: Iterable[Section], *, made_at: datetime) -> IO[bytes]:
    """A ZIP of `my-data.json` and `my-data.html`, at its beginning and ready to be sent.

    Args:
        sections: key, title and rows of each kind of thing that is held; kinds without rows are left out.
        made_at: the instant the copy speaks of, in UTC.
    """
    held = [section for section in sections if section[2]]
    whole = {
        "made_at": made_at,
        "sections": {key: {"title": title, "rows": rows} for key, title, rows in held},
    }
    page = render_to_string(
        "people/my_data_copy.html",
        {
            "made_at": clock.spoken_moment(made_at),
            "sections": [(title, [spoken_row(row) for row in rows]) for _key, title, rows in held],
        },
    )
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", json.dumps(whole, default=_plain, ensure_ascii=False, indent=2))
        archive.writestr("my-data.html", page)
    file.seek(0)
    return file


def _plain(value: object) -> str | float:
    """What JSON has no word for: instants and dates as ISO text, decimals as numbers."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
