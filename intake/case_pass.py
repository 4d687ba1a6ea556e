"""What opens the page that a person has of their own case: made of the service's key, so that it is kept nowhere.

A letter in the outbox holds the page's plain address, with the case's number in it, and a hole where a code is to
stand. What opens the page is put in as the letter leaves, the same at every attempt; the book has its digest alone.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from cases.case import Case
from cases.chat import Chat
from cases.message import Channel
from cases.office import Office
from cases.outgoing import Outgoing
from storage import casebook, chats, outbox, passes
from storage.outbox import Entry
from storage.page import Page

LINK_REPLY, CODE_REPLY = "case_link", "case_code"

GOOD_FOR = timedelta(days=90)
"""So long a link opens the page: a right that is extended is answered within it. Another can be asked for."""

HOLE = "•••• ••••"
"""Where the code stands in a letter that has not left, and in what staff see of it."""

_DIGITS = 8
_NUMBER = r"([A-Z]{2}-\d{2}-\d{6,8})\b"


def plain_link(office: Office, number: str) -> str:
    """Give a case's page as a letter names it before it leaves; "" where there are no pages, or none is to be sent."""
    if not office.public_url or not office.policy.leaves_unseen(LINK_REPLY):
        return ""
    return f"{office.public_url}/case/{number}"


def secret_of(key: bytes, organisation: str, cause: str) -> str:
    """Give what opens a page for one cause: 256 bits that nobody guesses who has not the key."""
    return base64.urlsafe_b64encode(_keyed(key, "case page", organisation, cause)).decode("ascii").rstrip("=")


def code_of(key: bytes, organisation: str, visit: int) -> str:
    """Give the code for a browser: eight digits."""
    number = int.from_bytes(_keyed(key, "case code", organisation, str(visit))[:8], "big")
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def same_code(expected: str, typed: str) -> bool:
    """Say whether somebody typed a code, with or without blanks and dashes in it."""
    digits = re.sub(r"[\s.-]", "", typed)
    return digits.isascii() and hmac.compare_digest(expected, digits)


def claim_letters(
    page: Page, claimant: tuple[str, datetime], limit: int, key: bytes, offices: Mapping[str, Office]
) -> tuple[Entry, ...]:
    """Take released letters that nobody sends, as `outbox.claim` does, with what opens their cases' pages in them."""
    taken = outbox.claim(page, Channel.MAIL, claimant, limit)
    return tuple(_filled(page, one, key, offices, claimant[1]) for one in taken) if key else taken


def open_in_chat(page: Page, chat: Chat, numbers: Iterable[str], key: bytes, now: datetime) -> None:
    """Let the links that a chat shows open the pages of its cases. Twice has no effect."""
    if chats.find(page, chat.organisation, chat.id, to_change=True) is None:
        return
    for number in numbers:
        case = casebook.by_number(page, chat.organisation, number)
        if case:
            passes.write(page, case, (chat_secret(key, chat, number), ""), now, now + GOOD_FOR)


def chat_secret(key: bytes, chat: Chat, number: str) -> str:
    """Give what opens the page of a case in the chat that tells its number."""
    return secret_of(key, chat.organisation, f"chat {chat.id} {number}")


def _filled(page: Page, entry: Entry, key: bytes, offices: Mapping[str, Office], now: datetime) -> Entry:
    letter = entry.outgoing
    if letter.reply == CODE_REPLY:
        return _with_code(entry, key)
    office = offices.get(letter.organisation)
    if office is None or not office.public_url:
        return entry
    link = re.search(re.escape(f"{office.public_url}/case/") + _NUMBER, letter.body)
    case = casebook.find(page, letter.organisation, letter.case) if link else None
    if link is None or case is None or case.number != link[1] or not _is_theirs(letter, case):
        return entry
    secret = secret_of(key, letter.organisation, f"letter {entry.id}")
    passes.write(page, case, (secret, letter.recipient or ""), now, now + GOOD_FOR)
    body = letter.body.replace(link[0], f"{office.public_url}/case/{secret}")
    return replace(entry, outgoing=replace(letter, body=body))


def _is_theirs(letter: Outgoing, case: Case) -> bool:
    """Say whether a letter goes to the address of its case, and nowhere else (R-ID-4)."""
    return bool(letter.recipient) and (letter.recipient or "").casefold() == (case.requester.address or "").casefold()


def _with_code(entry: Entry, key: bytes) -> Entry:
    visit = int(entry.outgoing.cause.removeprefix("visit "))
    code = code_of(key, entry.outgoing.organisation, visit)
    body = entry.outgoing.body.replace(HOLE, f"{code[:4]} {code[4:]}", 1)
    return replace(entry, outgoing=replace(entry.outgoing, body=body))


def _keyed(key: bytes, *what: str) -> bytes:
    return hmac.digest(key, "\x00".join(what).encode(), hashlib.sha256)
