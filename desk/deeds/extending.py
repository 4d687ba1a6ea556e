"""Giving a request two further months, with reasons, within the first."""

from cases.case import Case
from cases.extension import EXTENDED, ExtensionReason, is_the_month
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.extend import Extending, extend
from intake.relation import is_referred
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    month = next((one for one in found.clocks if is_the_month(one) and one.running), None)
    ready = found.case.status in LIVE and not found.case.held_for and not is_referred(found.case, me.policy)
    if not ready or month is None or month.term == EXTENDED:
        return None
    return (
        Field("reasons", Input.SEVERAL, tuple((one, "") for one in ExtensionReason)),
        Field("words", Input.LONG),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    reasons = tuple(ExtensionReason(one) for one in answers.several("reasons") if one in set(ExtensionReason))
    extending = Extending(case.organisation, case.id, reasons, answers.text("words"))
    extend(page, extending, by.staff, by.office, by.now)


DEED = Deed("extension", _asks, _do)
