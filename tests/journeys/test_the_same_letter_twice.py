"""Mail servers repeat themselves: a letter that comes twice is one matter, with one answer."""

from tests.at_work import Running, messages_kept
from tests.smtp import PAPER, a_letter


async def test_the_same_letter_twice_is_one_case_and_one_answer(running: Running) -> None:
    klage = a_letter(files=[PAPER])
    await running.answered(klage)
    await running.letter(klage)
    await running.quiet()
    assert len(await running.cases()) == 1
    assert len(running.catcher.letters) == 1


async def test_the_repeat_is_counted_and_not_forgotten(running: Running) -> None:
    klage = a_letter(files=[PAPER])
    for _ in range(3):
        await running.letter(klage)
    await running.quiet()
    assert await running.service.book.read(messages_kept, "mentorix") == [("admit", "is_from_a_person", 2)]


async def test_a_repeat_by_another_way_has_other_stamps_and_is_still_the_same(running: Running) -> None:
    klage = a_letter(files=[PAPER])
    await running.answered(klage)
    await running.letter(
        b"Received: from backup.example.org by mx.mentorix.dk; Mon, 2 Mar 2026 11:30:00 +0100\r\n" + klage
    )
    await running.quiet()
    assert len(await running.cases()) == 1
    assert len(running.catcher.letters) == 1


async def test_other_words_under_the_same_message_id_are_another_letter(running: Running) -> None:
    same = "<altid-den-samme@example.org>"
    await running.answered(a_letter("Jeg klager over kurset i oktober.\n\nAnna Holm", Message_ID=same))
    await running.answered(a_letter("Jeg klager over eksamen i november.\n\nAnna Holm", Message_ID=same))
    assert len(await running.cases()) == 2
    assert len(running.catcher.letters) == 2
