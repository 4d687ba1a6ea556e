"""Files are shown at the desk once somebody asks: pictures, and the first page of a PDF; never what is kept back."""

import struct

import pytest

from cases.files import CLEAN
from storage import attachments
from tests.desk.scene import Scene
from tests.desk.test_files import FOUND, Filed, filed
from tests.papers import MEDICAL, a_pdf

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PNG = b"\x89PNG\r\n\x1a\n" + b"some picture"


async def shown(file: Filed, what: str) -> tuple[int, str]:
    answer = await file.browser.get(f"{file.address}/{what}")
    return answer.status_code, answer.text


async def test_a_picture_is_shown_on_a_page_of_its_own_and_runs_nothing(scene: Scene) -> None:
    scene.files = {2: PNG}
    file = await filed(scene, "kvittering.png", "image/png")
    page = (await file.page()).text
    assert f'href="{file.address}/preview"' in page
    assert f"{file.address}/picture" not in page, "nothing is loaded until somebody asks"
    status, text = await shown(file, "preview")
    assert status == 200
    assert f'src="{file.address}/picture"' in text
    answer = await file.browser.get(f"{file.address}/picture")
    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == "inline"


async def test_of_a_pdf_the_first_page_is_shown_as_a_picture(scene: Scene) -> None:
    scene.files = {2: a_pdf(MEDICAL)}
    file = await filed(scene)
    assert "This is the first page only." in (await shown(file, "preview"))[1]
    answer = await file.browser.get(f"{file.address}/picture")
    assert answer.headers["content-type"] == "image/png"
    width, height = struct.unpack(">II", answer.content[16:24])
    assert width > 300
    assert height > width


@pytest.mark.parametrize(
    ("name", "said", "octets"),
    [
        ("billede.png", "image/png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("billede.png", "image/png", b"<!doctype html><script>alert(1)</script>"),
        ("bevis.pdf", "application/pdf", b"%PDF-1.7 and nothing more"),
    ],
)
async def test_what_is_no_picture_is_not_shown_whatever_it_says(
    scene: Scene, name: str, said: str, octets: bytes
) -> None:
    scene.files = {2: octets}
    file = await filed(scene, name, said)
    assert (await file.browser.get(f"{file.address}/picture")).status_code == 404
    assert (await shown(file, "preview"))[0] == 200


@pytest.mark.parametrize("what", ["preview", "picture"])
async def test_a_file_that_may_not_be_had_is_not_shown(scene: Scene, what: str) -> None:
    scene.files = {2: PNG}
    file = await filed(scene, "kvittering.png", "image/png")
    stranger = await scene.at_desk(await scene.hire("appeal_assessor"))
    assert (await stranger.get(f"{file.address}/{what}")).status_code == 404
    await file.waits()
    assert (await shown(file, what))[0] == 409
    assert f"{file.address}/preview" not in (await file.page()).text
    await file.said(FOUND)
    assert (await shown(file, what))[0] == 403


async def test_a_file_for_few_is_shown_to_few(scene: Scene) -> None:
    scene.files = {2: PNG}
    file = await filed(scene, "attest.png", "image/png")
    await scene.book.run(attachments.mark, "mentorix", file.message, CLEAN, {2: CLEAN})
    await scene.book.run(attachments.restrict, "mentorix", file.message, (2,))
    assert (await shown(file, "picture"))[0] == 403
    assert f"{file.address}/preview" not in (await file.page()).text
