"""The virus scanner has looked into a message: what it said is written down, and the cases are read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.files import infected
from cases.kind import Flag
from cases.message import Verdict
from cases.office import Office
from intake.attached import keep_back
from intake.counting import counted
from intake.notices import Notice, notify
from intake.opening import US
from intake.papers_read import read_later
from intake.pass_on import pass_on
from intake.permission import destination, objection
from intake.refusal import Refusal, tell_person
from intake.standing import standing_on
from intake.values import Heard, Place
from replies.staff_notice import News
from storage import attachments, casebook, looks, messages
from storage.looks import IN_CHAT, VIRUS, Answer
from storage.page import Page


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
    """Let a message wait for the virus scanner, or, without one, to have its papers read; a filed one has no place.

    Whom the result may be told is decided now, while all is known that speaks for and against an answer.
    """
    answer = _answer(heard, place, office) if place else Answer()
    if office.scans:
        looks.put(page, office.policy.id, heard.id, VIRUS, (answer, now))
    elif place:
        read_later(page, heard.id, heard.message.attachments, (answer, now), office)


def _answer(heard: Heard, place: Place, office: Office) -> Answer:
    judgement = heard.judgement
    nobody = place.stranger or judgement.verdict is Verdict.HOLD or Flag.AUTHORITY_REQUEST in heard.reading.flags
    if nobody or not judgement.may_answer:
        return Answer()
    if heard.message.channel.is_chat:
        return Answer(IN_CHAT)
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
    letter = messages.find(page, organisation, found.message)
    thread = messages.thread_of(page, organisation, found.message)
    if letter is None or thread is None:
        return
    read_later(page, letter.id, letter.attachments, (look.answer, now), office)
    if not (found.refused or infected(found.letter)):
        pass_on(page, thread, office, now)
        return
    cases = _concerned(casebook.of_thread(page, organisation, thread, to_change=True), found.message)
    told = messages.of_thread(page, organisation, thread)  # after the cases: nobody else changes the letters from here
    for case in cases:
        casebook.save(page, standing_on(case, counted(page, case, told), office), _events(found, now))
        keep_back(page, case, found.message, now)
        notify(page, case, Notice(News.INFECTED, f"message {found.message}"), office, now)
    if found.refused:
        tell_person(page, Refusal(letter, cases, look.answer), office, now)


def _concerned(cases: tuple[Case, ...], message: int) -> tuple[Case, ...]:
    """Give the cases that a message belongs to: those it opened and those it went on with."""
    own = tuple(case for case in cases if case.opened_for == message or case.status in casebook.LIVE)
    return own or cases[-1:]


def _events(found: Looked, now: datetime) -> Iterable[Event]:
    if not found.refused:
        return (Event(now, "virus_found", US, {"message": found.message}),)
    return tuple(Event(now, "file_refused", US, {"message": found.message, "part": part}) for part in found.refused)
