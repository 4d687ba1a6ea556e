"""Rights give people work: at once, and by what is decided; a changed decision takes back what is not done yet."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.decision import Because, Ruling
from cases.errors import NotAllowed
from cases.kind import Flag, Kind
from cases.learner import Course, Learner
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from cases.task import Result, TaskKind
from intake.release import release
from intake.task_reminders import remind_of_tasks
from storage import outbox
from storage.book import Book
from storage.page import Page
from tests import registers
from tests.builders import AT, a_reading
from tests.intake.rights import asked, decided, ended, open_tasks, to_do
from tests.intake.scene import PORTAL, Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

MARKETING = "Jeg vil ikke have flere nyhedsbreve og reklamer fra jer."


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of Metier with nothing in it."""
    return Scene(book, replace(offices["metier"], together=timedelta(0)))


@pytest.fixture
async def officer(scene: Scene) -> Staff:
    """Give somebody who decides about privacy."""
    return await scene.hire("privacy_officer")


async def test_con_7_marketing_is_somebodys_task_within_a_day_of_the_letter(scene: Scene) -> None:
    case = await asked(scene, Kind.OBJECTION, MARKETING)
    (task,) = await to_do(scene, case)
    assert (task.kind, task.due_at) == (TaskKind.STOP_MARKETING, AT + timedelta(hours=24))


async def test_who_still_gets_newsletters_opens_the_task_again(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.OBJECTION, MARKETING)
    await ended(scene, case, TaskKind.STOP_MARKETING, officer)
    scene.later(days=7)
    again = a_reading(Kind.OBJECTION, text=MARKETING, fields={"reference": case.number})
    await scene.hear(again, references=("<1@example.org>",))
    (task,) = await to_do(scene, case)
    assert (task.open, task.due_at) == (True, scene.now + timedelta(hours=24))


async def test_con_7_an_objection_to_marketing_cannot_be_refused(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.OBJECTION, MARKETING)
    with pytest.raises(NotAllowed, match=r"GDPR Art. 21\(3\), CON-7"):
        await decided(scene, case, officer, Ruling.REFUSED, "compelling_grounds")
    await decided(scene, case, officer, Ruling.GRANTED)


async def test_p_me_10_refusing_course_data_is_refused_with_its_rule_and_nothing_is_done(
    scene: Scene, officer: Staff
) -> None:
    case = await asked(scene, Kind.ERASURE)
    with pytest.raises(NotAllowed, match="P-ME-10"):
        await decided(scene, case, officer, Ruling.REFUSED, "still_needed")
    assert await to_do(scene, case) == ()
    assert "decided" not in await scene.verbs(case)


async def test_what_is_granted_is_given_as_tasks_due_before_the_answer(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.ERASURE)
    await decided(scene, case, officer, Ruling.GRANTED, because=Because.UNLAWFUL)
    found = await to_do(scene, case)
    assert [(one.kind, one.about) for one in found] == [
        (TaskKind.ERASE_DATA, ""),
        (TaskKind.TELL_RECIPIENT, "Certificeringspartner"),
        (TaskKind.TELL_RECIPIENT, "Kursuspartner"),
        (TaskKind.TELL_RECIPIENT, "Marketingpartner"),
    ]
    assert {one.due_at for one in found} == {(await scene.clocks(case))["answer"].due_at}  # type: ignore[index]  # a name is its word
    assert (await scene.events(case))[-5].data["because"] == "unlawful"


async def test_a_changed_decision_takes_back_what_nobody_has_done_and_gives_it_again(
    scene: Scene, officer: Staff
) -> None:
    case = await asked(scene, Kind.RECTIFICATION)
    await decided(scene, case, officer, Ruling.GRANTED)
    await ended(scene, case, TaskKind.TELL_RECIPIENT, officer)
    await decided(scene, case, officer, Ruling.REFUSED, "accurate")
    assert await open_tasks(scene, case) == []
    told = [one for one in await to_do(scene, case) if one.kind is TaskKind.TELL_RECIPIENT]
    assert [one.result for one in told].count(Result.DONE) == 1
    await decided(scene, case, officer, Ruling.GRANTED)
    assert (TaskKind.CORRECT_DATA, "") in await open_tasks(scene, case)
    assert len(await open_tasks(scene, case)) == 3


async def test_what_somebody_found_needless_is_not_given_again(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.RECTIFICATION)
    await decided(scene, case, officer, Ruling.GRANTED)
    await ended(scene, case, TaskKind.CORRECT_DATA, officer, Result.NOT_NEEDED)
    await decided(scene, case, officer, Ruling.GRANTED)
    assert (TaskKind.CORRECT_DATA, "") not in await open_tasks(scene, case)


async def test_what_is_kept_must_be_something_that_the_policy_keeps(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.ERASURE)
    with pytest.raises(NotAllowed, match="keeps nothing of that name"):
        await decided(scene, case, officer, Ruling.PARTLY_GRANTED, "legal_claims", kept=("moon-rock",))


