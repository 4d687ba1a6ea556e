"""Understanding apart: the process may end at any moment, and no letter, and nobody else's, pays for it."""

import asyncio
import hashlib
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from multiprocessing import active_children

import pytest

from cases.kind import Kind
from cases.message import Envelope
from cases.office import Office
from mail.apart import Apart, Patience
from mail.understand import Bytes, Understanding
from tests.builders import AT
from tests.mail.hanging import Endless

LETTER = (
    "From: Anna Holm <anna@example.org>\r\nTo: info@mentorix.dk\r\nSubject: Klage {}\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nJeg vil gerne klage over kurset.\r\n\r\nHilsen\r\nAnna Holm\r\n"
)


def letters(count: int) -> list[Bytes]:
    envelope = Envelope("anna@example.org", ("info@mentorix.dk",))
    return [Bytes("mentorix", LETTER.format(number).encode(), envelope, AT) for number in range(count)]


@pytest.fixture
async def apart(offices: dict[str, Office]) -> AsyncIterator[Apart]:
    apart = Apart({id_: office.policy for id_, office in offices.items()})
    await apart.start()
    yield apart
    apart.end()


def helpers() -> set[int]:
    return {child.pid for child in active_children() if child.pid}


def subjects(found: list[Understanding | None]) -> list[str]:
    return [one.message.subject if one else "none" for one in found]


async def test_letters_come_back_in_their_order(apart: Apart) -> None:
    found = await apart.understand(letters(20))
    assert subjects(found) == [f"Klage {number}" for number in range(20)]
    assert all(one and one.reading.kinds[0].kind is Kind.COMPLAINT for one in found)


async def test_one_process_serves_everybody(apart: Apart) -> None:
    before = helpers()
    await asyncio.gather(*(apart.understand(letters(3)) for _ in range(4)))
    assert helpers() == before


@pytest.mark.slow
async def test_a_process_that_was_killed_is_replaced_and_every_letter_is_understood(apart: Apart) -> None:
    before = helpers()
    both = [asyncio.create_task(apart.understand(letters(40))) for _ in range(2)]
    await asyncio.sleep(0.05)
    for child in before:
        os.kill(child, signal.SIGKILL)
    for found in await asyncio.gather(*both):
        assert subjects(found) == [f"Klage {number}" for number in range(40)]


async def test_a_letter_that_failed_too_often_is_not_parsed_again(apart: Apart) -> None:
    (letter,) = letters(1)
    (found,) = await apart.understand([Bytes(letter.organisation, letter.raw, letter.envelope, AT, hopeless=True)])
    assert found
    assert "unreadable" in found.message.faults


async def test_a_letter_that_never_ends_is_killed_and_held_and_the_others_are_understood(
    offices: dict[str, Office],
) -> None:
    apart = Apart({id_: office.policy for id_, office in offices.items()}, Patience(together=0.5, alone=4.0))
    first, second, third = letters(3)
    endless = replace(second, raw=Endless(second.raw))
    try:
        batch, meanwhile = await asyncio.gather(apart.understand([first, endless, third]), apart.understand(letters(1)))
    finally:
        apart.end()
    assert subjects(batch) == ["Klage 0", "", "Klage 2"]
    assert subjects(meanwhile) == ["Klage 0"]
    assert batch[1]
    assert batch[1].judgement.reason == "is_unreadable"
    assert batch[1].message.fingerprint == hashlib.sha256(second.raw).hexdigest()


async def test_ending_it_ends_the_process_whatever_it_is_at(offices: dict[str, Office]) -> None:
    before = helpers()
    apart = Apart({id_: office.policy for id_, office in offices.items()})
    await apart.start()
    (mine,) = helpers() - before
    working = asyncio.create_task(apart.understand(letters(2000)))
    await asyncio.sleep(0.05)
    working.cancel()
    apart.end()
    for _ in range(200):
        if mine not in helpers():
            break
        await asyncio.sleep(0.02)
    assert mine not in helpers()
