"""Machines that do not say that they are machines: two of us that write to each other, and the last brake."""

from tests.at_work import Running, messages_kept
from tests.smtp import PAPER, a_letter


async def test_two_of_us_that_write_to_each_other_stop_at_once(running: Running) -> None:
    """Our own acknowledgement, delivered to ourselves, is a machine's letter like any other (FreeScout #2445)."""
    answer = await running.answered(a_letter(files=[PAPER]))
    back = answer.raw.replace(b"To: anna@example.org", b"To: privacy@poweredbymmentor.nl")
    await running.letter(back, "privacy@poweredbymmentor.nl", sender=answer.sender)
    await running.quiet()
    assert len(running.catcher.seen) == 1
    assert await running.cases("mentor") == ()
    assert len(await running.service.book.read(messages_kept, "mentor")) == 1


async def test_a_robot_without_any_sign_is_answered_a_few_times_and_no_more(running: Running) -> None:
    """The last brake: five letters an hour to one address (R-EM-11)."""
    for number in range(9):
        await running.letter(a_letter(f"Jeg vil klage over faktura nummer {number}, den er forkert.", files=[PAPER]))
        await running.quiet()
    assert len(running.catcher.seen) == 5
    assert len(await running.cases()) == 9
