"""The customer asks its processor about a learner: four weeks run from then, and an alarm where that is late."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cases.case import Case, Status
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Address
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.relation import Relation
from cases.staff import Staff
from intake.approve import approve
from intake.customer_asked import Asked, customer_asked
from intake.relate import Relating, relate
from storage import casebook
from storage.book import Book
from storage.page import Page
from tests.at_work import approval_of
from tests.builders import AT
from tests.intake.scene import Scene
from tests.mentor import FORGED, GENUINE, JAN, NOORD, NOORDS, a_request, of_noord, with_customers

REPLY = ClockName.PROCESSOR_REPLY
DRAFT = OutboxStatus.DRAFT


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of Mentor's with its customers."""
    return Scene(book, with_customers(offices["mentor"]))


async def referred(scene: Scene, kind: Kind = Kind.ACCESS) -> Case:
    """Give Jan's request after it went to the customer."""
    case = await scene.opened(of_noord(kind), **JAN, authentication=GENUINE)
    await scene.send(await scene.letter(case, "referral"))
    return await scene.case(case)


async def note(scene: Scene, case: Case, officer: Staff | None = None, **asked: Any) -> Case:  # noqa: ANN401 - fields
    """Note that the customer asked; give the case as it is then."""
    plain = {"at": scene.now, "route": "mail", **asked}
    by = officer or await scene.hire("privacy_officer")
    await scene.book.run(customer_asked, Asked("mentor", case.id, **plain), by, scene.office, scene.now)
    return await scene.case(case)


async def due(scene: Scene, case: Case, clock: ClockName) -> str:
    return scene.office.day((await scene.clocks(case))[clock].due_at).isoformat()


async def test_p_mb_05_four_weeks_run_from_the_customers_request_and_do_not_roll(scene: Scene) -> None:
    case = await referred(scene)
    scene.later(days=5, hours=3)
    case = await note(scene, case, at=scene.now - timedelta(days=2))
    assert await due(scene, case, REPLY) == "2026-04-02"
    assert await due(scene, case, ClockName.ANSWER) == "2026-04-02"


async def test_p_mb_05_the_end_of_the_four_weeks_is_not_moved_to_a_working_day(scene: Scene) -> None:
    case = await referred(scene)
    scene.later(days=6)
    assert await due(scene, await note(scene, case), REPLY) == "2026-04-05", "a Sunday, and Easter"


