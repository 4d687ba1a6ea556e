"""The date of a complaint moves only with a letter to whoever complained, in the name of who promises it (P-MX-07)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Address
from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus
from cases.policy import ClockName
from cases.staff import Staff
from intake.bounced import undeliverable
from intake.promise import Promising, promise
from storage import extensions
from storage.outbox import Entry
from tests.builders import a_reading
from tests.intake.scene import UNREADABLE, Scene

WHY = "Vi venter på underviserens\r\nredegørelse."
FIRST = datetime(2026, 3, 20, 22, 59, 59, tzinfo=UTC)
SECOND = datetime(2026, 4, 1, 21, 59, 59, tzinfo=UTC)


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    """Give somebody at work."""
    return await scene.hire("course_administrator")


async def promised(
    scene: Scene,
    case: Case,
    who: Staff,
    day: date = date(2026, 4, 1),
    *,
    reason: str = WHY,
    seen: datetime | None = FIRST,
) -> None:
    what = Promising(case.organisation, case.id, day, reason, seen)
    await scene.book.run(promise, what, who, scene.office, scene.now)


async def test_p_mx_07_the_date_moves_only_with_a_letter_that_tells_it(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await promised(scene, case, bo)
    letter = await scene.letter(case, "new_date")
    assert (letter.status, letter.approved_by) == (OutboxStatus.RELEASED, f"staff {bo.id}")
    assert letter.outgoing.automatic is Automatic.NONE
    assert letter.outgoing.recipient == "anna@example.org"
    assert "senest den 1. april 2026 (til og med)" in letter.outgoing.body
    assert "20. marts 2026" in letter.outgoing.body
    assert "Vi venter på underviserens redegørelse." in letter.outgoing.body
    assert "Bo Lund, kursusadministrator\nMentorix" in letter.outgoing.body
    assert (await scene.clocks(case))[ClockName.ANSWER].due_at == SECOND


async def test_it_is_in_the_history_without_the_reason_and_in_the_list_of_promises(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await promised(scene, case, bo)
    letter = await scene.letter(case, "new_date")
    noted = next(one for one in await scene.events(case) if one.verb == "promised")
    assert noted.actor == f"staff {bo.id}"
    assert noted.data == {"clock": "answer", "due_at": "2026-04-01T23:59:59+02:00", "letter": letter.id}
    (made,) = await scene.book.read(extensions.of_case, case.organisation, case.id)
    assert (made.due_before, made.due_at, made.letter, made.reasons) == (FIRST, SECOND, letter.id, ())


async def test_a_promise_may_be_given_again_and_each_has_its_letter(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await promised(scene, case, bo)
    scene.later(days=25)
    await promised(scene, case, bo, date(2026, 4, 10), seen=SECOND)
    letters = [one.outgoing.body for one in await scene.letters(case) if one.outgoing.reply == "new_date"]
    assert ["1. april" in body for body in letters] == [True, True]
    assert ["10. april" in body for body in letters] == [False, True]
    assert len(await scene.book.read(extensions.of_case, case.organisation, case.id)) == 2


async def test_the_same_click_twice_sends_one_letter(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await promised(scene, case, bo)
    with pytest.raises(AlreadyDone, match="another date since"):
        await promised(scene, case, bo)
    assert (await scene.replies(case)).count("new_date") == 1


@pytest.mark.parametrize(
    ("reason", "rule"),
    [(" \r\n ", "P-MX-07"), ("Send os dit CPR-nummer.", "must not say"), ("[ skriv hvorfor ]", "filled in")],
)
async def test_a_letter_that_may_not_leave_moves_no_date(scene: Scene, bo: Staff, reason: str, rule: str) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match=rule):
        await promised(scene, case, bo, reason=reason)
    assert (await scene.clocks(case))[ClockName.ANSWER].due_at == FIRST
    assert "new_date" not in await scene.replies(case) + await scene.replies(case, OutboxStatus.DRAFT)


async def test_p_mx_07_no_date_lies_in_the_past(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    scene.later(days=3)
    with pytest.raises(NotAllowed, match="2026-03-04 is over"):
        await promised(scene, case, bo, date(2026, 3, 4))


async def test_whoever_has_no_address_is_promised_nothing_by_letter(scene: Scene, bo: Staff) -> None:
    case = await scene.opened(a_reading(fields={"name": "Anna Holm"}), sender=Address("Anna Holm", ""))
    with pytest.raises(NotAllowed, match="nobody knows where this letter is to go"):
        await promised(scene, case, bo)
    assert (await scene.clocks(case))[ClockName.ANSWER].due_at == FIRST


async def test_a_held_case_is_judged_first(scene: Scene, bo: Staff) -> None:
    case = await scene.opened(judgement=UNREADABLE)
    with pytest.raises(NotAllowed, match="release it first"):
        await promised(scene, case, bo)


async def test_who_only_prepares_promises_nothing(scene: Scene) -> None:
    case = await scene.opened()
    outsider = await scene.hire("external_assessor")
    with pytest.raises(NotAllowed, match="no such case"):
        await promised(scene, case, outsider)


async def test_a_right_has_the_date_of_the_law(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(Kind.ACCESS))
    due_at = (await scene.clocks(case))[ClockName.ANSWER].due_at
    with pytest.raises(NotAllowed, match=r"the law's, and nobody promises a later one \(GDPR Art\. 12\(3\)\)"):
        await promised(scene, case, officer, seen=due_at)
    assert (await scene.clocks(case))[ClockName.ANSWER].due_at == due_at


async def test_staff_are_reminded_of_the_new_date_and_not_of_the_old_one(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await promised(scene, case, bo)
    await scene.tick_at(FIRST + timedelta(hours=1))
    due = [event.data["due_at"] for event in await scene.events(case) if event.data.get("clock") == "answer"]
    assert due == ["2026-03-20T23:59:59+01:00", "2026-04-01T23:59:59+02:00"], "begun, and promised anew"
    await scene.tick_at(SECOND + timedelta(seconds=1))
    late = [event.verb for event in await scene.events(case) if event.data.get("clock") == "answer"][2:]
    assert late == ["reminded", "missed", "escalated"]


async def test_where_the_policy_names_no_time_a_person_promises_the_first_date(
    book_of_metier: Scene,
) -> None:
    scene = book_of_metier
    case = await scene.opened()
    assert ClockName.ANSWER not in await scene.clocks(case)
    who = await scene.hire(next(queue.roles[0] for queue in scene.office.policy.queues if queue.id == case.queue))
    await promised(scene, case, who, seen=None)
    body = (await scene.letter(case, "new_date")).outgoing.body
    assert "senest den 1. april 2026 (til og med)." in body
    assert "gælder ikke længere" not in body
    assert (await scene.clocks(case))[ClockName.ANSWER].due_at == SECOND


@pytest.fixture
def book_of_metier(scene: Scene, offices: dict[str, Office]) -> Scene:
    """Give the case book of an organisation that promises no date for complaints."""
    return Scene(scene.book, offices["metier"])


async def test_p_mx_07_where_the_letter_comes_back_the_earlier_date_holds_again(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await promised(scene, case, bo)
    letter = await scene.letter(case, "new_date")
    await scene.send(letter)
    await scene.book.run(undeliverable, letter, "5.1.1", scene.office, scene.now)
    assert (await scene.clocks(case))[ClockName.ANSWER].due_at == FIRST
    assert await scene.book.read(extensions.of_case, case.organisation, case.id) == ()


async def test_a_letter_that_comes_back_late_does_not_undo_the_promise_after_it(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await promised(scene, case, bo)
    letter = await scene.letter(case, "new_date")
    await promised(scene, case, bo, date(2026, 4, 10), seen=SECOND)
    await scene.book.run(undeliverable, letter, "5.1.1", scene.office, scene.now)
    assert (await scene.clocks(case))[ClockName.ANSWER].due_at == datetime(2026, 4, 10, 21, 59, 59, tzinfo=UTC)


async def test_a_first_date_that_nobody_was_told_of_is_none(book_of_metier: Scene) -> None:
    scene = book_of_metier
    case = await scene.opened()
    who = await scene.hire(next(queue.roles[0] for queue in scene.office.policy.queues if queue.id == case.queue))
    await promised(scene, case, who, seen=None)
    await scene.book.run(undeliverable, await scene.letter(case, "new_date"), "5.1.1", scene.office, scene.now)
    assert ClockName.ANSWER not in await scene.clocks(case)


# Two letters to a dead address


THIRD = datetime(2026, 4, 10, 21, 59, 59, tzinfo=UTC)


async def twice(scene: Scene, case: Case, who: Staff, first: datetime | None = FIRST) -> list[Entry]:
    """Promise one date and then another; give the letters."""
    await promised(scene, case, who, seen=first)
    scene.later(days=1)
    await promised(scene, case, who, date(2026, 4, 10), seen=SECOND)
    return [one for one in await scene.letters(case) if one.outgoing.reply == "new_date"]


async def came_back(scene: Scene, *letters: Entry) -> None:
    for letter in letters:
        scene.later(hours=1)
        await scene.book.run(undeliverable, letter, "5.1.1", scene.office, scene.now)


async def due_at(scene: Scene, case: Case) -> datetime:
    return (await scene.clocks(case))[ClockName.ANSWER].due_at


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first first", "the last first"])
async def test_p_mx_07_of_two_dates_that_nobody_was_told_of_neither_holds(
    scene: Scene, bo: Staff, order: tuple[int, ...]
) -> None:
    case = await scene.opened()
    letters = await twice(scene, case, bo)
    await came_back(scene, *(letters[place] for place in order))
    assert await due_at(scene, case) == FIRST
    assert await scene.book.read(extensions.of_case, case.organisation, case.id) == ()


@pytest.mark.parametrize(("lost", "stands"), [(0, THIRD), (1, SECOND)])
async def test_of_two_dates_the_one_holds_whose_letter_arrived(
    scene: Scene, bo: Staff, lost: int, stands: datetime
) -> None:
    case = await scene.opened()
    letters = await twice(scene, case, bo)
    await came_back(scene, letters[lost])
    assert await due_at(scene, case) == stands


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first first", "the last first"])
async def test_where_no_date_was_known_two_letters_that_came_back_leave_none(
    book_of_metier: Scene, order: tuple[int, ...]
) -> None:
    scene = book_of_metier
    case = await scene.opened()
    who = await scene.hire(next(queue.roles[0] for queue in scene.office.policy.queues if queue.id == case.queue))
    letters = await twice(scene, case, who, None)
    await came_back(scene, *(letters[place] for place in order))
    assert ClockName.ANSWER not in await scene.clocks(case)


async def test_a_date_that_nobody_knows_of_does_not_return_with_an_answer_that_came_back(
    scene: Scene, bo: Staff
) -> None:
    """The address is dead: the answer comes back as well, after the letter that told the date."""
    case = await scene.opened()
    await promised(scene, case, bo)
    await scene.send(await scene.letter(case, "answer_complaint"))
    await came_back(scene, await scene.letter(case, "new_date"), await scene.letter(case, "answer_complaint"))
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.running, clock.due_at) == (True, FIRST)
