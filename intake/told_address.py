"""The address that somebody gives in a chat, or corrects: what is drafted for them goes there from now on."""

from collections.abc import Iterable

from cases.case import Case
from cases.chat import Chat
from cases.outgoing import OutboxStatus
from intake.correction_letters import TO_OTHERS
from storage import outbox, threads
from storage.outbox import Entry
from storage.page import Page
from storage.readdress import change_recipient
from storage.threads import Thread


def note_address(page: Page, chat: Chat, thread: Thread, cases: Iterable[Case]) -> None:
    """Let a letter join the conversation that names a number of it and comes from there, and drafts go there."""
    given = {case.id: case.requester.address for case in cases if case.channel is chat.channel}
    address = next((one for one in reversed([*given.values()]) if one), None)
    if address is None or address == thread.address or thread.id != chat.thread:
        return
    threads.set_address(page, chat.organisation, thread.id, address)
    for entry in outbox.of_thread(page, chat.organisation, thread.id):
        theirs = given.get(entry.outgoing.case)
        if theirs and _is_theirs(entry, thread.address) and entry.outgoing.recipient != theirs:
            change_recipient(page, entry, theirs)


def _is_theirs(entry: Entry, before: str | None) -> bool:
    """Say whether a draft goes to the person, where they were known to be before, if anywhere."""
    letter = entry.outgoing
    draft = entry.status is OutboxStatus.DRAFT and letter.reply not in TO_OTHERS
    return draft and letter.recipient in {None, before}
