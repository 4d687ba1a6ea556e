"""What came by telephone, at the counter, by post or to a colleague is a case from the moment it came."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Address, Channel
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.staff import Staff
from cases.task import Result, TaskKind
from intake.receive import Received
from intake.register import Registration, Route, Told, register
from intake.tasks import Finishing, finish
from storage import casebook, tasks
from tests.builders import a_message, a_reading
from tests.intake.scene import Scene

NOBODY = Address("Anna Holm", "")


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    """Give somebody at the desk, the day after somebody telephoned."""
    scene.later(hours=20)
    return await scene.hire("course_administrator")


def a_registration(scene: Scene, bo: Staff, **changed: Any) -> Registration:  # noqa: ANN401 - fields
    plain = Registration(bo, Route.PHONE, scene.now - timedelta(hours=20), bo.id, (Kind.COMPLAINT,), "form 1")
    return replace(plain, **changed)


def told(**changed: Any) -> Told:  # noqa: ANN401 - fields of the message
    message = a_message(message_id=None, **changed)
    fields = {"name": "Anna Holm"} | ({"email": message.sender.address} if message.sender.address else {})
    return Told(message, a_reading(Kind.OTHER, fields=fields), b"From: Anna\r\n\r\nHun klager.\r\n")


async def registered(scene: Scene, registration: Registration, what: Told) -> Received:
    return await scene.book.run(register, registration, what, scene.office, scene.now)


async def the_case(scene: Scene, received: Received) -> Case:
    found = await scene.book.read(casebook.find, "mentorix", received.opened[0].id)
    assert found
    return found


async def test_p_mx_01_a_complaint_to_anybody_runs_from_the_moment_it_was_made(scene: Scene, bo: Staff) -> None:
    registration = a_registration(scene, bo)
    case = await the_case(scene, await registered(scene, registration, told()))
    assert case.received_at == registration.received_at
    clock = (await scene.clocks(case))[ClockName.HANDLING]
    assert clock.started_at == registration.received_at
    assert clock.due_at == registration.received_at + timedelta(hours=24)
    assert (await scene.events(case))[-1].data == {"route": "phone", "by": bo.id}


async def test_p_mx_01_a_customer_and_anybody_else_may_complain_not_students_alone(scene: Scene, bo: Staff) -> None:
    company = told(sender=Address("Indkøb, Nordkaj A/S", "indkob@nordkaj.example"), text="Vi klager over fakturaen.")
    case = await the_case(scene, await registered(scene, a_registration(scene, bo), company))
    assert (case.kind, case.requester.address) == (Kind.COMPLAINT, "indkob@nordkaj.example")


async def test_p_mx_19_a_right_asked_for_by_telephone_has_its_month_from_the_call(scene: Scene, bo: Staff) -> None:
    registration = a_registration(scene, bo, kinds=(Kind.ACCESS, Kind.RECTIFICATION))
    received = await registered(scene, registration, told())
    assert [case.kind for case in received.opened] == [Kind.ACCESS, Kind.RECTIFICATION]
    for case in received.opened:
        assert (await scene.clocks(case))[ClockName.ANSWER].started_at == registration.received_at


async def test_p_mx_03_whoever_left_an_address_gets_the_receipt_by_mail_at_once(scene: Scene, bo: Staff) -> None:
    case = await the_case(scene, await registered(scene, a_registration(scene, bo), told()))
    receipt = await scene.letter(case, "acknowledgement")
    assert (receipt.outgoing.channel, receipt.outgoing.recipient) == (Channel.MAIL, "anna@example.org")
    assert receipt.status is OutboxStatus.RELEASED
    assert case.number in receipt.outgoing.body


async def test_p_mx_03_whoever_left_none_is_told_by_the_way_they_used_and_that_is_the_receipt(
    scene: Scene, bo: Staff
) -> None:
    case = await the_case(scene, await registered(scene, a_registration(scene, bo), told(sender=NOBODY)))
    assert "acknowledgement" not in await scene.replies(case)
    (task,) = await scene.book.read(tasks.of_case, "mentorix", case.id)
    assert (task.kind, task.about, task.law) == (TaskKind.TELL_PERSON, "phone", "P-MX-03")
    assert task.due_at == (await scene.clocks(case))[ClockName.ACKNOWLEDGEMENT].due_at
    done = Finishing("mentorix", case.id, task.id, Result.DONE)
    await scene.book.run(finish, done, bo, scene.now)
    assert not (await scene.clocks(case))[ClockName.ACKNOWLEDGEMENT].running
    with pytest.raises(AlreadyDone):
        await scene.book.run(finish, done, bo, scene.now)


async def test_who_could_not_be_told_has_no_receipt(scene: Scene, bo: Staff) -> None:
    case = await the_case(scene, await registered(scene, a_registration(scene, bo), told(sender=NOBODY)))
    (task,) = await scene.book.read(tasks.of_case, "mentorix", case.id)
    await scene.book.run(finish, Finishing("mentorix", case.id, task.id, Result.IMPOSSIBLE), bo, scene.now)
    assert (await scene.clocks(case))[ClockName.ACKNOWLEDGEMENT].running


async def test_the_same_form_sent_twice_opens_one_case(scene: Scene, bo: Staff) -> None:
    first = await registered(scene, a_registration(scene, bo), told())
    again = await registered(scene, a_registration(scene, bo), told())
    assert (again.repeat, again.message, again.opened) == (True, first.message, ())
    other = await registered(scene, a_registration(scene, bo, once="form 2"), told())
    assert len(other.opened) == 1


async def test_what_a_person_says_it_is_stands_whatever_was_read(scene: Scene, bo: Staff) -> None:
    case = await the_case(scene, await registered(scene, a_registration(scene, bo, kinds=(Kind.ERASURE,)), told()))
    assert (case.kind, case.queue) == (Kind.ERASURE, "privacy")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda one: replace(one, received_at=one.received_at + timedelta(hours=21)), "cannot have come on"),
        (lambda one: replace(one, received_at=one.received_at - timedelta(days=4000)), "cannot have come on"),
        (lambda one: replace(one, kinds=()), "choose at least one kind"),
        (lambda one: replace(one, received_by=4711), "who of the staff"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_written(
    scene: Scene, bo: Staff, wrong: Callable[[Registration], Registration], says: str
) -> None:
    with pytest.raises(NotAllowed, match=says):
        await registered(scene, wrong(a_registration(scene, bo)), told())
    assert await scene.book.read(casebook.of_person, "mentorix", "anna@example.org") == ()


async def test_nothing_said_is_nothing_to_register(scene: Scene, bo: Staff) -> None:
    with pytest.raises(NotAllowed, match="write down what was said"):
        await registered(scene, a_registration(scene, bo), told(text="  "))
