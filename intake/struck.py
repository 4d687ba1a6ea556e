"""What somebody decided to strike out is struck out: of the letter as it came, and of all that repeats it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import TryLater
from cases.office import Office
from cases.outgoing import Automatic
from cases.redaction import Redaction
from cases.task import TaskKind, ToDo
from intake.certificates import certificates_deleted
from intake.letter import Under, to_requester
from intake.place import capped
from intake.strike_job import Job, job_of
from intake.tasks import give
from replies.struck_out import Facts
from storage import arrivals, attachments, casebook, history, looks, messages, outbox, redactions, striking
from storage.arrivals import Arrival
from storage.looks import STRIKE
from storage.messages import Told
from storage.page import Page

REPLY = "struck_out"
IDENTITY = "identity_copy"


@dataclass(frozen=True)
class Struck:
    """That a conversation's bytes are without what was `found`, by ids: by arrival, those its row has to hold.

    They are None where the vault, or nothing, holds them. `message` is the letter for which the look was asked.
    """

    message: int
    found: frozenset[int]
    raw: Mapping[int, bytes | None]


def struck(page: Page, done: Struck, office: Office, now: datetime) -> bool:
    """Strike out of everything that the case book has, and tell the person; twice has no effect: then say False.

    Raises TryLater where the bytes are not without all that goes by now: more was decided meanwhile, or another copy of
    a letter came.
    """
    organisation = office.policy.id
    _lock(page, organisation, done.message)
    if looks.take(page, organisation, done.message, STRIKE) is None:
        return False
    job = job_of(page, office.policy, done.message)
    if job is None:
        return True
    _check_bytes(job, done)
    for id_, raw in done.raw.items():
        if raw is not None:
            arrivals.replace_raw(page, organisation, id_, raw)
    _of_the_book(page, organisation, job, now)
    for found in _together(job.found):
        _tell(page, job, found, office, now)
    return True


def _check_bytes(job: Job, done: Struck) -> None:
    if job.ids != done.found:
        raise TryLater("more was decided meanwhile")
    if any(_is_other(arrival, done) for _, arrival in job.copies):
        raise TryLater("another copy of a letter came meanwhile, or its bytes have moved")


def _lock(page: Page, organisation: str, message: int) -> None:
    """Let nobody decide more of a conversation, nor a copy of its letters come, until this page is done."""
    thread = messages.thread_of(page, organisation, message)
    if thread is None:
        return
    casebook.of_thread(page, organisation, thread, to_change=True)
    for id_ in sorted(one.id for one in messages.of_thread(page, organisation, thread)):
        messages.lock(page, organisation, id_)


def _is_other(arrival: Arrival, done: Struck) -> bool:
    """Say whether a copy is not the one whose bytes were looked through, or lies elsewhere by now."""
    return arrival.id not in done.raw or (arrival.raw is None and done.raw[arrival.id] is not None)


def _of_the_book(page: Page, organisation: str, job: Job, now: datetime) -> None:
    """Strike out of messages, files, letters of ours and examples."""
    for letter in job.every:
        goes, gone = job.of(letter), job.parts(letter)
        if goes:
            striking.message(page, organisation, letter.id, goes.out_of)
        if gone:
            attachments.erase(page, organisation, letter.id, gone, now)
            _without_evidence(page, organisation, letter.id, gone)
        if goes or gone:
            messages.mark_redacted(page, organisation, letter.id, now)
    thread = messages.thread_of(page, organisation, job.found[0].message)
    if thread is not None:
        striking.letters(page, organisation, thread, lambda case: job.of_ours(case).out_of)
    redactions.struck(page, organisation, job.ids, now)


def _without_evidence(page: Page, organisation: str, message: int, parts: frozenset[int]) -> None:
    """Let nothing be left of the words of files that are gone."""
    told = messages.find(page, organisation, message)
    if told:
        documents = tuple(replace(one, evidence=()) if one.part in parts else one for one in told.reading.documents)
        messages.reread(page, organisation, message, replace(told.reading, documents=documents))


def _together(found: tuple[Redaction, ...]) -> Iterable[tuple[Redaction, ...]]:
    """Give what one person decided about one letter for one case, each time."""
    groups: dict[tuple[int, int, int | None], list[Redaction]] = {}
    for one in found:
        groups.setdefault((one.message, one.case, one.judged_by), []).append(one)
    return map(tuple, groups.values())


def _tell(page: Page, job: Job, found: tuple[Redaction, ...], office: Office, now: datetime) -> None:
    """Write down what happened to a letter, without a word of it, and tell the person (P-JK-07)."""
    first = found[0]
    letter = next(one for one in job.every if one.id == first.message)
    case = casebook.find(page, office.policy.id, first.case)
    if case is None:
        return
    told: dict[str, str | int | None] = {
        "message": letter.id,
        "categories": " ".join(dict.fromkeys(one.category for one in found)),
        "count": len(found),
    }
    history.record(page, case.organisation, case.id, (Event(now, "redacted", f"staff {first.judged_by}", told),))
    certificates_deleted(page, case, first.judged_by or 0, now)
    give(page, case, _in_mailboxes(copy for of, copy in job.copies if of.id == letter.id), now)
    _write(page, case, (letter, found), office, now)


def _in_mailboxes(copies: Iterable[Arrival]) -> Iterable[ToDo]:
    """Have the letter deleted where it was fetched from: that mailbox is not ours to change."""
    sources = (one.envelope.source for one in copies)
    names = dict.fromkeys(f"{source.mailbox} UID {source.uid}" for source in sources if source)
    return (ToDo(TaskKind.ERASE_DATA, name, "GDPR Art. 5(1)(c)") for name in names)


def _write(page: Page, case: Case, what: tuple[Told, tuple[Redaction, ...]], office: Office, now: datetime) -> None:
    letter, found = what
    to, policy, last = case.requester.address, office.policy, max(one.id for one in found)
    facts = Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        received=office.day(letter.at),
        words=any(one.part is None for one in found),
        files=sum(one.part is not None for one in found),
        identity=any(one.category == IDENTITY for one in found),
        certificate=any(one.category == "health" and one.part is not None for one in found),
    )
    why_not = capped(page, to, case.thread, office, now) if to else "no_recipient"
    answerable = letter.judgement.may_answer
    under = Under(messages.rfc_id(page, case.organisation, letter.id))
    ours = replace(
        to_requester(case, facts, f"redaction {last}", now, under),
        recipient=to,
        released=policy.leaves_unseen(REPLY) and why_not is None and answerable,
        automatic=Automatic.GENERATED,
        note=why_not if to else None,
    )
    outbox.put(page, ours, office.domain, now)
