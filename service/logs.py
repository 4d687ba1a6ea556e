"""How the service logs: one line of JSON an event, with ids and codes and nothing personal."""

import logging
import sys

import structlog

from cases.errors import BadInput

_TRACEBACK = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))
"""Where it failed, without the values that were at hand there: they are people's letters."""

LEVELS = ("debug", "info", "warning", "error")


def set_up_logs(level: str) -> None:
    """Log to stderr from a level on; raise BadInput for an unknown one."""
    if level not in LEVELS:
        raise BadInput(f'SVARFRIST_LOG "{level}" is no level; expected one of {", ".join(LEVELS)}')
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _TRACEBACK,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
