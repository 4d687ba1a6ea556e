"""What opens the page that a person has of their own case: made of the service's key, so that it is kept nowhere.

A letter in the outbox holds the page's plain address, with the case's number in it, and a hole where a code is to
stand. What opens the page is put in as the letter leaves, the same at every attempt; the book has its digest alone.
A letter to the person that does not name the page gets a line that does, when it leaves: here, whatever wrote it.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cases.case import Case
from cases.chat import Chat
from cases.message import Channel
from cases.office import Office
from cases.outgoing import Outgoing
from intake.staff_pass import REPLY as STAFF_REPLY
from intake.staff_pass import with_pass
from replies.follow import followed
from storage import casebook, chats, outbox, passes
from storage.outbox import Entry
from storage.page import Page
from storage.traffic import INTERNAL

LINK_REPLY, CODE_REPLY = "case_link", "case_code"

GOOD_FOR = timedelta(days=90)
"""So long a link opens the page: a right that is extended is answered within it. Another can be asked for."""

HOLE = "•••• ••••"
"""Where the code stands in a letter that has not left, and in what staff see of it."""

OTHERS = frozenset({"identity_link", "referral", *INTERNAL})
"""Letters that lead to another page, or are for others than the person of a case, whatever their address."""

_DIGITS = 8

Key = tuple[str, int]
"""An organisation and the id of a case."""


@dataclass(frozen=True)
class _AtHand:
    """What letters that leave together need to know: their cases, those whose page staff closed, secrets that are out.

    It is looked up once for all of them, and kept up as they are worked on.
    """

    cases: Mapping[Key, Case]
    closed: set[Key]
    known: frozenset[str]


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


def names_page(letter: Outgoing, case: Case, office: Office) -> bool:
    """Say whether a letter tells the person of a case where to follow it; of what is held, nothing more is told."""
    mine = letter.channel is Channel.MAIL and letter.reply not in OTHERS and _is_theirs(letter, case)
    return mine and case.held_for is None and bool(plain_link(office, case.number))


def claim_letters(
    page: Page, claimant: tuple[str, datetime], limit: int, key: bytes, offices: Mapping[str, Office]
) -> tuple[Entry, ...]:
    """Take released letters that nobody sends, as `outbox.claim` does, with what opens their cases' pages in them."""
    taken = outbox.claim(page, Channel.MAIL, claimant, limit)
    if not key:
        return taken
    at_hand = _at_hand(page, [one for one in taken if _may_lead(one.outgoing, offices)], key)
    return tuple(_leaving(page, one, (key, offices), at_hand, claimant[1]) for one in taken)


def _leaving(
    page: Page, entry: Entry, by: tuple[bytes, Mapping[str, Office]], at_hand: _AtHand, now: datetime
) -> Entry:
    """Give a letter as it leaves: with the code in it, or with what opens the page of its case."""
    key, offices = by
    letter = entry.outgoing
    if letter.reply == STAFF_REPLY:
        return with_pass(page, entry, key)
    if letter.reply == CODE_REPLY:
        return _with_code(entry, key)
    if not _may_lead(letter, offices):
        return entry
    return _opening(page, entry, (key, offices[letter.organisation]), at_hand, now)


def _may_lead(letter: Outgoing, offices: Mapping[str, Office]) -> bool:
    """Say whether a letter may lead to the page of its case at all."""
    office = offices.get(letter.organisation)
    return office is not None and bool(office.public_url) and letter.reply not in {*OTHERS, CODE_REPLY}


def _at_hand(page: Page, entries: Sequence[Entry], key: bytes) -> _AtHand:
    ids: dict[str, set[int]] = {}
    for one in entries:
        ids.setdefault(one.outgoing.organisation, set()).add(one.outgoing.case)
    cases = {
        (where, id_): case for where, mine in ids.items() for id_, case in casebook.of_ids(page, where, mine).items()
    }
    closed = {(where, id_) for where, mine in ids.items() for id_ in passes.closed_of(page, where, mine)}
    return _AtHand(cases, closed, passes.known(page, [_secret(one, key) for one in entries]))


def _secret(entry: Entry, key: bytes) -> str:
    return secret_of(key, entry.outgoing.organisation, f"letter {entry.id}")


