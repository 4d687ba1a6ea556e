"""Saying when the course or the internship ended that a case is about: how long the case is kept runs from then."""

from cases.case import Case
from cases.retention import asks_for_the_end
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.say_ended import SayingEnded, say_ended
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    return (Field("day", Input.DAY),) if asks_for_the_end(me.policy, found.case.kind) else None


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    say_ended(page, SayingEnded(case.organisation, case.id, answers.day("day")), by.staff, by.office, by.now)


DEED = Deed("ended", _asks, _do, decides=False)
