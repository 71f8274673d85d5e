"""A certificate over the same page drawn by hand."""

import statistics
import time
from collections.abc import Callable

from certificates.rendering import certificate_pdf
from tests.benchmarks.certificate_twin import certificate_by_hand
from tests.factories.certificates import make_sheet

TIMES = 15


def measure() -> dict[str, float]:
    """CPU time of our certificate over the same words, fonts, QR code and drawings drawn with reportlab directly."""
    sheet = make_sheet()
    ours, by_hand = lambda: certificate_pdf(sheet), lambda: certificate_by_hand(sheet)
    ours(), by_hand()
    ratios = [_cpu_for(ours) / _cpu_for(by_hand) for _round in range(5)]
    return {"certificate PDF": statistics.median(ratios)}


def _cpu_for(draw: Callable[[], bytes]) -> float:
    before = time.process_time()
    for _time in range(TIMES):
        draw()
    return time.process_time() - before
