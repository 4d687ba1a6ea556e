"""What staff do to a letter or a case. Each is one use case, and asks on its own page whether they may see the case."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.case import Case
from cases.decision import Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.staff import sees
from desk.cases import show_case
from desk.console import Console
from desk.correcting import typed
from desk.deeds.all import BY_ID
from desk.deeds.interface import Answers, Doing
from desk.faults import Forged, Missing
from desk.forms import whole
from desk.kept import Kept
from desk.proof import prove
from desk.sight import seen
from desk.visitor import Desk, Form, Key, Number, Posted, Visitor
from intake.approve import Approval, approve
from intake.assign import assign
from intake.close import Closing, close
from intake.confirm import Confirmation, confirm_identity
from intake.correct import correct
from intake.join import Joining, join
from intake.release import release
from intake.send_back import SendBack, send_back
from storage import casebook, outbox
from storage import typed as typed_texts
from storage.page import Page

router = APIRouter()

Act = Callable[[Page, Case], None]


@router.post("/desk/letters/{letter}/approval")
async def approval(request: Request, letter: Key, sent: Form, desk: Desk) -> Response:
    """Approve a letter as it was typed; it leaves when it may no longer be taken back."""
    me, form, now = sent.visitor, sent.form, desk.clock()
    what = Approval(
        organisation=me.staff.organisation,
        letter=letter,
        version=whole(form.get("version")),
        subject=form.get("subject", ""),
        body=form.get("body", ""),
        ruling=Ruling(form["ruling"]) if form.get("ruling") in set(Ruling) else None,
        undo=desk.offices[me.staff.organisation].undo,
    )

    def act(page: Page, case: Case) -> str:
        leaves = approve(page, what, me.staff, me.policy, now)
        typed_texts.forget(page, case.organisation, (case.id, letter), me.staff.id)
        return "approved" if leaves else "approved_first"

    return await _on_letter(request, desk, letter, sent, act)


@router.post("/desk/letters/{letter}/return")
async def returning(request: Request, letter: Key, sent: Form, desk: Desk) -> Response:
    """Send a letter back with a note."""
    me, form, now = sent.visitor, sent.form, desk.clock()
    if sent.genuine and not form.get("note", "").strip():
        return await _again(request, sent, 422, "kept.no_note")
    what = SendBack(me.staff.organisation, letter, whole(form.get("version")), form.get("note", "").strip())

    def act(page: Page, case: Case) -> str:
        send_back(page, what, me.staff, now)
        typed_texts.forget(page, case.organisation, (case.id, letter), me.staff.id)
        return "returned"

    return await _on_letter(request, desk, letter, sent, act)


@router.post("/desk/cases/{number}/assignment")
async def assignment(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Take a case."""
    me, now = sent.visitor, desk.clock()

    def act(page: Page, case: Case) -> None:
        assign(page, case.id, me.staff, me.policy, now)

    return await on_case(request, desk, number, sent, ("assigned", act))


