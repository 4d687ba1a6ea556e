"""Deleting a file that is not to be kept: a medical certificate (P-MX-21), a copy of an identity paper (R-ID-2)."""

from cases.case import Case
from cases.message import Attachment
from cases.reading import DocumentKind
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.hiding import hiding, shown
from intake.strike_out import FileDeletion, delete_file
from storage import messages
from storage.dossier import Dossier
from storage.messages import Told
from storage.page import Page

CATEGORIES = {DocumentKind.MEDICAL_CERTIFICATE: "health", DocumentKind.IDENTITY_COPY: "identity_copy"}


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    hide = hiding(*found.told)
    files = tuple(
        (f"{told.id} {file.part}", _named(told, file, me))
        for told in (shown(one, hide) for one in found.told)
        for file in told.attachments
        if file.restricted and not file.erased_at
    )
    return (Field("file", Input.CHOICE, files),) if files else None


def _named(told: Told, file: Attachment, me: Visitor) -> str:
    kind = _kind(told, file.part)
    what = me.t.name("document", kind) if kind is not DocumentKind.OTHER else ""
    return ": ".join(filter(None, (what, file.name or me.t("case.nameless_file"))))


def _kind(told: Told, part: int) -> DocumentKind:
    return next((one.kind for one in told.reading.documents if one.part == part), DocumentKind.OTHER)


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    message, _, part = answers.needed("file").partition(" ")
    told = messages.find(page, case.organisation, int(message)) if message.isdecimal() else None
    number = int(part) if part.isdecimal() else -1
    category = CATEGORIES.get(_kind(told, number), "file") if told else "file"
    deletion = FileDeletion(case.organisation, case.id, told.id if told else 0, number, category)
    delete_file(page, deletion, by.staff, by.office.policy, by.now)


DEED = Deed("delete_file", _asks, _do)
