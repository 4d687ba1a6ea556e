"""What a case taught: the cause, and what is done so that it does not happen again."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.improve import Lesson, improve
from storage.dossier import Dossier
from storage.page import Page


def lesson_fields(names: dict[int, str]) -> tuple[Field, ...]:
    """Give what is asked of an improvement, wherever it comes from."""
    return (
        Field("cause", Input.LONG),
        Field("action", Input.LONG),
        Field("owner", Input.CHOICE, tuple((str(id_), name) for id_, name in names.items()), required=False),
        Field("due", Input.DAY, required=False),
    )


def lesson(answers: Answers, number: str | None) -> Lesson:
    """Give what was typed."""
    return Lesson(
        cause=answers.text("cause"),
        action=answers.text("action"),
        owner=answers.number("owner") or None,
        due_on=answers.day("due") if answers.text("due") else None,
        number=number,
    )


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    return lesson_fields(found.names)


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    improve(page, lesson(answers, case.number), by.staff, by.office.policy, by.now)


DEED = Deed("improvement", _asks, _do, decides=False)
