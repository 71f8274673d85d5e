"""The code on a certificate that leads to its check page."""

import base64
import io
from typing import Any

import segno

INK = "#0a3b3f"
# One mask for all. Trying all eight for the prettiest costs ten times as much, and an address is mixed enough as it is:
# a test reads a few hundred of them back.
DRAWN_AS: dict[str, Any] = {"error": "m", "boost_error": False, "micro": False, "mask": 3}


def png_data_uri(address: str, *, scale: int = 4) -> str:
    """A QR code as a PNG in a data URI: for the PDF, which draws pictures by pixels.

    Args:
        scale: pixels for each module. The quiet zone is left to the page, which is white around it.
    """
    out = io.BytesIO()
    segno.make(address, **DRAWN_AS).save(out, kind="png", scale=scale, border=0, dark=INK)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def svg_data_uri(address: str) -> str:
    """The same as SVG: for the web page, which stays sharp at any size and on paper."""
    return str(segno.make(address, **DRAWN_AS).svg_data_uri(dark=INK, border=0, encode_minimal=True))
