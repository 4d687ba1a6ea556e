"""Asking a person back, who they are or what they mean, while the time limit waits."""

from cases.case import Case
from cases.kind import Kind
from cases.policy import ClockName
from cases.questions import Knowledge, Question
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.pause import Asking, pause
from intake.relation import is_referred
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page

WAITS, RUNS_ON = "waits", "runs_on"


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    case = found.case
    clock = next((one for one in found.clocks if one.name is ClockName.ANSWER and one.running), None)
    ready = case.status in LIVE and not case.held_for and not is_referred(case, me.policy)
    if not ready or clock is None or any(one.open for one in found.pauses):
        return None
    questions = tuple(Question) if case.kind is Kind.ACCESS else (Question.IDENTITY,)
    return (
        Field("question", Input.CHOICE, tuple((one, "") for one in questions)),
        Field("why", Input.LONG),
        Field("asks", Input.SEVERAL, tuple((one, "") for one in Knowledge), required=False),
        Field("words", Input.LONG, required=False),
        Field("clock", Input.CHOICE, ((WAITS, ""), (RUNS_ON, "")), value=WAITS),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    asking = Asking(
        organisation=case.organisation,
        case=case.id,
        question=answers.one_of("question", Question),
        why=answers.needed("why"),
        asks=tuple(Knowledge(one) for one in answers.several("asks") if one in set(Knowledge)),
        words=answers.text("words"),
        waits=answers.text("clock") != RUNS_ON,
    )
    pause(page, asking, by.staff, by.office, by.now)


DEED = Deed("question", _asks, _do)
