"""A customer relation ends: its notes are somebody's task, once (P-MB-16)."""

from dataclasses import replace
from datetime import date

import pytest

from cases.case import Case
from cases.office import Office
from cases.task import Task, TaskKind
from intake.close_out import close_out
from storage import tasks
from storage.book import Book
from tests.intake.scene import Scene
from tests.mentor import JAN, NOORD, ZUID, of_noord, with_customers


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of Mentor's with its customers."""
    return Scene(book, with_customers(offices["mentor"]))


async def given(scene: Scene, case: Case) -> list[Task]:
    """Look whether a relation has ended, twice; give what is to be done for a case."""
    for _ in range(2):
        await scene.book.run(close_out, {"mentor": scene.office}, scene.now)
    return [one for one in await scene.book.read(tasks.of_case, "mentor", case.id) if one.kind is CLOSE]


CLOSE = TaskKind.CLOSE_OUT_NOTES


def ended(scene: Scene, day: date) -> None:
    """Let Noord's relation end."""
    policy = scene.office.policy
    gone = replace(policy, customers=(replace(NOORD, ended=day), ZUID))
    scene.office = replace(scene.office, policy=gone)


async def test_p_mb_16_the_notes_of_a_customer_that_has_left_are_closed_once_by_a_person(scene: Scene) -> None:
    await scene.hire("privacy_officer")
    first, case = [await scene.opened(of_noord(), **JAN) for _ in range(2)]
    ended(scene, date(2026, 3, 1))
    (task,) = await given(scene, case)
    assert (task.about, task.law) == ("Academie Noord", "P-MB-16")
    assert task.due_at
    assert scene.office.day(task.due_at) == date(2026, 3, 31)
    assert await given(scene, first) == []
    assert (await scene.verbs(case)).count("closed_out") == 1
    assert any("een klantrelatie is beëindigd" in one.outgoing.subject for one in await scene.letters(case))


async def test_on_its_last_day_it_is_still_a_customer(scene: Scene) -> None:
    case = await scene.opened(of_noord(), **JAN)
    ended(scene, scene.office.day(scene.now))
    assert await given(scene, case) == []


async def test_a_customer_without_a_case_leaves_nothing_to_close_here(scene: Scene) -> None:
    case = await scene.opened(of_noord(), **JAN)
    assert await given(scene, case) == [], "Academie Oost left in January and never had a case"
