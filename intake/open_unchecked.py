"""A member of staff wants a file that the virus scanner could not look into, and answers for it."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.errors import NotAllowed
from cases.files import FileState, state_of
from cases.staff import Staff
from storage import history, looks
from storage.dossier import File, file_of
from storage.page import Page


@dataclass(frozen=True)
class Opened:
    """A file of a case's conversation: the message it came with, and its part."""

    case: Case
    message: int
    part: int


def open_unchecked(page: Page, opened: Opened, staff: Staff, now: datetime) -> File:
    """Give a file that nobody has checked, and note who wanted it.

    Raises NotAllowed where there is no such file, something was found in it, or the scanner may still look.
    """
    case = opened.case
    file = file_of(page, case, opened.message, opened.part)
    since = looks.waiting(page, case.organisation, (opened.message,)).get(opened.message)
    if file is None or state_of(file.verdict, since, now) is not FileState.UNCHECKED:
        raise NotAllowed("this file cannot be opened unchecked")
    data: dict[str, str | int | None] = {"message": opened.message, "part": opened.part}
    history.record(page, case.organisation, case.id, (Event(now, "file_opened_unchecked", f"staff {staff.id}", data),))
    return file
