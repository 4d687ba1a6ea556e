"""Noting that a case concerns somebody who works here: that person sees it no more."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input, named
from desk.visitor import Visitor
from intake.keep_out import KeepingOut, keep_out
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    others = [one for one in found.colleagues if one.id not in found.case.excluded]
    if found.case.status not in LIVE or not others:
        return None
    return (Field("person", Input.CHOICE, named(others, me)),)


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    keep_out(page, KeepingOut(case.organisation, case.id, answers.number("person")), by.staff, by.office, by.now)


DEED = Deed("keep_out", _asks, _do)
