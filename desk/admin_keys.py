"""How an organisation's own systems come in and are told: its keys, and its webhook."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.api_key import Scope
from cases.errors import AlreadyDone, NotAllowed
from desk.console import Console
from desk.faults import Forged, Missing
from desk.pages import page
from desk.people import Administrator
from desk.proof import Proven
from desk.visitor import Desk, Form, Posted, Visitor
from intake.api_access import LONGEST, Application, make_key, revoke_key
from storage import api_keys, staff_log, webhooks
from storage.page import Page
from storage.staff_log import Happened

router = APIRouter()

TROUBLES = ("private", "slow", "unknown_name", "certificate", "unreachable", "redirects", "refused", "broken")
"""What may be wrong with a webhook."""

DONE = ("revoked", "works", *TROUBLES)
"""What a page may say was just done."""


@router.get("/desk/admin/access")
async def access(request: Request, me: Administrator, desk: Desk) -> Response:
    """Show the keys and the webhook, for roles that administer."""
    return await _show(request, me, desk)


@router.post("/desk/admin/access/keys")
async def making(request: Request, sent: Proven, desk: Desk) -> Response:
    """Make a key; its secret is shown this once."""
    me, form = _checked(sent), sent.form
    scopes = [scope for scope in Scope if form.get(f"scope.{scope}")]
    try:
        wanted = Application(form.get("name", ""), scopes, _day(form.get("until", "")))
        made = await desk.book.run(make_key, wanted, me.staff, desk.offices[me.policy.id], desk.clock())
    except AlreadyDone:
        return await _show(request, me, desk, ("admin.key.twice", 409), form=form)
    except (NotAllowed, ValueError):
        return await _show(request, me, desk, ("admin.key.wrong", 422), form=form)
    return await _show(request, me, desk, secret=made[1])


@router.post("/desk/admin/access/keys/{prefix}/end")
async def revoking(request: Request, prefix: str, sent: Form, desk: Desk) -> Response:
    """Let a key open nothing any more."""
    me = _checked(sent)
    if len(prefix) != api_keys.SHOWN:
        raise Missing
    try:
        await desk.book.run(revoke_key, prefix, me.staff, desk.offices[me.policy.id], desk.clock())
    except AlreadyDone:
        return await _show(request, me, desk, ("admin.key.revoked_before", 409))
    except NotAllowed:
        raise Missing from None
    return RedirectResponse("/desk/admin/access?done=revoked", 303)


@router.post("/desk/admin/access/webhook")
async def trying_webhook(sent: Form, desk: Desk) -> Response:
    """Call the webhook once, with a test; one that was off is on again where it works."""
    me = _checked(sent)
    if me.policy.id not in desk.house.hooks:
        raise Missing
    trouble = await desk.house.try_hook(me.policy.id)
    await desk.book.run(_note, me, Happened(desk.clock(), "webhook_tried", me.staff.id, {"trouble": trouble}))
    return RedirectResponse(f"/desk/admin/access?done={trouble or 'works'}", 303)


def _note(book_page: Page, me: Visitor, event: Happened) -> None:
    staff_log.note(book_page, me.staff, event)


def _checked(sent: Posted) -> Visitor:
    if not sent.genuine:
        raise Forged(sent.form)
    if not sent.visitor.role.administers:
        raise Missing
    return sent.visitor


def _day(written: str) -> date | None:
    """Read a day; raise ValueError where it is none."""
    return date.fromisoformat(written) if written else None


async def _show(
    request: Request,
    me: Visitor,
    desk: Console,
    refused: tuple[str, int] = ("", 200),
    **facts: Any,  # noqa: ANN401 - what the page is about
) -> Response:
    keys = await desk.book.read(api_keys.listed, me.policy.id)
    state = await desk.book.read(webhooks.look, me.policy.id)
    done = request.query_params.get("done", "") if request.method == "GET" else ""
    shown: dict[str, Any] = {"secret": "", "form": {}, **facts, "done": done if done in DONE else ""}
    host, now = desk.house.hooks.get(me.policy.id, ""), desk.clock()
    kept = {"keys": keys, "state": state, "host": host, "now": now, "scopes": tuple(Scope), "longest": LONGEST}
    return page(request, "admin_access.html", me, refused[1], refused=refused[0], **shown, **kept)
