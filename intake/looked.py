"""The virus scanner has looked into a message: what it said is written down, and the cases are read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.files import infected
from cases.kind import Flag
from cases.message import Verdict
from cases.office import Office
from handlers.all import handler_of
from handlers.interface import Matter
from intake.attached import keep_back
from intake.notices import Notice, notify
from intake.opening import US
from intake.permission import destination, objection
from intake.refusal import Refusal, tell_person
from intake.values import Heard, Place
from replies.staff_notice import News
from storage import attachments, casebook, looks, messages
from storage.looks import VIRUS, Answer
from storage.messages import Told
from storage.page import Page

DOCUMENTS = "documents"
"""The requirement that files are the proof of."""


@dataclass(frozen=True)
class Looked:
    """What the virus scanner said of a message: of the letter as a whole, and of each of its files, by part."""

    message: int
    letter: str
    files: Mapping[int, str]

    @property
    def refused(self) -> tuple[int, ...]:
        """Give the parts in which something was found."""
        return tuple(part for part, verdict in self.files.items() if infected(verdict))


def look_later(page: Page, heard: Heard, place: Place | None, office: Office, now: datetime) -> None:
    """Let a message wait for the virus scanner, where there is one; a filed message has no place.

    Whom a refusal may be told is decided now, while all is known that speaks for and against an answer.
    """
    if office.scans:
        answer = _answer(heard, place, office) if place else Answer()
        looks.put(page, office.policy.id, heard.id, VIRUS, (answer, now))


def _answer(heard: Heard, place: Place, office: Office) -> Answer:
    judgement = heard.judgement
    nobody = place.stranger or judgement.verdict is Verdict.HOLD or Flag.AUTHORITY_REQUEST in heard.reading.flags
    if nobody or not judgement.may_answer:
        return Answer()
    to = destination(heard.message) or heard.message.sender.address
    return Answer(to or None, objection(heard, place, office))


def looked(page: Page, found: Looked, office: Office, now: datetime) -> None:
    """Write down what the scanner said; twice has no effect.

    A file in which something was found stays where it is, and nobody gets it: it is no proof of anything, no letter of
    ours carries it on, staff hear of it, and the person hears once which file could not be taken (R-EM-14).
    """
    organisation = office.policy.id
    look = looks.take(page, organisation, found.message, VIRUS)
    if look is None:
        return
    attachments.mark(page, organisation, found.message, found.letter, found.files)
    thread = messages.thread_of(page, organisation, found.message)
    if thread is None or not (found.refused or infected(found.letter)):
        return
    told = messages.of_thread(page, organisation, thread)
    cases = _concerned(casebook.of_thread(page, organisation, thread, to_change=True), found.message)
    for case in cases:
        casebook.save(page, standing_on(case, told, office), _events(found, now))
        keep_back(page, case, found.message, now)
        notify(page, case, Notice(News.INFECTED, f"message {found.message}"), office, now)
    if found.refused:
        (letter,) = (one for one in told if one.id == found.message)
        tell_person(page, Refusal(letter, cases, look.answer), office, now)


def _concerned(cases: tuple[Case, ...], message: int) -> tuple[Case, ...]:
    """Give the cases that a message belongs to: those it opened and those it went on with."""
    own = tuple(case for case in cases if case.opened_for == message or case.status in casebook.LIVE)
    return own or cases[-1:]


def standing_on(case: Case, told: Iterable[Told], office: Office) -> Case:
    """Give a case as it stands on the files that were not refused: papers that are gone are missing again."""
    rules = office.policy.rules(case.kind)
    if DOCUMENTS not in case.met or not all(_lacks(case, one, office) for one in told if _counts(case, one)):
        return case
    wanted = (*rules.requires, *case.missing)
    missing = dict.fromkeys(name for name in wanted if name in {*case.missing, DOCUMENTS})
    return replace(case, met=case.met - {DOCUMENTS}, missing=tuple(missing))


def _counts(case: Case, told: Told) -> bool:
    """Say whether what a message brought counted for the case: what was only kept for a person did not."""
    if told.id == case.opened_for:
        return True
    ours = (case.requester.address or "").casefold()
    return told.judgement.verdict == Verdict.ADMIT and told.sender_address.casefold() == ours


def _lacks(case: Case, told: Told, office: Office) -> bool:
    refused = {file.part for file in told.attachments if infected(file.verdict)}
    papers = tuple(part for part in told.reading.documents if part not in refused)
    reading = replace(told.reading, documents=papers)
    matter = Matter(case.kind, told.at, reading, case.requester.address, case.met - {DOCUMENTS})
    return DOCUMENTS in handler_of(case.kind).missing(matter, office.policy)


def _events(found: Looked, now: datetime) -> Iterable[Event]:
    if not found.refused:
        return (Event(now, "virus_found", US, {"message": found.message}),)
    return tuple(Event(now, "file_refused", US, {"message": found.message, "part": part}) for part in found.refused)
