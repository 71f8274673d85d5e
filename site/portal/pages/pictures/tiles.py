"""London as 33 squares of the same size, each authority near its neighbours.

The arrangement is the common one for squared maps of London: eight columns, the river between the fourth and the
fifth row. A square says nothing about area or shape, which is the point: a small borough counts as much as a big one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.pages.pictures.canvas import NOTHING, framed, said, stripes
from portal.pages.pictures.grids import shade

SIDE = 68
LINE = 13
# On a phone the map scrolls sideways in its own frame, which the keyboard has to reach.
REACH = mark_safe(' tabindex="0"')
# GSS code: name, what the square says (a stroke begins the second line), column, row.
LONDON: dict[str, tuple[str, str, int, int]] = {
    "E09000010": ("Enfield", "Enfield", 4, 0),
    "E09000015": ("Harrow", "Harrow", 2, 1),
    "E09000003": ("Barnet", "Barnet", 3, 1),
    "E09000014": ("Haringey", "Haringey", 4, 1),
    "E09000031": ("Waltham Forest", "Waltham/Forest", 5, 1),
    "E09000017": ("Hillingdon", "Hillingdon", 0, 2),
    "E09000009": ("Ealing", "Ealing", 1, 2),
    "E09000005": ("Brent", "Brent", 2, 2),
    "E09000007": ("Camden", "Camden", 3, 2),
    "E09000019": ("Islington", "Islington", 4, 2),
    "E09000012": ("Hackney", "Hackney", 5, 2),
    "E09000026": ("Redbridge", "Redbridge", 6, 2),
    "E09000016": ("Havering", "Havering", 7, 2),
    "E09000018": ("Hounslow", "Hounslow", 0, 3),
    "E09000013": ("Hammersmith and Fulham", "Hammersmith/& Fulham", 1, 3),
    "E09000020": ("Kensington and Chelsea", "Kensington/& Chelsea", 2, 3),
    "E09000033": ("Westminster", "Westminster", 3, 3),
    "E09000001": ("City of London", "City of/London", 4, 3),
    "E09000030": ("Tower Hamlets", "Tower/Hamlets", 5, 3),
    "E09000025": ("Newham", "Newham", 6, 3),
    "E09000002": ("Barking and Dagenham", "Barking &/Dagenham", 7, 3),
    "E09000027": ("Richmond upon Thames", "Richmond", 1, 4),
    "E09000032": ("Wandsworth", "Wandsworth", 2, 4),
    "E09000022": ("Lambeth", "Lambeth", 3, 4),
    "E09000028": ("Southwark", "Southwark", 4, 4),
    "E09000023": ("Lewisham", "Lewisham", 5, 4),
    "E09000011": ("Greenwich", "Greenwich", 6, 4),
    "E09000004": ("Bexley", "Bexley", 7, 4),
    "E09000021": ("Kingston upon Thames", "Kingston", 2, 5),
    "E09000024": ("Merton", "Merton", 3, 5),
    "E09000008": ("Croydon", "Croydon", 4, 5),
    "E09000006": ("Bromley", "Bromley", 5, 5),
    "E09000029": ("Sutton", "Sutton", 3, 6),
}
COLUMNS = 1 + max(column for _, _, column, _ in LONDON.values())
ROWS = 1 + max(row for _, _, _, row in LONDON.values())
TILE = (
    '<rect class="pic-tile{kind}"{fill} x="{x}" y="{y}" width="{side}" height="{side}" rx="4"/>'
    '<text class="pic-tile-name{dark}">{name}</text>'
    '<text class="pic-tile-value{dark}" x="{middle}" y="{value_y}">{value}</text>'
)


@dataclass(frozen=True, slots=True)
class Tile:
    """What a taking-part authority shows: its share in per cent (None: not known), and where it leads."""

    percent: int | None
    url: str = ""


def london_tile_map(title: str, tiles: Mapping[str, Tile]) -> SafeString:
    """The map by GSS code; authorities that are not in `tiles` stand empty. Unknown codes are left out."""
    known = {code: tile for code, tile in tiles.items() if code in LONDON}
    words = "; ".join(f"{LONDON[code][0]} {said(tile.percent)}" for code, tile in known.items())
    fill = stripes(title, words)
    drawn = format_html_join("", "{}", ((_square(code, known.get(code), fill),) for code in LONDON))
    # With links inside, the picture is a group of them; without, one image.
    role = "group" if any(tile.url for tile in known.values()) else "img"
    return framed(
        title,
        words,
        drawn,
        width=COLUMNS * SIDE,
        height=ROWS * SIDE,
        role=role,
        look=" hub-picture--map",
        reach=REACH,
    )


def _square(code: str, tile: Tile | None, fill: SafeString) -> SafeString:
    name, short, column, row = LONDON[code]
    level = shade(tile.percent) if tile else "out"
    x, y = column * SIDE + 2, row * SIDE + 2
    middle = x + (SIDE - 4) // 2
    drawn = format_html(
        TILE,
        kind=" pic-tile--unknown" if level == "none" else f" pic-tile--{level}",
        fill=fill if level == "none" else NOTHING,
        x=x,
        y=y,
        side=SIDE - 4,
        dark=" pic-on-dark" if level in ("4", "5") else " pic-quiet" if tile is None else "",
        middle=middle,
        name=_in_lines(short, middle, y),
        value_y=y + 50,
        value="" if tile is None else "?" if tile.percent is None else f"{tile.percent}%",
    )
    if tile is None or not tile.url:
        return drawn
    words = f"{name}, {said(tile.percent)}"
    return format_html('<a class="pic-tile-link" href="{}"><title>{}</title>{}</a>', tile.url, words, drawn)


def _in_lines(short: str, middle: int, top: int) -> SafeString:
    """The name in one line or two, above the number."""
    lines = short.split("/")
    first = top + (30 if len(lines) == 1 else 21)
    rows = [(middle, first + LINE * number, line) for number, line in enumerate(lines)]
    return format_html_join(" ", '<tspan x="{}" y="{}">{}</tspan>', rows)
