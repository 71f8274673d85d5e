"""The square code: readable whatever the code behind it."""

import base64
import io

import pytest
import zxingcpp
from PIL import Image, ImageOps

from certificates.qr import png_data_uri, svg_data_uri
from portal.kernel.codes import new_code


@pytest.mark.feature("CE-02")
def test_square_code_is_read_back_when_the_code_is_any_of_many():
    for _ in range(60):
        address = f"https://practice-hub.example.org/check/{new_code(128)}/"

        picture = Image.open(io.BytesIO(base64.b64decode(png_data_uri(address).split(",", 1)[1])))

        (found,) = zxingcpp.read_barcodes(ImageOps.expand(picture.convert("RGB"), 24, "white"))
        assert found.text == address


@pytest.mark.feature("CE-03")
def test_square_code_of_the_page_carries_no_script_when_drawn():
    drawing = svg_data_uri("https://hub.example.org/check/x/")

    assert drawing.startswith("data:image/svg+xml")
    assert "script" not in drawing
