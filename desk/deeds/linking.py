"""Sending a one-time link to the address on file."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.identity_link import Sending, send_link
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page

NAMED = ("their_reference", "username")
"""What a letter may name its writer by, as the register does (P-MB-13)."""


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    known = found.known
    if found.case.identity or found.case.status not in LIVE or not (known.register or known.corresponded):
        return None
    return (Field("to", Input.TEXT, value=_meant(found)),) if known.register else ()


def _meant(found: Dossier) -> str:
    """Give whom the case is about, as the register would find them: by the address, else as their letters say."""
    if len(found.known.learners) == 1:
        return found.known.learners[0].reference
    said = (one.reading.fields.get(field, "") for one in found.told for field in NAMED)
    return next(filter(None, said), "")


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    send_link(page, Sending(case.organisation, case.id, answers.text("to")), by.staff, by.office, by.now)


DEED = Deed("identity_link", _asks, _do)
