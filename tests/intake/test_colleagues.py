"""What our own staff send to the organisation's address: passed on as the author's own, or kept as a remark."""

import pytest

from cases.case import Case, Status
from cases.kind import Kind
from cases.message import Address, Judgement, Verdict
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from intake.colleagues import FORWARDED
from storage import messages, threads
from tests.builders import a_reading
from tests.intake.scene import Scene

BO = Address("Bo Lund", "bo@mentorix.example")
FORWARD = """Kan I tage den her?

Fra: Anna Holm <anna@example.org>
Sendt: 27. februar 2026 16:12
Til: Bo Lund
Emne: Klage

Jeg vil klage over min eksamen."""


@pytest.fixture
async def scene(scene: Scene) -> Scene:
    """Give a scene in which Bo works."""
    await scene.hire("course_administrator", email=BO.address)
    return scene


async def forwarded(scene: Scene, text: str = FORWARD, sender: Address = BO) -> Case:
    reading = a_reading(fields={"name": "Bo Lund", "phone": "+4570000000"})
    return await scene.opened(reading, sender=sender, subject="VS: Klage", text=text, return_path=sender.address)


async def token_of(scene: Scene, case: Case) -> str:
    thread = await scene.book.read(threads.by_id, case.organisation, case.thread)
    assert thread
    return thread.token


async def test_a_letter_that_a_colleague_passes_on_is_its_authors(scene: Scene) -> None:
    case = await forwarded(scene)
    assert (case.requester.name, case.requester.address, case.requester.phone) == (
        "Anna Holm",
        "anna@example.org",
        None,
    )
    assert (case.status, case.held_for) == (Status.HELD, FORWARDED)
    thread = await scene.book.read(threads.by_id, case.organisation, case.thread)
    assert thread
    assert thread.address == "anna@example.org"


async def test_its_clocks_run_and_nothing_leaves_before_a_person_has_looked(scene: Scene) -> None:
    case = await forwarded(scene)
    assert (await scene.clocks(case))[ClockName.ANSWER].running
    written = {one.outgoing.reply: one for one in await scene.letters(case)}
    assert written["acknowledgement"].status is OutboxStatus.DRAFT
    assert written["acknowledgement"].outgoing.recipient == "anna@example.org"
    assert {reply for reply, one in written.items() if one.status is OutboxStatus.RELEASED} == {"staff_notice"}


async def test_what_the_colleague_sent_is_kept_as_it_came(scene: Scene) -> None:
    case = await forwarded(scene)
    (told,) = await scene.book.read(messages.of_thread, case.organisation, case.thread)
    assert told.sender_address == BO.address
    assert told.judgement == Judgement(Verdict.HOLD, FORWARDED, automatic=False, may_answer=True)


async def test_a_letter_attached_whole_names_its_author(scene: Scene) -> None:
    case = await scene.opened(sender=BO, subject="Klage", within=Address("", "anna@example.org"))
    assert case.requester.address == "anna@example.org"
    assert case.held_for == FORWARDED


async def test_a_stranger_cannot_pass_anything_on(scene: Scene) -> None:
    carl = Address("Carl", "carl@example.net")
    case = await forwarded(scene, sender=carl)
    assert case.requester.address == carl.address


@pytest.mark.parametrize("author", ["info@mentorix.dk", BO.address])
async def test_who_passes_on_our_own_letter_writes_for_themselves(scene: Scene, author: str) -> None:
    case = await forwarded(scene, FORWARD.replace("anna@example.org", author))
    assert (case.requester.address, case.status) == (BO.address, Status.OPEN)


async def test_a_colleague_who_answers_a_notice_makes_a_remark(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    before = await scene.letters(case)
    remarked = await scene.hear(a_reading(Kind.ACCESS), tokens=(await token_of(scene, case),), sender=BO)
    assert remarked.opened == ()
    (event,) = [event for event in await scene.events(case) if event.verb == "remarked"]
    assert event.actor.startswith("staff ")
    assert event.data == {"message": remarked.message}
    assert await scene.letters(case) == before
    assert await scene.case(case) == case


async def test_a_colleague_with_a_matter_of_their_own_is_a_person_like_others(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT), sender=BO)
    await scene.hear(a_reading(Kind.OTHER), tokens=(await token_of(scene, case),), sender=BO)
    assert "remarked" not in await scene.verbs(case)
    assert "heard" in await scene.verbs(case)
