"""Conversations by chat, and their lines in the order in which they are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, select, update

from cases.chat import Chat, Dialogue, Say, Side
from cases.message import Channel
from storage.chat_tables import CHAT, CHAT_LINE
from storage.page import KEY, ORG, Page
from storage.tables import CASE, THREAD


def topic(chat: int) -> str:
    """Name what those wait for who show a conversation."""
    return f"chat {chat}"


def topic_of(channel: Channel) -> str:
    """Name what a channel waits for that carries the lines of all its conversations itself."""
    return f"chats {channel}"


@dataclass(frozen=True)
class Door:
    """How the other end comes back: the digest of its secret, until when that holds, and the site that it stands on."""

    secret: str = ""
    expires_at: datetime | None = None
    origin: str = ""


NO_DOOR = Door()
"""Nothing opens it but where it is."""


@dataclass(frozen=True)
class Line:
    """One line: a `message` of the person's, a `letter` of ours, or what the program says.

    A line of the person's has no `message` until it is understood; `arrival` is what came, `client` what the other end
    calls it. `seq` is its number, drawn when it is written.
    """

    at: datetime
    side: Side
    seq: int = 0
    arrival: int | None = None
    message: int | None = None
    letter: int | None = None
    say: Say | None = None
    client: str | None = None


_MINE = (CHAT.c.organisation == ORG) & (CHAT.c.id == KEY)
_FOUND = select(CHAT).where(_MINE)
_LOCKED = _FOUND.with_for_update()
_CHANGED = update(CHAT).where(_MINE)
_LINES = (CHAT_LINE.c.organisation == ORG) & (CHAT_LINE.c.chat_id == KEY)
_AFTER = select(CHAT_LINE).where(_LINES, CHAT_LINE.c.seq > bindparam("after")).order_by(CHAT_LINE.c.seq)
_SAID = select(CHAT_LINE.c.seq).where(_LINES, CHAT_LINE.c.client_id == bindparam("client"))
_UNHEARD = select(func.min(CHAT_LINE.c.seq)).where(
    _LINES, CHAT_LINE.c.side == Side.PERSON, CHAT_LINE.c.seq > bindparam("heard")
)
_THREAD_OF = select(THREAD.c.joined).where(THREAD.c.organisation == ORG, THREAD.c.id == KEY)
_OF_LETTER = select(CHAT_LINE).where(_LINES, CHAT_LINE.c.outbox_id == bindparam("letter"))
_TIED = update(CHAT_LINE).where(_LINES, CHAT_LINE.c.seq == bindparam("line"))
_DRAWN = (
    update(CHAT)
    .where(_MINE)
    .values(next_line=CHAT.c.next_line + bindparam("many"), last_at=bindparam("now", type_=CHAT.c.last_at.type))
    .returning(CHAT.c.next_line)
)


def begin(page: Page, chat: Chat, door: Door) -> None:
    """Write a new conversation down; its thread is there already."""
    page.add(
        CHAT,
        organisation=chat.organisation,
        id=chat.id,
        channel=chat.channel,
        thread_id=chat.thread,
        address=chat.address,
        secret=door.secret,
        origin=door.origin,
        expires_at=door.expires_at,
        link="",
        link_until=None,
        dialogue=_dialogue_to_json(chat.dialogue),
        began_at=chat.began_at,
        last_at=chat.began_at,
        next_line=1,
        heard=chat.heard,
        shown=chat.shown,
        present_until=chat.present_until,
    )


def find(page: Page, organisation: str, id_: int, *, to_change: bool = False) -> Chat | None:
    """Give a conversation; with `to_change`, nobody else changes it until this page is done."""
    row = page.one(_LOCKED if to_change else _FOUND, org=organisation, key=id_)
    return chat_of(row) if row else None


def by_secret(page: Page, organisation: str, secret: str, now: datetime) -> Chat | None:
    """Give the conversation that a secret opens, by its digest, while it holds."""
    mine = select(CHAT).where(CHAT.c.organisation == organisation, CHAT.c.secret == secret, CHAT.c.secret != "")
    row = page.one(mine)
    return chat_of(row) if row and (row.expires_at is None or now < row.expires_at) else None


def by_address(page: Page, organisation: str, channel: Channel, address: str) -> Chat | None:
    """Give the latest conversation with an address of a channel."""
    mine = (CHAT.c.organisation == organisation) & (CHAT.c.channel == channel) & (CHAT.c.address == address)
    row = page.one(select(CHAT).where(mine, CHAT.c.address != "").order_by(CHAT.c.id.desc()).limit(1))
    return chat_of(row) if row else None


def of_thread(page: Page, organisation: str, thread: int) -> Chat | None:
    """Give the conversation by chat that a thread is held in, the latest one where several were joined."""
    here = (THREAD.c.id == thread) | (THREAD.c.joined == thread)
    threads = select(THREAD.c.id).where(THREAD.c.organisation == organisation, here)
    mine = select(CHAT).where(CHAT.c.organisation == organisation, CHAT.c.thread_id.in_(threads))
    row = page.one(mine.order_by(CHAT.c.last_at.desc(), CHAT.c.id.desc()).limit(1))
    return chat_of(row) if row else None


def thread_of(page: Page, chat: Chat) -> int:
    """Give the thread that a conversation goes on in, which may have been joined to another."""
    row = page.one(_THREAD_OF, org=chat.organisation, key=chat.thread)
    return row.joined if row and row.joined is not None else chat.thread


def set_door(page: Page, organisation: str, id_: int, door: Door) -> None:
    """Let another secret open a conversation from now on, and no other."""
    values = {"secret": door.secret, "expires_at": door.expires_at}
    page.execute(_CHANGED, {"org": organisation, "key": id_, **values})


def set_link(page: Page, organisation: str, id_: int, link: str, until: datetime) -> None:
    """Let a code, of which this is the digest, open a conversation once; the code before it opens it no more."""
    page.execute(_CHANGED, {"org": organisation, "key": id_, "link": link, "link_until": until})


def use_link(page: Page, organisation: str, secret: str, link: str, now: datetime) -> bool:
    """Say whether a code, by its digest, still opens the conversation of a secret; it does so once."""
    mine = (CHAT.c.organisation == organisation) & (CHAT.c.secret == secret) & (CHAT.c.link == link)
    used = update(CHAT).where(mine, CHAT.c.link != "", CHAT.c.link_until > now).values(link="", link_until=None)
    return page.execute(used).rowcount == 1


def present(page: Page, organisation: str, id_: int, until: datetime) -> None:
    """Note until when the person is taken to be there; the present instant, where they have left."""
    page.execute(_CHANGED, {"org": organisation, "key": id_, "present_until": until})


def keep(page: Page, chat: Chat) -> None:
    """Write down how far a conversation has come."""
    values = {"dialogue": _dialogue_to_json(chat.dialogue), "heard": chat.heard, "shown": chat.shown}
    page.execute(_CHANGED, {"org": chat.organisation, "key": chat.id, **values})


def append(page: Page, chat: Chat, lines: Sequence[Line], now: datetime) -> tuple[Line, ...]:
    """Write lines down at the end of a conversation that this page has locked; give them with their numbers."""
    if not lines:
        return ()
    mine = {"org": chat.organisation, "key": chat.id}
    after = page.execute(_DRAWN, {**mine, "many": len(lines), "now": now}).scalar_one()
    first = int(after) - len(lines)
    numbered = tuple(replace(line, seq=seq) for seq, line in enumerate(lines, start=first))
    for line in numbered:
        page.add(
            CHAT_LINE,
            organisation=chat.organisation,
            chat_id=chat.id,
            seq=line.seq,
            at=line.at,
            side=line.side,
            arrival_id=line.arrival,
            message_id=line.message,
            outbox_id=line.letter,
            say={"name": line.say.name, "about": dict(line.say.about)} if line.say else None,
            client_id=line.client,
        )
    page.wake(topic(chat.id))
    page.wake(topic_of(chat.channel))
    return numbered


def lines(page: Page, organisation: str, chat: int, after: int = 0) -> tuple[Line, ...]:
    """Give the lines of a conversation that come after a number, in their order."""
    return tuple(line_of(row) for row in page.all(_AFTER, org=organisation, key=chat, after=after))


def said_before(page: Page, chat: Chat, client: str) -> int | None:
    """Give the number of the line that the other end calls by a name, None where it has none of that name."""
    row = page.one(_SAID, org=chat.organisation, key=chat.id, client=client)
    return int(row.seq) if row else None


def next_unheard(page: Page, chat: Chat) -> int | None:
    """Give the number of the person's line that is answered next, None where all are."""
    row = page.one(_UNHEARD, org=chat.organisation, key=chat.id, heard=chat.heard)
    return row[0] if row else None


