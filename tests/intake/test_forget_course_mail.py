"""Mail that told trainer and invigilator of somebody goes when the course has ended, also where there is no case."""

from datetime import date, timedelta

import pytest

from cases.kind import Kind
from cases.learner import Course, Learner
from cases.message import Address, Judgement, Verdict
from cases.office import Office
from intake.forget_course_mail import AT_ONCE, Looked, all_course_mail, course_mail, forget_course_mail
from storage.book import Book
from tests import registers
from tests.builders import AT, a_reading
from tests.intake.rights import asked
from tests.intake.scene import Scene
from tests.remains import traces

SYSTEM = Address("Metiers kursussystem", "noreply@system.example")
NOTICE = Judgement(Verdict.FILE, "is_automatic", automatic=True, may_answer=False)
ENDED = date(2026, 3, 1)
COURSE = Course("PRINCE2 Foundation", date(2026, 2, 26), ENDED)
ANNA = Learner("17", "Anna Holm", "anna@example.org", courses=(COURSE,))
ENROLLED = "Anna Holm (anna@example.org) er tilmeldt PRINCE2 Foundation hos dig."
PASSED = "Resultat af PRINCE2 Foundation: Anna Holm har bestået."


@pytest.fixture
async def metier(book: Book, offices: dict[str, Office]) -> Scene:
    """Give Metier, whose register knows Anna; her course ended yesterday."""
    scene = Scene(book, offices["metier"])
    await _knows(scene, ANNA)
    return scene


async def _knows(scene: Scene, *people: Learner) -> None:
    await scene.book.run(
        registers.replace_all, scene.office.policy.id, {one.reference: one for one in people}, scene.now
    )


async def _filed(scene: Scene, text: str, sender: Address = SYSTEM) -> None:
    await scene.hear(a_reading(text=text), NOTICE, sender=sender, subject="Besked fra systemet", text=text)


async def _gone(scene: Scene) -> int:
    """Let the night pass; give how many messages went."""
    found = await scene.book.read(course_mail, scene.office, 0, scene.now)
    return await scene.book.run(forget_course_mail, scene.office, found, scene.now)


async def test_p_me_09_both_mails_go_when_the_course_has_ended_though_nobody_ever_wrote(metier: Scene) -> None:
    await _filed(metier, ENROLLED)
    await _filed(metier, PASSED)
    assert await metier.book.read(all_course_mail, metier.office, metier.now)
    assert await _gone(metier) == 2
    assert await metier.book.read(traces, "anna@example.org er tilmeldt", "har bestået") == []
    assert await _gone(metier) == 0


async def test_p_me_09_mails_stay_until_the_day_of_the_courses_end_is_over(metier: Scene) -> None:
    await _knows(metier, Learner("17", "Anna Holm", "anna@example.org", courses=(Course(COURSE.name, end=AT.date()),)))
    await _filed(metier, ENROLLED)
    assert await _gone(metier) == 0
    metier.later(days=1)
    assert await _gone(metier) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Anna Holm er tilmeldt PRINCE2 Practitioner.",
        "Bo Lund er tilmeldt PRINCE2 Foundation.",
        "anna.holm@example.org er tilmeldt PRINCE2 Foundation.",
        "PRINCE2 Foundation er nu åbent for tilmelding.",
        "Anna Holm har ændret sin adgangskode.",
    ],
    ids=["another course", "another person", "another address", "nobody", "no course"],
)
async def test_mail_that_tells_of_something_else_is_kept_like_all_mail(metier: Scene, text: str) -> None:
    await _filed(metier, text)
    assert await _gone(metier) == 0


async def test_what_somebody_wrote_themselves_is_none_of_these_mails(metier: Scene) -> None:
    """It may have been filed by mistake, and somebody may still open a case for it."""
    await _filed(metier, ENROLLED, Address("Anna Holm", "Anna@Example.org"))
    assert await _gone(metier) == 0


async def test_mail_that_came_long_after_the_course_is_none_of_these_mails(metier: Scene) -> None:
    metier.later(days=14)
    await _filed(metier, ENROLLED)
    assert await _gone(metier) == 0


async def test_a_list_of_participants_goes_when_the_course_is_over_for_all_of_them(metier: Scene) -> None:
    going_on = Course(COURSE.name, date(2026, 3, 2), date(2026, 3, 6))
    bo = Learner("18", "Bo van den Berg", "bo@example.org", courses=(going_on,))
    await _knows(metier, ANNA, bo)
    await _filed(metier, "Deltagere på PRINCE2 Foundation:\nAnna Holm\nBo van den Berg")
    assert await _gone(metier) == 0
    metier.later(days=5)
    assert await _gone(metier) == 1


@pytest.mark.parametrize("end", [None, date(2026, 6, 1)], ids=["no end is known", "taken once more"])
async def test_mail_stays_while_a_course_of_that_name_may_go_on(metier: Scene, end: date | None) -> None:
    twice = Learner("17", "Anna Holm", "anna@example.org", courses=(COURSE, Course(COURSE.name, end=end)))
    await _knows(metier, twice)
    await _filed(metier, ENROLLED)
    assert await _gone(metier) == 0


async def test_r_15_5_what_may_have_to_be_shown_is_searched_before_it_goes(metier: Scene) -> None:
    await _filed(metier, ENROLLED)
    await asked(metier, Kind.ACCESS)
    assert await _gone(metier) == 0


async def test_what_was_found_is_looked_at_again_before_it_goes(metier: Scene) -> None:
    """Anna asks to see her data between the look and the erasing."""
    await _filed(metier, ENROLLED)
    found = await metier.book.read(course_mail, metier.office, 0, metier.now)
    assert len(found.due) == 1
    await asked(metier, Kind.ACCESS)
    assert await metier.book.run(forget_course_mail, metier.office, found, metier.now) == 0


async def test_an_organisation_that_promised_nothing_of_the_kind_keeps_its_mail(
    book: Book, offices: dict[str, Office]
) -> None:
    scene = Scene(book, offices["jensenskurser"])
    await _knows(scene, ANNA)
    await _filed(scene, ENROLLED)
    assert await book.read(course_mail, scene.office, 0, scene.now + timedelta(days=1)) == Looked(frozenset(), None)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_more_mail_than_one_look_takes_is_looked_at_in_several(metier: Scene) -> None:
    for _ in range(AT_ONCE):
        await _filed(metier, "Systemet er oppe igen.")
    await _filed(metier, ENROLLED)
    first = await metier.book.read(course_mail, metier.office, 0, metier.now)
    assert not first.due
    assert first.after
    second = await metier.book.read(course_mail, metier.office, first.after, metier.now)
    assert (len(second.due), second.after) == (1, None)
    assert await metier.book.read(all_course_mail, metier.office, metier.now) == second.due
