"""Giving a case to a colleague, who is told by e-mail."""

from cases.case import Case
from desk.deeds.consulting import waiting
from desk.deeds.interface import Answers, Deed, Doing, Field, Input, named
from desk.visitor import Visitor
from intake.hand_over import HandingOver, able, hand_over
from intake.note import Noting, write_note
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    case = found.case
    others = [one for one in able(case, me.policy, found.colleagues) if one.id not in {me.staff.id, case.assigned_to}]
    if case.status not in LIVE or not others or waiting(found, me):
        return None
    seen = Field("seen", Input.TEXT, value=str(case.assigned_to or ""), required=False)
    return (seen, Field("to", Input.CHOICE, named(others, me)), Field("note", Input.LONG, required=False))


def _why_not(found: Dossier, me: Visitor) -> str | None:
    if found.case.status not in LIVE:
        return None
    return "consultation" if waiting(found, me) else "nobody"


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    handing = HandingOver(case.organisation, case.id, answers.number("to"), answers.number("seen") or None)
    if answers.text("note"):
        noting = Noting(case.id, f"hand_over {handing.to} {by.now.isoformat()}", answers.text("note"))
        write_note(page, noting, by.staff, by.office, by.now)
    hand_over(page, handing, by.staff, by.office, by.now)


DEED = Deed("hand_over", _asks, _do, why_not=_why_not)
