"""Machines that do not say that they are machines: two of us that write to each other, and the last brakes."""

from collections.abc import Callable

import pytest

from cases.case import Status
from tests.at_work import Running, messages_kept
from tests.journeys.correspondence import answer_to, return_address
from tests.smtp import PAPER, Caught, a_letter

SAYS = "Hej. Her er Anna Holm. Jeg er meget utilfreds med kurset i projektledelse og beder om en forklaring."
"""What a machine says that no rule can tell from a person's words."""

ROUNDS = 3

Answer = Callable[[Caught, int], tuple[bytes, str]]
"""How a machine answers our letter for the nth time: the bytes, and the address they go to."""


def with_a_longer_subject(ours: Caught, nth: int) -> tuple[bytes, str]:
    """Answer under our subject, "Automated Response" put before it once more each time (FreeScout #3670)."""
    subject = "Automated Response: Re: " * (nth + 1) + ours["Subject"]
    return a_letter(SAYS, subject=subject, to=ours["Reply-To"], In_Reply_To=ours["Message-ID"]), return_address(ours)


def with_its_own_number(ours: Caught, nth: int) -> tuple[bytes, str]:
    """Answer as a ticket system does, with a number of its own in subject and words (FreeScout #2445)."""
    text = f"{SAYS} Sag nr. {4711 + nth}."
    return a_letter(text, subject=f"[#{4711 + nth}] {ours['Subject']}"), "info@mentorix.dk"


def from_another_address(ours: Caught, nth: int) -> tuple[bytes, str]:
    """Answer from an address that we never wrote to."""
    return answer_to(ours, f"{SAYS} {nth}", sender="Desk <desk@example.org>"), return_address(ours)


def by_its_acknowledgement(_ours: Caught, nth: int) -> tuple[bytes, str]:
    """Begin a new conversation each time with a receipt, its number another each time, without any header."""
    text = f"Tak for din henvendelse, som er registreret under sagsnummer {nth}. Vi vender tilbage inden for 2 dage."
    return a_letter(text, subject=f"Vedr. din mail ({nth})"), "info@mentorix.dk"


@pytest.mark.parametrize(
    "answers",
    [with_a_longer_subject, with_its_own_number, from_another_address, by_its_acknowledgement],
)
async def test_a_mute_machine_that_answers_every_letter_gets_one(running: Running, answers: Answer) -> None:
    heard = [await running.answered(a_letter(SAYS, files=[PAPER]))]
    for nth in range(ROUNDS):
        raw, to = answers(heard[-1], nth)
        await running.letter(raw, to)
        await running.quiet()
        heard = running.catcher.to("anna@example.org") + running.catcher.to("desk@example.org")
    assert len(running.catcher.seen) == 1
    assert len(await running.service.book.read(messages_kept, "mentorix")) == ROUNDS + 1


async def test_two_of_us_that_write_to_each_other_stop_at_once(running: Running) -> None:
    """Our own acknowledgement, delivered to ourselves, is a machine's letter like any other (FreeScout #2445)."""
    answer = await running.answered(a_letter(files=[PAPER]))
    back = answer.raw.replace(b"To: anna@example.org", b"To: privacy@poweredbymmentor.nl")
    await running.letter(back, "privacy@poweredbymmentor.nl", sender=answer.sender)
    await running.quiet()
    assert len(running.catcher.seen) == 1
    assert await running.cases("mentor") == ()
    assert len(await running.service.book.read(messages_kept, "mentor")) == 1


async def test_our_receipt_that_lost_its_headers_on_the_way_is_answered_once_at_the_most(running: Running) -> None:
    """Some gateways keep From, To, Subject and the words alone."""
    answer = await running.answered(a_letter(files=[PAPER]))
    for nth in range(ROUNDS):
        bare = a_letter(answer.text, subject=answer["Subject"], sender=answer["From"], to="privacy@poweredbymmentor.nl")
        await running.letter(bare, "privacy@poweredbymmentor.nl", sender=f"info{nth}@mentorix.dk")
        await running.quiet()
    assert len(running.catcher.seen) <= 2


async def test_a_robot_without_any_sign_is_answered_a_few_times_and_no_more(running: Running) -> None:
    """The last brake: five letters an hour to one address (R-EM-11)."""
    for number in range(9):
        await running.letter(a_letter(f"Jeg vil klage over faktura nummer {number}, den er forkert.", files=[PAPER]))
        await running.quiet()
    assert len(running.catcher.seen) == 5
    assert len(await running.cases()) == 9


async def test_a_machine_that_says_the_same_to_every_letter_with_nothing_of_ours_in_it_is_answered_once(
    running: Running,
) -> None:
    for nth in range(ROUNDS + 1):
        await running.letter(
            a_letter("Her er der ro, og alt bliver læst i den rækkefølge, det kommer.", subject=f"{nth}")
        )
        await running.quiet()
    assert len(running.catcher.seen) == 1
    assert len(await running.cases()) == 1


async def test_a_complaint_in_the_same_words_is_another_matter_twice_and_the_third_time_the_same(
    running: Running,
) -> None:
    for subject in ("Første gang", "Anden gang"):
        await running.answered(a_letter(SAYS, subject=subject))
    await running.letter(a_letter(SAYS, subject="Tredje gang"))
    await running.quiet()
    _, case = await running.cases()
    assert (case.status, (await running.verbs(case)).count("heard")) == (Status.OPEN, 1)
    assert len(running.catcher.seen) == 2
    await running.later(days=2)
    await running.answered(a_letter(SAYS, subject="Fjerde gang"))
    assert len(await running.cases()) == 3


async def test_the_same_complaint_with_its_papers_and_without_them_are_two(running: Running) -> None:
    await running.answered(a_letter(SAYS, files=[PAPER]))
    await running.answered(a_letter(SAYS, subject="Endnu en gang"))
    assert [case.missing for case in await running.cases()] == [(), ("documents",)]


async def test_a_letter_that_more_than_a_hundred_servers_passed_on_is_kept_and_not_answered(running: Running) -> None:
    round_trip = b"Received: from a.example by b.example; Mon, 2 Mar 2026 10:00:00 +0100\r\n" * 101
    await running.letter(round_trip + a_letter(SAYS))
    await running.quiet()
    ((verdict, reason, _repeats),) = await running.service.book.read(messages_kept, "mentorix")
    assert (verdict, reason) == ("hold", "goes_in_circles")
    assert running.catcher.letters == []
