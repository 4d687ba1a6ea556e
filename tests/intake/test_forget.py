"""What may not be kept any longer is gone, and only that; a proof and a count without a name are left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.case import Case, Event, Status
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.legal_hold import Purpose
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.retention import Keeps
from cases.staff import Staff
from cases.task import Result, TaskKind, ToDo
from intake.close import Closing, close
from intake.forget import Forgetting, forget, forget_now
from intake.forget_rest import forget_mail
from intake.kept_figures import bring_up, kept
from intake.legal_hold import Holding, place
from intake.retain import Due, due, one_case, planned, retain
from intake.tasks import Finishing, finish, give
from storage import casebook, clocks, proofs, tasks
from storage.audit import Walked, breaks
from storage.book import Book
from storage.page import Page
from storage.sums import Group
from tests.builders import AT, a_case, a_reading
from tests.intake.scene import FILED, Scene
from tests.remains import traces

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""The rules are the same on both engines; what the databases do is tested on both in tests/storage and the journeys."""

WORDS = ("anna", "example.org", "jeg vil gerne klage")


async def over(scene: Scene, person: Staff, kind: Kind = Kind.COMPLAINT, **given: object) -> Case:
    """Let a case come, be receipted, and be closed an hour later."""
    case = await scene.opened(a_reading(kind), **given)
    for entry in await scene.letters(case):
        if entry.status is OutboxStatus.RELEASED:
            await scene.send(entry)
    scene.later(hours=1)
    await scene.book.run(close, Closing(case.organisation, case.id, "withdrawn"), person, scene.now)
    return await scene.case(case)


async def reckoned(scene: Scene) -> tuple[Due, ...]:
    """Compute what is due, and give it."""
    await scene.book.run(retain, scene.office, 0, scene.now)
    return await scene.book.read(due, scene.office, 0, scene.now)


async def swept(scene: Scene) -> list[str]:
    """Erase what may go; give the numbers."""
    found = await reckoned(scene)
    return [one.number for one in found if await scene.book.run(forget, one, scene.office, scene.now)]


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    """Give somebody who closes and decides."""
    return await scene.hire("course_administrator")


