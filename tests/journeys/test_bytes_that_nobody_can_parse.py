"""Whatever was said 250 to is kept: what no program can read is put in front of a person, byte for byte."""

import pytest

from cases.case import Status
from storage import arrivals
from tests.at_work import Running
from tests.smtp import PAPER, a_letter

NOISE = bytes(range(128, 256)) * 20
BROKEN = {
    "nothing but noise": NOISE,
    "not a single header": b"\r\n\r\n" + NOISE,
    "a header that is none": b"From \xff\xfe: \x80\x81\r\n\x92: \x00\r\n" + NOISE,
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
async def test_it_is_a_case_on_hold_that_nobody_is_answered_for(running: Running, raw: bytes) -> None:
    await running.letter(raw)
    await running.quiet()
    (case,) = await running.cases()
    assert case.status is Status.HELD
    assert running.catcher.letters == []


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
async def test_its_bytes_are_kept_as_they_came(running: Running, raw: bytes) -> None:
    await running.letter(raw)
    await running.quiet()
    (case,) = await running.cases()
    (told,) = (await running.dossier(case.number)).told
    assert told.arrival is not None
    arrival = await running.service.book.read(arrivals.find, "mentorix", told.arrival)
    assert arrival is not None
    assert running.service.vault.raw(arrival).rstrip(b"\r\n").endswith(raw.rstrip(b"\r\n"))


async def test_its_clocks_run_from_receipt_all_the_same(running: Running) -> None:
    await running.letter(NOISE)
    await running.quiet()
    (case,) = await running.cases()
    assert {clock.started_at for clock in (await running.ticking(case)).values()} == {running.clock.now}


async def test_the_letter_behind_it_is_answered(running: Running) -> None:
    await running.letter(NOISE)
    await running.answered(a_letter(files=[PAPER]))
    assert len(await running.cases()) == 2
