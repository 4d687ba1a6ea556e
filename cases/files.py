"""Whether a file that somebody sent may be handed on: what the virus scanner said of it, and what follows. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

CLEAN, UNCHECKED = "clean", "unchecked"
"""Verdicts that name no find: the scanner found nothing; it could not look, because the file is too large for it."""

LONG = timedelta(minutes=10)
"""A file that has waited so long for the scanner may be opened unchecked: staff have time limits to keep."""


class FileState(StrEnum):
    """Whether a file may be had. Only `open` ones are given at once; `refused` and `erased` ones never are.

    `restricted` ones are given to few (P-MX-21).
    """

    OPEN = "open"
    WAITING = "waiting"
    UNCHECKED = "unchecked"
    REFUSED = "refused"
    RESTRICTED = "restricted"
    ERASED = "erased"


def infected(verdict: str | None) -> bool:
    """Say whether a verdict names something that was found."""
    return verdict not in {None, CLEAN, UNCHECKED}


def state_of(verdict: str | None, since: datetime | None, now: datetime) -> FileState:
    """Give the state of a file by its verdict and the instant from which its letter waits for the scanner, if it does.

    Without a verdict and without waiting there was no scanner when it came: it may be had, as without any.
    """
    if infected(verdict):
        return FileState.REFUSED
    if verdict is None and since is not None:
        return FileState.UNCHECKED if now - since >= LONG else FileState.WAITING
    return FileState.UNCHECKED if verdict == UNCHECKED else FileState.OPEN
