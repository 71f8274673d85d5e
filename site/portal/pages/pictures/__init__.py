"""Charts drawn on the server as SVG: direct labels, striped where not known, target dashed, forecast dotted.

Pure functions from plain values to markup with classes only, no style. Each picture has a title and a description
in words; the page shows the same numbers as a table beside it (a heat grid is its own table).
"""

from portal.pages.pictures.bars import Bar, Share, bar_rows, share_bar
from portal.pages.pictures.canvas import said
from portal.pages.pictures.grids import HeatRow, heat_grid, shade
from portal.pages.pictures.tiles import LONDON, Tile, london_tile_map
from portal.pages.pictures.trends import Point, trend_line

__all__ = [
    "LONDON",
    "Bar",
    "HeatRow",
    "Point",
    "Share",
    "Tile",
    "bar_rows",
    "heat_grid",
    "london_tile_map",
    "said",
    "shade",
    "share_bar",
    "trend_line",
]