def open_in_chat(
    page: Page, chat: Chat, numbers: Iterable[str], by: tuple[bytes, Office], now: datetime
) -> dict[str, str]:
    """Let links in a chat open the pages of its cases; give them by number, but for those that are closed or over.

    `by` is the service's key and the organisation. Twice is as once: a link that was closed stays closed.
    """
    key, office = by
    found = (casebook.by_number(page, chat.organisation, number) for number in sorted(set(numbers)))
    named = [case for case in found if case and key and plain_link(office, case.number)]
    if not named or chats.find(page, chat.organisation, chat.id, to_change=True) is None:
        return {}
    links: dict[str, str] = {}
    for case in named:
        secret = chat_secret(key, chat, case.number)
        passes.write(page, case, (secret, ""), now, now + GOOD_FOR)
        opens = passes.find(page, secret)
        if opens and opens.open(now):
            links[case.number] = f"{office.public_url}/case/{secret}"
    return links


def chat_secret(key: bytes, chat: Chat, number: str) -> str:
    """Give what opens the page of a case in the chat that tells its number."""
    return secret_of(key, chat.organisation, f"chat {chat.id} {number}")


def _opening(page: Page, entry: Entry, by: tuple[bytes, Office], at_hand: _AtHand, now: datetime) -> Entry:
    """Give a letter as it leaves: with what opens the page of its case, if it is the person's and names the page."""
    (key, office), letter = by, entry.outgoing
    case = at_hand.cases.get((letter.organisation, letter.case))
    if case is None or not _is_theirs(letter, case):
        return entry
    secret = _secret(entry, key)
    is_known = secret in at_hand.known
    if not is_known and not _may_open(entry, case, at_hand):
        return entry
    named = _named(page, entry, case, office)
    body = _opened(named.outgoing.body, f"{office.public_url}/case/{case.number}", f"{office.public_url}/case/{secret}")
    if body == named.outgoing.body:
        return named
    if not is_known:
        passes.add(page, case, (secret, letter.recipient or ""), now, now + GOOD_FOR)
        at_hand.closed.discard((case.organisation, case.id))
    return replace(named, outgoing=replace(named.outgoing, body=body))


def _may_open(entry: Entry, case: Case, at_hand: _AtHand) -> bool:
    """Say whether a letter that leaves now may open the page: not once staff closed it, unless a link was asked for.

    At its first attempt it is settled, so that every attempt is the same letter.
    """
    asked = entry.outgoing.reply == LINK_REPLY
    return entry.attempt == 0 and (asked or (case.organisation, case.id) not in at_hand.closed)


def _named(page: Page, entry: Entry, case: Case, office: Office) -> Entry:
    """Let a letter name the page, and note that it does."""
    letter, where = entry.outgoing, plain_link(office, case.number)
    if not names_page(letter, case, office) or where in letter.body:
        return entry
    body = followed(letter.body, where, letter.language)
    outbox.edit(page, letter.organisation, entry.id, body=body)
    return replace(entry, outgoing=replace(letter, body=body))


def _opened(body: str, plain: str, opens: str) -> str:
    """Give a letter with what opens a page in place of its plain address, but not of a longer number's."""
    first, *others = body.split(plain)
    goes_on = ((one[:1].isalnum() or one[:1] == "_") for one in others)
    return first + "".join((plain if more else opens) + one for one, more in zip(others, goes_on, strict=True))


def _is_theirs(letter: Outgoing, case: Case) -> bool:
    """Say whether a letter goes to the address of its case, and nowhere else (R-ID-4)."""
    return bool(letter.recipient) and (letter.recipient or "").casefold() == (case.requester.address or "").casefold()


def _with_code(entry: Entry, key: bytes) -> Entry:
    visit = int(entry.outgoing.cause.split()[1])
    code = code_of(key, entry.outgoing.organisation, visit)
    body = entry.outgoing.body.replace(HOLE, f"{code[:4]} {code[4:]}", 1)
    return replace(entry, outgoing=replace(entry.outgoing, body=body))


def _keyed(key: bytes, *what: str) -> bytes:
    return hmac.digest(key, "\x00".join(what).encode(), hashlib.sha256)
