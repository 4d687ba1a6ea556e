"""What is well at one organisation's installation and what is not, in words: numbers alone, nothing of anybody."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response

from cases.files import LONG
from desk.console import Console
from desk.mailboxes import BotView, MailboxView, views
from desk.pages import page
from desk.papers import Papers, papers_of
from desk.people import Administrator
from desk.speech import Say
from desk.texts import Texts
from desk.visitor import Desk, Visitor
from storage import house_numbers, sweeps, webhooks
from storage.house_numbers import HouseNumbers
from storage.page import Page
from storage.sweeps import Sweep
from storage.webhooks import WebhookState

router = APIRouter()

UNREAD = timedelta(minutes=10)
"""After so long a letter that nobody has read means that nobody reads."""

MANY = 100
"""Conversations that the search may be behind before it is worth a look."""

GO, HOLD, BAD = "go", "hold", "bad"


@dataclass(frozen=True)
class Item:
    """One thing that is looked after: its name in the texts, how it is, what is said of it, and where it is seen to."""

    name: str
    tone: str
    said: tuple[str, ...]
    path: str


@dataclass(frozen=True)
class Standing:
    """All that is looked at."""

    mailboxes: tuple[MailboxView, ...]
    bots: tuple[BotView, ...]
    numbers: HouseNumbers
    sweep: Sweep | None
    hook: WebhookState


@router.get("/desk/admin")
async def overview(request: Request, me: Administrator, desk: Desk) -> Response:
    """Show how everything is, for roles that administer."""
    found = await desk.book.read(_standing, me, desk)
    papers = await asyncio.to_thread(papers_of, desk.house, me.policy)
    say = Say(me.t, me.policy, desk.clock())
    every = tuple(_items(found, papers, desk, me, say))
    return page(request, "admin.html", me, every=every, begun_at=desk.house.begun_at)


def _standing(book_page: Page, me: Visitor, desk: Console) -> Standing:
    boxes, bots = views(book_page, desk.offices[me.policy.id], desk.clock())
    return Standing(
        boxes,
        bots,
        house_numbers.of_house(book_page, me.policy.id),
        sweeps.last(book_page, me.policy.id),
        webhooks.look(book_page, me.policy.id),
    )


def _items(found: Standing, papers: Papers, desk: Console, me: Visitor, say: Say) -> Iterator[Item]:
    now, t = desk.clock(), me.t
    yield _watched("mailboxes", found.mailboxes, t, ("admin.mailboxes", "admin.mailboxes.none", "admin.mailboxes.ill"))
    if found.bots:
        yield _watched("bots", found.bots, t, ("admin.bots", "admin.bots.none", "admin.bots.ill"))
    yield _read(found.numbers, now, say)
    yield _outbox(found.numbers, t)
    held = _if(found.numbers.held, t, "admin.held") or (t("admin.held.none"),)
    yield Item("held", GO, held, "/desk/?view=held")
    drafts = _if(found.numbers.drafts, t, "admin.drafts") or (t("admin.drafts.none"),)
    yield Item("drafts", GO, drafts, "/desk/?view=approval")
    yield _looks(found.numbers, now, say)
    yield _search(found.numbers, t)
    yield _policy(papers, t)
    yield _retention(found.sweep, desk, t)
    if me.policy.id in desk.house.hooks:
        yield _hook(found.hook, say)


def _watched(
    name: str, found: tuple[MailboxView, ...] | tuple[BotView, ...], t: Texts, keys: tuple[str, str, str]
) -> Item:
    ill = sum(one.tone in {"bad", "warn"} for one in found)
    there, none, wrong = keys
    said = _if(len(found), t, there) or (t(none),)
    return Item(name, BAD if ill else GO, (*said, *_if(ill, t, wrong)), "/desk/mailboxes")


def _read(numbers: HouseNumbers, now: datetime, say: Say) -> Item:
    t, since = say.t, numbers.arrivals_since
    late = since is not None and now - since > UNREAD
    said = _if(numbers.arrivals, t, "admin.arrivals") or (t("admin.arrivals.none"),)
    if since and late:
        said = (*said, t("admin.since", when=say.moment(since)))
    return Item("arrivals", BAD if late else GO, said, "")


def _outbox(numbers: HouseNumbers, t: Texts) -> Item:
    said = _if(numbers.letters_waiting, t, "admin.outbox") or (t("admin.outbox.none"),)
    said += _if(numbers.letters_retried, t, "admin.outbox.retried") + _if(
        numbers.letters_failed, t, "admin.outbox.failed"
    )
    tone = BAD if numbers.letters_failed else HOLD if numbers.letters_retried else GO
    return Item("outbox", tone, said, "/desk/outbox?which=stuck")


def _looks(numbers: HouseNumbers, now: datetime, say: Say) -> Item:
    t, since = say.t, numbers.looks_since
    late = since is not None and now - since >= LONG
    said = _if(numbers.looks, t, "admin.looks") or (t("admin.looks.none"),)
    if since and late:
        said = (*said, t("admin.since", when=say.moment(since)))
    return Item("looks", BAD if late else GO, said, "")


def _search(numbers: HouseNumbers, t: Texts) -> Item:
    behind = numbers.search_behind
    said = _if(behind, t, "admin.search") or (t("admin.search.none"),)
    return Item("search", HOLD if behind > MANY else GO, said, "")


def _policy(papers: Papers, t: Texts) -> Item:
    conflicts, warnings = len(papers.conflicts), len(papers.cautions)
    said = _if(conflicts, t, "admin.policy") or (t("admin.policy.none"),)
    said += _if(warnings, t, "admin.policy.warnings")
    if papers.changed:
        said += (t("admin.policy.changed"),)
    return Item("policy", HOLD if papers.changed or warnings else GO, said, "/desk/admin/policy")


def _retention(sweep: Sweep | None, desk: Console, t: Texts) -> Item:
    said: tuple[str, ...] = (t("admin.retention.nightly" if desk.house.erases else "admin.retention.by_hand"),)
    if sweep and not sweep.done_at:
        said += (t("admin.retention.going", gone=sweep.so_far, total=sweep.total),)
    return Item("retention", GO if desk.house.erases else HOLD, said, "/desk/admin/retention")


def _hook(state: WebhookState, say: Say) -> Item:
    t = say.t
    if state.off_at:
        return Item("hook", BAD, (t("admin.hook.off", when=say.moment(state.off_at)),), "/desk/admin/access")
    if state.failing_since:
        since = t("admin.hook.failing", when=say.moment(state.failing_since))
        return Item("hook", HOLD, (since, t.name("admin.trouble", state.trouble or "")), "/desk/admin/access")
    return Item("hook", GO, (t("admin.hook.works"),), "/desk/admin/access")


def _if(count: int, t: Texts, key: str) -> tuple[str, ...]:
    """Say a number where there is one."""
    return (t.count(key, count),) if count else ()
