"""Log lines: short for what is not a fault, and readable by a machine."""

import json
import logging
from datetime import UTC, datetime


def without_trace(record: logging.LogRecord) -> bool:
    """Take the trace off what is not our fault: a page refused, a form that came twice, a bad request."""
    if record.levelno < logging.ERROR:
        record.exc_info = None
    return True


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the kind of error without its words.

    The text of an exception may quote what a person wrote, so only its type and the place it was raised are kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            places = []
            while trace:
                places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
                trace = trace.tb_next
            line["where"] = places[-8:]
        return json.dumps(line, ensure_ascii=False)
