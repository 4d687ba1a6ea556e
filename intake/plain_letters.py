"""Letters to the person of a case that no message of theirs calls forth: in their conversation, as drafts."""

from datetime import datetime

from cases.case import Case
from cases.message import Channel
from cases.outgoing import Outgoing
from replies.render import Facts, render
from storage import outbox
from storage.page import Page


def letter_to_person(page: Page, case: Case, facts: Facts, cause: str, now: datetime) -> Outgoing:
    """Draft a letter that says some facts, on the channel and under the last letter of the conversation.

    Its reply is named by the folder of the facts.
    """
    words = render(facts, case.language)
    mine = [one.outgoing for one in outbox.of_thread(page, case.organisation, case.thread) if one.outgoing.answers]
    last = next((letter for letter in reversed(mine) if letter.case == case.id), None)
    return Outgoing(
        organisation=case.organisation,
        case=case.id,
        thread=case.thread,
        reply=type(facts).__module__.removeprefix("replies."),
        cause=cause,
        channel=last.channel if last else Channel.MAIL,
        recipient=case.requester.address,
        language=case.language,
        subject=words.subject,
        body=words.body,
        released=False,
        not_before=now,
        answers=last.answers if last else None,
        references=last.references if last else (),
    )
