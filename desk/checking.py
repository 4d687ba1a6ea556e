"""A letter is looked at while somebody writes it: what it must say and does not, what is open, what it must not say."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from cases.case import Case
from cases.errors import NotAllowed
from cases.outgoing import OutboxStatus
from desk.case_view import Draft, draft_view
from desk.cases import show_case
from desk.console import Console
from desk.faults import Forged
from desk.forms import whole
from desk.kept import Kept
from desk.pages import fragment
from desk.sight import seen
from desk.visitor import Desk, Form, Key, Posted
from desk.writing import Writing, beside
from intake.keep_typed import keep_typed
from replies.statements import statement
from storage import casebook, outbox, typed
from storage.outbox import Entry
from storage.page import Page
from storage.typed import Typed

router = APIRouter()


@router.post("/desk/letters/{letter}/check")
async def check(request: Request, letter: Key, sent: Form, desk: Desk) -> Response:
    """Look at a letter as it is typed, keep it for its writer, and say what is missing; with `insert` put it in."""
    if not sent.genuine:
        raise Forged(sent.form)
    asks = request.headers.get("hx-request") == "true"
    sent, case, entry = await _looked(letter, sent, desk)
    is_draft = entry.status is OutboxStatus.DRAFT
    if not asks:
        status, why = (200, "typed.checked") if is_draft else (409, "kept.conflict")
        return await show_case(request, sent.visitor, case.number, Kept.of(sent.form, why), status)
    if not is_draft:
        return HTMLResponse(fragment("late.html", desk, sent.visitor, letter=letter))
    draft = draft_view(entry, sent.visitor, Kept.of(sent.form, "typed.checked"))
    return HTMLResponse(_checks(desk, sent, draft, await desk.book.read(beside, entry, sent.visitor)))


@router.post("/desk/letters/{letter}/discard")
async def discard(letter: Key, sent: Form, desk: Desk) -> Response:
    """Forget what this person typed into a letter and did not send."""
    if not sent.genuine:
        raise Forged(sent.form)
    me = sent.visitor

    def use_case(page: Page) -> str:
        case, _ = _mine(page, letter, sent)
        typed.forget(page, case.organisation, (case.id, letter), me.staff.id)
        return case.number

    return RedirectResponse(f"/desk/cases/{await desk.book.run(use_case)}#drafts", 303)


async def _looked(letter: int, sent: Posted, desk: Console) -> tuple[Posted, Case, Entry]:
    """Keep what was typed; give it, with what was to be put in, and the letter as it is by now."""
    me, now = sent.visitor, desk.clock()

    def use_case(page: Page) -> tuple[Posted, Case, Entry]:
        case, entry = _mine(page, letter, sent)
        words = entry.outgoing
        body = sent.form.get("body", "")
        if (wanted := sent.form.get("insert", "")) in words.statements:
            body = inserted(body, statement(me.policy, wanted, words.language))
        told = replace(sent, form={**sent.form, "letter": str(letter), "body": body})
        if entry.status is OutboxStatus.DRAFT and me.role.approves:
            what = (whole(sent.form.get("version")), sent.form.get("subject", ""), body, sent.form.get("note", ""))
            keep_typed(page, Typed(case.organisation, case.id, letter, me.staff.id, *what, now))
        return told, case, entry

    return await desk.book.run(use_case)


def _mine(page: Page, letter: int, sent: Posted) -> tuple[Case, Entry]:
    me = sent.visitor
    entry = outbox.find(page, me.staff.organisation, letter)
    case = casebook.find(page, me.staff.organisation, entry.outgoing.case) if entry else None
    mine = seen(page, case, me)
    if entry is None:  # seen has refused it
        raise NotAllowed("there is no such letter")
    return mine, entry


def inserted(body: str, words: str) -> str:
    """Put a statement into a letter: before its last paragraph, with which people sign."""
    above, blank, last = body.rstrip().rpartition("\n\n")
    return f"{above}\n\n{words}\n\n{last}" if blank else f"{body.rstrip()}\n\n{words}".lstrip()


def _checks(desk: Console, sent: Posted, draft: Draft, writing: Writing) -> str:
    return fragment("checks.html", desk, sent.visitor, draft=draft, writing=writing)
