"""Every way into the desk, and for whom it is: the table that tests hold the desk to, and docs/ shows.

A new route is one new row. `{…}` in a path are filled from `Facts` of tests/desk/walking.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Who(StrEnum):
    """For whom a way is; for everybody else there is no such page."""

    ANYBODY = "whoever reaches the port"
    STAFF = "whoever is logged in"
    PERSONS = "roles that see persons"
    QUEUES = "roles that see whole queues"
    ADMINISTRATORS = "roles that administer"
    REPORTS = "roles that see whole queues, or numbers alone"
    CASE = "whoever may see the case"
    SILENT = "whoever may see the case; to others it says nothing"


@dataclass(frozen=True)
class Route:
    """One way in: what it answers to those whom it is for, sent nothing but `form` and the session's token.

    `{…}` in the form's values are filled as those of the path are.

    `refused` is what all the others hear who are logged in. A `stream` goes on until somebody hangs up.
    What is not `typed` is sent by a script of ours: there is no text in it that could be lost.
    """

    method: str
    path: str
    who: Who
    answers: tuple[int, ...] = (200,)
    refused: int = 404
    form: Mapping[str, str] = field(default_factory=dict)
    stream: bool = False
    typed: bool = True


def _get(path: str, who: Who, *answers: int, **more: object) -> Route:
    return Route("GET", path, who, answers or (200,), **more)  # type: ignore[arg-type]  # named fields of Route


def _post(path: str, who: Who, *answers: int, **more: object) -> Route:
    return Route("POST", path, who, answers or (303,), **more)  # type: ignore[arg-type]  # named fields of Route


ON_CASE = {"number": "{number}", "version": "99", "subject": "S", "body": "B"}
"""A letter's form on the page of its case."""

ENTRANCE = (
    _get("/", Who.ANYBODY, 303),
    _get("/desk/login", Who.ANYBODY, 200, 303),
    _post("/desk/login", Who.ANYBODY, 401, 429),
    _post("/desk/login/passkey", Who.ANYBODY, 401, 429),
    _post("/desk/login/second", Who.ANYBODY, 401),
    _get("/desk/forgotten", Who.ANYBODY),
    _post("/desk/forgotten", Who.ANYBODY),
    _get("/desk/calendar/{secret}.ics", Who.ANYBODY, 404),
    Route("HEAD", "/desk/calendar/{secret}.ics", Who.ANYBODY, (404,)),
    _get("/desk/invitation/{secret}", Who.ANYBODY, 410),
    _post("/desk/invitation/{secret}", Who.ANYBODY, 410),
    _get("/desk/sso/{organisation}", Who.ANYBODY, 404),
    _get("/desk/sso/{organisation}/back", Who.ANYBODY, 404),
)
"""Before the log-in."""

OWN = (
    _get("/desk/you", Who.STAFF),
    _post("/desk/you/password", Who.STAFF, 422),
    _post("/desk/you/sessions/{handle}/end", Who.STAFF),
    _post("/desk/you/sessions", Who.STAFF),
    _post("/desk/you/language", Who.STAFF),
    _post("/desk/you/absence", Who.STAFF, 422),
    _post("/desk/you/absence/{absence}/end", Who.STAFF, 303, 404),
    _get("/desk/you/notices", Who.STAFF),
    _post("/desk/you/notices", Who.STAFF),
    _post("/desk/you/calendar", Who.PERSONS, 200),
    _post("/desk/you/calendar/end", Who.PERSONS),
    _post("/desk/you/telegram", Who.PERSONS, 404),
    _post("/desk/you/telegram/end", Who.PERSONS),
    _get("/desk/you/second", Who.STAFF),
    _post("/desk/you/codes", Who.STAFF, 200),
    _post("/desk/you/codes/first", Who.STAFF),
    _post("/desk/you/codes/paper", Who.STAFF),
    _post("/desk/you/codes/end", Who.STAFF),
    _post("/desk/you/passkeys", Who.STAFF, 422),
    _post("/desk/you/passkeys/{id_}/end", Who.STAFF),
    _post("/desk/logout", Who.STAFF),
)
"""One's own account: of nobody else is anything in it."""

HOUSE = (
    _get("/desk/people", Who.ADMINISTRATORS),
    _post("/desk/people", Who.ADMINISTRATORS, 422),
    _get("/desk/people/{person}", Who.ADMINISTRATORS),
    _post("/desk/people/{person}/role", Who.ADMINISTRATORS, 422),
    _post("/desk/people/{person}/{act}", Who.ADMINISTRATORS, 303, 422),
    _get("/desk/admin", Who.ADMINISTRATORS),
    _get("/desk/admin/policy", Who.ADMINISTRATORS),
    _get("/desk/admin/templates", Who.ADMINISTRATORS),
    _get("/desk/admin/templates/{reply}", Who.ADMINISTRATORS),
    _get("/desk/admin/templates/{reply}/{language}.pdf", Who.ADMINISTRATORS),
    _get("/desk/admin/retention", Who.ADMINISTRATORS),
    _post("/desk/admin/retention", Who.ADMINISTRATORS, 422),
    _get("/desk/admin/access", Who.ADMINISTRATORS),
    _post("/desk/admin/access/keys", Who.ADMINISTRATORS, 422),
    _post("/desk/admin/access/keys/{prefix}/end", Who.ADMINISTRATORS, 404),
    _post("/desk/admin/access/webhook", Who.ADMINISTRATORS, 404),
    _post("/desk/outbox/{letter}/retry", Who.ADMINISTRATORS, 409),
    _post("/desk/outbox/{letter}/end", Who.ADMINISTRATORS, 409, 422),
    _get("/desk/mailboxes", Who.STAFF),
    _get("/desk/filed", Who.QUEUES),
    _get("/desk/register", Who.QUEUES),
    _post("/desk/register", Who.QUEUES, 422),
    _get("/desk/improvements", Who.QUEUES),
    _post("/desk/improvements", Who.QUEUES, 422),
    _post("/desk/improvements/{id_}/closure", Who.QUEUES, 422),
)
"""What belongs to the organisation and to no case."""