def of_letter(page: Page, chat: Chat, letter: int) -> Line | None:
    """Give the line that a letter of ours stands in, None where it stands in none."""
    row = page.one(_OF_LETTER, org=chat.organisation, key=chat.id, letter=letter)
    return line_of(row) if row else None


def understood(page: Page, chat: Chat, seq: int, message: int) -> None:
    """Tie a line of the person's to the message that was made of it."""
    mine = {"org": chat.organisation, "key": chat.id, "line": seq}
    page.execute(_TIED, {**mine, "message_id": message})


def take_out(page: Page, chat: Chat, line: Line) -> None:
    """Take a line out that nobody was shown."""
    mine = (CHAT_LINE.c.organisation == chat.organisation) & (CHAT_LINE.c.chat_id == chat.id)
    page.execute(CHAT_LINE.delete().where(mine, CHAT_LINE.c.seq == line.seq))


def with_unshown(
    page: Page, channel: Channel, organisations: Iterable[str], now: datetime, limit: int
) -> tuple[Chat, ...]:
    """Give conversations of a channel, with whoever is there, in which a line of ours waits that they do not have."""
    ours = (CHAT_LINE.c.organisation == CHAT.c.organisation) & (CHAT_LINE.c.chat_id == CHAT.c.id)
    waits = exists().where(ours, CHAT_LINE.c.seq > CHAT.c.shown, CHAT_LINE.c.side != Side.PERSON)
    mine = (CHAT.c.channel == channel) & CHAT.c.organisation.in_(tuple(organisations))
    rows = page.all(select(CHAT).where(mine, CHAT.c.present_until > now, waits).order_by(CHAT.c.last_at).limit(limit))
    return tuple(chat_of(row) for row in rows)


