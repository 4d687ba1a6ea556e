"""What became of a letter, in words a newcomer understands: labels with the texts that stand beside them. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from cases.clock import Clock
from cases.kind import Kind
from cases.office import Office
from cases.policy import ClockName
from cases.staff import Staff
from cases.term import Unit
from intake.referral import REFERRAL
from service.trying.catcher import Caught
from service.trying.followed import Followed, Matter
from service.trying.samples import Posted
from storage.outbox import Entry

LANGUAGES = {"da": "Danish", "nl": "Dutch", "en": "English"}
DONE = {
    ClockName.ACKNOWLEDGEMENT: "confirmed",
    ClockName.HANDLING: "taken in hand",
    ClockName.ANSWER: "answered",
    ClockName.REFERRAL: "passed on",
    ClockName.PROCESSOR_REPLY: "answered to the customer",
}
"""What a case is when a clock has stopped."""

WORKING_HOURS = (
    "Staff are told by e-mail, in their working hours, and at once where a time limit ends before those begin. "
    "A notice names the case and no person."
)

INTRODUCTION = (
    "Five training providers, an empty database in a temporary folder, mail and web on this machine alone. Ten letters"
    " come in by SMTP, as any mail server would bring them; what is sent in answer is caught and shown. In Denmark it"
    " is {day}, {time}."
)
STAY = "The service stays up and shows what letters leave: press Ctrl-C to stop it and to remove all of this."
CASE_PAGE = (
    "The page of a case, as its person sees it, from a letter above. Letters stand there after a code, which goes by"
    " mail; while the service stays up, it is shown here."
)
LEAVES = 'Letter to {who}: "{subject}"'
END = "The story is told: the service stops, and its folder is removed. Without --once it stays up for you."

ENOUGH = 2
"""So many words of evidence are shown for a kind."""

Fact = tuple[str, str]
"""A label, and what stands beside it."""


def letter_facts(letter: Posted) -> Iterator[Fact]:
    """Say whom a letter is from, what it is about, and which papers came with it."""
    papers = f", with {', '.join(letter.papers)}" if letter.papers else ""
    yield "From", f"{letter.letter['From']}{papers}"
    yield "Subject", letter.subject


def filed_facts(followed: Followed, office: Office) -> Iterator[Fact]:
    """Say which rule filed a letter, and what that does to a case of ours."""
    yield "Understood", f"no person wrote this (rule {followed.rule})"
    yield "Answered", "no: a machine never is. It is kept, on a list that staff go through"
    if followed.returned:
        yield "Case", f"{followed.returned.case.number}: our confirmation did not arrive, so it does not count"
        again = (clock for clock in followed.returned.clocks if clock.name is ClockName.ACKNOWLEDGEMENT)
        yield from (("Due", due(clock, office)) for clock in again if clock.running)
    for at, group in groupby(followed.notices, lambda one: one.outgoing.not_before):
        notices = list(group)
        local = at.astimezone(office.zone)
        when = "at once" if at <= notices[0].created_at else f"{day(local)}, {local:%H:%M}, when they are at work"
        yield "Staff told", f"{readers(notices)}: {when}"


def case_facts(followed: Followed, office: Office) -> Iterator[Fact]:
    """Say how a letter was read, which cases it is part of, and what is missing."""
    if followed.told is None:
        return
    reading = followed.told.reading
    kinds = (_kind(found.kind, found.evidence) for found in reading.kinds)
    yield "Understood", f"{'; '.join(kinds)}; in {LANGUAGES.get(reading.language, reading.language)}"
    for matter in followed.matters:
        yield "Case", _case(matter, office, opened=followed.opened)
    missing = dict.fromkeys(name for matter in followed.matters for name in matter.case.missing)
    yield "Missing", ", ".join(missing).replace("_", " ") or "nothing"


def answer_fact(caught: Caught, seconds: float) -> Fact:
    """Say which letter answered, and how soon."""
    return "Answered", f"after {seconds:.2f} s: {caught.subject}"


def due_facts(followed: Followed, office: Office) -> Iterator[Fact]:
    """Say by when each case has to be answered, and, for one just opened, why just then."""
    for matter in followed.matters:
        clock = telling(matter.clocks)
        number = f"{matter.case.number}: " if len(followed.matters) > 1 else ""
        if clock is None:
            yield "Due", f"{number}the policy sets no date for {noun(matter.case.kind)}"
        elif followed.opened:
            yield "Due", f"{number}{due(clock, office)}"
            yield "Because", " ".join(clock.because[1:-1])
        else:
            yield "Due", f"{number}{due(clock, office)}; this has not moved"


def draft_facts(followed: Followed) -> Iterator[Fact]:
    """Say which letters wait until a person has approved them."""
    referred = [one.outgoing.recipient for one in followed.drafts if one.outgoing.reply == REFERRAL]
    answers = len(followed.drafts) - len(referred)
    own = ["an answer" if answers == 1 else f"{answers} answers"] if answers else []
    waiting = [*own, *(f"a referral to {whom}" for whom in referred)]
    them = "it" if len(followed.drafts) == 1 else "them"
    if followed.drafts:
        yield "Drafted", f"{' and '.join(waiting)}; a person completes and approves {them}"


def approval_facts(person: Staff, caught: Caught) -> Iterator[Fact]:
    """Say that a person let an answer leave."""
    yield "Approved", f"by {person.email}, who filled in what the draft left open"
    yield "Sent", caught.subject


def readers(notices: Iterable[Entry]) -> str:
    """Name those whom notices are for, without the domain that they share."""
    return ", ".join(dict.fromkeys((one.outgoing.recipient or "").partition("@")[0] for one in notices))


def telling(clocks: tuple[Clock, ...]) -> Clock | None:
    """Give the clock that matters to the person: the first whose date is told, else that of taking it in hand."""
    told = (clock for clock in clocks if clock.told)
    handling = (clock for clock in clocks if clock.name is ClockName.HANDLING)
    return next(told, None) or next(handling, None)


def due(clock: Clock, office: Office) -> str:
    """Say when a clock ends and what it rests on: "answered by Monday 7 April 2025 (1 month, GDPR Art. 12(3))"."""
    local = clock.due_at.astimezone(office.zone)
    exactly = f" at {local:%H:%M}" if clock.term.unit is Unit.HOURS else ""
    return f"{DONE[clock.name]} by {day(local)}{exactly} ({clock.term}, {clock.law})"


def day(local: datetime) -> str:
    """Write a date as it is where the organisation is: "Thursday 10 December 2026"."""
    return f"{local:%A} {local.day} {local:%B %Y}"


def noun(kind: Kind) -> str:
    """Name a kind of case."""
    return "an ordinary message" if kind is Kind.OTHER else kind.replace("_", " ")


def _kind(kind: Kind, evidence: tuple[str, ...]) -> str:
    shown = ", ".join(f'"{words}"' for words in evidence[:ENOUGH])
    return f"{noun(kind)} ({shown})" if shown else noun(kind)


def _case(matter: Matter, office: Office, *, opened: bool) -> str:
    case = matter.case
    queue = office.policy.queue(case.queue).names["en"]
    return f"{case.number}, {noun(case.kind)}, {'opened for' if opened else 'goes on at'} {queue}"