REPORTS = (
    _get("/desk/reports", Who.REPORTS),
    _get("/desk/reports/yearly-{year}.pdf", Who.REPORTS),
    _get("/desk/reports/yearly-{year}.csv", Who.REPORTS),
    _get("/desk/reports/accountability-{year}.pdf", Who.QUEUES),
    _get("/desk/reports/accountability-{year}.csv", Who.QUEUES),
)
"""Numbers."""

LISTS = (
    _get("/desk/", Who.STAFF),
    _get("/desk/held", Who.PERSONS, 303),
    _get("/desk/counts", Who.PERSONS, stream=True),
    _get("/desk/outbox", Who.PERSONS),
    _get("/desk/search", Who.PERSONS),
    _get("/desk/cases", Who.ANYBODY, 303),
    _post("/desk/views", Who.PERSONS),
    _post("/desk/bulk/assignment", Who.PERSONS),
    _post("/desk/bulk/letters", Who.PERSONS, 200),
    _post("/desk/bulk/approval", Who.PERSONS),
)
"""Cases of which each person sees their own."""

CASES = (
    _get("/desk/cases/{number}", Who.CASE),
    _get("/desk/cases/{number}/chat/events", Who.SILENT, stream=True),
    _post("/desk/cases/{number}/chat/taking", Who.CASE, 409, 422),
    _post("/desk/cases/{number}/chat/return", Who.CASE, 409, 422),
    _post("/desk/cases/{number}/chat/lines", Who.CASE, 409, 422),
    _get("/desk/cases/{number}/messages/{message}/attachments/{part}", Who.CASE),
    _post("/desk/cases/{number}/messages/{message}/attachments/{part}/unchecked", Who.CASE, 200),
    _get("/desk/cases/{number}/messages/{message}/attachments/{part}/preview", Who.CASE),
    _get("/desk/cases/{number}/messages/{message}/attachments/{part}/picture", Who.CASE, 200, 404),
    _post("/desk/cases/{number}/messages/{message}/unmasked", Who.CASE, 200),
    _get("/desk/cases/{number}/messages/{message}/html", Who.CASE, 200, 404),
    _get("/desk/cases/{number}/messages/{message}/letter", Who.CASE, 200, 404),
    _get("/desk/cases/{number}/form.pdf", Who.CASE),
    _post("/desk/cases/{number}/package.zip", Who.CASE, 403),
    _post("/desk/cases/{number}/assignment", Who.CASE),
    _post("/desk/cases/{number}/release", Who.CASE, 422),
    _post("/desk/cases/{number}/closure", Who.CASE, 422),
    _post("/desk/cases/{number}/joining", Who.CASE, 422, form={"into": "{number}"}),
    _post("/desk/cases/{number}/identity", Who.CASE, 422),
    _post("/desk/cases/{number}/correction", Who.CASE, 422),
    _post("/desk/cases/{number}/deeds/{deed}", Who.CASE, 422),
    _post("/desk/cases/{number}/notes", Who.CASE, 422),
    _post("/desk/cases/{number}/presence", Who.CASE, 200, typed=False),
)
"""One case."""

LETTERS = (
    _post("/desk/letters/{letter}/approval", Who.CASE, 409, 422, form=ON_CASE),
    _post("/desk/letters/{letter}/return", Who.CASE, 409, 422, form=ON_CASE),
    _post("/desk/letters/{letter}/undo", Who.CASE, 409, form=ON_CASE),
    _post("/desk/letters/{letter}/check", Who.CASE, 200, 409, form=ON_CASE),
    _post("/desk/letters/{letter}/preview", Who.CASE, 200, form=ON_CASE),
    _post("/desk/letters/{letter}/discard", Who.CASE, 303, form=ON_CASE),
    _get("/desk/letters/{letter}.pdf", Who.CASE),
    _post("/desk/letters/{letter}.pdf", Who.CASE, 200),
)
"""One letter of a case."""

SECTIONS: Mapping[str, tuple[Route, ...]] = {
    "Before the log-in": ENTRANCE,
    "One's own account": OWN,
    "The organisation": HOUSE,
    "Reports": REPORTS,
    "Lists": LISTS,
    "A case": CASES,
    "A letter": LETTERS,
}

ROUTES = tuple(route for section in SECTIONS.values() for route in section)
