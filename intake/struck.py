"""What somebody decided to strike out is struck out: of the letter as it came, and of all that repeats it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import TryLater
from cases.message import Channel
from cases.office import Office
from cases.outgoing import Automatic, Outgoing
from cases.redaction import IN_SUBJECT, Fate, Redaction
from cases.task import TaskKind, ToDo
from intake.certificates import certificates_deleted
from intake.hiding import passage, pieces
from intake.place import capped
from intake.tasks import give
from reading.strike import Strike, strike
from replies.render import render
from replies.struck_out import Facts
from storage import arrivals, attachments, casebook, history, looks, messages, outbox, redactions, striking
from storage.arrivals import Arrival
from storage.looks import STRIKE
from storage.messages import Told
from storage.page import Page

REPLY = "struck_out"
IDENTITY = "identity_copy"


@dataclass(frozen=True)
class Job:
    """What is to be struck out of a message, and with it of the whole conversation that may repeat it.

    `told` is the message and `found` what was decided about it. `every` are the messages of the conversation, `digests`
    those of the files that go, `arrivals` the bytes of all these messages, repeats among them.
    """

    told: Told
    found: tuple[Redaction, ...]
    every: tuple[Told, ...]
    strike: Strike
    digests: frozenset[str]
    arrivals: tuple[Arrival, ...]


def job_of(page: Page, organisation: str, message: int) -> Job | None:
    """Give what is to be struck out of a message; None where nothing is, or the message is gone."""
    told = messages.find(page, organisation, message)
    thread = messages.thread_of(page, organisation, message) if told else None
    if told is None or thread is None:
        return None
    found = tuple(one for one in told.redactions if _is_new(one, told))
    every = messages.of_thread(page, organisation, thread)
    gone = {one.part for one in found}
    return Job(
        told=told,
        found=found,
        every=every,
        strike=_strike(told, found),
        digests=frozenset(file.digest for file in told.attachments if file.part in gone),
        arrivals=tuple(one for letter in every for one in arrivals.of_message(page, organisation, letter.id)),
    )


def _is_new(one: Redaction, told: Told) -> bool:
    """Say whether a finding is judged and not struck out yet."""
    if one.fate is not Fate.STRIKE_OUT or one.judged_at is None or one.judged_by is None:
        return False
    return told.redacted_at is None or told.redacted_at <= one.judged_at or one.span is not None


def _strike(told: Told, found: Iterable[Redaction]) -> Strike:
    subject = {one.category for one in found if one.place == IN_SUBJECT}
    elsewhere = {one.category for one in found if one.part is None and one.place != IN_SUBJECT}
    passages = frozenset(words for one in found if (words := passage(told, one)))
    of_subject = strike(subject, (told.subject,), told.language)
    return Strike(passages) | of_subject | strike(elsewhere, pieces(told), told.language)


@dataclass(frozen=True)
class Struck:
    """That a message's bytes are without it by now: by arrival, those its row has to hold, None for the vault's."""

    message: int
    raw: Mapping[int, bytes | None]


def struck(page: Page, done: Struck, office: Office, now: datetime) -> None:
    """Strike out of everything that the case book has, and tell the person; twice has no effect.

    Raises TryLater where another copy of the letter came meanwhile, whose bytes still hold it.
    """
    organisation = office.policy.id
    look = looks.take(page, organisation, done.message, STRIKE)
    if look is None:
        return
    messages.lock(page, organisation, done.message)  # a repeat that comes now waits for this page
    job = job_of(page, organisation, done.message)
    if job is None:
        return
    if any(_is_other(arrival, done) for arrival in job.arrivals):
        raise TryLater("another copy of the letter came meanwhile, or its bytes have moved")
    for id_, raw in done.raw.items():
        if raw is not None:
            arrivals.replace_raw(page, organisation, id_, raw)
    _of_the_book(page, organisation, job, now)
    _tell(page, job, office, now)


def _is_other(arrival: Arrival, done: Struck) -> bool:
    """Say whether a copy is not the one whose bytes were looked through, or lies elsewhere by now."""
    return arrival.id not in done.raw or (arrival.raw is None and done.raw[arrival.id] is not None)


def _of_the_book(page: Page, organisation: str, job: Job, now: datetime) -> None:
    """Strike out of messages, files, letters of ours and examples."""
    thread = messages.thread_of(page, organisation, job.told.id)
    if job.strike and thread is not None:
        striking.messages(page, organisation, [one.id for one in job.every], job.strike.out_of, now)
        striking.letters(page, organisation, thread, job.strike.out_of)
    for letter in job.every:
        gone = {file.part for file in letter.attachments if file.digest in job.digests}
        attachments.erase(page, organisation, letter.id, gone, now)
        if gone:
            _without_evidence(page, organisation, letter.id, gone)
            messages.mark_redacted(page, organisation, letter.id, now)
    redactions.forget_spans(page, organisation, job.told.id)
    messages.mark_redacted(page, organisation, job.told.id, now)


def _without_evidence(page: Page, organisation: str, message: int, parts: set[int]) -> None:
    """Let nothing be left of the words of files that are gone."""
    told = messages.find(page, organisation, message)
    if told:
        documents = tuple(replace(one, evidence=()) if one.part in parts else one for one in told.reading.documents)
        messages.reread(page, organisation, message, replace(told.reading, documents=documents))


def _tell(page: Page, job: Job, office: Office, now: datetime) -> None:
    """Write down what happened, without a word of it, and tell the person (P-JK-07)."""
    if not job.found:
        return
    first = job.found[0]
    case = casebook.find(page, office.policy.id, first.case)
    if case is None:
        return
    categories = dict.fromkeys(one.category for one in job.found)
    told: dict[str, str | int | None] = {
        "message": job.told.id,
        "categories": " ".join(categories),
        "count": len(job.found),
    }
    history.record(page, case.organisation, case.id, (Event(now, "redacted", f"staff {first.judged_by}", told),))
    certificates_deleted(page, case, first.judged_by or 0, now)
    give(page, case, _in_mailboxes(job.arrivals), now)
    _write(page, case, job, office, now)


def _in_mailboxes(copies: Iterable[Arrival]) -> Iterable[ToDo]:
    """Have the letter deleted where it was fetched from: that mailbox is not ours to change."""
    sources = (one.envelope.source for one in copies)
    names = dict.fromkeys(f"{source.mailbox} UID {source.uid}" for source in sources if source)
    return (ToDo(TaskKind.ERASE_DATA, name, "GDPR Art. 5(1)(c)") for name in names)


def _write(page: Page, case: Case, job: Job, office: Office, now: datetime) -> None:
    to, policy, last = case.requester.address, office.policy, max(one.id for one in job.found)
    facts = Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        received=office.day(job.told.at),
        words=any(one.part is None for one in job.found),
        files=sum(one.part is not None for one in job.found),
        identity=any(one.category == IDENTITY for one in job.found),
        certificate=any(one.category == "health" and one.part is not None for one in job.found),
    )
    words = render(facts, case.language)
    why_not = capped(page, to, case.thread, office, now) if to else "no_recipient"
    answerable = job.told.judgement.may_answer
    letter = Outgoing(
        organisation=case.organisation,
        case=case.id,
        thread=case.thread,
        reply=REPLY,
        cause=f"redaction {last}",
        channel=Channel(job.told.channel).answered_by,
        recipient=to,
        language=case.language,
        subject=words.subject,
        body=words.body,
        released=policy.leaves_unseen(REPLY) and why_not is None and answerable,
        not_before=now,
        automatic=Automatic.GENERATED,
        answers=messages.rfc_id(page, case.organisation, job.told.id),
        note=why_not if to else None,
    )
    outbox.put(page, letter, office.domain, now)