async def test_amb_4_what_we_have_is_told_to_the_customer(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await note(scene, await referred(scene), officer)
    letter = await scene.letter(case, "processor_reply")
    assert (letter.status, letter.outgoing.recipient, letter.outgoing.language) == (DRAFT, NOORD.contact, "nl")
    await scene.book.run(approve, approval_of(letter), officer, scene.office.policy, scene.now)
    await scene.send(await scene.letter(case, "processor_reply"))
    assert not (await scene.clocks(case))[REPLY].running
    assert (await scene.case(case)).status is Status.FORWARDED, "the customer still has to answer its learner"


async def test_amb_4_the_learner_gets_no_answer_of_ours_unless_the_customer_wants_it(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await note(scene, await referred(scene, Kind.RESTRICTION), officer, direct=True)
    assert "processor_reply" not in await scene.replies(case, DRAFT)
    answer = await scene.letter(case, "answer_restriction")
    assert answer.outgoing.recipient == "jan@example.nl"
    await scene.book.run(approve, approval_of(answer), officer, scene.office.policy, scene.now)
    await scene.send(await scene.letter(case, "answer_restriction"))
    assert not (await scene.clocks(case))[REPLY].running
    assert (await scene.case(case)).status is Status.ANSWERED


async def test_amb_4_the_customer_may_want_the_answer_given_directly_later_on(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await note(scene, await referred(scene), officer)
    began = (await scene.clocks(case))[REPLY].started_at
    scene.later(days=1)
    case = await note(scene, case, officer, direct=True)
    assert case.direct
    assert (await scene.clocks(case))[REPLY].started_at == began
    assert await scene.replies(case, DRAFT) == ["answer_access"]


async def test_con_4_staff_hear_that_the_four_weeks_end_too_close_to_the_month(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await note(scene, await referred(scene), officer)
    assert "processor_ends_late" in await scene.verbs(case)
    notices = [one.outgoing for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    assert any("(CON-4)" in one.body for one in notices)
    clock = (await scene.clocks(case))[REPLY]
    assert scene.office.day(clock.target_at) == date(2026, 3, 12), "ten days are aimed at"


async def test_con_4_nl_f07_and_nl_f08_together_raise_the_alarm(scene: Scene) -> None:
    """The learner asked the customer on Sunday 1 February 2026, and the customer asked Mentor on the 3rd."""
    await scene.hire("privacy_officer")
    scene.now = datetime(2026, 2, 3, 10, tzinfo=UTC)
    asks = a_request(Kind.ERASURE)
    case = await scene.opened(asks, **NOORDS, authentication=GENUINE)
    assert await due(scene, case, REPLY) == "2026-03-03"
    assert "processor_ends_late" not in await scene.verbs(case), "nobody has said yet when the learner asked"
    case = await note(scene, case, await scene.hire("manager"), person_asked=date(2026, 2, 1))
    assert await due(scene, case, ClockName.ANSWER) == "2026-03-02"
    assert await due(scene, case, REPLY) == "2026-03-03"
    assert "processor_ends_late" in await scene.verbs(case)


async def test_p_mb_03_a_customer_that_writes_first_is_the_one_who_is_answered(scene: Scene) -> None:
    case = await scene.opened(a_request(), **NOORDS, authentication=GENUINE)
    assert (case.relation, case.customer, case.missing) == (Relation.CONTROLLER, "noord", ())
    assert set(await scene.clocks(case)) == {ClockName.ACKNOWLEDGEMENT, REPLY}
    assert await scene.replies(case, DRAFT) == ["processor_reply"]
    receipt = (await scene.letter(case, "acknowledgement")).outgoing.body
    assert "uiterlijk op 30 maart 2026" in receipt
    assert "organisatie waar u uw opleiding volgt" not in receipt


async def test_the_customers_own_case_is_over_once_it_was_told(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await scene.opened(a_request(), **NOORDS, authentication=GENUINE)
    letter = await scene.letter(case, "processor_reply")
    await scene.book.run(approve, approval_of(letter), officer, scene.office.policy, scene.now)
    await scene.send(await scene.letter(case, "processor_reply"))
    assert (await scene.case(case)).status is Status.ANSWERED


async def test_p_mb_05_what_the_customer_asks_about_a_referred_case_starts_its_time(scene: Scene) -> None:
    await scene.hire("privacy_officer")
    case = await referred(scene)
    scene.later(days=3)
    referral = await scene.letter(case, "referral")
    for _ in range(2):
        await scene.hear(a_request(), **NOORDS, authentication=GENUINE, references=(referral.message_id,))
        scene.later(days=1)
    assert (await scene.clocks(case))[REPLY].started_at == AT + timedelta(days=3), "the first request counts"
    assert (await scene.verbs(case)).count("customer_asked") == 1
    assert (await scene.verbs(case)).count("customer_wrote") == 2
    assert await scene.replies(case, DRAFT) == ["processor_reply"]
    assert (await scene.case(case)).requester.address == "jan@example.nl", "the customer is not the learner"


async def test_what_else_the_customer_writes_is_for_a_person_to_judge(scene: Scene) -> None:
    await scene.hire("privacy_officer")
    case = await referred(scene)
    referral = await scene.letter(case, "referral")
    await scene.hear(a_request(Kind.OTHER), **NOORDS, authentication=GENUINE, references=(referral.message_id,))
    assert REPLY not in await scene.clocks(case)
    assert "customer_wrote" in await scene.verbs(case)


async def test_who_only_pretends_to_be_the_customer_starts_nothing(scene: Scene) -> None:
    case = await referred(scene)
    referral = await scene.letter(case, "referral")
    await scene.hear(a_request(), **NOORDS, authentication=FORGED, references=(referral.message_id,))
    assert REPLY not in await scene.clocks(case)
    assert "customer_wrote" not in await scene.verbs(case)


async def test_another_customer_has_no_say_in_the_case(scene: Scene) -> None:
    case = await referred(scene)
    referral = await scene.letter(case, "referral")
    zuid: dict[str, Any] = {"sender": Address("", "avg@zuid.example"), "return_path": "avg@zuid.example"}
    await scene.hear(a_request(), **zuid, authentication=GENUINE, references=(referral.message_id,))
    assert REPLY not in await scene.clocks(case)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"at": AT + timedelta(days=9)}, "lies in the future"),
        ({"route": "pigeon"}, "is no way to ask"),
        ({"person_asked": date(2026, 3, 9)}, "check the two dates"),
    ],
)
async def test_dates_that_cannot_be_are_refused_and_nothing_is_half_done(
    scene: Scene, asked: dict[str, Any], why: str
) -> None:
    case = await referred(scene)
    with pytest.raises(NotAllowed, match=why):
        await note(scene, case, **asked)
    assert REPLY not in await scene.clocks(case)
    assert await scene.replies(case, DRAFT) == []


async def test_the_same_request_is_noted_once(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await note(scene, await referred(scene), officer)
    with pytest.raises(AlreadyDone):
        await note(scene, case, officer)
    assert (await scene.verbs(case)).count("customer_asked") == 1


async def test_p_mb_12_of_a_visitor_no_customer_asks_anything(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await scene.opened(a_request(), **JAN)
    await scene.book.run(relate, Relating("mentor", case.id, Relation.VISITOR), officer, scene.office, scene.now)
    with pytest.raises(NotAllowed, match="P-MB-12"):
        await note(scene, case, officer)


async def test_p_mb_01_nobody_can_answer_a_learner_in_the_customers_place(scene: Scene) -> None:
    """A draft of an answer that was written before the letter was known to be a learner's leaves no more."""
    officer = await scene.hire("privacy_officer")
    case = await note(scene, await referred(scene), officer, direct=True)
    answer = await scene.letter(case, "answer_access")
    await scene.book.run(_no_longer_direct, case)
    with pytest.raises(NotAllowed, match="P-MB-01"):
        await scene.book.run(approve, approval_of(answer), officer, scene.office.policy, scene.now)


def _no_longer_direct(page: Page, case: Case) -> None:
    casebook.save(page, replace(case, direct=False))
