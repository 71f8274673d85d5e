"""Bars: shares of several groups under one another, and one whole in its parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.pages.pictures.canvas import NOTHING, framed, said, stripes

ROW, WIDTH, BAR = 46, 480, 384


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, and its share in per cent; None when not known."""

    label: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole: its label, how many, and how it is drawn: bar, soft, due, stop or unknown."""

    label: str
    count: int
    kind: str = "bar"


def bar_rows(title: str, bars: Sequence[Bar], *, target: int | None = None) -> SafeString:
    """Horizontal bars from 0 to 100 per cent, each with its label above and its number at the end."""
    height = len(bars) * ROW + (22 if target is not None else 4)
    words = "; ".join(f"{bar.label} {said(bar.percent)}" for bar in bars)
    if target is not None:
        words += f"; target {target}%"
    fill = stripes(title, words)
    rows = format_html_join("", "{}", ((_bar(bar, number, fill),) for number, bar in enumerate(bars)))
    inside = format_html("{}{}", rows, _target(target, height))
    return framed(title, words, inside, width=WIDTH, height=height)


def _bar(bar: Bar, number: int, fill: SafeString) -> SafeString:
    top = number * ROW
    width = BAR if bar.percent is None else round(BAR * bar.percent / 100)
    return format_html(
        '<text class="pic-label" x="0" y="{}">{}</text>'
        '<rect class="pic-track" x="0" y="{}" width="{}" height="14" rx="3"/>'
        '<rect{} x="0" y="{}" width="{}" height="14" rx="3"/>'
        '<text class="pic-value" x="{}" y="{}">{}</text>',
        top + 15,
        bar.label,
        top + 21,
        BAR,
        fill if bar.percent is None else mark_safe(' class="pic-bar"'),
        top + 21,
        width,
        BAR + 8,
        top + 33,
        said(bar.percent),
    )


def _target(target: int | None, height: int) -> SafeString:
    if target is None:
        return NOTHING
    x = round(BAR * target / 100)
    return format_html(
        '<path class="pic-target" d="M{0} 0V{1}"/><text class="pic-target-label" x="{0}" y="{2}" text-anchor="middle">'
        "target {3}%</text>",
        x,
        height - 18,
        height - 4,
        target,
    )


def share_bar(title: str, shares: Sequence[Share]) -> SafeString:
    """One bar in parts, each named below it with its count; parts of nothing are left out of the bar."""
    total = sum(share.count for share in shares) or 1
    words = "; ".join(f"{share.label}: {share.count}" for share in shares)
    fill = stripes(title, words)
    parts, left = [], 0.0
    for share in shares:
        width = WIDTH * share.count / total
        parts.append((_paint(share.kind, fill), f"{left:.1f}", f"{max(width - 2, 0):.1f}"))
        left += width
    drawn = format_html_join("", '<rect{} x="{}" y="0" width="{}" height="22"/>', parts)
    named = format_html_join(
        "",
        '<rect{} x="0" y="{}" width="14" height="14" rx="3"/><text class="pic-label" x="24" y="{}">{}</text>'
        '<text class="pic-value" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (_paint(share.kind, fill), 38 + n * 26, 50 + n * 26, share.label, WIDTH, 50 + n * 26, share.count)
            for n, share in enumerate(shares)
        ),
    )
    return framed(title, words, format_html("{}{}", drawn, named), width=WIDTH, height=42 + len(shares) * 26)


def _paint(kind: str, fill: SafeString) -> SafeString:
    if kind == "unknown":
        return fill
    return format_html(' class="{}"', "pic-bar" if kind == "bar" else f"pic-bar--{kind}")
