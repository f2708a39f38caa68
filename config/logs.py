"""Structured logs on standard output: one JSON object a line, without personal data."""

import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict

#: What libraries may add to a line of theirs; anything else could be a request, with its path and its form.
_EXTRAS = ["task", "fault", "status_code"]
#: Loggers whose text repeats the path, which may carry a token.
_NAME_PATHS = ("django.request", "django.security")
#: A secret of a link, as ``secrets.token_urlsafe(32)`` writes it, wherever it stands: 43 letters, no digest is so long.
_TOKEN = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")


def without_path(logger: object, method: str, event: EventDict) -> EventDict:
    """Django's word on a failed answer, without the path. The request's own line, with the same id, names the view."""
    if str(event.get("logger", "")).startswith(_NAME_PATHS):
        event["event"] = "answer_failed"
    return event


def without_message(logger: object, method: str, event: EventDict) -> EventDict:
    """A fault as its type and where it rose. Its message stays out: the database's tell the values of a row."""
    found = event.pop("exc_info", None)
    if found:
        kind, _fault, frames = found if isinstance(found, tuple) else sys.exc_info()
        event["fault"] = kind.__name__ if kind else ""
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(frames)]
    return event


def without_tokens(logger: object, method: str, event: EventDict) -> EventDict:
    """No secret of a link, whoever wrote the line."""
    return {name: _scrubbed(value) for name, value in event.items()}


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return _TOKEN.sub("[token]", value)
    if isinstance(value, list | tuple):
        return [_scrubbed(one) for one in value]
    return value


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow=_EXTRAS),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_path,
    without_message,
    without_tokens,
]

#: Django's, Celery's and our own log go through one JSON formatter.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {
        # Every request has a line of ours: of Django's, only faults pass.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
        # Steps of making a PDF, also of the fonts that it reads when it is imported.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        # Reports what it cannot read in a file that somebody has us check.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}

structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