async def test_a_case_goes_when_its_time_is_over_and_not_a_day_before(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    scene.now = scene.now.replace(year=2031, hour=22, minute=59)
    assert await swept(scene) == []
    scene.later(minutes=2)
    assert await swept(scene) == [case.number]
    assert await scene.book.read(casebook.find, case.organisation, case.id) is None


async def test_nothing_that_names_the_person_is_left(scene: Scene, bo: Staff) -> None:
    await over(scene, bo)
    assert await scene.book.read(traces, *WORDS)
    scene.later(days=6 * 366)
    await swept(scene)
    assert await scene.book.read(traces, *WORDS) == []


async def test_the_proof_says_what_was_and_by_which_rule_it_went(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    scene.later(days=6 * 366)
    await swept(scene)
    proof = await scene.book.read(proofs.find, case.organisation, case.number)
    assert proof
    assert (proof.kind, proof.received_on, proof.over_on) == ("complaint", date(2026, 3, 2), date(2026, 3, 2))
    assert (proof.rule, proof.erased_by, proof.in_time) == ("case-files 5 years", "svarfrist", True)
    assert proof.events > 3
    assert len(proof.chain_head) == 64


async def test_the_count_outlives_the_case(scene: Scene, bo: Staff) -> None:
    """R-ISO-10: trends are seen without anybody's name."""
    await over(scene, bo)
    await over(scene, bo)
    await scene.book.run(bring_up, scene.office)
    before = await scene.book.read(kept, scene.office, scene.now)
    scene.later(days=6 * 366)
    await swept(scene)
    assert await scene.book.read(kept, scene.office, scene.now) == before
    assert await scene.book.run(bring_up, scene.office) is False
    group = Group("2026-03", "complaint", "da", "mail", "course-administration", "")
    assert {group: one.received for group, one in before.groups.items()} == {group: 2}


async def test_after_erasing_the_book_is_whole(scene: Scene, bo: Staff) -> None:
    await over(scene, bo)
    await over(scene, bo)
    scene.later(days=6 * 366)
    await swept(scene)
    await over(scene, bo)
    walked = Walked()
    assert await scene.book.read(lambda page: list(breaks(page, "mentorix", walked))) == []
    assert (walked.cases, walked.proofs) == (1, 2)


async def test_a_live_case_is_never_erased_however_old(scene: Scene) -> None:
    await scene.opened()
    scene.later(days=20 * 366)
    assert await reckoned(scene) == ()


async def test_a_case_that_is_opened_again_is_kept_like_any_that_lives(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    await reckoned(scene)
    live = replace(case, status=Status.OPEN)
    await scene.book.run(casebook.save, live, (Event(scene.now, "reopened", "us"),))
    scene.later(days=6 * 366)
    assert await reckoned(scene) == ()
    ended = replace(live, status=Status.CLOSED)
    await scene.book.run(casebook.save, ended, (Event(scene.now, "closed", "us"),))
    scene.later(days=366)
    assert await reckoned(scene) == ()


async def test_a_case_is_over_since_what_ended_it_and_not_since_its_last_word(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    scene.later(days=300)
    await scene.book.run(casebook.save, case, (Event(scene.now, "heard", "us"),))
    scene.now = AT + timedelta(days=5 * 365 + 5)
    assert [one.number for one in await reckoned(scene)] == [case.number]


async def _kept_by(scene: Scene, case: Case) -> tuple[Keeps, ...]:
    (found,) = [one for one in await reckoned(scene) if one.number == case.number]
    assert await scene.book.run(forget, found, scene.office, scene.now) is not bool(found.keeps)
    return found.keeps


async def test_an_open_task_keeps_it(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    await scene.book.run(give, case, [ToDo(TaskKind.TELL_RECIPIENT, "Mollie")], scene.now)
    scene.later(days=6 * 366)
    assert await _kept_by(scene, case) == (Keeps.TASK,)
    (task,) = await scene.book.read(tasks.of_case, case.organisation, case.id)
    await scene.book.run(finish, Finishing(case.organisation, case.id, task.id, Result.DONE), bo, scene.now)
    assert await swept(scene) == [case.number]


async def test_a_running_clock_keeps_it(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    await scene.book.run(clocks.start_again, case, replace(clock, stopped_at=None), None)
    scene.later(days=6 * 366)
    assert await _kept_by(scene, case) == (Keeps.CLOCK,)


async def test_a_letter_that_has_not_left_keeps_it(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await scene.book.run(close, Closing(case.organisation, case.id, "withdrawn"), bo, scene.now)
    scene.later(days=6 * 366)
    assert await _kept_by(scene, case) == (Keeps.LETTER,)


async def test_what_is_held_for_a_claim_stays(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    holding = Holding(
        case.organisation, case.id, Purpose.COURT, "the letters", scene.office.day(scene.now) + timedelta(9)
    )
    await scene.book.run(place, holding, bo, scene.office, scene.now)
    scene.later(days=6 * 366)
    assert Keeps.HOLD in await _kept_by(scene, case)


async def test_a_decision_that_is_appealed_against_stays_as_long_as_the_appeal(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    scene.later(days=5 * 366)
    appeal = replace(a_case(), id=case.id + 1, number="MX-31-100000", thread=case.thread, kind=Kind.APPEAL)
    await scene.book.run(_open, replace(appeal, appeal_of=case.id, opened_for=case.opened_for))
    scene.later(days=366)
    assert await _kept_by(scene, case) == (Keeps.APPEAL,)
    await scene.book.run(_close, replace(appeal, appeal_of=case.id), scene)
    assert await _kept_by(scene, case) == (Keeps.APPEAL,)
    scene.later(days=5 * 366)
    assert await swept(scene) == ["MX-31-100000"]
    assert await swept(scene) == [case.number]


async def test_who_waits_for_a_copy_of_their_data_gets_it_before_anything_goes(scene: Scene, bo: Staff) -> None:
    """R-15-5: data due for deletion after a request came are searched first."""
    case = await over(scene, bo)
    scene.later(days=6 * 366)
    asking = await scene.opened(a_reading(Kind.ACCESS))
    assert await _kept_by(scene, case) == (Keeps.ACCESS,)
    assert asking.kind is Kind.ACCESS


async def test_what_happened_since_a_case_was_found_is_looked_at_again(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    scene.later(days=6 * 366)
    (found,) = await reckoned(scene)
    await scene.book.run(give, case, [ToDo(TaskKind.TELL_RECIPIENT)], scene.now)
    assert not await scene.book.run(forget, found, scene.office, scene.now)
    assert await scene.book.read(casebook.find, case.organisation, case.id)


async def test_two_sweeps_at_once_leave_one_proof(scene: Scene, bo: Staff) -> None:
    await over(scene, bo)
    scene.later(days=6 * 366)
    (found,) = await reckoned(scene)
    assert await scene.book.run(forget, found, scene.office, scene.now)
    assert not await scene.book.run(forget, found, scene.office, scene.now)


async def test_what_the_policy_says_today_holds(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    scene.later(days=2 * 366)
    assert await reckoned(scene) == ()
    (files,) = (one for one in scene.office.policy.retention if one.what == "case-files")
    shorter = replace(files, term=replace(files.term, count=1)) if files.term else files
    scene.office = replace(scene.office, policy=replace(scene.office.policy, retention=(shorter,)))
    assert [one.number for one in await scene.book.read(planned, scene.office, scene.now)] == [case.number]
    assert [one.number for one in await reckoned(scene)] == [case.number]


async def test_the_number_of_an_erased_case_is_given_to_nobody_else(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    scene.later(days=6 * 366)
    await swept(scene)
    drawn = iter([case.number])

    def draw(page: Page) -> str:
        assert next(drawn)
        return casebook.free_number(page, case.organisation, "MX", 2026)

    assert await scene.book.run(draw) != case.number
    found = await scene.book.read(proofs.find, case.organisation, case.number)
    assert found


async def test_mail_that_became_no_case_goes_as_well(scene: Scene) -> None:
    await scene.hear(judgement=FILED)
    scene.later(days=5 * 365 - 10)
    assert await scene.book.run(forget_mail, scene.office, scene.now) == 0
    scene.later(days=20)
    assert await scene.book.run(forget_mail, scene.office, scene.now) == 1
    assert await scene.book.read(traces, *WORDS) == []


def _wanted(case: Case, reason: str = "erasure_request") -> Forgetting:
    return Forgetting(case.organisation, case.number, reason)


async def test_a_person_erases_one_case_with_the_mail_that_names_its_person(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    await scene.hear(judgement=FILED)
    assert await scene.book.run(forget_now, _wanted(case), bo, scene.office, scene.now) == 2
    assert await scene.book.read(traces, *WORDS) == []
    proof = await scene.book.read(proofs.find, case.organisation, case.number)
    assert proof
    assert (proof.rule, proof.erased_by) == ("erasure_request", f"staff {bo.id}")


async def test_mail_in_the_file_stays_as_long_as_its_person_has_another_case(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    await scene.hear(judgement=FILED)
    await over(scene, bo)
    assert await scene.book.run(forget_now, _wanted(case), bo, scene.office, scene.now) == 1


async def test_the_same_click_twice_says_when_it_was_done(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    await scene.book.run(forget_now, _wanted(case), bo, scene.office, scene.now)
    with pytest.raises(AlreadyDone, match=f"{case.number} was erased on 2026-03-02: erasure_request"):
        await scene.book.run(forget_now, _wanted(case), bo, scene.office, scene.now)


async def test_a_person_erases_nothing_that_is_worked_on(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match="may not be erased: somebody works on it; a time limit runs"):
        await scene.book.run(forget_now, _wanted(case), bo, scene.office, scene.now)
    assert await scene.case(case) == case


async def test_a_reason_is_one_of_a_list(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    with pytest.raises(NotAllowed, match="is no reason to erase; expected one of erasure_request, opened_by_mistake"):
        await scene.book.run(forget_now, _wanted(case, "because"), bo, scene.office, scene.now)


async def test_only_who_decides_erases(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    approving = {role.id: replace(role, approves=False) for role in scene.office.policy.roles}
    office = replace(scene.office, policy=replace(scene.office.policy, roles=tuple(approving.values())))
    with pytest.raises(NotAllowed, match="prepares and does not erase"):
        await scene.book.run(forget_now, _wanted(case), bo, office, scene.now)


async def test_nobody_erases_another_organisations_case(scene: Scene, bo: Staff) -> None:
    case = await over(scene, bo)
    stranger = replace(bo, organisation="metier")
    with pytest.raises(NotAllowed, match="there is no case"):
        await scene.book.run(forget_now, _wanted(case), stranger, scene.office, scene.now)


async def test_one_case_can_be_asked_about_before_its_time(scene: Scene, bo: Staff) -> None:
    live, ended = await scene.opened(), await over(scene, bo)
    found = await scene.book.read(one_case, scene.office, live.number)
    assert found
    assert Keeps.LIVE in found.keeps
    assert await scene.book.read(one_case, scene.office, ended.number)
    assert await scene.book.read(one_case, scene.office, "MX-26-999999") is None


@pytest.mark.parametrize("reason", ["consent_withdrawal", "clarification_failed", "service_ended"])
async def test_p_jk_09_each_trigger_of_the_policy_erases_the_case(
    book: Book, offices: dict[str, Office], reason: str
) -> None:
    scene = Scene(book, offices["jensenskurser"])
    person = await scene.hire(next(role.id for role in scene.office.policy.roles if role.approves))
    case = await over(scene, person)
    await scene.book.run(forget_now, _wanted(case, reason), person, scene.office, scene.now)
    assert await scene.book.read(traces, "anna") == []


def _open(page: Page, case: Case) -> None:
    casebook.open_case(page, case, "1", (), (Event(AT, "opened", "us"),))


def _close(page: Page, case: Case, scene: Scene) -> None:
    casebook.save(page, replace(case, status=Status.CLOSED), (Event(scene.now, "closed", "us"),))
