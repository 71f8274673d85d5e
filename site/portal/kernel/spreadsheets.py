"""Lines of CSV files whose cells no spreadsheet executes."""

import csv
from io import StringIO


def safe_cell(text: str) -> str:
    """Text that a spreadsheet shows and never runs (ASVS 1.2.10)."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def csv_line(*cells: object) -> str:
    """One line; numbers as they are, text made safe."""
    buffer = StringIO()
    csv.writer(buffer).writerow(safe_cell(cell) if isinstance(cell, str) else cell for cell in cells)
    return buffer.getvalue()
