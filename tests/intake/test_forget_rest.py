"""The register forgets courses that ended long ago, and whoever had no other."""

from datetime import date, timedelta

import pytest

from cases.learner import Course, Learner
from cases.office import Office
from intake.forget_rest import forget_records, old_records
from storage import enrolling, learners
from storage.book import Book
from tests import registers
from tests.builders import AT
from tests.intake.at_once import both
from tests.intake.scene import Scene

OLD, RECENT = Course("PRINCE2", end=date(2021, 2, 28)), Course("ITIL", end=date(2021, 3, 2))
OPEN = Course("Scrum")


def _learner(*courses: Course) -> Learner:
    return Learner("17", "Anna Holm", "anna@example.org", courses=courses)


async def _register(scene: Scene, *courses: Course) -> None:
    await scene.book.run(registers.upsert, scene.office.policy.id, {"17": _learner(*courses)}, AT)


async def _left(scene: Scene) -> list[str] | None:
    found = await scene.book.read(learners.by_reference, scene.office.policy.id, "17")
    return [course.name for course in found.courses] if found else None


@pytest.fixture
def metier(book: Book, offices: dict[str, Office]) -> Scene:
    """Give the register of Metier, which keeps courses five years."""
    return Scene(book, offices["metier"])


@pytest.mark.parametrize(
    ("courses", "left"),
    [
        ((OLD,), None),
        ((OLD, RECENT), ["ITIL"]),
        ((RECENT,), ["ITIL"]),
        ((OLD, OPEN), ["Scrum"]),
        ((), []),
    ],
    ids=["the only one is old", "one is", "five years to the day", "another goes on", "nobody knows of any"],
)
async def test_p_me_10_a_course_is_forgotten_five_years_after_its_end(
    metier: Scene, courses: tuple[Course, ...], left: list[str] | None
) -> None:
    await _register(metier, *courses)
    await metier.book.run(forget_records, metier.office, AT)
    assert await _left(metier) == left


async def test_p_al_09_records_of_an_internship_go_two_years_after_its_end(
    book: Book, offices: dict[str, Office]
) -> None:
    scene = Scene(book, offices["alottbetter"])
    await _register(scene, Course("Praktik", end=date(2024, 3, 1)))
    assert await book.run(forget_records, scene.office, AT) == 1
    assert await _left(scene) is None


async def test_a_policy_that_keeps_no_register_leaves_it_alone(scene: Scene) -> None:
    await _register(scene, OLD)
    assert await scene.book.read(old_records, scene.office, AT) == ()


async def test_that_courses_are_forgotten_is_no_import_of_the_register(metier: Scene) -> None:
    await _register(metier, OLD, RECENT)
    await metier.book.run(forget_records, metier.office, AT + timedelta(hours=1))
    held = await metier.book.read(learners.status, "metier")
    assert (held.learners, held.imported_at) == (1, AT)


async def test_what_is_forgotten_of_somebody_is_their_old_courses_alone(metier: Scene) -> None:
    await _register(metier, OLD, RECENT)
    await metier.book.run(forget_records, metier.office, AT)
    assert await metier.book.read(learners.by_reference, "metier", "17") == _learner(RECENT)


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
@pytest.mark.parametrize("known", [(OLD,), (OLD, RECENT)], ids=["who would go", "who would stay"])
async def test_no_import_comes_to_hold_while_courses_are_forgotten(metier: Scene, known: tuple[Course, ...]) -> None:
    """Else what was read of the former register would be written over the new one."""
    await _register(metier, *known)
    moved = Learner("17", "Anna Holm", "anna@new.example", courses=(RECENT, OPEN))
    one = await metier.book.run(enrolling.begin, "metier", AT)
    await metier.book.run(enrolling.write, one, [moved], AT)
    await both(
        metier.book,
        lambda page: forget_records(page, metier.office, AT),
        lambda page: enrolling.hold(page, one, AT),
    )
    assert await metier.book.read(learners.by_reference, "metier", "17") == moved
