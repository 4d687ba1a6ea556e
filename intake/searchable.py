"""What of a case can be found: who and what about, what was said, written and noted; without what nobody is shown.

National numbers are masked before anything is indexed, and so is what waits for a person's judgement (P-JK-07). A
letter is part of the cases that it opened, else of those that heard it: who is shut out of an appeal finds nothing said
in it (P-MX-14).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cases.case import Case
from intake.hiding import Hide, hiding
from intake.identity_link import veiled
from intake.shut_out import said
from reading.numbers import cover, known_in
from storage import case_notes, casebook, messages, outbox_left, search, search_due
from storage.messages import Told
from storage.outbox import Entry
from storage.page import Page
from storage.search import Searched, place_of

AT_ONCE = 32
"""The conversations of so many marks, mostly two each, are indexed in one transaction: a few hundredths of a second.

Then whoever waits has a turn.
"""


@dataclass(frozen=True)
class _Talk:
    """A conversation: its cases, what each was told, what left for each, its notes, and what masks any piece of it."""

    cases: tuple[Case, ...]
    notes: Mapping[int, Sequence[str]]
    told: tuple[Told, ...]
    letters: tuple[Entry, ...]
    hide: Hide


def index_some(page: Page) -> int:
    """Index some conversations that wait for it; give how many."""
    due = search_due.take(page, AT_ONCE)
    for organisation, threads in due.items():
        cases = casebook.of_threads(page, organisation, threads)
        told = messages.of_threads(page, organisation, threads)
        left = outbox_left.of_threads(page, organisation, threads)
        notes = case_notes.texts(page, organisation, [case.id for one in threads for case in cases[one]])
        talks = [_Talk(cases[one], notes, told[one], left[one], _hiding(told[one])) for one in threads if cases[one]]
        search.put(page, [one for talk in talks for one in _found(page, talk)])
    return sum(map(len, due.values()))


def _found(page: Page, talk: _Talk) -> Iterator[Searched]:
    """Give what the cases of a conversation are found by as it is now, while nobody else changes them."""
    named = {case.id: said(page, (case,)) for case in talk.cases} if len(talk.cases) > 1 else {}
    for case in talk.cases:
        heard = [one for one in talk.told if _is_of(case, one.id, talk, named)]
        yield searched(case, heard, talk.letters, talk.hide, talk.notes[case.id])


def searched(
    case: Case, heard: Sequence[Told], letters: Sequence[Entry], hide: Hide, notes: Sequence[str] = ()
) -> Searched:
    """Give what a case is found by; whoever sees it sees the `notes` of colleagues about it."""
    who = case.requester
    people = {text for one in heard for text in (one.sender_name, one.sender_address) if text}
    subjects = dict.fromkeys(one.subject for one in heard if one.subject)
    head = [case.number, who.name, who.address, *sorted(people - {who.name, who.address}), *subjects]
    ours = [one.outgoing for one in letters if one.outgoing.case == case.id]
    text = [*(one.text for one in heard), *(f"{one.subject}\n{one.body}" for one in ours), *notes]
    phone = " ".join(_numbers(who.phone)) if who.phone else None
    return Searched(
        organisation=case.organisation,
        case=case.id,
        thread=case.thread,
        head=_shown([*head, phone], hide),
        text=_shown(text, hide),
        place=place_of(
            case.queue,
            case.assigned_to,
            case.kind,
            live=case.status in casebook.LIVE,
            received=case.received_at,
        ),
    )


def _is_of(case: Case, message: int, talk: _Talk, named: dict[int, set[int]]) -> bool:
    """Say whether something was said in a case: it opened it, or it opened none and this case heard it, or none did."""
    opened = {one.id for one in talk.cases if one.opened_for == message}
    heard = opened or {id_ for id_, messages_ in named.items() if message in messages_}
    return not heard or case.id in heard


def _hiding(told: tuple[Told, ...]) -> Hide:
    hide = hiding(*told)
    return lambda text: veiled(cover(hide(text), known_in((text,))))


def _shown(pieces: Sequence[str | None], hide: Hide) -> str:
    """Give pieces as they may be shown, a line each; a NUL is nothing that PostgreSQL takes."""
    return "\n".join(hide(piece) for piece in pieces if piece).replace("\x00", "")


def _numbers(phone: str) -> tuple[str, ...]:
    """Give a telephone number as people type it: as it was written, without blanks, without the country."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return tuple(dict.fromkeys((phone, digits, digits[-8:], f"0{digits[-9:]}")))
