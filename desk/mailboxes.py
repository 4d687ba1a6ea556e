"""How the organisation's mailboxes are: who of them is read, what is wrong, when its key ends. Nothing of anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response

from cases.office import Office
from desk.pages import page
from desk.visitor import Desk, Guest
from intake.watch import WARNINGS, last_success
from storage import mailbox_watch, telegram_bots
from storage.mailbox_watch import MailboxState
from storage.page import Page
from storage.telegram_bots import BotState

router = APIRouter()

LEFT_ALONE = timedelta(days=2)
"""A mailbox of which so long nothing was heard, and nobody was told, is not watched any more."""


@dataclass(frozen=True)
class MailboxView:
    """A mailbox as the page shows it: `standing` is one of the words of the desk for it, `tone` its colour.

    `days` are left of its secret, None where nobody said when that ends; `ends_soon` where staff are told of it.
    """

    state: MailboxState
    standing: str
    tone: str
    days: int | None

    @property
    def ends_soon(self) -> bool:
        """Say whether the secret ends within the time in which staff are told."""
        return self.days is not None and self.days <= max(WARNINGS)


@dataclass(frozen=True)
class BotView:
    """A bot at Telegram as the page shows it, with a word for how it is, and its colour."""

    state: BotState
    standing: str
    tone: str


@router.get("/desk/mailboxes")
async def mailboxes(request: Request, me: Guest, desk: Desk) -> Response:
    """Show every mailbox of the organisation, and its bot at Telegram."""
    shown, bots = await desk.book.read(views, desk.offices[me.staff.organisation], desk.clock())
    return page(request, "mailboxes.html", me, mailboxes=shown, bots=bots)


def views(book_page: Page, office: Office, now: datetime) -> tuple[tuple[MailboxView, ...], tuple[BotView, ...]]:
    """Give what is shown of an organisation's mailboxes, and of its bot."""
    id_, local = office.policy.id, now.astimezone(office.zone)
    boxes = tuple(mailbox_view(state, local) for state in mailbox_watch.states(book_page, id_))
    return boxes, tuple(BotView(bot, *_standing(bot, now)) for bot in telegram_bots.states(book_page, id_))


def mailbox_view(state: MailboxState, now: datetime) -> MailboxView:
    """Give what is shown of a mailbox; `now` as the organisation's clocks show it."""
    standing, tone = _standing(state, now)
    until = state.secret_until.astimezone(now.tzinfo).date() if state.secret_until else None
    return MailboxView(state, standing, tone, (until - now.date()).days if until else None)


def _standing(state: MailboxState | BotState, now: datetime) -> tuple[str, str]:
    last = state.heard_at if isinstance(state, BotState) else last_success(state)
    signs = (
        (state.silent_since is not None, "silent", "bad"),
        (state.trouble is not None, "trouble", "warn"),
        (last is None, "waiting", "hold"),
        (last is not None and now - last > LEFT_ALONE, "left", "hold"),
    )
    return next(((standing, tone) for holds, standing, tone in signs if holds), ("read", "go"))
