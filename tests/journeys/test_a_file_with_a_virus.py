"""Anna's computer has a virus: her file is stopped, she is told how to go on, and her complaint is none the worse."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import arrivals
from storage.looks import oldest
from tests.at_work import Running
from tests.clamd import EICAR, NAME, Scanner
from tests.conftest import Opens
from tests.journeys.correspondence import answer_to, return_address
from tests.journeys.served import serving
from tests.smtp import PAPER, Catcher, a_letter, until

VIRUS = ("faktura.pdf", "application/pdf", EICAR)


@pytest.fixture
async def checked(service: Opens, scanner: Scanner) -> AsyncIterator[Running]:
    """Give the service with a virus scanner."""
    async with service(scanner=scanner.url) as opened:
        yield opened


async def all_looked_into(running: Running) -> None:
    async def is_so() -> bool:
        return await running.service.book.read(oldest, "virus") is None

    await until(is_so, "all looked into")
    await running.quiet()


async def test_she_has_her_receipt_and_then_hears_that_the_file_could_not_be_taken(checked: Running) -> None:
    await checked.letter(a_letter(files=[VIRUS], Message_ID="<klage@example.org>"))
    receipt, refusal = await checked.catcher.wait_for(2)
    await all_looked_into(checked)
    (case,) = await checked.cases()
    assert "Kvittering" in receipt["Subject"] or "kvittering" in receipt["Subject"]
    assert refusal["Subject"] == f"Automatisk besked om en fil i din sag [{case.number}]"
    assert (refusal.recipient, refusal["Auto-Submitted"]) == ("anna@example.org", "auto-replied")
    assert refusal["In-Reply-To"] == "<klage@example.org>"
    assert '"faktura.pdf"' in refusal.text
    assert "Eicar" not in refusal.text
    assert case.missing == ("documents",)
    assert EICAR not in refusal.raw
    assert len(checked.catcher.letters) == 2


async def test_she_sends_it_again_in_order_and_all_is_there(checked: Running) -> None:
    await checked.letter(a_letter(files=[VIRUS]))
    _, refusal = await checked.catcher.wait_for(2)
    again = answer_to(refusal, "Her er fakturaen som en ny PDF.\n\nAnna Holm", files=(PAPER,))
    confirmed = await checked.answered(again, return_address(refusal))
    await all_looked_into(checked)
    (case,) = await checked.cases()
    assert case.missing == ()
    assert "Vi har nu fået alt, hvad vi bad dig om" in confirmed.text
    found = await checked.dossier(case.number)
    assert [file.verdict for told in found.told for file in told.attachments] == [NAME, "clean"]


async def test_her_letter_is_kept_as_it_came(checked: Running) -> None:
    raw = a_letter(files=[VIRUS])
    await checked.letter(raw)
    await checked.catcher.wait_for(2)
    (case,) = await checked.cases()
    arrival = (await checked.dossier(case.number)).told[0].arrival
    assert arrival
    kept = await checked.service.book.read(arrivals.find, case.organisation, arrival)
    assert kept
    assert kept.raw
    assert kept.raw.endswith(raw)


async def test_the_service_is_killed_between_the_look_and_its_note_and_she_is_told_once(
    tmp_path: Path, catcher: Catcher, scanner: Scanner
) -> None:
    settings = {"SCANNER": scanner.url, "OUTGOING": catcher.url}
    scanner.freeze()
    try:
        async with serving(tmp_path, **settings) as served:
            await served.letter(a_letter(files=[VIRUS]))
            await catcher.wait_for(1)
            await served.end(signal.SIGKILL)
    finally:
        scanner.thaw()
    async with serving(tmp_path, **settings) as served:
        await catcher.wait_for(2)
        await served.letter(a_letter("Hvornår begynder kurset i maj?", subject="Spørgsmål om datoen"))
        await catcher.wait_for(3)
    subjects = [one["Subject"] for one in catcher.letters]
    assert sum("en fil i din sag" in subject for subject in subjects) == 1
    assert len(subjects) == 3
