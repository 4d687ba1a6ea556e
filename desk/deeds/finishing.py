"""Ticking off what was to be done for a case."""

from cases.case import Case
from cases.task import Result
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.tasks import Finishing, finish
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    waiting = [task for task in found.tasks if task.open]
    if not waiting:
        return None
    named = tuple(
        (str(task.id), ": ".join(filter(None, [me.t.name("task", task.kind), task.about]))) for task in waiting
    )
    return (
        Field("task", Input.CHOICE, named),
        Field("result", Input.CHOICE, tuple((one, "") for one in Result), value=Result.DONE),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    ended = Finishing(case.organisation, case.id, answers.number("task"), answers.one_of("result", Result))
    finish(page, ended, by.staff, by.now)


DEED = Deed("task", _asks, _do, decides=False)
