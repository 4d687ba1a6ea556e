"""A letter to the requester of a case, put together in one place: in their language, in their conversation. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case
from cases.message import Channel, Message
from cases.outgoing import Outgoing
from replies.render import Facts, Rendered, render, words_on


@dataclass(frozen=True)
class Under:
    """What a letter stands under in its conversation: the message that it answers, where it answers one."""

    answers: str | None = None
    references: tuple[str, ...] = ()

    @classmethod
    def message(cls, message: Message) -> "Under":
        """Stand under a message of theirs."""
        return cls(message.message_id, message.references)

    @classmethod
    def last_of(cls, case: Case, letters: Iterable[Outgoing]) -> "Under":
        """Stand where the last letter of a case did that answered something; else alone."""
        mine = [letter for letter in letters if letter.case == case.id and letter.answers]
        return cls(mine[-1].answers, mine[-1].references) if mine else cls()


ALONE = Under()
"""Under nothing."""


def to_requester(case: Case, facts: Facts, cause: str, now: datetime, under: Under = ALONE) -> Outgoing:
    """Draft what says some facts to whoever a case is of, on the channel on which they are answered.

    Its reply is named by the folder of the facts.
    """
    return in_words(case, (reply_of(facts), cause), words_on(case.channel, facts, case.language), now, under)


def to_other(address: str, case: Case, facts: Facts, cause: str, now: datetime) -> Outgoing:
    """Draft a letter about a case to somebody else, or to an address that is to be proved: by mail."""
    letter = in_words(case, (reply_of(facts), cause), render(facts, case.language), now)
    return replace(letter, recipient=address, channel=Channel.MAIL)


def in_words(case: Case, named: tuple[str, str], words: Rendered, now: datetime, under: Under = ALONE) -> Outgoing:
    """Draft a letter whose words are there already; `named` are its reply and its cause."""
    reply, cause = named
    return Outgoing(
        organisation=case.organisation,
        case=case.id,
        thread=case.thread,
        reply=reply,
        cause=cause,
        channel=case.channel,
        recipient=case.requester.address,
        language=case.language,
        subject=words.subject,
        body=words.body,
        released=False,
        not_before=now,
        answers=under.answers,
        references=under.references,
    )


def reply_of(facts: Facts) -> str:
    """Give the name of the reply that says these facts."""
    return type(facts).__module__.removeprefix("replies.")
