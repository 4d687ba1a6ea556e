"""Staff are told on Telegram where they wish: a code from the desk, sent to the bot, links a chat with a person."""

import re
import secrets
from datetime import datetime, timedelta

from cases.message import Channel
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from intake.sent import sent
from storage import casebook, chats, outbox, staff_log, staff_telegrams, telegram_bots
from storage import notices as waiting
from storage.notices import Waiting
from storage.page import Page
from storage.staff_log import Happened

HOLDS = timedelta(minutes=10)
"""So long a code links a chat."""

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE = re.compile(r"(?:/start[ ]+)?desk[- ]?([a-z2-9]{5})[- ]?([a-z2-9]{5})", re.IGNORECASE)


def new_code() -> str:
    """Give a code of fifty random bits that is easy to type: "DESK-K7QMT-3XWPA"."""
    parts = ("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2))
    return f"DESK-{'-'.join(parts)}"


def code_in(text: str) -> str | None:
    """Give the code that a message is, None where it is something else."""
    found = _CODE.fullmatch(text.strip())
    return f"DESK-{found[1]}-{found[2]}".upper() if found else None


def is_offered(page: Page, organisation: str) -> bool:
    """Say whether an organisation has a bot that Telegram ever did anything for."""
    return any(state.heard_at for state in telegram_bots.states(page, organisation))


def begin(page: Page, person: Staff, code: str, now: datetime) -> None:
    """Let a code link a person's Telegram for ten minutes; the one before links nothing any more."""
    staff_telegrams.begin(page, person, code, now + HOLDS)


def link(page: Page, organisation: str, address: str, code: str, now: datetime) -> str:
    """Link a chat with whoever made a code; give the name of what is said of it.

    A chat in which somebody has a case with us is theirs, and is not taken from them.
    """
    person = staff_telegrams.by_code(page, organisation, code, now)
    if person is None:
        return "desk_code_gone"
    known = chats.by_address(page, organisation, Channel.TELEGRAM, address)
    if known and casebook.of_thread(page, organisation, chats.thread_of(page, known)):
        return "desk_chat_taken"
    staff_telegrams.link(page, person, address, now)
    staff_log.note(page, person, Happened(now, "telegram_linked", person.id))
    return "desk_linked"


def whose(page: Page, organisation: str, address: str, now: datetime) -> Staff | None:
    """Give who of staff is told in a chat; None where nobody is, or that one may no longer log in."""
    person = staff_telegrams.by_address(page, organisation, address)
    return person if person and staff_telegrams.may_hear(page, person, now) else None


def unlink(page: Page, person: Staff, now: datetime) -> None:
    """Tell a person by mail again; what waits for Telegram goes by mail. Where nothing is linked, nothing happens."""
    for one in waiting.of_person_for_telegram(page, person.organisation, person.id):
        waiting.release(page, one, now)
    if staff_telegrams.end(page, person):
        staff_log.note(page, person, Happened(now, "telegram_ended", person.id))


def unlink_chat(page: Page, organisation: str, address: str, now: datetime) -> bool:
    """Tell whoever is told in a chat by mail again: they said so, or blocked the bot; False for everybody else's."""
    person = staff_telegrams.by_address(page, organisation, address)
    if person:
        unlink(page, person, now)
    return person is not None


def to_write(page: Page, organisation: str, limit: int, now: datetime) -> tuple[tuple[Waiting, str, str], ...]:
    """Give what is to be written on Telegram: the notice, the chat, the words. It names nobody."""
    found = []
    for one in waiting.for_telegram(page, organisation, limit):
        address = staff_telegrams.address_of(page, organisation, one.person)
        letter = outbox.find(page, organisation, one.id)
        if address and letter and letter.status is OutboxStatus.GATHERING and whose(page, organisation, address, now):
            found.append((one, address, f"{letter.outgoing.subject}\n\n{letter.outgoing.body}"))
    return tuple(found)


def written(page: Page, one: Waiting, office: Office, now: datetime) -> None:
    """Note that Telegram took a notice. Twice has no effect, and what has gone by mail meanwhile stays so."""
    letter = outbox.find(page, one.organisation, one.id, to_change=True)
    if waiting.forget(page, one) and letter and letter.status is OutboxStatus.GATHERING:
        sent(page, letter, office, now)
