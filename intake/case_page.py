"""What the page of a case shows its person: where it stands, by when, what is missing, and the letters once it is they.

Whoever has the link sees no name, no address and nobody's words. Letters are shown on a browser whose holder proved
that they read the mail of the case's address, and only where an answer might be sent there as well (R-ID-1, R-ID-4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case
from cases.kind import Kind
from cases.message import Attachment, Channel
from cases.office import Office
from cases.outgoing import OutboxStatus
from intake.case_pass import CODE_REPLY, LINK_REPLY, OTHERS
from intake.case_standing import Standing, standing
from intake.hiding import Hide, file_shown, hiding
from intake.identity import Going, enough
from storage import casebook, messages, outbox, passes, threads
from storage.known import known
from storage.messages import Told
from storage.outbox import Entry
from storage.page import Page
from storage.passes import Pass, Visit

NOT_WORTH_SHOWING = OTHERS | {CODE_REPLY, LINK_REPLY}
"""Letters that only lead to a page, or are for others."""


@dataclass(frozen=True)
class Piece:
    """One thing that was said: a letter of ours, or a message of theirs, as it may be shown."""

    at: datetime
    ours: bool
    subject: str
    text: str
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Shown:
    """The page of a case. `first` is the one that the link is for, `cases` all of its person in the conversation.

    `thread` is the conversation's token, for what is sent in. `proved`: it is known who sits there. `known`: it was
    made sure who the requester is, so that `said` may be shown; `whole`: so that they may take a copy along. `address`:
    there is one that a code can be sent to. `asked`: a code was sent, and can be typed in now.
    """

    office: Office
    language: str
    first: Case
    thread: str
    cases: tuple[Standing, ...]
    proved: bool = False
    asked: bool = False
    address: bool = False
    known: bool = False
    whole: bool = False
    said: tuple[Piece, ...] = ()


def look(page: Page, secret: str, cookie: str, offices: Mapping[str, Office], now: datetime) -> Shown | None:
    """Give the page that a secret opens on a browser, None where it opens none. Looking changes nothing."""
    found = opened(page, secret, now)
    office = offices.get(found[1].organisation) if found else None
    if found is None or office is None:
        return None
    by, case = found
    visit = visit_at(page, by, cookie, now)
    thread = threads.by_id(page, case.organisation, case.thread)
    theirs = _theirs(page, case)
    shown = Shown(
        office=office,
        language=office.policy.language(case.language),
        first=case,
        thread=thread.token if thread else "",
        cases=tuple(standing(page, one, office, now) for one in theirs),
        asked=visit is not None and visit.proved_at is None,
        address=can_prove(case, office),
    )
    return _proved(page, shown) if visit and visit.proved(now) else shown


def opened(page: Page, secret: str, now: datetime, *, to_change: bool = False) -> tuple[Pass, Case] | None:
    """Give the pass of a secret and its case, None where it opens nothing, or was sent where its person is no more."""
    by = passes.find(page, secret, to_change=to_change) if secret else None
    case = casebook.find(page, by.organisation, by.case, to_change=to_change) if by and by.open(now) else None
    if by is None or case is None:
        return None
    return (by, case) if not by.address or same(by.address, case.requester.address) else None


def visit_at(page: Page, by: Pass, cookie: str, now: datetime, *, to_change: bool = False) -> Visit | None:
    """Give what is known of the browser that shows a cookie at the page of a case, None where nothing is, any more."""
    visit = passes.visit_of(page, cookie, to_change=to_change) if cookie else None
    mine = visit is not None and (visit.organisation, visit.case) == (by.organisation, by.case)
    return visit if visit and mine and now < visit.until else None


def can_prove(case: Case, office: Office) -> bool:
    """Say whether a code can be sent: there is an address, and the policy lets it leave."""
    return bool(case.requester.address) and office.policy.leaves_unseen(CODE_REPLY)


def same(one: str | None, other: str | None) -> bool:
    """Say whether two addresses are one."""
    return (one or "").casefold() == (other or "").casefold()


def _theirs(page: Page, case: Case) -> tuple[Case, ...]:
    """Give the cases of the conversation that are the same person's, the one that was asked for first."""
    every = casebook.of_thread(page, case.organisation, case.thread)
    others = (one for one in every if one.id != case.id and same(one.requester.address, case.requester.address))
    return (case, *others)


def _proved(page: Page, shown: Shown) -> Shown:
    """Add what the person at the case's address may see."""
    case = shown.first
    told = messages.of_thread(page, case.organisation, case.thread)
    is_known, whole = ladder(page, case, told, shown.office)
    said = tuple(pieces(page, case, told)) if is_known else ()
    return replace(shown, proved=True, asked=False, known=is_known, whole=whole, said=said)


def ladder(page: Page, case: Case, told: tuple[Told, ...], office: Office) -> tuple[bool, bool]:
    """Say whether an answer might go to the case's address, and whether all that is known of its person might.

    That somebody reads the mail of an address says nothing of whose it is: what an answer needs, the page needs.
    """
    address = case.requester.address
    there = known(page, case, address)
    going = Going(address)
    as_access = replace(case, kind=Kind.ACCESS)
    return (
        enough(case, told, going, there, office.policy) is None,
        enough(as_access, told, going, there, office.policy) is None,
    )


def pieces(page: Page, case: Case, told: tuple[Told, ...]) -> Iterable[Piece]:
    """Give what the person and we said to each other, oldest first, national numbers masked."""
    hide = hiding(*told)
    ours = (_ours(one, hide) for one in letters_to_person(page, case))
    theirs = (_theirs_said(one, hide) for one in told if is_by_person(one, case))
    return sorted((*theirs, *ours), key=lambda piece: piece.at)


def letters_to_person(page: Page, case: Case) -> tuple[Entry, ...]:
    """Give the letters about a case that left for its person."""
    every = outbox.of_thread(page, case.organisation, case.thread)
    return tuple(one for one in every if one.outgoing.case == case.id and _is_to_person(one, case))


def is_by_person(told: Told, case: Case) -> bool:
    """Say whether the requester said something: from their address, or where nobody has one."""
    typed = Channel(told.channel).is_chat or told.channel == Channel.FORM
    return (typed and not told.sender_address) or same(told.sender_address, case.requester.address)


def _is_to_person(entry: Entry, case: Case) -> bool:
    letter = entry.outgoing
    here = letter.channel.is_chat or same(letter.recipient, case.requester.address)
    return entry.status is OutboxStatus.SENT and here and letter.reply not in NOT_WORTH_SHOWING


def _ours(entry: Entry, hide: Hide) -> Piece:
    letter = entry.outgoing
    return Piece(entry.sent_at or entry.created_at, True, hide(letter.subject), hide(letter.body))


def _theirs_said(told: Told, hide: Hide) -> Piece:
    files = tuple(file_shown(file, hide) for file in told.attachments)
    return Piece(told.at, False, hide(told.subject), hide(told.text or told.whole), files)
