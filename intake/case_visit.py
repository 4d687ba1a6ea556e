"""On a case's page its person shows that it is they, by a code sent to the case's address: the least there is (R-ID-1).

A code is eight digits, good for ten minutes and five tries, and three are sent in an hour for a link at the most.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cases.case import Case, Event
from cases.office import Office
from cases.outgoing import Automatic
from intake.case_page import can_prove, opened, same, visit_at
from intake.case_pass import CODE_REPLY, GOOD_FOR, HOLE, LINK_REPLY, code_of, plain_link, same_code
from intake.letter import to_other
from replies import case_code, case_link
from storage import casebook, history, outbox, passes, traffic
from storage.ids import new_id
from storage.page import Page
from storage.passes import Visit

CODE_FOR = timedelta(minutes=10)
TRIES = 5
"""So long a code can be typed in, and so often."""

VISIT_FOR = timedelta(hours=2)
"""So long a browser is known once the code was right."""

ON_ITS_WAY = timedelta(seconds=30)
"""So long nobody needs another code."""

AN_HOUR, A_DAY = 3, 10
"""So many codes are sent for a link, and so many links for a case. Whoever uses up the codes of one link locks nobody
out: the person asks for another, which nobody else has."""

PERSON = "requester"
"""Who did it, where the person of a case did it on its page."""


class Proof(StrEnum):
    """What came of a code: sent, too many were, it was right, wrong, or there is none to be typed in any more."""

    SENT = "sent"
    TOO_MANY = "too_many"
    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"
    GONE = "gone"


@dataclass(frozen=True)
class Typed:
    """A code as it was typed on a browser, and the secret by which that browser is known from then on."""

    cookie: str
    code: str
    new_cookie: str


def send_code(page: Page, secret: str, cookie: str, offices: Mapping[str, Office], now: datetime) -> Proof:
    """Send a code to the address of a case, for the browser that shows a cookie."""
    found = opened(page, secret, now, to_change=True)
    office = offices.get(found[1].organisation) if found else None
    if found is None or office is None or not can_prove(found[1], office):
        return Proof.GONE
    by, case = found
    if _just_asked(visit_at(page, by, cookie, now), now):
        return Proof.SENT
    if _too_many(page, case, (CODE_REPLY, f"visit % by {by.id}"), now):
        return Proof.TOO_MANY
    visit = passes.begin_visit(page, by, cookie, now, now + CODE_FOR)
    facts = case_code.Facts(
        number=case.number,
        organisation=office.policy.name,
        contact=office.policy.contact,
        name=case.requester.name,
        code=HOLE,
        minutes=int(CODE_FOR.total_seconds() // 60),
    )
    _send(page, case, facts, f"visit {visit.id} by {by.id}", (office, now))
    _note(page, case, "page_code_sent", now)
    return Proof.SENT


def prove(page: Page, secret: str, typed: Typed, key: bytes, now: datetime) -> Proof:
    """Look at a code that was typed in. Each try counts before it is looked at, so that many at once are many."""
    found = opened(page, secret, now, to_change=True)
    visit = visit_at(page, found[0], typed.cookie, now, to_change=True) if found else None
    if found is None:
        return Proof.GONE
    if visit is None or visit.proved_at or visit.tries >= TRIES:
        return Proof.OVER
    passes.tried(page, visit)
    if not same_code(code_of(key, visit.organisation, visit.id), typed.code):
        return Proof.WRONG if visit.tries + 1 < TRIES else Proof.OVER
    passes.prove(page, visit, typed.new_cookie, now, now + VISIT_FOR)
    _note(page, found[1], "page_proved", now)
    return Proof.RIGHT


def leave(page: Page, secret: str, cookie: str, now: datetime) -> None:
    """Forget a browser: whoever sits there next proves who they are again."""
    found = opened(page, secret, now)
    visit = visit_at(page, found[0], cookie, now) if found else None
    if visit:
        passes.leave(page, visit)


def send_link(page: Page, number: str, address: str, offices: Mapping[str, Office], now: datetime) -> bool:
    """Send the link to a case's page to the case's address, where that is the one that was typed; say whether it was.

    Whoever asked is told the same either way.
    """
    office = next((one for one in offices.values() if one.policy.letters == number.partition("-")[0]), None)
    known = casebook.by_number(page, office.policy.id, number) if office and address else None
    case = casebook.find(page, known.organisation, known.id, to_change=True) if known else None
    if office is None or case is None or not case.requester.address or not same(case.requester.address, address):
        return False
    where = plain_link(office, case.number)
    if not where or _too_many(page, case, (LINK_REPLY, "%"), now):
        return False
    facts = case_link.Facts(
        number=case.number,
        organisation=office.policy.name,
        contact=office.policy.contact,
        name=case.requester.name,
        page=where,
        until=office.day(now + GOOD_FOR),
    )
    _send(page, case, facts, f"link {new_id(now)}", (office, now))
    _note(page, case, "page_link_sent", now)
    return True


def _just_asked(visit: Visit | None, now: datetime) -> bool:
    """Say whether a code is on its way to a browser: a button that is pressed twice sends one letter, with one code."""
    return visit is not None and visit.proved_at is None and not visit.tries and now - visit.asked_at < ON_ITS_WAY


def _too_many(page: Page, case: Case, letter: tuple[str, str], now: datetime) -> bool:
    counted = ((timedelta(hours=1), AN_HOUR), (timedelta(days=1), A_DAY))
    return any(
        traffic.of_reply(page, case.organisation, case.id, letter, now - window) >= most for window, most in counted
    )


def _send(
    page: Page, case: Case, facts: case_code.Facts | case_link.Facts, cause: str, by: tuple[Office, datetime]
) -> None:
    office, now = by
    letter = to_other(case.requester.address or "", case, facts, cause, now)
    leaves = office.policy.leaves_unseen(letter.reply)
    outbox.put(page, replace(letter, released=leaves, automatic=Automatic.GENERATED), office.domain, now)


def _note(page: Page, case: Case, verb: str, now: datetime) -> None:
    history.record(page, case.organisation, case.id, (Event(now, verb, PERSON),))
