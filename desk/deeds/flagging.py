"""Flagging a complaint as one about PeopleCert's decision."""

from cases.case import Case
from cases.kind import Flag, Kind
from desk.deeds.interface import Answers, Deed, Doing, Field
from desk.visitor import Visitor
from handlers.complaint import PEOPLECERT
from intake.flag import Flagging, flag
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    case = found.case
    wanted = case.kind is Kind.COMPLAINT and PEOPLECERT in me.policy.statements
    return () if wanted and case.status in LIVE and Flag.PEOPLECERT_DECISION not in case.flags else None


def _do(page: Page, case: Case, _answers: Answers, by: Doing) -> None:
    flag(page, Flagging(case.organisation, case.id), by.staff, by.office, by.now)


DEED = Deed("flag", _asks, _do)