async def test_the_draft_becomes_that_of_the_decision_and_keeps_what_a_person_wrote(
    scene: Scene, officer: Staff
) -> None:
    case = await asked(scene, Kind.ERASURE)
    await decided(scene, case, officer, Ruling.PARTLY_GRANTED, "legal_claims", kept=("case-files",))
    partly = await scene.letter(case, "answer_erasure")
    assert "(GDPR artikel 17, stk. 3, litra e)" in partly.outgoing.body
    assert {"legal_claims", "judicial_remedy", "proof_of_certificate"} <= set(partly.outgoing.statements)
    await decided(scene, case, officer, Ruling.GRANTED)
    granted = await scene.letter(case, "answer_erasure")
    assert "Det har vi ikke slettet" not in granted.outgoing.body
    assert not {"legal_claims", "judicial_remedy"} & set(granted.outgoing.statements)


async def test_what_a_person_wrote_into_a_draft_is_not_lost_by_a_decision(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.ERASURE)
    entry = await scene.letter(case, "answer_erasure")
    await scene.book.run(write_into, entry.outgoing.organisation, entry.id, "Kære Anna\n\nMine egne ord.")
    await decided(scene, case, officer, Ruling.PARTLY_GRANTED, "legal_claims")
    body = (await scene.letter(case, "answer_erasure")).outgoing.body
    assert body.startswith("Kære Anna\n\nMine egne ord.")
    assert "(GDPR artikel 17, stk. 3, litra e)" in body


def write_into(page: Page, organisation: str, letter: int, body: str) -> None:
    """Let somebody write into a draft."""
    outbox.edit(page, organisation, letter, body=body)


async def test_p_me_13_what_an_authority_asks_for_gives_no_machine_anything_to_do(scene: Scene, officer: Staff) -> None:
    flags = frozenset({Flag.AUTHORITY_REQUEST})
    case = await scene.opened(a_reading(Kind.ACCESS, text="Vi anmoder om oplysninger.", flags=flags))
    assert (case.queue, case.held_for) == ("authority-requests", "authority_request")
    assert await to_do(scene, case) == ()
    assert officer.role in {
        role for queue in scene.office.policy.queues if queue.id == case.queue for role in queue.roles
    }


async def test_a_held_request_gives_its_work_when_somebody_has_judged_it(scene: Scene, officer: Staff) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS, text="Jeg vil se mine data."), judgement=PORTAL)
    assert await to_do(scene, case) == ()
    await scene.book.run(release, case.id, officer, scene.office, scene.now)
    assert {one.kind for one in await to_do(scene, case)} == {TaskKind.SEARCH_DATA}


async def test_p_me_09_nothing_is_deleted_before_it_was_found_for_whoever_asked_to_see_it(
    scene: Scene, officer: Staff
) -> None:
    """R-15-5: the search comes first."""
    access = await asked(scene, Kind.ACCESS)
    scene.later(hours=1)
    erasure = await scene.opened(a_reading(Kind.ERASURE, text="Slet mine oplysninger."), references=())
    await decided(scene, erasure, officer, Ruling.GRANTED)
    with pytest.raises(NotAllowed, match=f"case {access.number}.*P-ME-09"):
        await ended(scene, erasure, TaskKind.ERASE_DATA, officer)
    await ended(scene, erasure, TaskKind.ERASE_DATA, officer, Result.IMPOSSIBLE)
    for _ in range(2):
        await ended(scene, access, TaskKind.SEARCH_DATA, officer)


async def test_p_me_09_both_mails_are_deleted_on_the_day_on_which_the_register_says_that_the_course_ends(
    scene: Scene,
) -> None:
    ends = (AT + timedelta(days=10)).date()
    anna = Learner(
        "L1", "Anna Holm", "anna@example.org", courses=(Course("PRINCE2", None, ends), Course("Ældre", None))
    )
    await scene.book.run(registers.replace_all, scene.office.policy.id, {"L1": anna}, scene.now)
    case = await asked(scene, Kind.OTHER)
    (task,) = await to_do(scene, case)
    assert task.kind is TaskKind.DELETE_INVIGILATOR_MAILS
    assert task.about == "begge mails til underviser og eksamensvagt (PRINCE2)"
    assert task.due_at is not None
    assert task.due_at.astimezone(scene.office.zone).strftime("%Y-%m-%d %H:%M") == f"{ends} 23:59"


async def test_a_task_that_is_late_is_told_once_and_again_after_it_was_opened_again(
    scene: Scene, officer: Staff
) -> None:
    case = await asked(scene, Kind.OBJECTION, MARKETING)
    offices = {scene.office.policy.id: scene.office}
    assert await scene.book.run(remind_of_tasks, offices, scene.now + timedelta(hours=23)) == 0
    scene.later(hours=25)
    assert await scene.book.run(remind_of_tasks, offices, scene.now) == 1
    assert await scene.book.run(remind_of_tasks, offices, scene.now) == 0
    (notice,) = [one for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    assert notice.outgoing.recipient == officer.email
    assert "en opgave er forsinket" in notice.outgoing.subject
    assert notice.status is OutboxStatus.RELEASED
