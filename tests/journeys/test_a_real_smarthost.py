"""The whole way, with a real mail server in the middle: it takes our letter, and cannot deliver it, or not yet."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cases.case import Case
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from storage.outbox import Entry
from tests.at_work import Running, at_work, number_in
from tests.mail.signing import RSA, SELECTOR, pem, verified
from tests.postfix import HOST, Postfix
from tests.smtp import PAPER, Caught, a_letter, catching

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ANNA = "anna@example.org"


@pytest.fixture
async def running(database: str, tmp_path: Path, postfix: Postfix) -> AsyncIterator[Running]:
    """Run the service behind Postfix, which brings what comes back to our own door; the catcher is its next hop."""
    (tmp_path / "dkim.pem").write_text(pem(RSA))
    given = {
        "outgoing": postfix.url(postfix.ports.plain, "starttls"),
        "outgoing_ca": postfix.authority,
        "smtp": f"{HOST}:{postfix.ports.door}",
        "organisation": {"mentorix": {"dkim": {"selector": SELECTOR, "key": f"file:{tmp_path}/dkim.pem"}}},
    }
    async with catching(postfix.ports.next) as hop, at_work(database, tmp_path, hop, **given) as opened:
        yield opened


async def by_swaks(running: Running, raw: bytes, folder: Path) -> None:
    """Deliver a letter at our door as an ordinary mail program does."""
    (folder / "letter.eml").write_bytes(raw)
    server = f"{HOST}:{running.service.smtp_port}"
    words = ["--server", server, "--from", ANNA, "--to", "info@mentorix.dk", "--data", f"@{folder}/letter.eml"]
    swaks = await asyncio.create_subprocess_exec("swaks", *words, stdout=asyncio.subprocess.PIPE)
    told, _ = await swaks.communicate()
    assert swaks.returncode == 0, told.decode()


async def receipted(running: Running) -> tuple[Case, Caught]:
    receipt = await running.answered(a_letter(files=[PAPER]))
    (case,) = await running.cases()
    return case, receipt


async def ours(running: Running, case: Case, reply: str) -> Entry:
    (letter,) = [one for one in (await running.dossier(case.number)).letters if one.outgoing.reply == reply]
    return letter


async def test_a_letter_goes_all_the_way_and_its_signature_with_it(running: Running, tmp_path: Path) -> None:
    await by_swaks(running, a_letter(files=[PAPER]), tmp_path)
    (receipt,) = await running.catcher.wait_for(1)
    (case,) = await running.cases()
    assert number_in(receipt.text) == case.number
    assert verified(receipt.raw, RSA)


async def test_a_receipt_that_is_taken_and_cannot_be_delivered_comes_back_to_its_case(running: Running) -> None:
    await running.hire("course_administrator")
    running.catcher.refuses[ANNA] = "550 5.1.1 no such person"
    await running.letter(a_letter(files=[PAPER]))
    (notice,) = await running.catcher.wait_for(1)
    (case,) = await running.cases()
    assert case.number in notice.text
    assert notice.recipient == "course_administrator@mentorix.example"
    receipt = await ours(running, case, "acknowledgement")
    assert (receipt.status, receipt.last_error) == (OutboxStatus.FAILED, "returned 5.1.1")
    assert ClockName.ACKNOWLEDGEMENT in await running.ticking(case)
    assert await running.cases() == (case,)


async def test_a_next_hop_that_cannot_now_gets_the_letter_later_and_nobody_is_troubled(running: Running) -> None:
    running.catcher.script = ["451 4.3.0 not now", "451 4.3.0 not yet"]
    await running.letter(a_letter(files=[PAPER]))
    (receipt,) = await running.catcher.wait_for(1)
    (case,) = await running.cases()
    assert receipt.recipient == ANNA
    assert len(running.catcher.seen) == 3
    assert ClockName.ACKNOWLEDGEMENT not in await running.ticking(case)
    assert not {"delayed", "undeliverable"} & set(await running.verbs(case))


async def test_of_an_answer_that_is_late_the_smarthost_tells_and_so_do_we(running: Running, postfix: Postfix) -> None:
    """It took the letter, and the person's server is away: staff are told to print it while it is still being tried."""
    person = await running.hire("course_administrator")
    case, _ = await receipted(running)
    running.catcher.refuses[ANNA] = "451 4.3.0 away"
    notice = await running.approve(await running.draft(case, "answer_complaint"), person)
    assert notice.recipient == person.email
    assert "er ikke nået frem" in notice.text
    assert "delayed" in await running.verbs(case)
    assert (await ours(running, case, "answer_complaint")).status is OutboxStatus.SENT
    running.catcher.refuses.clear()
    postfix.flush()
    answer = (await running.catcher.wait_for(3))[-1]
    assert (answer.recipient, answer["Auto-Submitted"]) == (ANNA, "")
    assert "undeliverable" not in await running.verbs(case)
