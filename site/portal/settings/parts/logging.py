"""Logging: one line an event, JSON in production. Messages carry ids and codes, never what a person wrote."""

from typing import Any

from portal.settings.env import ENV

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "portal.assembly.log_lines.JsonLines"},
        "plain": {"format": "%(levelname)-7s %(name)s: %(message)s"},
    },
    "filters": {
        "no_trace_for_warnings": {
            "()": "django.utils.log.CallbackFilter",
            "callback": "ext://portal.assembly.log_lines.without_trace",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if ENV.is_production else "plain",
            "filters": ["no_trace_for_warnings"],
        },
    },
    "root": {"handlers": ["console"], "level": "INFO" if ENV.is_production else "WARNING"},
    "loggers": {
        # Its messages quote addresses with their query; the proxy's own log has the rest.
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "xhtml2pdf": {"level": "ERROR"},
        "reportlab": {"level": "ERROR"},
    },
}
