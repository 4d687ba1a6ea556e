"""Anna complains, gets her answer, and asks for a copy; years later nothing of her is left but a number and a date."""

import zipfile
from pathlib import Path

from cases.case import Status
from cases.outgoing import OutboxStatus
from intake.close import Closing, close
from intake.export import export
from intake.exported import Audience
from service.exporting import pack
from service.forgetting import sweep_old
from storage import proofs
from storage.audit import Walked, breaks
from tests.at_work import Running, number_in
from tests.conftest import Opens
from tests.remains import files_with, traces
from tests.smtp import KLAGE, PAPER, a_letter

LARGE = ("billede.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"Anna Holm was here. " * 8000)
NAMES = ("anna", "holm", "underviseren kom ikke")


async def _sweep(running: Running) -> list[str]:
    service = running.service
    gone = await sweep_old(service.book, service.vault, service.offices, service.node)
    return [one.number for one in gone.cases]


async def _ended(running: Running) -> str:
    """Let Anna complain with a large file, be receipted, and the case be closed."""
    answer = await running.answered(a_letter(files=[PAPER, LARGE]))
    number = number_in(answer["Subject"])
    case = await running.case(number)
    bo = await running.hire("course_administrator")
    await running.service.book.run(close, Closing("mentorix", case.id, "withdrawn"), bo, running.clock.now)
    await running.later(days=3)
    return number


async def test_five_years_after_its_end_nothing_of_the_case_is_left(running: Running, tmp_path: Path) -> None:
    number = await _ended(running)
    assert (await running.case(number)).status is Status.CLOSED
    assert files_with(tmp_path / "vault", "Anna")
    running.clock.now = running.clock.now.replace(year=2031, day=2)
    assert await _sweep(running) == []
    await running.later(days=1)
    assert await _sweep(running) == [number]
    book = running.service.book
    assert await book.read(traces, *NAMES) == []
    assert files_with(tmp_path / "vault", "Anna", "Holm") == []
    proof = await book.read(proofs.find, "mentorix", number)
    assert proof
    assert await book.read(lambda page: list(breaks(page, "mentorix", Walked()))) == []


async def test_who_writes_again_with_the_old_number_begins_anew(running: Running) -> None:
    answer = await running.answered(a_letter())
    number = number_in(answer["Subject"])
    case = await running.case(number)
    bo = await running.hire("course_administrator")
    await running.service.book.run(close, Closing("mentorix", case.id, "withdrawn"), bo, running.clock.now)
    await running.later(days=6 * 366)
    assert await _sweep(running) == [number]
    again = await running.answered(
        a_letter(KLAGE, subject=f"SV: [{number}]", In_Reply_To=answer["Message-ID"]), sender="anna@example.org"
    )
    assert number_in(again["Subject"]) != number
    (case,) = await running.cases()
    letters = (await running.dossier(case.number)).letters
    assert [one.status for one in letters if one.outgoing.reply == "acknowledgement"] == [OutboxStatus.SENT]


async def test_her_copy_of_the_case_is_a_zip_that_she_can_read(running: Running, tmp_path: Path) -> None:
    number = await _ended(running)
    office, book = running.service.offices["mentorix"], running.service.book
    made = await book.read(export, office, number, Audience.PERSON, running.clock.now)
    pack(made, running.service.vault, tmp_path / "anna.zip")
    with zipfile.ZipFile(tmp_path / "anna.zip") as packed:
        assert packed.testzip() is None
        names = {Path(name).parts[0] for name in packed.namelist()}
        assert names == {"README.txt", "case.json", "case.csv", "letters.csv", "fields.csv", "letters", "files"}
        (picture,) = (name for name in packed.namelist() if name.endswith("billede.png"))
        assert packed.read(picture) == LARGE[2]
        assert "Underviseren kom ikke" in packed.read("letters/001-2026-03-02-in.txt").decode()
    assert (tmp_path / "anna.zip").stat().st_mode & 0o077 == 0


async def test_what_is_erased_does_not_come_back_with_the_next_start(service: Opens, tmp_path: Path) -> None:
    async with service() as running:
        await _ended(running)
        await running.later(days=6 * 366)
        assert await _sweep(running)
        now = running.clock.now
    async with service() as running:
        running.clock.now = now
        await running.later(days=1)
        assert await running.cases() == ()
        assert await running.service.book.read(traces, *NAMES) == []
    assert files_with(tmp_path / "vault", "Anna") == []
