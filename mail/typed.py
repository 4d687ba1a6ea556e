"""What people typed in a chat or on a page of ours, wrapped by us as a letter: nobody is named as its sender.

No rule about robots applies, and no address in it is more than somebody's word.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from cases.message import Address, Channel, Judgement, Message, Verdict
from cases.policy import Policy
from cases.reading import Reading
from mail import headers
from mail.mime import Splitter

TYPED = {
    Channel.CHAT: Judgement(Verdict.ADMIT, "is_from_a_chat", automatic=False, may_answer=True),
    Channel.TELEGRAM: Judgement(Verdict.ADMIT, "is_from_a_chat", automatic=False, may_answer=True),
    Channel.FORM: Judgement(Verdict.ADMIT, "is_from_a_form", automatic=False, may_answer=True),
}
"""What such a message is judged to be, by the way it came."""

UNREADABLE = Judgement(Verdict.HOLD, "is_unreadable", automatic=False, may_answer=False)

FIELDS = ("name", "email")
"""What a form asks for in fields of their own."""

OURS = frozenset({"no_sender"})
"""What is no fault of a message that we wrapped."""


def typed(message: Message, channel: Channel) -> Message:
    """Give a message as it came by a channel of ours."""
    return replace(
        message,
        channel=channel,
        sender=Address("", ""),
        return_path="",
        recipients=(),
        to=(),
        reply_to=(),
        references=(),
        headers=(),
        reports=(),
        within=None,
        faults=tuple(fault for fault in message.faults if fault not in OURS),
    )


def thread_named(raw: bytes) -> tuple[str, ...]:
    """Give the token of the conversation that our own page put a message in, where it did."""
    token = headers.line(Splitter().split(raw).fields, "x-svarfrist-thread")
    return (token,) if token else ()


def with_told(reading: Reading, raw: bytes, policy: Policy) -> Reading:
    """Give a reading with what somebody typed into the fields of a form: there it says itself what it is.

    The language of the form counts where the text is too short to tell one.
    """
    told = _told(raw)
    fields = {name: told[name] for name in FIELDS if told.get(name)}
    language = told.get("language", "")
    told_all = replace(reading, fields={**reading.fields, **fields})
    if reading.language_known or language not in policy.languages:
        return told_all
    return replace(told_all, language=language, language_known=True)


def _told(raw: bytes) -> Mapping[str, str]:
    said = headers.line(Splitter().split(raw).fields, "x-svarfrist-told")
    try:
        told = json.loads(said or "{}")
    except ValueError:
        return {}
    return {name: value for name, value in told.items() if isinstance(value, str)} if isinstance(told, dict) else {}
