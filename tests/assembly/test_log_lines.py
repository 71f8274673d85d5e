"""Log lines for machines."""

import json
import logging
import sys
from logging.config import DictConfigurator

import pytest
from django.conf import settings

from portal.assembly.log_lines import JsonLines


def test_line_names_the_error_but_not_its_words_when_something_failed() -> None:
    try:
        raise ValueError("Jane Roe, born 3 May")
    except ValueError:
        record = logging.LogRecord(
            "hub", logging.ERROR, __file__, 1, "delivery %s failed", (7,), sys.exc_info()
        )

    line = json.loads(JsonLines().format(record))

    assert line["message"] == "delivery 7 failed"
    assert line["error"] == "ValueError"
    assert "Jane" not in json.dumps(line)


@pytest.mark.parametrize(("level", "told"), [(logging.WARNING, False), (logging.ERROR, True)])
def test_console_tells_the_trace_when_the_fault_is_ours(level: int, told: bool) -> None:
    console = settings.LOGGING["handlers"]["console"]["filters"]
    configured = DictConfigurator({**settings.LOGGING, "loggers": {}})
    no_trace = configured.configure_filter(configured.config["filters"][console[0]])
    record = logging.LogRecord(
        "django.request",
        level,
        __file__,
        1,
        "Forbidden: %s",
        ("/people/roster/",),
        (OSError, OSError(), None),
    )

    assert no_trace.filter(record)

    assert bool(record.exc_info) is told
