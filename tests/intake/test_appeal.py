"""An appeal and the case it is about: tied together by a person, and settled together."""

import re
from typing import Any

import pytest

from cases.case import Case, Event, Status
from cases.decision import Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Address
from cases.staff import Staff
from cases.task import TaskKind
from intake.appeal import Linking, link
from storage import history, tasks
from tests.at_work import approval_of, finished
from tests.builders import a_reading
from tests.intake.appealing import Appealing
from tests.intake.scene import Scene


@pytest.fixture
async def one(scene: Scene) -> Appealing:
    """Give a decided complaint and the appeal against it."""
    return await Appealing.began(scene)


async def untied(one: Appealing) -> Case:
    """Let an appeal come from another address, which names no case."""
    carl = {"return_path": "carl@example.net", "sender": Address("Carl", "carl@example.net")}
    return await one.scene.opened(a_reading(Kind.APPEAL, fields={"name": "Carl"}), **carl)


async def tied(one: Appealing, case: Case, person: Staff, **changed: Any) -> None:  # noqa: ANN401 - fields of it
    what = Linking(**{"organisation": "mentorix", "case": case.id, "first": one.complaint.number, **changed})
    await one.scene.book.run(link, what, person, one.scene.office, one.scene.now)


async def test_p_mx_14_who_decided_is_shut_out_once_an_appeal_is_tied_to_the_case(one: Appealing) -> None:
    appeal = await untied(one)
    assert appeal.appeal_of is None
    assert appeal.excluded == frozenset()
    await tied(one, appeal, one.assessor, first=f" {one.complaint.number.lower()} ")
    now = await one.scene.case(appeal)
    assert now.appeal_of == one.complaint.id
    assert now.excluded == {one.handler.id}
    assert (await one.scene.events(one.complaint))[-1].actor == "svarfrist"
    await tied(one, appeal, one.assessor, seen=one.complaint.id)
    assert one.assessor.id not in (await one.scene.case(appeal)).excluded


async def test_a_wrong_tie_is_corrected_and_the_right_people_are_shut_out(one: Appealing) -> None:
    other = await one.scene.opened(a_reading())
    await tied(one, one.appeal, one.assessor, first=other.number, seen=one.complaint.id)
    assert (await one.now()).excluded == frozenset()
    assert (await one.now()).appeal_of == other.id


async def test_of_two_who_tie_at_once_the_second_is_told(one: Appealing) -> None:
    appeal = await untied(one)
    await tied(one, appeal, one.assessor)
    with pytest.raises(AlreadyDone, match="somebody has tied this appeal"):
        await tied(one, appeal, one.assessor)


async def test_nobody_ties_an_appeal_to_a_case_they_took_part_in(one: Appealing) -> None:
    appeal, manager = await untied(one), await one.scene.hire("management")
    await one.scene.book.run(_remarked, one.complaint, manager, one.scene.now)
    with pytest.raises(NotAllowed, match=r"you took part in that case.*P-MX-14"):
        await tied(one, appeal, manager)
    assert (await one.scene.case(appeal)).appeal_of is None


def _remarked(page: Any, case: Case, person: Staff, now: Any) -> None:  # noqa: ANN401 - a page and an instant
    history.record(page, case.organisation, case.id, (Event(now, "remarked", f"staff {person.id}", {}),))


async def test_an_appeal_is_about_a_case_of_which_something_was_decided(one: Appealing) -> None:
    appeal = await untied(one)
    feedback = await one.scene.opened(a_reading(Kind.FEEDBACK))
    for number, why in (
        ("MX-26-000000", "there is no other case"),
        (appeal.number, "there is no other case"),
        (one.appeal.number, r"ends our own procedure \(R-17024-5\)"),
        (feedback.number, "nothing is decided of a case that is feedback"),
    ):
        with pytest.raises(NotAllowed, match=why):
            await tied(one, appeal, one.assessor, first=number)


async def concluded(one: Appealing, ruling: Ruling) -> Case:
    """Let the assessor decide and the answer leave; give the first case."""
    await one.ready()
    await one.decided(one.assessor, ruling=ruling)
    await one.scene.send(await one.scene.letter(one.appeal, "answer_appeal"))
    return await one.scene.case(one.complaint)


async def test_p_mx_18_what_is_amended_is_a_task_of_the_first_case_which_is_closed(one: Appealing) -> None:
    first = await concluded(one, Ruling.AMENDED)
    assert first.status is Status.CLOSED
    (task,) = await one.scene.book.read(tasks.of_case, "mentorix", first.id)
    assert (task.kind, task.about) == (TaskKind.CARRY_OUT_DECISION, one.appeal.number)
    event = next(event for event in await one.scene.events(first) if event.verb == "appeal_decided")
    assert (event.actor, event.data) == ("svarfrist", {"appeal": one.appeal.number, "ruling": "amended"})
    assert (await one.now()).status is Status.ANSWERED


async def test_p_mx_18_what_is_upheld_leaves_nothing_to_do(one: Appealing) -> None:
    first = await concluded(one, Ruling.UPHELD)
    assert first.status is Status.CLOSED
    assert await one.scene.book.read(tasks.of_case, "mentorix", first.id) == ()


async def test_p_mx_18_no_answer_to_an_appeal_leaves_without_reasons(one: Appealing) -> None:
    await one.ready()
    draft = await one.scene.letter(one.appeal, "answer_appeal")
    body = re.sub(r"Vi har besluttet .*", "Vi fastholder afgørelsen.", finished(draft))
    body = re.sub(r"fordi[^.]*\.", ".", body).replace("begrundelse", "svar")
    with pytest.raises(NotAllowed, match="the letter must still say: reasons"):
        await one.decided(one.assessor, body=body)


async def test_p_mx_18_an_appeal_is_amended_or_upheld_and_nothing_else(one: Appealing) -> None:
    await one.ready()
    with pytest.raises(NotAllowed, match='"granted" is no ruling on appeal: expected one of amended, upheld'):
        await one.decided(one.assessor, ruling=Ruling.GRANTED)


async def test_the_answer_says_that_our_procedure_ends_and_where_to_go_on(one: Appealing) -> None:
    """R-17024-5."""
    draft = await one.scene.letter(one.appeal, "answer_appeal")
    assert "Hermed er vores egen klage- og appelprocedure afsluttet" in draft.outgoing.body
    assert "domstolene" in draft.outgoing.body
    await one.ready()
    gone = re.sub(r"Hermed er vores egen.*", "", approval_of(draft).body)
    with pytest.raises(NotAllowed, match="the letter must still say: procedure_ends"):
        await one.decided(one.assessor, body=gone)
