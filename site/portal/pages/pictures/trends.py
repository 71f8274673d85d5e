"""A line through time: what was, where it is going, and where it ought to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.pages.pictures.canvas import NOTHING, framed

WIDTH, HEIGHT = 480, 250
LEFT, RIGHT, TOP, BOTTOM = 40, 440, 16, 212
FEWEST_BETWEEN_LABELS = 56


@dataclass(frozen=True, slots=True)
class Point:
    """A moment and a share in per cent."""

    label: str
    percent: int


def trend_line(
    title: str, points: Sequence[Point], *, forecast: Sequence[Point] = (), target: int | None = None
) -> SafeString:
    """Shares over time from 0 to 100 per cent, the last one named; the forecast dotted, the target dashed."""
    if not points:
        return NOTHING
    step = (RIGHT - LEFT) / max(len(points) + len(forecast) - 1, 1)
    was = [(LEFT + n * step, _y(point.percent)) for n, point in enumerate(points)]
    then = [was[-1], *((LEFT + (len(points) + n) * step, _y(p.percent)) for n, p in enumerate(forecast))]
    inside = format_html(
        "{}{}{}{}{}{}",
        _grid(),
        _target(target),
        _line(was, "pic-line"),
        _line(then, "pic-forecast") if forecast else NOTHING,
        _named(was[-1], points[-1], then[-1], forecast[-1] if forecast else None),
        _moments([*points, *forecast], step),
    )
    return framed(title, _words(points, forecast, target), inside, width=WIDTH, height=HEIGHT)


def _y(percent: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * percent / 100


def _words(points: Sequence[Point], forecast: Sequence[Point], target: int | None) -> str:
    words = f"From {points[0].percent}% in {points[0].label} to {points[-1].percent}% in {points[-1].label}"
    if forecast:
        words += f"; {forecast[-1].percent}% expected in {forecast[-1].label}"
    return words + (f"; target {target}%." if target is not None else ".")


def _grid() -> SafeString:
    return format_html_join(
        "",
        '<path class="pic-grid" d="M{} {}H{}"/><text class="pic-muted" x="{}" y="{}" text-anchor="end">{}%</text>',
        ((LEFT, _y(at), RIGHT, LEFT - 8, _y(at) + 4, at) for at in (0, 25, 50, 75, 100)),
    )


def _line(places: Sequence[tuple[float, float]], css: str) -> SafeString:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return format_html('<polyline class="{}" points="{}"/>', css, path)


def _target(target: int | None) -> SafeString:
    if target is None:
        return NOTHING
    return format_html(
        '<path class="pic-target" d="M{} {}H{}"/><text class="pic-target-label" x="{}" y="{}">target {}%</text>',
        LEFT,
        _y(target),
        RIGHT,
        LEFT + 4,
        _y(target) - 7,
        target,
    )


def _named(
    place: tuple[float, float], point: Point, end: tuple[float, float], forecast: Point | None
) -> SafeString:
    now = format_html(
        '<circle class="pic-point" cx="{}" cy="{}" r="6"/>'
        '<text class="pic-value" x="{}" y="{}" text-anchor="end">{}%</text>',
        f"{place[0]:.1f}",
        f"{place[1]:.1f}",
        f"{place[0] - 2:.1f}",
        f"{place[1] - 13:.1f}",
        point.percent,
    )
    if forecast is None:
        return now
    return format_html(
        '{}<text class="pic-label" x="{}" y="{}">{}%</text>',
        now,
        f"{end[0] + 6:.1f}",
        f"{end[1] + 5:.1f}",
        forecast.percent,
    )


def _moments(points: Sequence[Point], step: float) -> SafeString:
    every = max(1, -(-FEWEST_BETWEEN_LABELS // max(int(step), 1)))
    return format_html_join(
        "",
        '<text class="pic-muted" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (f"{LEFT + n * step:.1f}", BOTTOM + 24, point.label)
            for n, point in enumerate(points)
            if n % every == 0
        ),
    )
