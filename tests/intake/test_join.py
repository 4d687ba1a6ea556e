"""Two cases that are one: the letters go over, the case that was not needed ends, and its letters' answers follow."""

import pytest
from sqlalchemy import select

from cases.case import Case, Status
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.message import Address, Report
from cases.reading import Document
from cases.staff import Staff
from intake.join import Joining, join
from storage import messages, threads
from storage.page import Page
from storage.tables import THREAD
from tests.builders import a_reading
from tests.intake.scene import FILED, Scene

CARL = Address("Anna på arbejde", "anna@work.example")
PAPERS = a_reading(Kind.OTHER, documents=(Document(1),))


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    return await scene.hire("course_administrator")


async def put_together(scene: Scene, case: Case, into: Case, bo: Staff) -> None:
    await scene.book.run(join, Joining("mentorix", case.id, into.number), bo, scene.office, scene.now)


async def token_of(scene: Scene, thread: int) -> str:
    return await scene.book.read(_token, thread)


def _token(page: Page, thread: int) -> str:
    row = page.one(select(THREAD.c.token).where(THREAD.c.id == thread))
    assert row
    return str(row.token)


async def test_the_letters_go_over_and_the_case_ends(scene: Scene, bo: Staff) -> None:
    into, case = await scene.opened(), await scene.opened(PAPERS, sender=CARL)
    await put_together(scene, case, into, bo)
    assert (await scene.case(case)).status is Status.CLOSED
    assert not any(clock.running for clock in (await scene.clocks(case)).values())
    assert len(await scene.book.read(messages.of_thread, "mentorix", into.thread)) == 2
    assert await scene.book.read(messages.of_thread, "mentorix", case.thread) == ()


async def test_the_other_case_hears_them_as_if_its_person_had_written(scene: Scene, bo: Staff) -> None:
    into, case = await scene.opened(), await scene.opened(PAPERS, sender=CARL)
    assert into.missing == ("documents",)
    await put_together(scene, case, into, bo)
    after = await scene.case(into)
    assert after.missing == ()
    assert after.requester == into.requester
    assert (await scene.verbs(into))[-3:] == ["heard", "met", "joined"]


async def test_both_histories_say_who_did_it_and_where_the_letters_went(scene: Scene, bo: Staff) -> None:
    into, case = await scene.opened(), await scene.opened(PAPERS, sender=CARL)
    await put_together(scene, case, into, bo)
    theirs, ours = (await scene.events(case))[-1], (await scene.events(into))[-1]
    assert (theirs.verb, theirs.actor, theirs.data) == ("joined", f"staff {bo.id}", {"into": into.number})
    assert (ours.verb, ours.actor, ours.data) == ("joined", f"staff {bo.id}", {"from": case.number})


async def test_an_answer_to_the_closed_case_reaches_the_other(scene: Scene, bo: Staff) -> None:
    into, case = await scene.opened(), await scene.opened(PAPERS, sender=CARL)
    await put_together(scene, case, into, bo)
    heard = await scene.hear(PAPERS, tokens=(await token_of(scene, case.thread),))
    assert heard.opened == ()
    assert (await scene.case(case)).status is Status.CLOSED
    assert len(await scene.book.read(messages.of_thread, "mentorix", into.thread)) == 3


async def test_a_letter_of_the_closed_case_that_comes_back_is_still_found(scene: Scene, bo: Staff) -> None:
    into, case = await scene.opened(), await scene.opened(PAPERS, sender=CARL)
    sent = (await scene.letters(case))[0]
    await scene.send(sent)
    await put_together(scene, case, into, bo)
    report = Report("anna@work.example", "failed", "5.1.1", original_message_id=None)
    token = await token_of(scene, case.thread)
    await scene.hear(judgement=FILED, reports=(report,), return_path="", tokens=(token,))
    assert "undeliverable" in await scene.verbs(case)


async def test_joining_goes_on_through_several(scene: Scene, bo: Staff) -> None:
    one, two, three = [await scene.opened(sender=Address("", f"{name}@example.org")) for name in ("a", "b", "c")]
    await put_together(scene, one, two, bo)
    await put_together(scene, two, three, bo)
    found = await scene.book.read(threads.by_token, "mentorix", await token_of(scene, one.thread))
    assert found
    assert found.id == three.thread


async def test_nothing_is_joined_to_what_was_joined_itself(scene: Scene, bo: Staff) -> None:
    one, two = await scene.opened(), await scene.opened(sender=CARL)
    await put_together(scene, one, two, bo)
    with pytest.raises(NotAllowed, match="has itself been joined"):
        await put_together(scene, two, one, bo)


async def test_a_case_is_not_joined_to_itself_or_to_nothing(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed):
        await put_together(scene, case, case, bo)
    with pytest.raises(NotAllowed):
        await scene.book.run(join, Joining("mentorix", case.id, "MX-26-000000"), bo, scene.office, scene.now)


async def test_cases_of_one_letter_stay_together(scene: Scene, bo: Staff) -> None:
    into = await scene.opened(sender=CARL)
    (one, _) = (await scene.hear(a_reading(Kind.ACCESS, Kind.ERASURE))).opened
    with pytest.raises(NotAllowed, match="stay together"):
        await put_together(scene, one, into, bo)
