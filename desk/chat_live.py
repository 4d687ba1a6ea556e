"""A conversation by chat as it goes on, sent to an open case page as server-sent events (WHATWG HTML, 9.2).

Each time it is looked whether the session still holds and the person may still see the case: where not, it ends. It
does not keep a session alive: who only looks on is logged out as everybody is.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from cases.case import Case
from cases.errors import IntakeError, NotAllowed
from desk.console import Console
from desk.conversation import Conversation, SaidLine, conversation, new_client
from desk.faults import Missing
from desk.pages import fragment
from desk.sight import seen
from desk.visitor import Visitor, session_at, welcome
from storage import attendances, casebook, chats
from storage.page import Page

EVERY = 2.0
"""Seconds after which it is looked again though nobody rang: that the person reads, comes or goes rings no bell."""

SIGNS = 10
"""After so many looks without news a sign of life is sent, so that nobody in between takes it for dead."""

MOST = 12
"""So many conversations one person may have open at once."""

CLOSING = "desk pages close"
NOTHING = ": \n\n"


@dataclass(frozen=True)
class Watching:
    """Who watches what: the secret of a session, the number of a case, and the last line that the page has."""

    secret: str
    number: str
    after: int


class Streams:
    """The events that are being sent, until the service stops."""

    def __init__(self, every: float = EVERY) -> None:
        self.closed = False
        self._every = every
        self._open: Counter[str] = Counter()

    def close(self, desk: Console) -> None:
        """Let every page go that watches a conversation: the service stops."""
        self.closed = True
        desk.book.bell.ring([CLOSING])

    def has_room(self, watching: Watching) -> bool:
        """Say whether whoever it is may watch one more."""
        return self._open[watching.secret] < MOST

    @contextmanager
    def one_more(self, watching: Watching) -> Iterator[None]:
        """Count a stream while it is open."""
        self._open[watching.secret] += 1
        try:
            yield
        finally:
            self._open[watching.secret] -= 1
            if not self._open[watching.secret]:
                del self._open[watching.secret]

    async def events(self, desk: Console, watching: Watching) -> AsyncGenerator[str]:
        """Give what is new, event by event, until this person may see it no more, or the service stops."""
        yield NOTHING
        with self.one_more(watching):
            look = Look(desk, watching)
            while not self.closed:
                try:
                    news = await desk.book.read(look.news)
                except (Missing, NotAllowed):
                    yield _event("over", "")
                    return
                except IntakeError:  # the database is away: it is looked again
                    news = ()
                for event in news:
                    yield event
                await self._wait(desk, look)
                if look.idle % SIGNS == 0:
                    yield NOTHING

    async def _wait(self, desk: Console, look: "Look") -> None:
        with desk.book.bell.listening(look.topic, CLOSING) as rung, suppress(TimeoutError):
            if self.closed:
                return
            async with asyncio.timeout(self._every):
                await rung.wait()


class Look:
    """What one page was shown of a conversation, and what is new in it."""

    def __init__(self, desk: Console, watching: Watching) -> None:
        self._desk, self._watching = desk, watching
        self._mark: tuple[object, ...] = ()
        self._state: tuple[object, ...] = ()
        self._after = watching.after
        self._sent: dict[int, SaidLine] = {}
        self._last = 0
        self.topic, self.idle = "", 0

    def news(self, page: Page) -> tuple[str, ...]:
        """Give the events of what is new; raise Missing where this person may see it no more, or it is erased."""
        me = self._visitor(page)
        case = seen(page, casebook.by_number(page, me.staff.organisation, self._watching.number), me)
        mark = self._marked(page, case)
        self.idle += 1
        if mark == self._mark:
            return ()
        self._mark, self.idle = mark, 1
        found = conversation(page, case, me, self._desk, self._after)
        if found is None:
            raise Missing
        return tuple(self._events(found, me))

    def _visitor(self, page: Page) -> Visitor:
        session = session_at(page, self._desk, self._watching.secret, self._desk.clock())
        me = welcome(self._desk, session) if session else None
        if me is None or (self._desk.access.demands(me.role) and not me.strong):
            raise Missing
        return me

    def _marked(self, page: Page, case: Case) -> tuple[object, ...]:
        """Give what changes whenever something is to be shown anew, without reading what was said."""
        chat = chats.of_thread(page, case.organisation, case.thread)
        if chat is None:
            raise Missing
        self.topic = chats.topic(chat.id)
        new = chats.lines(page, chat.organisation, chat.id, self._last)
        self._last = new[-1].seq if new else self._last
        has_it = attendances.find(page, chat.organisation, chat.id)
        return case, chat.shown, chat.heard, chat.is_there(self._desk.clock()), has_it, self._last

    def _events(self, found: Conversation, me: Visitor) -> Iterator[str]:
        facts = {"talk": found, "case": found.case}
        new = tuple(one for one in found.lines if self._sent.get(one.seq) != one)
        if new:
            self._sent = {one.seq: one for one in found.lines}
            yield _event("lines", fragment("chat_lines.html", self._desk, me, **facts, lines=new))
        if found.state != self._state:
            self._state = found.state
            yield _event("head", fragment("chat_head.html", self._desk, me, **facts))
            yield _event("foot", fragment("chat_foot.html", self._desk, me, **facts, kept=None, new_client=new_client))
        self._after = found.settled


def _event(name: str, html: str) -> str:
    return f"event: {name}\ndata: {json.dumps(html)}\n\n"
