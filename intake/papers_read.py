"""The files of a message were read: what they are is written down, and its cases stand on what they prove."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event, Status
from cases.clock import Clock
from cases.files import CLEAN, infected
from cases.message import Attachment
from cases.office import Office
from cases.outgoing import Outgoing
from cases.reading import Document, DocumentKind, Reading, Sensitive
from intake.counting import counted
from intake.find_sensitive import find_in_files
from intake.follow_up import deadline_reply
from intake.identity_copy import ask_to_delete
from intake.opening import US
from intake.place import capped, told_clocks
from intake.restricted import unindexed
from intake.retold import retold
from intake.standing import standing_on
from reading.documents import may_be_read
from reading.papers import with_kinds
from storage import casebook, looks, messages, outbox
from storage.looks import PAPERS, Answer
from storage.messages import Told
from storage.page import Page


@dataclass(frozen=True)
class Seen:
    """What a file turned out to be, and what is sensitive in it."""

    document: Document
    sensitive: tuple[Sensitive, ...]


@dataclass(frozen=True)
class PapersRead:
    """What the files of a message turned out to be, by part, as far as they could be read."""

    message: int
    seen: Mapping[int, Seen]


def to_read(files: Iterable[Attachment], *, scanned: bool = False) -> tuple[Attachment, ...]:
    """Give the files that are worth reading; where there is a virus scanner, only what it has passed."""
    return tuple(file for file in files if may_be_read(file) and _passed(file, scanned=scanned))


def _passed(file: Attachment, *, scanned: bool) -> bool:
    if file.erased_at:
        return False
    return file.verdict == CLEAN if scanned else not infected(file.verdict)


def read_later(
    page: Page, message: int, files: Iterable[Attachment], asked: tuple[Answer, datetime], office: Office
) -> None:
    """Let the files of a message wait to be read, where they may say something."""
    if to_read(files, scanned=office.scans):
        looks.put(page, office.policy.id, message, PAPERS, asked)


def papers_read(page: Page, found: PapersRead, office: Office, now: datetime) -> None:
    """Write down what files are; twice has no effect.

    A paper that was asked for and had come all the while is met, and its person hears so; a picture of a passport is no
    paper of the matter (R-ID-2). What was recognised of words is not kept.
    """
    organisation = office.policy.id
    look = looks.take(page, organisation, found.message, PAPERS)
    thread = messages.thread_of(page, organisation, found.message) if look and found.seen else None
    if look is None or thread is None:
        return
    # The cases come first: whoever corrects what was read of the letter has them, and is not to be written over.
    cases = casebook.of_thread(page, organisation, thread, to_change=True)
    told = messages.find(page, organisation, found.message)
    if told is None or (reading := with_papers(told.reading, found.seen)) == told.reading:
        return
    reading = unindexed(reading)
    messages.reread(page, organisation, found.message, reading)
    sensitive = {part: one.sensitive for part, one in found.seen.items()}
    if cases:
        find_in_files(page, cases[0], replace(told, reading=reading), sensitive, (office, now))
        ask_to_delete(page, cases[0], set(reading.documents) - set(told.reading.documents), office, now)
    everything = messages.of_thread(page, organisation, thread)
    for before in cases:
        if before.status in casebook.LIVE:
            case = standing_on(before, counted(page, before, everything), office)
            _settle(page, before, case, (told, look.answer), (office, now))


def with_papers(reading: Reading, seen: Mapping[int, Seen]) -> Reading:
    """Give a reading with what the files are by now; a picture is a document of the case once its words show that."""
    known = {one.part: one for one in reading.documents}
    for part, one in seen.items():
        kind = one.document.kind
        if part in known or (kind is not DocumentKind.OTHER and one.document.is_probably(kind)):
            known[part] = one.document
    documents = tuple(known[part] for part in sorted(known))
    numbers = tuple(found for one in seen.values() for found in one.sensitive)
    return replace(reading, documents=documents, sensitive=with_kinds((*reading.sensitive, *numbers), documents))


def _settle(page: Page, before: Case, case: Case, about: tuple[Told, Answer], at_work: tuple[Office, datetime]) -> None:
    """Save a case whose requirements changed; where nothing is missing any more, its person hears so.

    Where that is another address by now than may be told, a person decides whether the letter leaves.
    """
    if case == before:
        return
    (told, answer), (office, now) = about, at_work
    clock = told_clocks(page, (before,), now).get(case.id)
    casebook.save(page, case, tuple(_events(before, case, told.id, now)))
    if case.missing or case.status is Status.HELD or answer.to is None:
        return
    letter = _confirmation(page, told, case, clock, office)
    why_not = answer.why_not or (capped(page, answer.to, case.thread, office, now) if answer.to else None)
    theirs = (letter.recipient or "").casefold()
    is_theirs = case.channel.is_chat if answer.in_chat else answer.to.casefold() == theirs
    released = letter.released and why_not is None and is_theirs
    outbox.put(page, replace(letter, released=released, note=why_not, not_before=now), office.domain, now)


def _confirmation(page: Page, told: Told, case: Case, clock: Clock | None, office: Office) -> Outgoing:
    letter = deadline_reply(retold(told, case), case, clock, office)
    answers = messages.rfc_id(page, case.organisation, told.id)
    return replace(letter, cause=f"papers {told.id}", answers=answers)  # the letter itself may have completed it once


def _events(before: Case, case: Case, message: int, now: datetime) -> Iterator[Event]:
    gone = " ".join(name for name in case.missing if name not in before.missing)
    come = " ".join(name for name in before.missing if name not in case.missing)
    yield Event(now, "papers_read", US, {"message": message, "missing": gone or None})
    if come:
        yield Event(now, "met", US, {"requirements": come})
