"""A chat goes with its case; one that led to none goes as mail does that became none."""

from datetime import timedelta

from cases.kind import Kind
from cases.staff import Staff
from intake.close import Closing, close
from intake.export import export
from intake.exported import Audience
from intake.forget import Forgetting, forget_now
from intake.forget_chats import forget_chats, old_lines
from storage import chats, staff
from storage.page import Page
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.talking import Talking, only_talk, talking
from tests.remains import traces

WORDS = ("anna", "example.org", "hemmelig", "raw bytes of")
TEXT = "Anna: en hemmelig klage, anna@example.org"


async def gone(scene: Scene) -> int:
    """Erase what is due; give how many messages went."""
    count = 0
    while (erased := await scene.book.run(forget_chats, scene.office, scene.now)) is not None:
        count += erased
    return count


async def left(chat: Talking) -> list[str]:
    """Name where something of the person stands."""
    return await chat.scene.book.read(traces, *WORDS)


async def test_a_chat_that_led_to_no_case_is_erased_with_its_bytes_once_it_is_old(scene: Scene) -> None:
    chat = await talking(scene)
    chat.talk.taking = only_talk
    await chat.hear(a_reading(text=TEXT, fields={"name": "Anna"}))
    await chat.say("never understood")
    scene.later(days=364 * 2)
    assert await gone(scene) == 0
    assert await left(chat)
    scene.later(days=366 * 9)
    assert await scene.book.read(old_lines, scene.office, scene.now) == 1
    assert await gone(scene) == 1
    assert await left(chat) == []
    assert await scene.book.read(chats.find, chat.chat.organisation, chat.chat.id) is None
    assert await gone(scene) == 0


async def test_a_chat_with_a_case_is_not_erased_before_its_case(scene: Scene) -> None:
    chat = await talking(scene)
    await chat.opened(a_reading(text=TEXT))
    scene.later(days=366 * 11)
    assert await gone(scene) == 0
    assert await chat.lines()


async def test_a_chat_goes_with_its_only_case(scene: Scene) -> None:
    chat = await talking(scene)
    chat.talk.taking = only_talk
    await chat.hear(a_reading(text=TEXT))
    chat.talk.taking = lambda dialogue, reading: type(only_talk(dialogue, reading))(reading, dialogue)
    case = await chat.opened(a_reading(text=TEXT))
    await over(chat, case.id)
    forgetting = Forgetting(case.organisation, case.number, "erasure_request")
    assert await scene.book.run(forget_now, forgetting, await boss(scene), scene.office, scene.now) == 2
    assert [one for one in await left(chat) if not one.startswith("staff.")] == []
    assert await scene.book.read(chats.find, chat.chat.organisation, chat.chat.id) is None


async def test_a_chat_stays_for_the_other_case_of_its_conversation(scene: Scene) -> None:
    chat = await talking(scene)
    found = (await chat.hear(a_reading(Kind.COMPLAINT, Kind.ERASURE, text=TEXT))).received
    assert found
    complaint, erasure = found.opened
    await over(chat, complaint.id)
    forgetting = Forgetting(complaint.organisation, complaint.number, "erasure_request")
    await scene.book.run(forget_now, forgetting, await boss(scene), scene.office, scene.now)
    assert await scene.book.read(chats.find, chat.chat.organisation, chat.chat.id)
    assert [one.message for one in await chat.lines() if one.message] == [erasure.opened_for]


async def test_the_conversation_is_in_the_copy_that_the_person_gets(scene: Scene) -> None:
    chat = await talking(scene)
    case = await chat.opened(a_reading(text="Jeg klager over kurset."))
    copy = await scene.book.read(export, scene.office, case.number, Audience.PERSON, scene.now + timedelta(hours=1))
    said = copy.files["conversation.csv"].decode("utf-8-sig")
    assert "person" in said
    assert "noted" in said
    texts = [name for name in copy.files if name.startswith("letters/")]
    assert sum(name in said for name in texts) == 2


async def over(chat: Talking, case: int) -> None:
    """Let a case end, everything in it told."""
    await chat.shown(99)
    closing = Closing(chat.chat.organisation, case, "withdrawn")
    await chat.scene.book.run(close, closing, await boss(chat.scene), chat.scene.now)


async def boss(scene: Scene) -> Staff:
    """Give somebody who may decide."""

    def there(page: Page) -> Staff | None:
        return staff.by_address(page, scene.office.policy.id, "boss@house.example")

    return await scene.book.read(there) or await scene.hire("course_administrator", email="boss@house.example")
