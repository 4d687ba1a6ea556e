"""Writing the answer to an appeal as a draft, for roles that do not approve (P-MX-15)."""

from cases.case import Case
from cases.kind import Kind
from cases.outgoing import OutboxStatus
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.decide import tells
from intake.prepare import Preparing, prepare
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.outbox import Entry
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    draft = _draft(found)
    if me.role.approves or found.case.kind is not Kind.APPEAL or found.case.status not in LIVE or draft is None:
        return None
    seen = Field("seen", Input.TEXT, value=f"{draft.id} {draft.version}", required=False)
    return (seen, Field("body", Input.LONG, value=draft.outgoing.body))


def _draft(found: Dossier) -> Entry | None:
    mine = (one for one in found.letters if one.outgoing.case == found.case.id and tells(one))
    return next((one for one in mine if one.status is OutboxStatus.DRAFT), None)


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    letter, _, version = answers.text("seen").partition(" ")
    seen = Answers({"letter": letter, "version": version})
    preparing = Preparing(
        case.organisation, case.id, seen.number("letter"), seen.number("version"), answers.needed("body")
    )
    prepare(page, preparing, by.staff, by.office, by.now)


DEED = Deed("preparation", _asks, _do, decides=False)