@router.post("/desk/cases/{number}/release")
async def releasing(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Let a held case go on."""
    me, now = sent.visitor, desk.clock()

    def act(page: Page, case: Case) -> None:
        _decides(me)
        release(page, case.id, me.staff, desk.offices[me.policy.id], now)

    return await on_case(request, desk, number, sent, ("released", act))


@router.post("/desk/cases/{number}/closure")
async def closure(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Close a case for one of the reasons there are."""
    me, now, reason = sent.visitor, desk.clock(), sent.form.get("reason", "")

    def act(page: Page, case: Case) -> None:
        _decides(me)
        close(page, Closing(me.staff.organisation, case.id, reason), me.staff, now)

    return await on_case(request, desk, number, sent, ("closed", act))


@router.post("/desk/cases/{number}/joining")
async def joining(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Put a case's letters into another case, which this person must see as well."""
    me, now, into = sent.visitor, desk.clock(), sent.form.get("into", "")

    def act(page: Page, case: Case) -> None:
        _decides(me)
        seen(page, casebook.by_number(page, me.staff.organisation, into), me)
        join(page, Joining(me.staff.organisation, case.id, into), me.staff, desk.offices[me.policy.id], now)

    return await on_case(request, desk, number, sent, ("joined", act))


@router.post("/desk/cases/{number}/identity")
async def confirming(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Note that somebody made sure who the requester is."""
    me, form, now = sent.visitor, sent.form, desk.clock()

    def act(page: Page, case: Case) -> None:
        _decides(me)
        what = Confirmation(me.staff.organisation, case.id, form.get("way", ""), form.get("note", ""))
        confirm_identity(page, what, me.staff, desk.offices[me.policy.id], now)

    return await on_case(request, desk, number, sent, ("confirmed", act))


@router.post("/desk/cases/{number}/correction")
async def correction(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Correct what was understood of a letter."""
    me, now = sent.visitor, desk.clock()

    def act(page: Page, case: Case) -> None:
        correct(page, typed(sent.form, case), me.staff, desk.offices[me.policy.id], now)

    return await on_case(request, desk, number, sent, ("corrected", act))


@router.post("/desk/cases/{number}/deeds/{deed}")
async def deed(request: Request, number: Number, deed: str, sent: Form, desk: Desk) -> Response:
    """Do one of the deeds."""
    me, now, wanted = sent.visitor, desk.clock(), BY_ID.get(deed)
    if wanted is None:
        raise Missing
    if wanted.proves:
        sent = await prove(request, sent)

    def act(page: Page, case: Case) -> None:
        if wanted.decides:
            _decides(me)
        wanted.do(page, case, Answers(sent.form), Doing(me.staff, desk.offices[me.policy.id], now))

    return await on_case(request, desk, number, sent, (deed, act))


async def _on_letter(
    request: Request, desk: Console, letter: int, sent: Posted, act: Callable[[Page, Case], str]
) -> Response:
    """Do something to a letter whose case this person may see; `act` says what was done then."""
    me = sent.visitor
    if not sent.genuine:
        return await _again(request, sent, 403, "kept.stale")

    def use_case(page: Page) -> str:
        entry = outbox.find(page, me.staff.organisation, letter)
        case = casebook.find(page, me.staff.organisation, entry.outgoing.case) if entry else None
        mine = seen(page, case, me)
        return f"{mine.number}?done={act(page, mine)}"

    return await _do(request, desk, sent, use_case)


async def on_case(request: Request, desk: Console, number: str, sent: Posted, what: tuple[str, Act]) -> Response:
    """Do something to a case that this person may see, and show it: `what` is what was done then, and the act."""
    me = sent.visitor
    if not sent.genuine:
        raise Forged(sent.form)
    done, act = what

    def use_case(page: Page) -> str:
        act(page, seen(page, casebook.by_number(page, me.staff.organisation, number), me))
        left = casebook.by_number(page, me.staff.organisation, number)
        return f"{number}?done={done}" if left and sees(me.staff, left, me.policy) else ""

    return await _do(request, desk, sent, use_case)


async def _do(request: Request, desk: Console, sent: Posted, use_case: Callable[[Page], str]) -> Response:
    """Do it and show its case, whose place the use case gives; "" where this person sees it no longer."""
    try:
        place = await desk.book.run(use_case)
    except AlreadyDone as conflict:
        return await _again(request, sent, 409, "kept.conflict", str(conflict))
    except NotAllowed as refusal:
        return await _again(request, sent, 422, "kept.refused", str(refusal))
    return RedirectResponse(f"/desk/cases/{place}" if place else "/desk/", 303)


async def _again(request: Request, sent: Posted, status: int, why: str, reason: str = "") -> Response:
    """Show the case as it is by now, with what was typed and why it was not done."""
    number = sent.form.get("number") or request.path_params.get("number", "")
    deed = request.path_params.get("deed", "")
    return await show_case(request, sent.visitor, number, Kept.of(sent.form, why, reason, deed), status)


def _decides(me: Visitor) -> None:
    if not me.role.approves:
        raise NotAllowed(f"the role of {me.role.id} prepares and does not decide")
