"""A one-time link: to the address on file alone, good for hours and once; using it shows who asked (R-ID-1, R-ID-4)."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.learner import Learner
from cases.message import Address, Authentication
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from intake.close import Closing, close
from intake.identity_link import GOOD_FOR, LinkState, Opened, Sending, follow, look_at, send_link, veiled
from storage import identity_checks
from storage.outbox import Entry
from tests import registers
from tests.builders import a_reading
from tests.intake.scene import Scene

FORGED = Authentication("fail", "none", "fail", "example.org", "here")
ANNA = Learner("1001", "Anna Holm", "anna@example.org", username="annah")
BO = Learner("1002", "Bo Lund", "kontor@firma.example")
EA = Learner("1003", "Ea Krogh", "kontor@firma.example")
NEW = Address("Anna Holm", "anna.new@example.net")
SECRET = re.compile(r"/identity/([\w-]+)")


@pytest.fixture
async def person(scene: Scene) -> Staff:
    """Give somebody who may approve, at an organisation with a register."""
    register = {one.reference: one for one in (ANNA, BO, EA)}
    await scene.book.run(registers.replace_all, "mentorix", register, scene.now)
    return await scene.hire("privacy_officer")


async def asked(scene: Scene, **message: Any) -> Case:  # noqa: ANN401 - fields of the message
    """Let somebody ask for Anna's data."""
    return await scene.opened(a_reading(Kind.ACCESS), **message)


async def sent(scene: Scene, case: Case, person: Staff, to: str = "", office: Office | None = None) -> Entry:
    """Send a link; give the letter."""
    await scene.book.run(send_link, Sending("mentorix", case.id, to), person, office or scene.office, scene.now)
    return (await links(scene, case))[-1]


async def links(scene: Scene, case: Case) -> list[Entry]:
    return [one for one in await scene.letters(case) if one.outgoing.reply == "identity_link"]


def secret_of(letter: Entry) -> str:
    found = SECRET.search(letter.outgoing.body)
    assert found
    return found[1]


async def followed(scene: Scene, secret: str) -> Opened:
    return await scene.book.run(follow, secret, {"mentorix": scene.office}, scene.now)


async def test_r_id_1_the_link_goes_to_the_address_on_file_and_using_it_shows_who_asked(
    scene: Scene, person: Staff
) -> None:
    case = await asked(scene, authentication=FORGED)
    letter = await sent(scene, case, person)
    assert letter.outgoing.recipient == "anna@example.org"
    assert letter.status is OutboxStatus.RELEASED
    assert (await followed(scene, secret_of(letter))).state is LinkState.OPEN
    assert (await scene.case(case)).identity == "one_time_link"
    assert (await scene.verbs(case))[-3:] == ["approved", "link_sent", "identity_confirmed"]


async def test_r_id_4_the_link_never_goes_to_an_address_that_the_request_names(scene: Scene, person: Staff) -> None:
    for to in ("1001", "annah", "anna@example.org", "Anna Holm"):
        letter = await sent(scene, await asked(scene, sender=NEW), person, to)
        assert letter.outgoing.recipient == "anna@example.org"


async def test_r_id_4_who_proves_an_address_on_file_is_answered_there_and_not_where_the_request_said(
    scene: Scene, person: Staff
) -> None:
    case = await asked(scene, sender=NEW)
    letter = await sent(scene, case, person, "1001")
    await followed(scene, secret_of(letter))
    known = await scene.case(case)
    assert (known.requester.address, known.identity) == ("anna@example.org", "one_time_link")
    drafts = [one for one in await scene.letters(case) if one.status is OutboxStatus.DRAFT]
    assert drafts
    assert {one.outgoing.recipient for one in drafts} == {"anna@example.org"}


async def test_r_id_4_nobody_on_file_gets_no_link(scene: Scene, person: Staff) -> None:
    case = await asked(scene, sender=NEW)
    for to, says in (("", "only to an address on file"), (NEW.address, "nobody in the"), ("Anna", "nobody in the")):
        with pytest.raises(NotAllowed, match=rf"{says}.*R-ID-4"):
            await sent(scene, case, person, to)
    assert await links(scene, case) == []


async def test_a_name_that_several_people_bear_is_nobodys(scene: Scene, person: Staff) -> None:
    twins = {one.reference: one for one in (ANNA, replace(ANNA, reference="1009", address="other@example.org"))}
    await scene.book.run(registers.upsert, "mentorix", twins, scene.now)
    case = await asked(scene, sender=NEW)
    with pytest.raises(NotAllowed, match="2 people in the register are called that"):
        await sent(scene, case, person, "Anna Holm")


async def test_an_address_of_several_is_written_to_without_a_name(scene: Scene, person: Staff) -> None:
    case = await asked(scene, sender=Address("", "kontor@firma.example"))
    letter = await sent(scene, case, person)
    assert letter.outgoing.recipient == "kontor@firma.example"
    assert not {"Bo Lund", "Ea Krogh"} & set(letter.outgoing.body.splitlines()[0].split(" ", 1))


