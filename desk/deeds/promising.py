"""Promising the person another date for the answer; the letter that tells it leaves at once."""

from datetime import datetime

from cases.case import Case
from cases.errors import NotAllowed
from cases.kind import PRIVACY, Kind
from cases.term import Basis
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.promise import Promising, promise, running
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    case, known = found.case, running(found.clocks)
    if case.status not in LIVE or case.held_for or case.kind in PRIVACY | {Kind.APPEAL}:
        return None
    if known and known.basis is not Basis.PROMISE:
        return None
    seen = Field("seen", Input.TEXT, value=known.due_at.isoformat() if known else "", required=False)
    return (seen, Field("day", Input.DAY), Field("reason", Input.LONG))


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    promising = Promising(
        organisation=case.organisation,
        case=case.id,
        day=answers.day("day"),
        reason=answers.needed("reason"),
        seen=_instant(answers.text("seen")),
    )
    promise(page, promising, by.staff, by.office, by.now)


def _instant(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError:
        raise NotAllowed("this form is not one of ours; open the case again") from None


DEED = Deed("promise", _asks, _do)
