"""Staff take a conversation by chat over, write in it, and give it back; nobody is left with a silent program."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import dialogue
from cases.case import Case
from cases.chat import Attendance, Dialogue, Say, Side, Take
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Channel
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.reading import Reading
from cases.staff import Staff
from intake.converse import converse
from intake.give_back import give_back, left_alone
from intake.receive import Understood
from intake.take_over import take_over
from intake.write_line import LONGEST, StaffLine, write_line
from mail.typed import TYPED
from storage import attendances, chats, outbox, sessions
from storage import staff as people
from storage.dossier import dossier
from storage.erasing import erase_case
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.talking import Talking, a_line, talking

KNOWN = {"name": "Anna Holm", "email": "anna@example.org"}
SECRET = "one session"


async def a_complaint(chat: Talking, **fields: str) -> Case:
    return await chat.opened(a_reading(fields=fields))


async def karen(scene: Scene, **person: str) -> Staff:
    """Give somebody who is at the desk."""
    staff = await scene.hire(person.pop("role", "course_administrator"), **person)
    await scene.book.run(sessions.begin, staff, f"{SECRET} {staff.id}", scene.now)
    return staff


async def takes(scene: Scene, case: Case, staff: Staff) -> None:
    await scene.book.run(take_over, case.id, staff, scene.office, scene.now)


async def writes(scene: Scene, case: Case, staff: Staff, text: str, client: str = "a") -> None:
    await scene.book.run(write_line, StaffLine(case.id, client, text), staff, scene.office, scene.now)


async def gives_back(scene: Scene, case: Case, staff: Staff) -> None:
    await scene.book.run(give_back, case.id, staff, scene.office, scene.now)


async def look(scene: Scene) -> int:
    return await scene.book.run(left_alone, {scene.office.policy.id: scene.office}, scene.now)


async def attendance(chat: Talking) -> Attendance:
    return await chat.scene.book.read(attendances.find, chat.chat.organisation, chat.chat.id)


async def say_names(chat: Talking) -> list[str]:
    return [one.say.name for one in await chat.lines() if one.say]


async def types(chat: Talking, text: str, *kinds: Kind) -> None:
    """Let the person type a line that the real dialogue takes."""
    seq = await chat.say()
    line = next(one for one in await chat.lines() if one.seq == seq)
    reading: Reading = a_reading(*(kinds or (Kind.OTHER,)), fields={}, text=text)
    said = a_line(text, f"{line.client}.{chat.chat.id}", channel=chat.chat.channel, received_at=chat.scene.now)
    understood = Understood(line.arrival or 0, said, TYPED[chat.chat.channel], reading)
    await chat.scene.book.run(converse, understood, dialogue, chat.scene.office, chat.scene.now)


async def test_the_person_is_told_by_name_who_writes_and_the_case_is_theirs_that_nobody_had(scene: Scene) -> None:
    chat = await talking(scene)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    last = (await chat.lines())[-1]
    assert last.say == Say("taken_over", {"language": "da", "who": "Bo"})
    assert (await scene.case(case)).assigned_to == staff.id
    assert (await chat.now()).dialogue.human
    assert await attendance(chat) == Attendance(staff.id, scene.now)
    assert (await scene.verbs(case))[-1] == "taken_over"
    clocks = await scene.clocks(case)
    assert not clocks[ClockName.HANDLING].running if ClockName.HANDLING in clocks else True
    assert clocks[ClockName.ANSWER].running


async def test_a_case_that_a_colleague_has_stays_the_colleagues(scene: Scene) -> None:
    chat = await talking(scene)
    case = await a_complaint(chat)
    first, second = await karen(scene), await karen(scene, email="ida@house.example")
    await takes(scene, case, first)
    await gives_back(scene, case, first)
    await takes(scene, case, second)
    assert (await scene.case(case)).assigned_to == first.id


async def test_two_who_take_over_at_once_are_one_who_does_and_one_who_is_told(scene: Scene) -> None:
    chat = await talking(scene)
    case = await a_complaint(chat)
    both = await karen(scene), await karen(scene, email="ida@house.example")
    found = await asyncio.gather(*(takes(scene, case, one) for one in both), return_exceptions=True)
    refused = [one for one in found if one is not None]
    assert [type(one) for one in refused] == [AlreadyDone]
    assert "Bo Lund has already taken" in str(refused[0])
    assert (await say_names(chat)).count("taken_over") == 1
    assert (await scene.verbs(case)).count("taken_over") == 1


async def test_taking_over_twice_has_no_effect(scene: Scene) -> None:
    chat = await talking(scene)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    await takes(scene, case, staff)
    assert (await say_names(chat)).count("taken_over") == 1


async def test_who_may_not_answer_for_letters_may_not_take_over(scene: Scene) -> None:
    chat = await talking(scene)
    case = await a_complaint(chat)
    helper = next((role.id for role in scene.office.policy.roles if not role.approves), None)
    policy = scene.office.policy
    roles = tuple(replace(role, approves=False) if role.id == "course_administrator" else role for role in policy.roles)
    scene.office = replace(scene.office, policy=replace(policy, roles=roles))
    staff = await karen(scene, role=helper or "course_administrator")
    with pytest.raises(NotAllowed):
        await takes(scene, case, staff)
    assert await attendance(chat) == Attendance()


async def test_who_does_not_see_the_case_is_told_of_none(scene: Scene) -> None:
    chat = await talking(scene)
    case = await a_complaint(chat)
    stranger = await scene.hire("course_administrator")
    stranger = replace(stranger, organisation="metier")
    with pytest.raises(NotAllowed):
        await takes(scene, case, stranger)


async def test_a_case_whose_person_writes_letters_has_no_conversation_to_take_over(scene: Scene) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match="does not write by chat"):
        await takes(scene, case, await karen(scene))


async def test_the_program_is_silent_while_somebody_writes(scene: Scene) -> None:
    chat = await talking(scene, minutes=60)
    case = await a_complaint(chat)
    await takes(scene, case, await karen(scene))
    before = await say_names(chat)
    await types(chat, "Hvornår hører jeg fra jer? Jeg har ventet længe.")
    assert await say_names(chat) == before
    assert (await scene.verbs(case))[-1] == "heard"


async def test_stop_is_heard_while_somebody_writes(scene: Scene) -> None:
    chat = await talking(scene, minutes=60)
    case = await a_complaint(chat)
    await takes(scene, case, await karen(scene))
    await types(chat, "stop")
    assert (await say_names(chat))[-1] == "stopped"
    assert (await chat.now()).dialogue.ended


async def test_a_new_matter_has_its_receipt_with_number_while_somebody_writes(scene: Scene) -> None:
    chat = await talking(scene, minutes=60)
    case = await a_complaint(chat)
    await takes(scene, case, await karen(scene))
    await types(chat, "Jeg vil gerne have slettet alle mine oplysninger hos jer.", Kind.ERASURE)
    told = [one.text for one in await chat.spoken() if one.side is Side.PROGRAM and one.text]
    assert "MX-26-" in str(told[-1])
    assert case.number not in str(told[-1])
    assert "next" not in await say_names(chat)


async def test_a_line_stands_in_the_chat_at_once_as_said_by_staff(scene: Scene) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_complaint(chat, **KNOWN)
    staff = await karen(scene)
    await takes(scene, case, staff)
    await writes(scene, case, staff, "  Hej Anna, jeg ser på det nu.  ")
    last = (await chat.spoken())[-1]
    assert (last.side, last.text) == (Side.STAFF, "Hej Anna, jeg ser på det nu.")
    assert (last.by, last.case) == (f"staff {staff.id}", case.id)
    letter = await scene.letter(case, "staff_line")
    assert (letter.approved_by, letter.status) == (f"staff {staff.id}", OutboxStatus.RELEASED)
    await chat.deliver()
    assert [one.letter for one in await chat.lines()].count(letter.id) == 1
    await chat.shown(last.seq)
    assert (await scene.letter(case, "staff_line")).status is OutboxStatus.SENT


async def test_a_line_stops_no_answer_clock_and_answers_no_case(scene: Scene) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_complaint(chat, **KNOWN)
    staff = await karen(scene)
    await takes(scene, case, staff)
    await writes(scene, case, staff, "Du får pengene tilbage.")
    await chat.shown(99)
    assert (await scene.clocks(case))[ClockName.ANSWER].running
    assert (await scene.case(case)).status == "open"


async def test_the_same_line_sent_twice_is_one(scene: Scene) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    await asyncio.gather(*(writes(scene, case, staff, "Hej.", "same") for _ in range(3)))
    await gives_back(scene, case, staff)
    await writes(scene, case, staff, "Hej.", "same")
    assert [one.text for one in await chat.spoken() if one.side is Side.STAFF] == ["Hej."]


async def test_a_national_number_that_staff_type_is_masked_before_it_is_kept(scene: Scene) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    await writes(scene, case, staff, "Dit CPR-nummer 010190-1234 har vi ikke brug for.")
    assert "010190" not in (await scene.letter(case, "staff_line")).outgoing.body
    assert "har vi ikke brug for" in str((await chat.spoken())[-1].text)


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1)])
async def test_nothing_and_too_much_are_refused(scene: Scene, text: str) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    with pytest.raises(NotAllowed):
        await writes(scene, case, staff, text)
    await writes(scene, case, staff, "x" * LONGEST)


async def test_nobody_writes_in_a_conversation_that_they_do_not_have(scene: Scene) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_complaint(chat)
    first, second = await karen(scene), await karen(scene, email="ida@house.example")
    with pytest.raises(AlreadyDone, match="take it over first"):
        await writes(scene, case, first, "Hej.")
    await takes(scene, case, first)
    with pytest.raises(AlreadyDone, match="Bo Lund has taken"):
        await writes(scene, case, second, "Hej.")
    with pytest.raises(AlreadyDone):
        await gives_back(scene, case, second)


async def test_a_line_for_whoever_has_left_goes_by_mail_as_a_letter_with_a_name(scene: Scene) -> None:
    chat = await talking(scene, minutes=1)
    case = await a_complaint(chat, **KNOWN)
    await chat.shown(99)
    scene.later(minutes=10)
    staff = await karen(scene)
    await takes(scene, case, staff)
    await writes(scene, case, staff, "Vi har fundet din faktura.")
    await chat.deliver()
    letter = (await scene.letter(case, "staff_line")).outgoing
    assert (letter.channel, letter.recipient) == (Channel.MAIL, "anna@example.org")
    assert letter.subject.endswith(f"[{case.number}]")
    assert "Kære Anna Holm" in letter.body
    assert "Vi har fundet din faktura." in letter.body
    assert "Bo Lund" in letter.body
    claimed = await scene.book.run(outbox.claim, Channel.MAIL, ("here", scene.now), 9)
    assert "staff_line" in {one.outgoing.reply for one in claimed}


async def test_without_an_address_a_line_waits_in_the_chat(scene: Scene) -> None:
    chat = await talking(scene, minutes=1)
    case = await a_complaint(chat)
    await chat.shown(99)
    scene.later(minutes=10)
    staff = await karen(scene)
    await takes(scene, case, staff)
    await writes(scene, case, staff, "Vi har fundet din faktura.")
    await chat.comes(minutes=5)
    assert (await chat.spoken())[-1].text == "Vi har fundet din faktura."


async def test_given_back_the_program_says_so_and_asks_again(scene: Scene) -> None:
    chat = await talking(scene, minutes=60)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    await gives_back(scene, case, staff)
    await gives_back(scene, case, staff)
    assert (await say_names(chat)).count("given_back") == 1
    assert not (await chat.now()).dialogue.human
    assert await attendance(chat) == Attendance()
    assert (await scene.verbs(case)).count("given_back") == 1
    before = len(await say_names(chat))
    await types(chat, "Tak for hjælpen indtil videre.")
    assert len(await say_names(chat)) > before


async def test_left_alone_for_long_it_goes_back_by_itself_and_who_had_no_answer_waits_for_one(scene: Scene) -> None:
    chat = await talking(scene, hours=9)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    scene.later(minutes=10)
    await types(chat, "Er du der?")
    scene.later(minutes=10)
    assert await look(scene) == 0, "the person has waited ten minutes, not fifteen"
    scene.later(minutes=6)
    assert await look(scene) == 1
    assert await look(scene) == 0
    assert (await say_names(chat))[-1] == "given_back_owed"
    assert (await attendance(chat)).waits_since == scene.now - timedelta(minutes=16)
    assert (await scene.events(case))[-1].actor == "svarfrist"


async def test_a_line_of_theirs_begins_the_quiet_anew(scene: Scene) -> None:
    chat = await talking(scene, hours=9)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    scene.later(minutes=14)
    await writes(scene, case, staff, "Et øjeblik.")
    scene.later(minutes=14)
    assert await look(scene) == 0
    scene.later(minutes=1)
    assert await look(scene) == 1
    assert (await say_names(chat))[-1] == "given_back"


async def test_how_long_is_the_organisations_to_say(scene: Scene) -> None:
    scene.office = replace(scene.office, chat_quiet=timedelta(minutes=2))
    chat = await talking(scene, hours=9)
    case = await a_complaint(chat)
    await takes(scene, case, await karen(scene))
    scene.later(minutes=2)
    assert await look(scene) == 1
    assert not (await chat.now()).dialogue.human


async def test_whoever_logs_out_or_is_let_go_gives_it_back(scene: Scene) -> None:
    chat = await talking(scene, hours=9)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    assert await look(scene) == 0
    await scene.book.run(sessions.end, f"{SECRET} {staff.id}")
    assert await look(scene) == 1
    await scene.book.run(sessions.begin, staff, "another", scene.now)
    await takes(scene, case, staff)
    await scene.book.run(people.disable, staff.organisation, staff.email)
    assert await look(scene) == 1
    assert (await say_names(chat)).count("given_back") == 2


async def test_who_asks_for_a_person_waits_and_staff_are_told_once(scene: Scene) -> None:
    chat = await talking(scene, hours=1)
    await scene.hire("course_administrator", email="karen@house.example")
    case = await a_complaint(chat)
    chat.talk.taking = _asks
    await chat.hear(a_reading(Kind.OTHER, fields={}, text="menneske"))
    await chat.hear(a_reading(Kind.OTHER, fields={}, text="er der nogen?"))
    assert (await attendance(chat)).waits_since == scene.now
    assert (await scene.verbs(case)).count("person_called") == 1
    notices = [one for one in await scene.letters(case) if "person_called" in one.outgoing.cause]
    assert len(notices) == 1
    waits = await scene.book.read(attendances.waited_for, case.organisation, 9)
    assert [(one.number, since) for one, since in waits] == [(case.number, scene.now)]
    staff = await karen(scene)
    await takes(scene, case, staff)
    assert await scene.book.read(attendances.waited_for, case.organisation, 9) == ()
    assert (await attendance(chat)).waits_since is None


def _asks(taken: Dialogue, reading: Reading) -> Take:
    """Take every line as a wish for a person."""
    return Take(reading, replace(taken, human=True))


async def test_a_line_of_staff_stands_in_the_case_as_any_letter_and_goes_with_it(scene: Scene) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_complaint(chat)
    staff = await karen(scene)
    await takes(scene, case, staff)
    await writes(scene, case, staff, "Hej Anna.")
    found = await scene.book.read(dossier, case.organisation, case.number)
    assert found
    assert "Hej Anna." in {one.outgoing.body for one in found.letters}
    await scene.book.run(erase_case, case.organisation, case.id, case.number)
    assert await scene.book.read(chats.find, case.organisation, chat.chat.id) is None
    assert await attendance(chat) == Attendance()
    assert await look(scene) == 0
