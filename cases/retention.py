"""How long a case's file is kept: which rule of the policy holds for it, and its last day. Pure.

The organisation's own words go before what was assumed for it; where they do not say from when, the earliest day counts
(AMB-5). What the organisation keeps elsewhere is not decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.days import LATER
from cases.kind import Kind
from cases.policy import Policy, Retention
from cases.task import TaskKind
from cases.term import Term, Unit

CASE_FILES = "case-files"
"""What a policy calls the files of all kinds of case."""

CASE_CLOSED = "case_closed"
"""The one event that the program itself knows the day of; all others are typed in, or stand in the register."""

UNSAID = Retention(CASE_FILES, Term(5, Unit.YEARS), CASE_CLOSED)
"""What holds where a policy says nothing: so long can be asked how a right was dealt with (R-RET-1)."""

AT_LEAST = Term(6, Unit.WEEKS)
"""So long after its end a case is kept whatever the policy says: the time to go to court (R-12-4b)."""


class Keeps(StrEnum):
    """Why a case is not erased, however long it has been over."""

    LIVE = "live"
    CLOCK = "clock"
    TASK = "task"
    DRAFT = "draft"
    LETTER = "letter"
    HOLD = "hold"
    APPEAL = "appeal"
    ACCESS = "access"


@dataclass(frozen=True)
class Ended:
    """What retention has to know of a case that is over: the days it came and ended, where the organisation is.

    `ended_on` is the day on which what it is about ended, a course or an internship; None where nobody knows it.
    """

    kind: Kind
    received_on: date
    over_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class KeptUntil:
    """The last day of a case's file and the rule that says so; `review_on` is when a person asks whether it must be."""

    rule: str
    last_day: date
    review_on: date | None = None


def kept_until(policy: Policy, ended: Ended) -> KeptUntil:
    """Say how long a case's file is kept, and by which rule. Raises OverflowError beyond the year 9999."""
    held = [(entry, begin) for entry, begin in _holding(policy, ended) if not entry.assumed]
    found = held or list(_holding(policy, ended)) or [(UNSAID, ended.over_on)]
    last_day, entry = max(((_end(entry.term, begin), entry) for entry, begin in found), key=lambda one: one[0])
    last_day = max(last_day, later(ended.over_on, AT_LEAST))
    review_on = later(ended.over_on, entry.review) if entry.review else None
    return KeptUntil(rule_of(entry), last_day, review_on if review_on and review_on < last_day else None)


def register_until(entry: Retention, ended_on: date) -> date:
    """Give the last day on which somebody's record stays in the register, by the day their last course ended."""
    return _end(entry.term, ended_on)


def mail_term(policy: Policy) -> Term:
    """Give how long mail is kept that became no case, from its receipt on: as long as the file of a case."""
    named = next((entry for entry in policy.retention if entry.what == CASE_FILES), UNSAID)
    return named.term or AT_LEAST


def asks_for_the_end(policy: Policy, kind: Kind) -> bool:
    """Say whether retention of such a case may run from the end of what it is about, which a person has to say."""
    return any(entry.starts != CASE_CLOSED and _is_of(entry, kind) for entry in policy.retention)


def triggers(policy: Policy) -> tuple[str, ...]:
    """Name the events at which the policy has data go at once: reasons for which a person erases (P-JK-09)."""
    entries = (entry for entry in policy.retention if entry.term is None and entry.task is TaskKind.ERASE_DATA)
    return tuple(entry.starts for entry in entries)


def rule_of(entry: Retention) -> str:
    """Name the rule: its id where the organisation's words give it, what it keeps, and how long."""
    named = (entry.says.rule if entry.says else "", entry.what, str(entry.term or ""))
    return " ".join(filter(None, named))


def later(day: date, term: Term) -> date:
    """Give the day so much later. A retention's term is counted in units that know no holidays."""
    return LATER[term.unit](day, term.count)


def earlier(day: date, term: Term) -> date:
    """Give the day so much earlier."""
    return LATER[term.unit](day, -term.count)


def _is_of(entry: Retention, kind: Kind) -> bool:
    return kind in entry.kinds or (entry.what == CASE_FILES and not entry.kinds)


def _holding(policy: Policy, ended: Ended) -> Iterator[tuple[Retention, date]]:
    """Give the entries that hold for a case, each with the day it runs from."""
    for entry in policy.retention:
        begin = ended.over_on if entry.starts == CASE_CLOSED else ended.ended_on
        if (
            begin
            and _is_of(entry, ended.kind)
            and not (entry.within and ended.received_on > later(begin, entry.within))
        ):
            yield entry, begin


def _end(term: Term | None, begin: date) -> date:
    return later(begin, term) if term else begin
