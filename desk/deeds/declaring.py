"""Declaring whether one has an interest in an appeal, before one handles it (P-MX-14)."""

from enum import StrEnum

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.declare import Declaring, declare
from intake.uninvolved import is_independent
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


class Answer(StrEnum):
    """What can be declared."""

    NONE = "none"
    SOME = "some"


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    if found.case.status not in LIVE or not is_independent(found.case, me.policy):
        return None
    left = Answer if me.staff.id not in found.declared else (Answer.SOME,)
    return (Field("interest", Input.CHOICE, tuple((one, "") for one in left)),)


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    interest = answers.one_of("interest", Answer) is Answer.SOME
    declare(page, Declaring(case.organisation, case.id, interest), by.staff, by.office, by.now)


DEED = Deed("declaration", _asks, _do, decides=False)
