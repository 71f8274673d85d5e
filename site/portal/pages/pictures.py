"""Charts drawn on the server as SVG: direct labels, striped where not known, target dashed. Classes only, no style.

Each picture has a title and a description; the page shows the same numbers as a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

STRIPES = mark_safe(
    '<defs><pattern id="hub-stripes" width="10" height="10" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    '<rect class="pic-stripe-ground" width="10" height="10"/><path class="pic-stripe" d="M0 0V10"/></pattern></defs>'
)
ROW, WIDTH, BAR = 44, 480, 400


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, and its share in per cent; None when not known."""

    label: str
    percent: int | None


def bar_rows(title: str, bars: Sequence[Bar], *, target: int | None = None) -> SafeString:
    """Horizontal bars from 0 to 100 per cent, each with its label above and its number at the end."""
    height = len(bars) * ROW + (22 if target is not None else 4)
    rows = format_html_join("", "{}", ((_bar(bar, number),) for number, bar in enumerate(bars)))
    described = "; ".join(f"{bar.label} {_words(bar.percent)}" for bar in bars)
    return format_html(
        '<figure class="hub-picture"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">'
        "<desc>{}</desc>{}{}{}</svg></figure>",
        WIDTH,
        height,
        title,
        described,
        STRIPES,
        rows,
        _target(target, height),
    )


def _words(percent: int | None) -> str:
    return "not known" if percent is None else f"{percent}%"


def _bar(bar: Bar, number: int) -> SafeString:
    top = number * ROW
    width = BAR if bar.percent is None else round(BAR * bar.percent / 100)
    return format_html(
        '<text class="pic-label" x="0" y="{}">{}</text>'
        '<rect class="pic-track" x="0" y="{}" width="{}" height="14" rx="3"/>'
        '<rect class="{}" x="0" y="{}" width="{}" height="14" rx="3"/>'
        '<text class="pic-value" x="{}" y="{}">{}</text>',
        top + 15,
        bar.label,
        top + 21,
        BAR,
        "pic-unknown" if bar.percent is None else "pic-bar",
        top + 21,
        width,
        BAR + 8,
        top + 33,
        _words(bar.percent),
    )


def _target(target: int | None, height: int) -> SafeString:
    if target is None:
        return mark_safe("")
    x = round(BAR * target / 100)
    return format_html(
        '<path class="pic-target" d="M{0} 0V{1}"/><text class="pic-target-label" x="{0}" y="{2}" text-anchor="middle">'
        "target {3}%</text>",
        x,
        height - 18,
        height - 4,
        target,
    )
