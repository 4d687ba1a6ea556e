"""A draft as the person will get it, from what is typed at this moment: nothing of it is stored."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from cases.case import Case
from cases.outgoing import OutboxStatus
from desk.case_view import Draft, draft_view
from desk.console import Console
from desk.faults import Forged
from desk.kept import Kept
from desk.pages import page
from desk.sight import seen
from desk.visitor import Desk, Form, Key, Posted
from intake.case_pass import names_page, plain_link
from intake.hiding import hiding
from intake.identity_link import veiled
from replies.follow import followed
from storage import casebook, messages, outbox, passes
from storage.messages import Told
from storage.outbox import Entry
from storage.page import Page

router = APIRouter()


@dataclass(frozen=True)
class Preview:
    """A letter as it would leave now. `sender` is how it is signed in the post, `files` name what goes along."""

    case: Case
    entry: Entry
    draft: Draft
    sender: str
    subject: str
    body: str
    files: tuple[str, ...]


@router.post("/desk/letters/{letter}/preview")
async def preview(request: Request, letter: Key, sent: Form, desk: Desk) -> Response:
    """Show a letter as the person gets it, with what stands in the editor."""
    if not sent.genuine:
        raise Forged(sent.form)
    shown = await desk.book.read(_preview, letter, sent, desk)
    return page(request, "preview.html", sent.visitor, preview=shown, is_draft=shown.entry.status is OutboxStatus.DRAFT)


def _preview(book_page: Page, letter: int, sent: Posted, desk: Console) -> Preview:
    me, office = sent.visitor, desk.offices[sent.visitor.staff.organisation]
    entry = outbox.find(book_page, me.staff.organisation, letter)
    case = seen(book_page, casebook.find(book_page, me.staff.organisation, entry.outgoing.case) if entry else None, me)
    assert entry is not None  # noqa: S101 - seen has refused it
    words = entry.outgoing
    draft = draft_view(entry, me, Kept.of({**sent.form, "letter": str(letter)}, "typed.checked"))
    told = messages.of_thread(book_page, case.organisation, case.thread)
    hide = hiding(*told)
    body = veiled(draft.body)
    where = plain_link(office, case.number)
    if (
        names_page(words, case, office)
        and where not in body
        and not passes.closed(book_page, case.organisation, case.id)
    ):
        body = followed(body, where, words.language)
    return Preview(
        case=case,
        entry=entry,
        draft=draft,
        sender=f"{me.policy.name} <{me.policy.addresses[0]}>",
        subject=" ".join(draft.subject.split()),
        body=body.strip(),
        files=tuple(hide(_name(told, one)) for one in words.attach),
    )


def _name(told: tuple[Told, ...], message: int) -> str:
    """Name a letter that goes along by its subject."""
    return next((one.subject for one in told if one.id == message), "")
