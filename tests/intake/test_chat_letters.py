"""Letters of ours in a chat: where the person is there they stand in it, else they go by mail, else they wait."""

from dataclasses import replace

from cases.case import Case
from cases.chat import Side
from cases.kind import Kind
from cases.message import Attachment, Channel
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.reading import Reading, Sensitive
from cases.task import TaskKind
from intake.approve import Approval, approve
from intake.chat_letters import unread
from intake.looked import Looked, looked
from storage import casebook, chats, outbox, tasks
from storage.outbox import Entry
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.talking import Talking, talking

KNOWN = {"name": "Anna Holm", "email": "anna@example.org"}


async def answered(chat: Talking, case: Case) -> Entry:
    """Let a person approve the drafted answer; give the letter."""
    scene = chat.scene
    staff = await scene.hire("course_administrator", email=f"{case.number}@house.example")
    draft = await scene.letter(case, f"answer_{case.kind}")
    body = "Kære Anna\n\nVi har læst, hvad du skriver.\n\nVenlig hilsen\nMentorix"
    approval = Approval(case.organisation, draft.id, draft.version, draft.outgoing.subject, body)
    await scene.book.run(approve, approval, staff, scene.office.policy, scene.now)
    return await scene.letter(case, f"answer_{case.kind}")


async def a_question(chat: Talking, **fields: str) -> Case:
    """Let the person ask something that needs no decision."""
    return await chat.opened(a_reading(Kind.OTHER, fields=fields, text="Hvornår begynder kurset?"))


async def test_a_clock_stops_when_the_other_end_has_the_line_and_not_before(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(fields={}))
    assert (await scene.clocks(case))[ClockName.ACKNOWLEDGEMENT].running
    receipt = (await chat.lines())[1]
    scene.later(seconds=2)
    await chat.shown(receipt.seq - 1)
    assert (await scene.clocks(case))[ClockName.ACKNOWLEDGEMENT].running
    await chat.shown(receipt.seq)
    assert (await scene.clocks(case))[ClockName.ACKNOWLEDGEMENT].stopped_at == scene.now
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.SENT
    before = await scene.verbs(case)
    scene.later(hours=1)
    await chat.shown(receipt.seq)
    await chat.shown(99)
    assert await scene.verbs(case) == before, "twice has no effect"


async def test_whoever_says_they_have_lines_that_are_still_to_come_has_only_those_there_are(scene: Scene) -> None:
    chat = await talking(scene)
    await chat.shown(2**31 - 1)
    case = await chat.opened(a_reading(fields={}))
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.RELEASED
    assert (await chat.now()).shown == 0


async def test_an_answer_stands_in_the_chat_of_whoever_is_there_as_said_by_staff(scene: Scene) -> None:
    chat = await talking(scene, minutes=30)
    case = await a_question(chat, **KNOWN)
    letter = await answered(chat, case)
    await chat.deliver()
    await chat.deliver()
    last = (await chat.lines())[-1]
    assert (last.side, last.letter) == (Side.STAFF, letter.id)
    assert "Vi har læst" in str((await chat.spoken())[-1].text)
    await chat.shown(last.seq)
    assert (await scene.case(case)).status == "answered"


async def test_the_answer_for_whoever_has_left_goes_by_mail_to_the_address_they_gave(scene: Scene) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_question(chat, **KNOWN)
    await chat.shown(99)
    scene.later(hours=2)
    letter = await answered(chat, case)
    assert letter.outgoing.channel is Channel.CHAT
    await chat.deliver()
    sent = await scene.letter(case, "answer_other")
    assert (sent.outgoing.channel, sent.outgoing.recipient) == (Channel.MAIL, "anna@example.org")
    assert "sent_on_by_mail" in await scene.verbs(case)
    claimed = await scene.book.run(outbox.claim, Channel.MAIL, ("here", scene.now), 9)
    assert sent.id in {one.id for one in claimed}
    assert letter.id not in {one.letter for one in await chat.lines()}


async def test_a_line_that_nobody_saw_before_they_left_goes_by_mail_with_its_subject(scene: Scene) -> None:
    chat = await talking(scene, seconds=20)
    case = await chat.opened(a_reading(fields=KNOWN))
    scene.later(minutes=5)
    await chat.deliver()
    receipt = (await scene.letter(case, "acknowledgement")).outgoing
    assert receipt.channel is Channel.MAIL
    assert case.number in receipt.subject
    assert all(one.letter is None for one in await chat.lines())


