"""kill -9 at the worst moments: nothing is lost, and nobody is answered twice."""

import asyncio
import os
import signal
from collections import Counter
from pathlib import Path

from tests.journeys.served import serving
from tests.smtp import PAPER, Catcher, Caught, a_letter, catching, until


def answers(caught: list[Caught]) -> Counter[str]:
    """Count the different letters by which letter of the person they answer."""
    return Counter(reply for reply, _ in {(one["In-Reply-To"], one.raw) for one in caught})


async def test_killed_between_the_250_and_the_answer_it_answers_once_after_a_restart(
    tmp_path: Path, catcher: Catcher
) -> None:
    """The next hop turns everybody away; then the machine is pulled from the wall, and both come back."""
    catcher.greets = "421 not now"
    async with serving(tmp_path, OUTGOING=catcher.url) as service:
        await service.letter(a_letter(files=[PAPER], Message_ID="<one@example.org>"))
        await until(lambda: catcher.sessions, "a first attempt")
        assert await service.end(signal.SIGKILL) == -signal.SIGKILL
    catcher.greets = None
    async with serving(tmp_path, OUTGOING=catcher.url) as service:
        await catcher.wait_for(1)
        await service.letter(a_letter("Jeg klager også over regningen for kurset.", Message_ID="<two@example.org>"))
        await catcher.wait_for(2)
    assert [one["In-Reply-To"] for one in catcher.seen] == ["<one@example.org>", "<two@example.org>"]


async def test_killed_at_once_after_each_250_it_loses_none_of_many(tmp_path: Path, catcher: Catcher) -> None:
    ids = [f"<{number}@example.org>" for number in range(30)]
    for part in (ids[:10], ids[10:20], ids[20:]):
        async with serving(tmp_path, OUTGOING=catcher.url) as service:
            await asyncio.gather(*(service.letter(a_letter(sender=id_[1:-1], Message_ID=id_)) for id_ in part))
            await service.end(signal.SIGKILL)
    async with serving(tmp_path, OUTGOING=catcher.url):
        await until(lambda: len(answers(catcher.letters)) == len(ids), "an answer to each letter")
    assert answers(catcher.letters) == dict.fromkeys(ids, 1)


async def test_killed_after_the_last_dot_it_repeats_the_identical_letter_and_no_other(tmp_path: Path) -> None:
    """The one window that SMTP cannot close: the next hop has the letter, and we do not know it."""
    async with catching() as catcher:
        catcher.open.clear()
        async with serving(tmp_path, OUTGOING=catcher.url) as service:
            await service.letter(a_letter(files=[PAPER]))
            (first,) = await catcher.wait_for(1, catcher.seen)
            await service.end(signal.SIGKILL)
        catcher.open.set()
        async with serving(tmp_path, OUTGOING=catcher.url):
            await catcher.wait_for(2, catcher.seen)
            await catcher.wait_for(1)
        assert {one["Message-ID"] for one in catcher.seen} == {first["Message-ID"]}
        assert {(one.sender, one.recipient, one.raw) for one in catcher.seen} == {
            (first.sender, first.recipient, first.raw)
        }
        assert len(catcher.seen) == 2


async def test_killed_it_leaves_no_process_behind(tmp_path: Path, catcher: Catcher) -> None:
    async with serving(tmp_path, OUTGOING=catcher.url) as service:
        await service.letter(a_letter())
        await catcher.wait_for(1)
        children = service.children()
        assert children
        await service.end(signal.SIGKILL)
    await until(lambda: not any(_runs(child) for child in children), "the end of its helpers")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


async def test_told_to_stop_it_finishes_what_it_was_sending_and_ends_well(tmp_path: Path) -> None:
    async with catching() as catcher:
        catcher.open.clear()
        async with serving(tmp_path, OUTGOING=catcher.url) as service:
            await service.letter(a_letter())
            await catcher.wait_for(1, catcher.seen)
            ending = asyncio.create_task(service.end(signal.SIGTERM))
            await until(lambda: any("stopping" in line for line in service.lines), "the beginning of the end")
            catcher.open.set()
            assert await ending == 0
            assert not any("Traceback" in line for line in service.lines)
        async with serving(tmp_path, OUTGOING=catcher.url) as service:
            await service.letter(
                a_letter("Jeg klager også over regningen for kurset.", Message_ID="<next@example.org>")
            )
            await catcher.wait_for(2)
        assert [one["In-Reply-To"] for one in catcher.seen[1:]] == ["<next@example.org>"]
