"""The code on a certificate that leads to its check page."""

import base64
import io

import segno

INK = "#0a3b3f"


def png_data_uri(address: str, *, scale: int = 6) -> str:
    """A QR code as a PNG in a data URI: for the PDF, which draws pictures by pixels.

    Args:
        scale: pixels for each module. The quiet zone is left to the page, which is white around it.
    """
    out = io.BytesIO()
    segno.make(address, error="m", boost_error=False).save(out, kind="png", scale=scale, border=0, dark=INK)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def svg_data_uri(address: str) -> str:
    """The same as SVG: for the web page, which stays sharp at any size and on paper."""
    return str(
        segno.make(address, error="m", boost_error=False).svg_data_uri(
            dark=INK, border=0, encode_minimal=True
        )
    )
