"""Mail servers send again when in doubt: one letter, one case, one answer, however often it comes."""

import asyncio

from tests.at_work import Running, messages_kept
from tests.smtp import PAPER, a_letter


async def test_delivered_twice_it_is_one_case_and_one_answer(running: Running) -> None:
    raw = a_letter(files=[PAPER])
    await running.answered(raw)
    await running.letter(raw)
    await running.quiet()
    assert len(await running.cases()) == 1
    assert len(running.catcher.seen) == 1
    assert [repeats for _, _, repeats in await running.service.book.read(messages_kept, "mentorix")] == [1]


async def test_delivered_ten_times_at_once_it_is_one_case_and_one_answer(running: Running) -> None:
    raw = a_letter(files=[PAPER])
    await asyncio.gather(*(running.letter(raw) for _ in range(10)))
    await running.quiet()
    assert len(await running.cases()) == 1
    assert len(running.catcher.seen) == 1


async def test_what_servers_add_on_the_way_makes_no_other_letter_of_it(running: Running) -> None:
    raw = a_letter(files=[PAPER])
    await running.answered(raw)
    await running.letter(b"Received: from mx.example.org by mx2.example.org; Mon, 2 Mar 2026 11:00:03 +0100\r\n" + raw)
    await running.quiet()
    assert len(await running.cases()) == 1


async def test_the_same_message_id_with_other_words_is_another_letter(running: Running) -> None:
    """One sender reused its Message-IDs, and the second letter was lost (FreeScout #5591)."""
    await running.answered(a_letter(files=[PAPER], Message_ID="<same@example.org>"))
    await running.answered(a_letter("Jeg vil klage over prisen.", files=[PAPER], Message_ID="<same@example.org>"))
    assert len(await running.cases()) == 2
