"""Noting what an objection is about: marketing ends for good, the rest stands still while it is weighed."""

from cases.case import Case
from cases.kind import Kind
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.objected import Matter, Objecting, note_objection
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if found.case.kind is not Kind.OBJECTION or found.case.status not in LIVE:
        return None
    return (Field("matter", Input.SEVERAL, tuple((one, "") for one in Matter)),)


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    about = tuple(Matter(one) for one in answers.several("matter") if one in set(Matter))
    note_objection(page, Objecting(case.organisation, case.id, about), by.staff, by.office.policy, by.now)


DEED = Deed("objection", _asks, _do)
