"""Log lines for machines."""

import json
import logging
import sys

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
