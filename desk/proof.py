"""People show anew who they are before what cannot be taken back: data that leave, what is erased, who is let in.

Whoever did so within the last minutes is not asked. Whoever is asked sees one form, which holds what they were sending;
it is sent to where that was going, and goes on there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Response

from desk import codes, passkeys
from desk.access import FRESH
from desk.console import Console, console
from desk.faults import NotProven
from desk.pages import page
from desk.passkeys import Gate
from desk.passwords import opens
from desk.trying import trying, wait_until
from desk.visitor import Form, Posted, Visitor
from storage import factors, sessions, tries
from storage import staff as people
from storage.page import Page

PASSWORD, CODE, PASSKEY, DONE = "proof.password", "proof.code", "proof.passkey", "proof.done"
FIELDS = (PASSWORD, CODE, PASSKEY, DONE)


@dataclass(frozen=True)
class Ways:
    """How a person can show who they are."""

    password: bool
    code: bool
    passkey: str
    sso: bool


def fresh(me: Visitor, now: datetime) -> bool:
    """Say whether somebody showed who they are a short while ago."""
    return me.proved_at is not None and now - me.proved_at < FRESH


async def proven(request: Request, sent: Form) -> Posted:
    """Give a form of somebody who showed who they are within the last minutes, or does so with this very form.

    Raises NotProven with the form otherwise; what goes on is without what they showed.
    """
    return await prove(request, sent)


async def prove(request: Request, sent: Posted) -> Posted:
    """Do what `proven` does for a form that is already here."""
    desk, me = console(request), sent.visitor
    asked = {name: value for name, value in sent.form.items() if name not in FIELDS}
    if not sent.genuine or fresh(me, desk.clock()):
        return replace(sent, form=asked)
    given = {name: sent.form[name] for name in FIELDS if sent.form.get(name)}
    if not given:
        raise NotProven(asked)
    await _check(request, desk, me, given, asked)
    return replace(sent, form=asked)


async def ask(request: Request, me: Visitor, unproven: NotProven) -> Response:
    """Show the form that asks, with what was being sent in it."""
    desk = console(request)
    ways = await desk.book.read(_ways, desk, me)
    shown = {"carried": unproven.form, "ways": ways, "fault": unproven.fault, "to": request.url.path}
    return page(request, "prove.html", me, 401 if unproven.fault else 403, **shown)


async def _check(
    request: Request, desk: Console, me: Visitor, given: Mapping[str, str], asked: Mapping[str, str]
) -> None:
    now = desk.clock()
    if DONE in given and not given.keys() - {DONE}:
        raise NotProven(asked, "proof.not_yet")
    who = await trying(request, desk, me.staff.email, "proof")
    if await wait_until(desk, who, now):
        raise NotProven(asked, "proof.wait")
    strong = await _shown(desk, me, given, now)
    if strong is None:
        raise NotProven(asked, "proof.wrong")
    await desk.book.run(tries.forgive, who, now)
    await desk.book.run(_note, request.cookies[desk.cookie], now, strong)


async def _shown(desk: Console, me: Visitor, given: Mapping[str, str], now: datetime) -> bool | None:
    """Say whether what was shown is more than a password; None where it is not right."""
    if PASSKEY in given:
        key = await desk.book.run(passkeys.shown, Gate(desk.access, desk.address), given[PASSKEY], now)
        return True if key and (key.organisation, key.staff) == (me.staff.organisation, me.staff.id) else None
    if CODE in given:
        return True if await desk.book.run(codes.take, me.staff, desk.access, given[CODE], now) else None
    account = await desk.book.read(people.by_id, me.staff.organisation, me.staff.id)
    return False if account and await opens(given[PASSWORD], account.password_hash) else None


def _note(book_page: Page, secret: str, now: datetime, strong: bool) -> None:  # noqa: FBT001 - handed on by the book
    sessions.prove(book_page, secret, now, strong=strong)


def _ways(book_page: Page, desk: Console, me: Visitor) -> Ways:
    have = factors.of_person(book_page, me.staff)
    account = people.by_id(book_page, me.staff.organisation, me.staff.id)
    gate = Gate(desk.access, desk.address)
    return Ways(
        password=account is not None and account.has_password,
        code=have.codes,
        passkey=passkeys.options_to_show(gate, desk.clock()) if have.passkeys and gate.is_open else "",
        sso=me.staff.organisation in desk.access.providers,
    )


Proven = Annotated[Posted, Depends(proven)]
