"""Several cases at once: to take them, and to let receipts go. Each is a use case of its own, and refused by itself."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.outgoing import OutboxStatus
from cases.policy import MAY_LEAVE_UNSEEN
from cases.staff import sees_persons
from desk.asked import Asked
from desk.faults import Forged, Missing
from desk.forms import whole
from desk.pages import page
from desk.sight import seen
from desk.visitor import Desk, Form, Posted, Visitor
from intake.approve import Approval, approve
from intake.assign import assign
from intake.identity_link import veiled
from reading.numbers import cover, known_in
from storage import casebook, outbox
from storage.outbox import Entry
from storage.page import Page

router = APIRouter()

PICKED = "case-"
LETTER = "letter-"
"""How the fields are called that name a case by its number, and a letter by its id: with version and case number."""

MOST = 50
"""So many at once: what stands on one page of the queue."""


@dataclass(frozen=True)
class Refused:
    """A case with which it was not done, and why."""

    number: str
    why: str


@router.post("/desk/bulk/assignment")
async def take(request: Request, sent: Form, desk: Desk) -> Response:
    """Take the cases that were picked."""
    me, now = _me(sent), desk.clock()

    async def one(number: str) -> None:
        def act(book_page: Page) -> None:
            case = seen(book_page, casebook.by_number(book_page, me.staff.organisation, number), me)
            if case.assigned_to != me.staff.id:
                assign(book_page, case.id, me.staff, me.policy, now)

        await desk.book.run(act)

    return await _each(request, sent, {number: number for number in _picked(sent.form, PICKED)}, one)


@router.post("/desk/bulk/letters")
async def letters(request: Request, sent: Form, desk: Desk) -> Response:
    """Show the receipts of the cases that were picked, so that a person has seen each before it leaves."""
    me = _me(sent)
    found = [one for number in _picked(sent.form, PICKED) for one in await desk.book.read(receipts, me, number)]
    return page(request, "bulk.html", me, letters=found, refused=(), asked=_asked(sent), letter=LETTER)


@router.post("/desk/bulk/approval")
async def approve_all(request: Request, sent: Form, desk: Desk) -> Response:
    """Let the receipts go that were shown, each as it was seen."""
    me, now = _me(sent), desk.clock()
    wanted = {id_: sent.form[f"{LETTER}{id_}"].partition(" ") for id_ in _picked(sent.form, LETTER)}

    async def one(id_: str) -> None:
        def act(book_page: Page) -> None:
            entry = outbox.find(book_page, me.staff.organisation, whole(id_))
            case = casebook.find(book_page, me.staff.organisation, entry.outgoing.case) if entry else None
            seen(book_page, case, me)
            if entry is None or entry.outgoing.reply not in MAY_LEAVE_UNSEEN:
                raise NotAllowed("an answer is approved on the page of its case, one at a time")
            words = entry.outgoing
            what = Approval(me.staff.organisation, entry.id, whole(wanted[id_][0]), words.subject, words.body)
            undo = desk.offices[me.staff.organisation].undo
            approve(book_page, replace(what, undo=undo), me.staff, me.policy, now)

        await desk.book.run(act)

    return await _each(request, sent, {id_: number for id_, (_, _, number) in wanted.items()}, one)


def receipts(book_page: Page, me: Visitor, number: str) -> list[tuple[Case, Entry]]:
    """Give what waits for approval in a case that a policy might let go unseen, as it may be shown."""
    case = seen(book_page, casebook.by_number(book_page, me.staff.organisation, number), me)
    every = outbox.of_thread(book_page, case.organisation, case.thread)
    mine = (one for one in every if one.outgoing.case == case.id and one.status is OutboxStatus.DRAFT)
    return [(case, _as_shown(one)) for one in mine if one.outgoing.reply in MAY_LEAVE_UNSEEN]


def _as_shown(entry: Entry) -> Entry:
    """Give a letter without national numbers, and without a link that is no staff's."""
    words = entry.outgoing
    known = known_in((words.subject, words.body), words.language)
    body = veiled(cover(words.body, known))
    return replace(entry, outgoing=replace(words, subject=cover(words.subject, known), body=body))


async def _each(
    request: Request, sent: Posted, names: Mapping[str, str], act: Callable[[str], Awaitable[None]]
) -> Response:
    """Do it with one after the other; show those with which it could not be done."""
    refused = []
    for key, number in names.items():
        try:
            await act(key)
        except (AlreadyDone, NotAllowed) as refusal:
            refused.append(Refused(number, str(refusal)))
        except Missing:
            refused.append(Refused(number, ""))
    if not refused:
        return RedirectResponse(f"/desk/{_asked(sent).query()}", 303)
    facts = {"letters": (), "refused": refused, "asked": _asked(sent), "letter": LETTER}
    return page(request, "bulk.html", sent.visitor, 422, **facts, done=len(names) - len(refused))


def _me(sent: Posted) -> Visitor:
    if not sent.genuine:
        raise Forged(sent.form)
    if not sees_persons(sent.visitor.staff, sent.visitor.policy):
        raise Missing
    return sent.visitor


def _picked(form: Mapping[str, str], prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name in form if name.startswith(prefix)][:MOST]


def _asked(sent: Posted) -> Asked:
    return Asked.read(sent.form, sent.visitor)