async def test_without_a_register_it_goes_to_who_had_a_case_before(scene: Scene, person: Staff) -> None:
    await scene.book.run(registers.replace_all, "mentorix", {}, scene.now)
    first = await asked(scene)
    with pytest.raises(NotAllowed, match="only to an address on file"):
        await sent(scene, first, person)
    scene.later(days=40)
    assert (await sent(scene, await asked(scene), person)).outgoing.recipient == "anna@example.org"


async def test_looking_at_a_link_uses_nothing_up(scene: Scene, person: Staff) -> None:
    """Programs that look through mail open every link in it."""
    case = await asked(scene)
    secret = secret_of(await sent(scene, case, person))
    for _ in range(3):
        seen = await scene.book.read(look_at, secret, scene.now)
        assert seen == Opened(LinkState.OPEN, "mentorix", "da")
    assert (await scene.case(case)).identity is None


async def test_a_link_is_good_once(scene: Scene, person: Staff) -> None:
    case = await asked(scene)
    secret = secret_of(await sent(scene, case, person))
    both = await asyncio.gather(followed(scene, secret), followed(scene, secret))
    assert sorted(one.state for one in both) == [LinkState.OPEN, LinkState.USED]
    assert (await scene.verbs(case)).count("identity_confirmed") == 1


async def test_a_link_is_good_for_hours(scene: Scene, person: Staff) -> None:
    case = await asked(scene)
    secret = secret_of(await sent(scene, case, person))
    scene.now += GOOD_FOR
    assert (await followed(scene, secret)).state is LinkState.GONE
    assert (await scene.case(case)).identity is None


async def test_a_link_that_never_was_says_no_more_than_that(scene: Scene) -> None:
    for secret in ("", "x", "q0mLJb4nHqS2wVJkq3m8xYt1Zr5e7uCgB9dKfPoAhXs", "ä" * 60):
        assert await followed(scene, secret) == Opened(LinkState.GONE)


async def test_r_id_2_nothing_is_kept_of_the_link_but_what_cannot_open_it(scene: Scene, person: Staff) -> None:
    case = await asked(scene)
    secret = secret_of(await sent(scene, case, person))
    (kept,) = await scene.book.read(identity_checks.of_case, "mentorix", case.id)
    assert secret not in repr(kept)
    assert all(secret not in repr(event.data) for event in await scene.events(case))
    await followed(scene, secret)
    scene.now += GOOD_FOR
    other = await asked(scene, sender=NEW)
    await sent(scene, other, person, "1001")
    assert await scene.book.read(identity_checks.of_case, "mentorix", case.id) == (), "what ran out is forgotten"


def test_staff_see_that_there_is_a_link_and_not_the_link() -> None:
    body = "Før\n\nhttps://svar.example/identity/q0mLJb4nHqS2wVJkq3m8xYt1Zr5e7uCgB9dKfPoAhXs\n\nEfter"
    assert veiled(body) == "Før\n\nhttps://svar.example/identity/…\n\nEfter"
    assert veiled("Skriv om /identity/ og mere") == "Skriv om /identity/ og mere"


async def test_the_same_click_twice_sends_one_letter(scene: Scene, person: Staff) -> None:
    case = await asked(scene)
    await sent(scene, case, person)
    with pytest.raises(AlreadyDone, match="on its way there already"):
        await sent(scene, case, person)
    scene.now += GOOD_FOR
    await sent(scene, case, person)
    assert len(await links(scene, case)) == 2


async def test_who_may_send_it_and_when(scene: Scene, person: Staff, mentorix: Office) -> None:
    case = await asked(scene)
    with pytest.raises(NotAllowed, match="no such case"):
        await sent(scene, case, replace(person, organisation="metier"))
    with pytest.raises(NotAllowed, match="SVARFRIST_PUBLIC_URL"):
        await sent(scene, case, person, office=replace(mentorix, public_url=""))
    await followed(scene, secret_of(await sent(scene, case, person)))
    with pytest.raises(NotAllowed, match="confirmed already"):
        await sent(scene, case, person)


async def test_a_case_that_is_over_needs_no_link_and_an_old_one_does_no_harm(scene: Scene, person: Staff) -> None:
    case = await asked(scene)
    secret = secret_of(await sent(scene, case, person))
    await scene.book.run(close, Closing("mentorix", case.id, "withdrawn"), person, scene.now)
    assert (await followed(scene, secret)).state is LinkState.OPEN
    with pytest.raises(NotAllowed, match="needs no link"):
        await sent(scene, case, person)


async def test_r_cpr_2_the_letter_names_no_number_and_its_subject_nothing_of_the_matter(
    scene: Scene, person: Staff
) -> None:
    case = await asked(scene)
    letter = await sent(scene, case, person)
    assert letter.outgoing.subject == f"Var det dig, der skrev til os? [{case.number}]"
    assert "cpr" not in letter.outgoing.body.lower()