async def test_without_an_address_it_waits_in_the_chat_until_the_person_comes_back(scene: Scene) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_question(chat)
    await chat.shown(99)
    scene.later(hours=2)
    letter = await answered(chat, case)
    await chat.comes(minutes=5)
    assert (await chat.lines())[-1].letter == letter.id
    await chat.deliver()
    assert [one.letter for one in await chat.lines()].count(letter.id) == 1


async def test_what_nobody_reads_for_hours_becomes_a_task_once(scene: Scene) -> None:
    chat = await talking(scene, seconds=20)
    case = await a_question(chat)
    await chat.deliver()
    offices = {scene.office.policy.id: scene.office}
    scene.later(hours=3)
    assert await scene.book.run(unread, offices, scene.now) == 0
    scene.later(hours=2)
    assert await scene.book.run(unread, {}, scene.now) == 0  # another process serves the organisation, and tells
    assert await scene.book.run(unread, offices, scene.now) == 1
    assert await scene.book.run(unread, offices, scene.now) == 0
    found = await scene.book.read(tasks.of_case, case.organisation, case.id)
    assert [one.kind for one in found] == [TaskKind.USE_OTHER_CHANNEL]
    assert (await scene.letter(case, "acknowledgement")).outgoing.channel is Channel.CHAT


async def test_automatic_letters_to_an_address_that_somebody_typed_have_the_caps_of_mail(scene: Scene) -> None:
    async def left_alone(number: int) -> Channel:
        chat = await talking(scene, seconds=20)
        case = await chat.opened(a_reading(fields=KNOWN, text=f"Sag {number}"))
        scene.later(minutes=1)
        await chat.deliver()
        return (await scene.letter(case, "acknowledgement")).outgoing.channel

    went = [await left_alone(number) for number in range(7)]
    assert went[0] is Channel.MAIL
    assert went[-1] is Channel.CHAT


async def test_numbers_are_masked_in_everything_that_is_shown(scene: Scene) -> None:
    def told(text: str) -> Reading:
        return a_reading(text=text, fields={}, sensitive=(Sensitive("cpr", "010190-••••"),))

    chat = await talking(scene)
    waiting = await chat.say()
    assert (await chat.spoken())[-1].text is None, "nobody knows yet what is in it"
    await chat.answer(waiting, told("Mit CPR-nummer er 010190-1234. Jeg klager."))
    text = str((await chat.spoken())[0].text)
    assert "Jeg klager." in text
    assert "1234" not in text


async def test_what_is_drafted_goes_to_the_address_that_is_given_later_and_to_its_correction(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(Kind.ACCESS, fields={"name": "Anna Holm"}))
    assert (await scene.letter(case, "answer_access")).outgoing.recipient is None
    for address in ("ana@example.org", "anna@example.org"):
        await chat.hear(a_reading(Kind.OTHER, fields={"email": address}))
        draft = await scene.letter(case, "answer_access")
        assert (draft.outgoing.recipient, draft.outgoing.channel) == (address, Channel.MAIL)


async def test_an_answer_that_might_not_go_by_mail_stays_in_the_chat(scene: Scene) -> None:
    chat = await talking(scene, minutes=5)
    case = await a_question(chat, **KNOWN)
    scene.later(hours=2)
    letter = await answered(chat, case)
    chats_own = await scene.book.read(chats.of_thread, case.organisation, case.thread)
    assert chats_own == await chat.now()
    as_access = replace(await scene.case(case), kind=Kind.ACCESS)
    await scene.book.run(casebook.save, as_access)
    await chat.deliver()
    assert (await scene.letter(case, "answer_other")).outgoing.channel is Channel.CHAT
    assert letter.id in {one.letter for one in await chat.lines()}


async def test_a_file_with_a_virus_in_it_is_told_of_in_the_chat(scene: Scene) -> None:
    scene.office = replace(scene.office, scans=True)
    chat = await talking(scene, minutes=30)
    virus = Attachment(2, "bilag.pdf", "application/pdf", 9, "d1")
    found = (await chat.hear(a_reading(fields={}), attachments=(virus,))).received
    assert found
    (case,) = found.opened
    await scene.book.run(looked, Looked(found.message, "Eicar FOUND", {2: "Eicar FOUND"}), scene.office, scene.now)
    letter = await scene.letter(case, "file_refused")
    assert (letter.outgoing.channel, letter.status) == (Channel.CHAT, OutboxStatus.RELEASED)
    await chat.deliver()
    assert "bilag.pdf" in str((await chat.spoken())[-1].text)
