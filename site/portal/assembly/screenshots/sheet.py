"""The pictures on one page, in order, to be looked at side by side."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from portal.assembly.screenshots.walk import Screen

HEAD = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Screens of Practice Hub</title>
<style>body{font:16px/1.4 sans-serif;margin:2rem}section{border-top:1px solid #999;padding:1rem 0}
div{display:flex;gap:1rem;align-items:flex-start;overflow-x:auto}img{border:1px solid #ccc;max-height:900px}</style>
<h1>Screens of Practice Hub</h1>
"""


def write_sheet(folder: Path, screens: Sequence[Screen]) -> Path:
    """Write `index.html` into the folder. Returns its path."""
    parts = [HEAD, f"<p>{len(screens)} screens.</p>"]
    for screen in screens:
        pictures = "".join(
            f'<img loading="lazy" src="{escape(file)}" alt="{escape(screen.title)} at {width} pixels">'
            for width, file in screen.pictures.items()
        )
        faults = "".join(f"<li>{escape(fault)}</li>" for fault in screen.faults)
        parts.append(
            f"<section><h2>{escape(screen.title)}</h2><p>{escape(screen.person)}: {escape(screen.address)}</p>"
            f"<ul>{faults}</ul><div>{pictures}</div></section>\n"
        )
    sheet = folder / "index.html"
    sheet.write_text("".join(parts), encoding="utf-8")
    return sheet
