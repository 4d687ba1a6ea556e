"""From bytes to understanding: parse, judge, read. Pure, so it runs in a worker process beside the loop."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.errors import Unreadable
from cases.message import Channel, Envelope, Judgement, Message, Verdict
from cases.policy import Policy
from cases.reading import Reading
from intake.black_out import forbidden_in
from mail.claims import NOBODYS, Claims, Trust, claims_of, front_says
from mail.forms import through_a_form
from mail.parse import parse, unreadable
from mail.robots import judge
from mail.strike import Striking, struck_out
from mail.tokens import token_of
from mail.typed import TYPED, UNREADABLE, thread_named, typed, with_told
from reading.likeness import Likeness, model, no_model
from reading.read import read

WORTH_A_LOOK = 12
"""Words. A shorter line of a chat is not looked at more closely: it mostly answers a question, and somebody waits."""


@dataclass(frozen=True)
class Bytes:
    """What is to be understood, for which organisation. `hopeless`: it has failed too often to be parsed again.

    `trust` says whose word counts about where it is from. What comes by another `channel` than mail, we wrapped.
    """

    organisation: str
    raw: bytes
    envelope: Envelope
    received_at: datetime
    hopeless: bool = False
    trust: Trust = NOBODYS
    channel: Channel = Channel.MAIL


@dataclass(frozen=True)
class Understanding:
    """What bytes turned out to be. `tokens` stood in the addresses they were sent to; `claims` are to be checked.

    `raw` are the bytes without what may not be kept, None where they may stay as they came.
    """

    message: Message
    judgement: Judgement
    reading: Reading
    tokens: tuple[str, ...]
    claims: Claims | None = None
    raw: bytes | None = None


def understand(letter: Bytes, policy: Policy, model: Callable[[], Likeness | None] = model) -> Understanding:
    """Parse, judge and read; bytes that are no message at all become one that is held.

    `model` gives the model of language for doubts. What is filed unread by people is not worth its time.
    """
    try:
        if letter.hopeless:
            raise Unreadable("failed too often")  # noqa: TRY301 - one way for both
        message = _parsed(letter)
    except Unreadable as fault:
        message = unreadable(letter.raw, letter.envelope, letter.received_at, str(fault))
    if letter.channel is not Channel.MAIL:
        return _of_ours(letter, typed(message, letter.channel), policy, model)
    addresses = (*message.recipients, *(to.address for to in message.to))
    tokens = tuple(dict.fromkeys(token for address in addresses if (token := token_of(address))))
    claims = claims_of(letter.raw) if letter.trust.border and not letter.hopeless else None
    message, judgement = through_a_form(message, judge(message, frozenset(policy.addresses)), policy)
    if letter.envelope.history:
        judgement = Judgement(Verdict.FILE, "is_history", judgement.automatic, may_answer=False)
    asked = no_model if judgement.verdict is Verdict.FILE else model
    reading = read(message, policy, asked)
    return Understanding(message, judgement, reading, tokens, claims, _without(letter.raw, message, reading, policy))


def _of_ours(letter: Bytes, message: Message, policy: Policy, model: Callable[[], Likeness | None]) -> Understanding:
    """Read what somebody typed on a page of ours or in a chat: no robot wrote it, whatever it says."""
    judgement = UNREADABLE if "unreadable" in message.faults else TYPED[letter.channel]
    short = letter.channel.is_chat and len(message.text.split()) < WORTH_A_LOOK
    reading = read(message, policy, no_model if short else model)
    if letter.channel is Channel.FORM:
        reading = with_told(reading, letter.raw, policy)
    without = _without(letter.raw, message, reading, policy)
    return Understanding(message, judgement, reading, thread_named(letter.raw), raw=without)


def _without(raw: bytes, message: Message, reading: Reading, policy: Policy) -> bytes | None:
    """Give a letter's bytes without the numbers that its organisation may not keep, None where there are none."""
    numbers = forbidden_in(message, reading, policy)
    return struck_out(raw, Striking(numbers)) if numbers else None


def _parsed(letter: Bytes) -> Message:
    message = parse(letter.raw, envelope=letter.envelope, received_at=letter.received_at)
    faults = (*message.faults, *(("cut_short",) if letter.envelope.cut else ()))
    return replace(message, faults=faults, authentication=front_says(letter.raw, letter.trust.authserv_id))


_known: dict[str, Policy] = {}


def learn(policies: Mapping[str, Policy]) -> None:
    """Tell a worker process, when it starts, the policies it will read by, and when to end: with the service."""
    _known.update(policies)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the service decides
    threading.Thread(target=_end_with_service, daemon=True).start()


def _end_with_service() -> None:
    """End once the service has, even where it was killed and could end nobody."""
    service = multiprocessing.parent_process()
    if service:
        service.join()
        os._exit(1)


def understand_all(letters: list[Bytes], *, in_a_hurry: bool = False) -> list[Understanding | None]:
    """Understand a batch in a worker process; None where one failed in a way that nobody foresaw.

    In a hurry the model is not asked, and a letter in doubt is told by its traits alone, which are wrong more often.
    """
    asked = no_model if in_a_hurry else model
    return [_or_none(letter, _known[letter.organisation], asked) for letter in letters]


def _or_none(letter: Bytes, policy: Policy, model: Callable[[], Likeness | None]) -> Understanding | None:
    try:
        return understand(letter, policy, model)
    except Exception:  # noqa: BLE001 - the letter is tried again alone, and in the end held for a person
        return None
