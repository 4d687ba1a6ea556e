"""Noting how far a person is with the exam, so that the letter about the consequence says what is so (P-ME-08)."""

from cases.case import Case
from cases.outgoing import OutboxStatus
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.consequence import REPLY, note_standing
from replies.consequence_notice import Standing
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    mine = (one for one in found.letters if one.outgoing.case == found.case.id and one.outgoing.reply == REPLY)
    if not any(one.status is OutboxStatus.DRAFT for one in mine):
        return None
    return (Field("standing", Input.CHOICE, tuple((one, "") for one in Standing)),)


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    note_standing(page, case.id, answers.one_of("standing", Standing), (by.staff, by.office), by.now)


DEED = Deed("standing", _asks, _do)
