"""What somebody takes along is looked at by a person first: downloaded at the desk, and that is written down."""

import csv
import io
import json
import zipfile

import pytest
from httpx import AsyncClient, Response

from cases.kind import Kind
from cases.office import Office
from intake.keep_out import KeepingOut, keep_out
from storage import casebook, history
from tests.builders import a_message, a_reading
from tests.desk.scene import CALENDARS, Scene, fields

WORDS = "Jeg vil gerne have mine data med. Mit CPR-nummer er 211062-5629."


async def _asked(scene: Scene) -> str:
    """Let Anna ask for her data; give the number of her case."""
    heard = await scene.hear(a_message(text=WORDS), a_reading(Kind.PORTABILITY, text=WORDS))
    return heard.opened[0].number


async def _officer(scene: Scene) -> AsyncClient:
    return await scene.at_desk(await scene.hire("privacy_officer", language="en"))


async def _package(browser: AsyncClient, number: str) -> Response:
    """Press the button on the case's page."""
    address = f"/desk/cases/{number}/package.zip"
    page = await browser.get(f"/desk/cases/{number}")
    return await browser.post(address, data=fields(page, address))


async def _verbs(scene: Scene, number: str) -> list[str]:
    case = await scene.book.read(casebook.by_number, "mentorix", number)
    assert case
    return [event.verb for event in await scene.book.read(history.of_case, "mentorix", case.id)]


async def test_r_20_1_who_decides_downloads_the_package_and_that_is_written_down(scene: Scene) -> None:
    number = await _asked(scene)
    answer = await _package(await _officer(scene), number)
    assert answer.headers["content-type"] == "application/zip"
    assert f'filename="{number}.zip"' in answer.headers["content-disposition"]
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    assert packed.namelist() == ["data.json", "fields.csv", "cases.csv", "messages.csv"]
    data = json.loads(packed.read("data.json"))
    assert [one["number"] for one in data["cases"]] == [number]
    (row,) = csv.DictReader(io.StringIO(packed.read("messages.csv").decode()))
    assert "Jeg vil gerne have mine data med" in row["text"]
    assert "5629" not in answer.text + packed.read("data.json").decode() + row["text"]
    assert (await _verbs(scene, number)).count("package_downloaded") == 1


async def test_what_somebody_asks_elsewhere_in_the_house_goes_into_the_package_too(scene: Scene) -> None:
    """The officer has no queue with complaints; the person's right is to all they gave us."""
    complaint = (await scene.hear()).opened[0].number
    number = await _asked(scene)
    packed = zipfile.ZipFile(io.BytesIO((await _package(await _officer(scene), number)).content))
    assert {one["number"] for one in json.loads(packed.read("data.json"))["cases"]} == {complaint, number}


async def test_who_is_kept_out_of_one_of_the_persons_cases_leaves_the_package_to_a_colleague(scene: Scene) -> None:
    """A package with something missing would look whole; and why it is refused tells of no case (P-MX-14)."""
    complaint = (await scene.hear()).opened[0]
    number = await _asked(scene)
    officer = await scene.hire("privacy_officer", language="en")
    office = Office(scene.policies["mentorix"], CALENDARS, "http://desk.test")
    keeping = KeepingOut("mentorix", complaint.id, officer.id)
    await scene.book.run(keep_out, keeping, await scene.hire("course_administrator"), office, scene.now)
    answer = await _package(await scene.at_desk(officer), number)
    assert answer.status_code == 403
    assert "The package also holds something you may not see." in answer.text
    assert complaint.number not in answer.text
    assert "package_downloaded" not in await _verbs(scene, number)


async def test_who_does_not_see_the_case_has_no_package(scene: Scene) -> None:
    number = await _asked(scene)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    token = fields(await browser.get("/desk/register"), "/desk/register")
    assert (await browser.post(f"/desk/cases/{number}/package.zip", data=token)).status_code == 404


async def test_a_page_elsewhere_cannot_have_it_downloaded(scene: Scene) -> None:
    number = await _asked(scene)
    browser = await _officer(scene)
    assert (await browser.post(f"/desk/cases/{number}/package.zip", data={})).status_code == 403
    assert "package_downloaded" not in await _verbs(scene, number)


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.ERASURE])
async def test_only_who_asked_to_take_data_along_gets_a_package(scene: Scene, kind: Kind) -> None:
    number = (await scene.hear(reading=a_reading(kind))).opened[0].number
    browser = await _officer(scene)
    page = await browser.get(f"/desk/cases/{number}")
    assert "package.zip" not in page.text
    token = fields(page, f"/desk/cases/{number}/assignment")
    assert (await browser.post(f"/desk/cases/{number}/package.zip", data=token)).status_code == 403