def without_case(page: Page, organisation: str, before: datetime, limit: int | None) -> tuple[Chat, ...]:
    """Give conversations that led to no case and in which nothing was said since an instant, the oldest first."""
    threads = select(THREAD.c.id).where(THREAD.c.organisation == organisation)
    same = (CASE.c.organisation == organisation) & (CASE.c.thread_id == CHAT.c.thread_id)
    old = (CHAT.c.organisation == organisation) & (CHAT.c.last_at < before)
    alone = threads.where(THREAD.c.joined.is_(None))
    mine = select(CHAT).where(old, ~exists().where(same), CHAT.c.thread_id.in_(alone))
    return tuple(chat_of(row) for row in page.all(mine.order_by(CHAT.c.last_at).limit(limit)))


def chat_of(row: Row[Any]) -> Chat:
    """Give the conversation of a row."""
    return Chat(
        organisation=row.organisation,
        id=row.id,
        channel=Channel(row.channel),
        thread=row.thread_id,
        dialogue=_dialogue_of_json(row.dialogue),
        began_at=row.began_at,
        address=row.address,
        heard=row.heard,
        shown=row.shown,
        present_until=row.present_until,
    )


def line_of(row: Row[Any]) -> Line:
    """Give the line of a row."""
    return Line(
        at=row.at,
        side=Side(row.side),
        seq=row.seq,
        arrival=row.arrival_id,
        message=row.message_id,
        letter=row.outbox_id,
        say=Say(row.say["name"], row.say["about"]) if row.say else None,
        client=row.client_id,
    )


def _dialogue_to_json(dialogue: Dialogue) -> dict[str, Any]:
    return asdict(dialogue)


def _dialogue_of_json(values: dict[str, Any]) -> Dialogue:
    return Dialogue(**{**values, "asked": tuple(values["asked"])})
