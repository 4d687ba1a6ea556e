"""Writing to the person themself whom somebody else writes for: to ask them, or to answer them (R-PRX-2)."""

from cases.case import Case
from cases.kind import Flag
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.authority import Reaching, answer_person, is_awaited, request_authority
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page

FIELDS = (Field("address", Input.TEXT), Field("on_file", Input.FLAG, required=False))


def _asks_them(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    return FIELDS if is_awaited(found.case) and found.case.status in LIVE else None


def _answers_them(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    return FIELDS if Flag.ON_BEHALF in found.case.flags and found.case.status in LIVE else None


def _ask(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    request_authority(page, _reaching(case, answers), by.staff, by.office, by.now)


def _answer(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    answer_person(page, _reaching(case, answers), by.staff, by.office.policy, by.now)


def _reaching(case: Case, answers: Answers) -> Reaching:
    return Reaching(case.organisation, case.id, answers.needed("address"), answers.flag("on_file"))


ASKING = Deed("authority_request", _asks_them, _ask)
ANSWERING = Deed("answer_person", _answers_them, _answer)
