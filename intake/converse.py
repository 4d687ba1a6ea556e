"""A line of a chat was understood: it is taken as the dialogue says, and answered, in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from cases.case import Case
from cases.chat import Chat, Gathered, Say, Side, Take, Talk
from cases.errors import NotYet
from cases.office import Office
from intake.call_person import call_person
from intake.chat_letters import lay_down
from intake.receive import Received, Understood, keep_aside, receive
from intake.told_address import note_address
from storage import arrivals, casebook, chat_arrivals, chat_messages, chats, clocks, threads
from storage.chats import Line
from storage.page import Page
from storage.threads import Thread

OF_PERSON = {"name": "name", "email": "address", "phone": "phone"}
"""What is told of a person by field, and what a requester calls it."""


@dataclass(frozen=True)
class Conversed:
    """What became of a line: what it was kept as, None where it was answered before, and the lines that answer it."""

    received: Received | None = None
    lines: tuple[Line, ...] = ()


def converse(page: Page, understood: Understood, talk: Talk, office: Office, now: datetime) -> Conversed:
    """Take a line of a chat in, and answer it. Twice has no effect.

    Raises NotYet where an earlier line of the same conversation is not answered yet. One whose conversation was erased
    goes as well.
    """
    found = chat_arrivals.locked(page, office.policy.id, understood.arrival)
    if found is None:
        arrivals.drop(page, office.policy.id, understood.arrival)
        return Conversed()
    chat, line = found
    if line.message is not None or line.seq <= chat.heard:
        return Conversed()
    if chats.next_unheard(page, chat) != line.seq:
        raise NotYet(f"line {line.seq} of a chat waits for those before it")
    thread = threads.by_id(page, chat.organisation, chat.thread) or Thread(chat.thread, "", None)
    before = gathered(page, chat, thread.id, office)
    take = talk.take(chat.dialogue, understood.reading, before, office)
    received = _taken_in(page, _as_taken(understood, take, before, thread), take, thread.id, (office, now))
    chats.understood(page, chat, line.seq, received.message)
    known = gathered(page, chat, thread.id, office) if take.reading else _with_told(page, chat, thread.id, before)
    note_address(page, chat, thread, known.cases)
    turn = talk.turn(take, known, received.opened, office)
    if turn.dialogue.human and not chat.dialogue.human:
        call_person(page, chat, known.cases, office, now)
    chat = replace(chat, dialogue=turn.dialogue, heard=line.seq)
    chats.keep(page, chat)
    return Conversed(received, (*lay_down(page, chat, now), *say(page, chat, turn.says, now)))


def say(page: Page, chat: Chat, says: Iterable[Say], now: datetime) -> tuple[Line, ...]:
    """Let the program say something in a conversation that this page has locked."""
    return chats.append(page, chat, [Line(at=now, side=Side.PROGRAM, say=one) for one in says], now)


def gathered(page: Page, chat: Chat, thread: int, office: Office) -> Gathered:
    """Give what is known in a conversation: its cases, and what the person has told, the latest where they differ."""
    cases = casebook.of_thread(page, chat.organisation, thread, to_change=True)
    return _with_told(page, chat, thread, Gathered(cases, {}, dues=_dues(page, cases, office)))


def _with_told(page: Page, chat: Chat, thread: int, known: Gathered) -> Gathered:
    """Give what is known with all that was told by now; a line that is only kept changes no case."""
    told = told_by(known.cases, chat_messages.fields_of(page, chat.organisation, thread))
    return replace(known, told=told, files=chat_messages.file_count(page, chat.organisation, thread))


def told_by(cases: Iterable[Case], said: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Give what a person has told, the latest where the fields of messages differ; what the cases have counts most."""
    told: dict[str, str] = {}
    for case in cases:
        person = {field: getattr(case.requester, name) for field, name in OF_PERSON.items()}
        told |= {field: value for field, value in person.items() if value}
    in_lines: dict[str, str] = {}
    for fields in said:
        in_lines |= fields
    return {**in_lines, **told}


def _dues(page: Page, cases: Iterable[Case], office: Office) -> dict[str, date]:
    """Give the day by which an answer is told to come, by the number of each case that has one."""
    numbers = {case.id: case.number for case in cases}
    found = clocks.of_cases(page, office.policy.id, numbers)
    told = {one.case: one.clock for one in reversed(found) if one.clock.told and not one.clock.stopped_at}
    return {numbers[case]: office.day(clock.due_at) for case, clock in told.items()}


def _as_taken(understood: Understood, take: Take, before: Gathered, thread: Thread) -> Understood:
    """Give a line as the dialogue takes it; what was told before any case was there belongs to what begins now."""
    reading = take.reading or take.kept or understood.reading
    if take.reading and not before.cases:
        reading = replace(reading, fields={**before.told, **reading.fields})
    return replace(understood, reading=reading, tokens=(thread.token,))


def _taken_in(page: Page, line: Understood, take: Take, thread: int, by: tuple[Office, datetime]) -> Received:
    return keep_aside(page, line, thread, *by) if take.reading is None else receive(page, line, *by)
