"""A case number is no key: who knows it and is not the person sees nothing, changes nothing, and is kept for staff."""

from cases.case import Status
from tests.at_work import Running
from tests.smtp import PAPER, Caught, a_letter

STRANGER = "Carl Frederiksen <carl@example.net>"


async def asked_by_a_stranger(running: Running, text: str) -> tuple[str, list[Caught]]:
    """Let Anna complain and a stranger write about it; give the number, and what the stranger got."""
    await running.answered(a_letter(files=[PAPER]))
    (case,) = await running.cases()
    raw = a_letter(text.format(case.number), subject=f"Sag {case.number}", sender=STRANGER)
    await running.letter(raw, sender="carl@example.net")
    await running.quiet()
    return case.number, running.catcher.to("carl@example.net")


async def test_a_strangers_letter_is_held_and_joins_nothing(running: Running) -> None:
    number, _ = await asked_by_a_stranger(running, "Jeg vil gerne klage videre i sagen {}.\n\nCarl Frederiksen")
    annas, strangers = await running.cases()
    assert annas.number == number
    assert (strangers.status, strangers.held_for) == (Status.HELD, "third_party")
    assert strangers.thread != annas.thread
    assert len((await running.dossier(number)).told) == 1
    assert "heard" not in await running.verbs(annas)


async def test_a_stranger_sees_nothing_of_the_case(running: Running) -> None:
    number, got = await asked_by_a_stranger(running, "Hvad er der sket i min klagesag {}?\n\nCarl Frederiksen")
    for caught in got:
        assert number not in caught.text + caught["Subject"]
        assert "Anna" not in caught.text
        assert "20. marts" not in caught.text


async def test_a_stranger_cannot_send_papers_into_the_case(running: Running) -> None:
    await running.answered(a_letter())
    (case,) = await running.cases()
    raw = a_letter(f"Bilag til {case.number}.", subject=f"Re: [{case.number}]", sender=STRANGER, files=[PAPER])
    await running.letter(raw, sender="carl@example.net")
    await running.quiet()
    assert (await running.case(case.number)).missing == ("documents",)


async def test_anna_herself_needs_no_more_than_the_number(running: Running) -> None:
    await running.answered(a_letter())
    (case,) = await running.cases()
    raw = a_letter(f"Hermed bilag til sag {case.number}.", subject="Bilag", files=[PAPER])
    await running.answered(raw)
    assert (await running.case(case.number)).missing == ()
    assert len(await running.cases()) == 1
