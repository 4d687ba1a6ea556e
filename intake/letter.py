"""A letter to the requester of a case, put together in one place: in their language, in their conversation. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.case import Case
from cases.message import Channel, Message
from cases.outgoing import Outgoing
from replies.render import Facts, Rendered, render


@dataclass(frozen=True)
class Under:
    """What a letter stands under in its conversation: the channel, and the message it answers, where it answers one."""

    channel: Channel = Channel.MAIL
    answers: str | None = None
    references: tuple[str, ...] = ()

    @classmethod
    def message(cls, message: Message) -> "Under":
        """Stand under a message of theirs, on the channel that it is answered by."""
        return cls(message.channel.answered_by, message.message_id, message.references)

    @classmethod
    def last_of(cls, case: Case, letters: Iterable[Outgoing]) -> "Under":
        """Stand where the last letter of a case did that answered something; else alone, by mail."""
        mine = [letter for letter in letters if letter.case == case.id and letter.answers]
        return cls(mine[-1].channel, mine[-1].answers, mine[-1].references) if mine else cls()


ALONE = Under()
"""By mail, under nothing."""


def to_requester(case: Case, facts: Facts, cause: str, now: datetime, under: Under = ALONE) -> Outgoing:
    """Draft a letter that says some facts to whoever a case is of. Its reply is named by the folder of the facts."""
    return in_words(case, (reply_of(facts), cause), render(facts, case.language), now, under)


def in_words(case: Case, named: tuple[str, str], words: Rendered, now: datetime, under: Under = ALONE) -> Outgoing:
    """Draft a letter whose words are there already; `named` are its reply and its cause."""
    reply, cause = named
    return Outgoing(
        organisation=case.organisation,
        case=case.id,
        thread=case.thread,
        reply=reply,
        cause=cause,
        channel=under.channel,
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
