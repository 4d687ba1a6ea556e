"""A robot writes to us: what it says is kept, and nobody hears back."""

import pytest

from tests.at_work import Running, messages_kept
from tests.journeys.correspondence import answer_to, return_address
from tests.smtp import PAPER, a_letter

AWAY = "Tak for din e-mail. Jeg er på ferie og er tilbage mandag den 16. marts. Jeg læser ikke min e-mail imens."


@pytest.mark.parametrize("header", [b"Auto-Submitted: auto-replied", b"X-Autoreply: yes", b"Precedence: bulk"])
async def test_an_out_of_office_is_kept_and_never_answered(running: Running, header: bytes) -> None:
    await running.letter(header + b"\r\n" + a_letter(AWAY, subject="Automatisk svar: Ikke på kontoret"))
    await running.quiet()
    ((verdict, _reason, _repeats),) = await running.service.book.read(messages_kept, "mentorix")
    assert verdict == "file"
    assert await running.cases() == ()
    assert running.catcher.letters == []


async def test_an_out_of_office_that_answers_our_receipt_ends_the_conversation_of_the_machines(
    running: Running,
) -> None:
    receipt = await running.answered(a_letter(files=[PAPER]))
    away = b"Auto-Submitted: auto-replied\r\n" + answer_to(receipt, AWAY)
    await running.letter(away, return_address(receipt), sender="")
    await running.quiet()
    (case,) = await running.cases()
    assert "heard" not in await running.verbs(case)
    assert running.catcher.letters == [receipt]


async def test_a_complaint_with_an_absence_note_under_it_is_a_complaint(running: Running) -> None:
    text = "Jeg vil gerne klage over kurset i projektledelse.\n\nVenlig hilsen\nAnna Holm\n\nJeg er på ferie i uge 12."
    await running.answered(a_letter(text, files=[PAPER]))
    assert len(await running.cases()) == 1
