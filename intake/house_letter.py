"""Letters to our own people that belong to no case: about the house, about a day, about a log-in."""

from dataclasses import dataclass
from datetime import datetime

from cases.message import Channel
from cases.office import Office
from cases.outgoing import Automatic, Outgoing
from intake.place import NEW
from replies.render import Facts, render
from storage import threads
from storage.ids import new_token
from storage.page import Page
from storage.threads import Thread

HOUSE = NEW
"""The case and the conversation of letters that belong to none: whoever answers one begins a conversation."""

LEAVE = "staff_notice"
"""A policy that lets notices to staff leave unseen lets these leave too; where it does not, the desk shows the news."""


@dataclass(frozen=True)
class To:
    """Where a letter of the house goes, in which language, and from when on it may leave."""

    address: str
    language: str
    at: datetime


def house_letter(facts: Facts, cause: str, to: To, office: Office) -> Outgoing:
    """Put a letter of the house together; the reply is the folder of its facts."""
    words = render(facts, to.language)
    return Outgoing(
        organisation=office.policy.id,
        case=HOUSE,
        thread=HOUSE,
        reply=type(facts).__module__.removeprefix("replies."),
        cause=cause,
        channel=Channel.MAIL,
        recipient=to.address,
        language=to.language,
        subject=words.subject,
        body=words.body,
        released=office.policy.leaves_unseen(LEAVE),
        not_before=to.at,
        automatic=Automatic.GENERATED,
    )


def open_house(page: Page, organisation: str) -> None:
    """Open the house's own conversation, to which its bounces come back, when it is needed first."""
    if threads.by_id(page, organisation, HOUSE) is None:
        threads.begin(page, organisation, Thread(HOUSE, new_token(), None))
