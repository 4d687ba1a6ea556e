"""How a case stands: the page of its person and the interface of the organisation say the same, from one place."""

from dataclasses import replace
from datetime import date

import pytest

from bot.api.schemas import CaseStatus
from bot.case_words import of_page
from cases.case import Status
from cases.kind import Kind
from intake.case_page import Shown
from intake.case_standing import OUTSIDE, Standing, standing
from storage import casebook
from storage.page import Page
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.test_pause import asked


async def of(scene: Scene, number: str) -> Standing:
    """Say how a case stands now."""

    def read(page: Page) -> Standing:
        case = casebook.by_number(page, "mentorix", number)
        assert case
        return standing(page, case, scene.office, scene.now)

    return await scene.book.read(read)


async def test_a_case_stands_alike_on_its_page_and_at_the_interface(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS))
    found = await of(scene, case.number)
    assert (found.kind, found.outside, found.due) == (Kind.ACCESS, "open", date(2026, 4, 7))
    said = CaseStatus.of(found)
    (shown,) = of_page(Shown(scene.office, "en", case, "", (found,)), "en")["cases"]
    assert (said.due, said.late, said.waits) == (date(2026, 4, 7), False, False)
    assert "7 April 2026" in " ".join(shown["dates"])
    scene.later(days=60)
    assert (await of(scene, case.number)).late


async def test_while_a_person_reads_it_first_neither_kind_nor_date_is_told(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS))
    await scene.book.run(casebook.save, replace(case, held_for="is_unclear", status=Status.HELD))
    found = await of(scene, case.number)
    assert (found.held, found.due, found.late, found.missing, found.outside) == (True, None, False, (), "open")
    (shown,) = of_page(Shown(scene.office, "en", case, "", (found,)), "en")["cases"]
    assert (shown["kind"], shown["dates"]) == ("", ())


async def test_while_the_person_is_asked_the_time_stands_still_on_both(scene: Scene) -> None:
    case = await asked(scene)
    found = await of(scene, case.number)
    assert (found.waits, CaseStatus.of(found).waits) == (True, True)


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CLOSED, Status.APPEALED])
async def test_what_is_over_lacks_nothing(scene: Scene, status: Status) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    assert (await of(scene, case.number)).missing
    await scene.book.run(casebook.save, replace(case, status=status))
    found = await of(scene, case.number)
    assert (found.missing, found.outside) == ((), OUTSIDE[status])


def test_every_status_has_a_name_outside() -> None:
    assert set(OUTSIDE) == set(Status)
