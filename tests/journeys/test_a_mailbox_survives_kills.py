"""kill -9 between fetch, commit and mark, UIDVALIDITY changed, somebody reading along: one case, one answer for each.

`SVARFRIST_LETTERS=1000 SVARFRIST_KILLS=20 pytest tests/journeys/test_a_mailbox_survives_kills.py` is the run by hand.
"""

import asyncio
import json
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from storage.book import Book
from tests.at_work import all_cases
from tests.journeys.served import Served, serving
from tests.mailboxes import LONG_AGO, Inbox, arrived, comes_to
from tests.smtp import Catcher, a_letter, until

LETTERS = int(os.environ.get("SVARFRIST_LETTERS", "60"))
KILLS = int(os.environ.get("SVARFRIST_KILLS", "3"))
OLD = 10

COURSES = ("projektledelse", "regnskab", "ledelse", "kommunikation", "førstehjælp", "programmering")


def a_complaint(number: int) -> bytes:
    """Give the letter of one person of many; no two of them say the same."""
    text = f"Jeg vil gerne klage over kurset i {COURSES[number % len(COURSES)]}, hold {number}. Underviseren kom ikke."
    domain = f"firma{number % 97}.example"
    return a_letter(text, sender=f"Person {number} <p{number}@{domain}>", Message_ID=f"<{number}@{domain}>")


class Reader:
    """A colleague at the same mailbox: reads, marks as read and unread, moves letters that were taken to a folder."""

    def __init__(self, inbox: Inbox, dice: random.Random) -> None:
        self._inbox = inbox
        self._dice = dice
        self.moved = 0

    def look(self) -> None:
        """Do something or other."""
        with suppress(IMAPClientError, OSError), self._inbox.human() as human:
            uids = human.search("ALL")
            if uids:
                some = self._dice.sample(uids, min(5, len(uids)))
                human.fetch(some, ["BODY[]"])
                human.remove_flags(some, [rb"\Seen"])
                self._file(human)

    def _file(self, human: IMAPClient) -> None:
        taken = human.search(["KEYWORD", "Taken"])[:1]
        if taken:
            if not human.folder_exists("Done"):
                human.create_folder("Done")
            human.move(taken, "Done")
            self.moved += len(taken)


async def read_along(reader: Reader, ended: asyncio.Event) -> None:
    """Look into the mailbox now and then, until told to end."""
    while not ended.is_set():
        await asyncio.to_thread(reader.look)
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), 0.3)


async def kill_somewhere(service: Served, dice: random.Random) -> None:
    """Let it work for a moment, and pull the plug."""
    await asyncio.sleep(dice.uniform(0.0, 1.2))  # any instant will do: which one is the point
    await service.end(signal.SIGKILL)


@pytest.mark.slow
async def test_every_letter_becomes_one_case_and_every_person_gets_one_answer(
    tmp_path: Path, inbox: Inbox, catcher: Catcher
) -> None:
    dice = random.Random(LETTERS)  # noqa: S311 - a test that can be repeated
    inbox.put(*(a_complaint(-number) for number in range(1, OLD + 1)), at=LONG_AGO)
    settings = {"OUTGOING": catcher.url, "ORGANISATION": json.dumps(inbox.of_mentorix(poll=2))}
    database = f"sqlite:///{tmp_path / 'book.db'}"
    async with serving(tmp_path, **settings), Book(database) as book:
        await comes_to(book, lambda row: row.history_uid == OLD, "the old letters")
    begun, ended = time.monotonic(), asyncio.Event()
    reader = Reader(inbox, dice)
    reading = asyncio.create_task(read_along(reader, ended))
    waves = [list(range(LETTERS))[wave :: KILLS + 1] for wave in range(KILLS + 1)]
    for wave, numbers in enumerate(waves[:-1]):
        async with serving(tmp_path, **settings) as service:
            coming = asyncio.create_task(asyncio.to_thread(inbox.deliver, *(a_complaint(one) for one in numbers)))
            await kill_somewhere(service, dice)
            await coming
        if wave == KILLS // 2:
            inbox.server.begin_anew(inbox.user)
    async with serving(tmp_path, **settings):
        inbox.deliver(*(a_complaint(one) for one in waves[-1]))
        await until_all_are_answered(catcher)
        ended.set()
        await reading
    async with Book(database) as book:
        cases, came = await book.read(all_cases, "mentorix"), await book.read(arrived)
    answered = Counter(one["In-Reply-To"] for one in {caught.raw: caught for caught in catcher.letters}.values())
    people = Counter(case.requester.address for case in cases)
    assert sum(people.values()) == len(people) == LETTERS
    assert answered == {f"<{number}@firma{number % 97}.example>": 1 for number in range(LETTERS)}
    print(  # noqa: T201 - the figures of a run by hand
        f"{LETTERS} letters, {KILLS} kills, {len(came)} fetched in all, {reader.moved} moved by a person, "
        f"{len(cases)} cases, {len(answered)} answered, {len(catcher.letters)} sent, {time.monotonic() - begun:.0f} s"
    )


async def until_all_are_answered(catcher: Catcher) -> None:
    """Wait until so many different letters left; longer where there are many."""
    before = -1
    while len(catcher.letters) > before:
        before = len(catcher.letters)
        with suppress(AssertionError):
            await until(lambda: len({one["In-Reply-To"] for one in catcher.letters}) >= LETTERS)
            return
    raise AssertionError(f"only {before} of {LETTERS} letters are answered")
