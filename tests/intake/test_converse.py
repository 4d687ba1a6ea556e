"""A line of a chat becomes a message, a case with its clock, and an answer in the same chat; once."""

import asyncio
from dataclasses import replace

import pytest

from cases.chat import Say, Side, Take
from cases.errors import NotYet
from cases.kind import Kind
from cases.message import Address, Channel
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from intake.converse import converse
from intake.receive import Understood
from mail.typed import TYPED
from storage import arrivals, casebook, messages, threads
from storage.erasing_chats import erase_chat
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.talking import a_line, only_talk, talking


async def test_the_line_that_states_the_matter_opens_the_case_and_its_clock(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(fields={"name": "Anna Holm"}))
    assert (case.channel, case.thread, case.received_at) == (Channel.CHAT, chat.chat.thread, scene.now)
    assert (await scene.clocks(case))[ClockName.ACKNOWLEDGEMENT].running
    person, receipt, said = await chat.lines()
    assert [one.side for one in (person, receipt, said)] == [Side.PERSON, Side.PROGRAM, Side.PROGRAM]
    assert person.message == case.opened_for
    assert said.say == Say("noted", {"language": "da"})
    letter = await scene.letter(case, "acknowledgement")
    assert (receipt.letter, letter.outgoing.channel, letter.status) == (letter.id, Channel.CHAT, OutboxStatus.RELEASED)


async def test_the_receipt_is_a_bubble_that_asks_nothing_as_the_dialogue_asks(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(fields={}))
    assert "documents" in case.missing
    letter = (await scene.letter(case, "acknowledgement")).outgoing
    assert case.number in letter.body
    assert case.number in letter.subject
    assert "Vi mangler" not in letter.body
    assert "Med venlig hilsen" not in letter.body


async def test_a_line_about_the_talk_alone_is_kept_in_the_conversation_and_opens_nothing(scene: Scene) -> None:
    chat = await talking(scene)
    chat.talk.taking = only_talk
    found = await chat.hear(a_reading(Kind.OTHER, text="Hej", fields={"name": "Anna Holm"}))
    assert found.received
    assert found.received.opened == ()
    kept = await scene.book.read(messages.of_thread, scene.office.policy.id, chat.chat.thread)
    assert [one.text for one in kept] == ["Hej"]
    chat.talk.taking = lambda dialogue, reading: Take(reading, dialogue)
    case = await chat.opened(a_reading(fields={}))
    assert case.requester.name == "Anna Holm", "what was told before the matter belongs to it"


async def test_the_same_line_answered_twice_has_no_effect(scene: Scene) -> None:
    chat = await talking(scene)
    seq = await chat.say()
    first = await chat.answer(seq)
    again = await chat.answer(seq)
    assert first.received
    assert (again.received, again.lines) == (None, ())
    assert len(await chat.lines()) == 3
    assert (await chat.now()).dialogue.again == 1


async def test_a_line_whose_turn_is_not_yet_waits_for_those_before_it(scene: Scene) -> None:
    chat = await talking(scene)
    first, second = await chat.say(), await chat.say()
    with pytest.raises(NotYet):
        await chat.answer(second)
    await chat.answer(first)
    await chat.answer(second, a_reading(text="Det var i maj."))
    assert (await chat.now()).heard == second
    assert len(chat.talk.opened[-1]) == 0


async def test_lines_of_one_chat_that_are_answered_at_once_do_not_overtake_each_other(scene: Scene) -> None:
    chat = await talking(scene)
    numbers = [await chat.say() for _ in range(5)]
    heard: list[str] = []

    async def until_answered(seq: int) -> None:
        while True:
            try:
                await chat.answer(seq, a_reading(text=f"linje {seq}", fields={"name": f"Navn {seq}"}))
            except NotYet:
                await asyncio.sleep(0)
            else:
                heard.append(f"linje {seq}")
                return

    await asyncio.gather(*(until_answered(seq) for seq in reversed(numbers)))
    kept = await scene.book.read(messages.of_thread, scene.office.policy.id, chat.chat.thread)
    assert sorted(one.text for one in kept) == sorted(heard)
    assert len(await scene.book.read(casebook.of_thread, scene.office.policy.id, chat.chat.thread)) == 1
    assert (await chat.now()).heard == numbers[-1]


async def test_what_the_dialogue_knows_is_what_the_person_told_the_latest_of_it(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(fields={"name": "Ana Holm", "email": "ana@example.org"}))
    await chat.hear(a_reading(Kind.OTHER, fields={"email": "anna@example.org"}))
    known = chat.talk.knew[-1]
    assert (known.told["name"], known.told["email"]) == ("Ana Holm", "anna@example.org")
    assert (await scene.case(case)).requester.address == "anna@example.org"
    told = (await scene.clocks(case))[ClockName.ANSWER]
    assert known.dues == {case.number: scene.office.day(told.due_at)}


async def test_who_somebody_is_that_was_made_sure_of_is_not_changed_in_the_chat(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(fields={"email": "anna@example.org"}))
    await scene.book.run(casebook.save, replace(await scene.case(case), identity="called_back"))
    await chat.hear(a_reading(Kind.OTHER, fields={"email": "eve@example.org"}))
    assert (await scene.case(case)).requester.address == "anna@example.org"


async def test_a_letter_with_the_number_from_the_address_given_in_the_chat_is_the_same_case(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(fields={"email": "anna@example.org"}))
    read = a_reading(fields={"reference": case.number}, text="Her er mine bilag til sagen.")
    received = await scene.hear(read, sender=Address("Anna", "anna@example.org"), return_path="anna@example.org")
    assert received.opened == ()
    assert (await scene.case(case)).channel is Channel.MAIL, "who goes on by e-mail is answered there"
    told = await scene.book.read(messages.of_thread, scene.office.policy.id, case.thread)
    assert [one.channel for one in told] == [Channel.CHAT, Channel.MAIL]


async def test_a_letter_with_the_number_from_another_address_joins_nothing(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(fields={"email": "anna@example.org"}))
    read = a_reading(fields={"reference": case.number}, text="Hvad skete der med sagen?")
    received = await scene.hear(read, sender=Address("", "eve@example.org"), return_path="eve@example.org")
    assert [one.held_for for one in received.opened] == ["third_party"]


async def test_a_line_whose_conversation_was_erased_meanwhile_goes_too(scene: Scene) -> None:
    chat = await talking(scene)
    await chat.say()
    (line,) = await chat.lines()
    assert line.arrival
    await scene.book.run(erase_chat, chat.chat.organisation, chat.chat.thread)
    assert await scene.book.read(arrivals.waiting_count) == 0
    late = Understood(line.arrival, a_line("hej", "c1"), TYPED[Channel.CHAT], a_reading())
    found = await scene.book.run(converse, late, chat.talk, scene.office, scene.now)
    assert found.received is None


async def test_the_person_of_a_conversation_has_the_address_they_gave(scene: Scene) -> None:
    chat = await talking(scene)
    await chat.opened(a_reading(fields={"email": "anna@example.org"}))
    found = await scene.book.read(threads.by_id, scene.office.policy.id, chat.chat.thread)
    assert found
    assert found.address == "anna@example.org"


async def test_an_answer_that_holds_data_is_drafted_for_mail_as_a_chat_proves_nothing(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(Kind.ACCESS, fields={"email": "anna@example.org"}))
    answer = await scene.letter(case, "answer_access")
    assert answer.outgoing.channel is Channel.MAIL
    complaint = await (await talking(scene)).opened(a_reading(fields={}))
    assert (await scene.letter(complaint, "answer_complaint")).outgoing.channel is Channel.CHAT
