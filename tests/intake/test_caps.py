"""No loop can run: whatever a machine changes, after a few letters a person looks, and nothing is lost (R-EM-11)."""

from dataclasses import replace
from typing import Any

import pytest

from cases.case import Case
from cases.kind import Kind
from cases.message import Address
from cases.outgoing import OutboxStatus
from cases.reading import Document
from intake.permission import AN_HOUR, IN_CONVERSATION
from storage import threads
from tests.builders import a_reading
from tests.intake.scene import Scene

COMPLETE = a_reading(documents=(Document(1),))


def by(address: str) -> dict[str, Any]:
    """Give whom a letter is from."""
    return {"sender": Address("", address), "return_path": address}


async def receipt(scene: Scene, case: Case) -> tuple[OutboxStatus, str | None]:
    """Give where a case's receipt stands, and the rule that holds it."""
    letter = await scene.letter(case, "acknowledgement")
    return letter.status, letter.outgoing.note


SENT = (OutboxStatus.RELEASED, None)


async def test_an_address_that_grows_a_new_plus_part_for_every_letter_is_one(scene: Scene) -> None:
    told = [await receipt(scene, await scene.opened(COMPLETE, **by(f"desk+{n}@example.org"))) for n in range(7)]
    assert told == [SENT] * AN_HOUR + [(OutboxStatus.DRAFT, "too_many_letters")] * 2


async def test_a_domain_that_makes_a_new_address_for_every_letter_ends_too(scene: Scene) -> None:
    scene.office = replace(scene.office, domain_cap=8)
    told = [await receipt(scene, await scene.opened(COMPLETE, **by(f"ticket-{n}@helpdesk.example"))) for n in range(10)]
    assert told == [SENT] * 8 + [(OutboxStatus.DRAFT, "too_many_to_domain")] * 2
    assert await receipt(scene, await scene.opened(COMPLETE)) == SENT, "elsewhere nobody is held up"
    scene.later(minutes=61)
    assert await receipt(scene, await scene.opened(COMPLETE, **by("ticket-11@helpdesk.example"))) == SENT


async def test_a_conversation_that_brings_forth_letter_after_letter_ends_whatever_addresses_it_uses(
    scene: Scene,
) -> None:
    first = await scene.opened(COMPLETE)
    thread = await scene.book.read(threads.by_id, "mentorix", first.thread)
    assert thread
    rights = [Kind.ACCESS, Kind.ERASURE, Kind.PORTABILITY, Kind.OBJECTION, Kind.RECTIFICATION, Kind.RESTRICTION]
    told = [await receipt(scene, first)]
    for number, kind in enumerate((*rights, Kind.CONSENT_WITHDRAWAL)):
        scene.later(hours=2)
        heard = await scene.hear(a_reading(kind), tokens=(thread.token,), fingerprint=f"another {number}")
        told += [await receipt(scene, case) for case in heard.opened]
    assert told == [SENT] * IN_CONVERSATION + [(OutboxStatus.DRAFT, "too_many_in_conversation")] * 2


async def test_a_case_is_acknowledged_once_however_often_its_person_writes(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    thread = await scene.book.read(threads.by_id, "mentorix", case.thread)
    assert thread
    for _ in range(9):
        scene.later(minutes=20)
        await scene.hear(COMPLETE, tokens=(thread.token,))
    assert [one.outgoing.reply for one in await scene.letters(case)].count("acknowledgement") == 1


async def test_what_completes_a_case_over_a_cap_is_confirmed_by_a_person(scene: Scene) -> None:
    """The case is complete all the same; only the letter waits, and says why."""
    scene.office = replace(scene.office, domain_cap=1)
    case = await scene.opened(a_reading())
    thread = await scene.book.read(threads.by_id, "mentorix", case.thread)
    assert thread
    await scene.hear(COMPLETE, tokens=(thread.token,))
    assert (await scene.case(case)).missing == ()
    letter = await scene.letter(case, "deadline_reply")
    assert (letter.status, letter.outgoing.note) == (OutboxStatus.DRAFT, "too_many_to_domain")


@pytest.mark.parametrize("domain", ["EXAMPLE.org", "example.org"])
async def test_a_domain_is_the_same_however_it_is_written(scene: Scene, domain: str) -> None:
    scene.office = replace(scene.office, domain_cap=1)
    await scene.opened(COMPLETE, **by("bo@example.org"))
    told = await receipt(scene, await scene.opened(COMPLETE, **by(f"carl@{domain}")))
    assert told == (OutboxStatus.DRAFT, "too_many_to_domain")
