"""What is in an archive, as staff see it: its names, before anybody saves it."""

from cases.message import Attachment
from tests.builders import a_message
from tests.desk.scene import Scene

ZIP = Attachment(2, "bilag.zip", "application/zip", 10, "d", contents=("kvittering.pdf", "<script>.js"))
PAPER = Attachment(3, "klage.pdf", "application/pdf", 10, "e")


async def test_the_names_in_an_archive_stand_beside_it_and_beside_no_other_file(scene: Scene) -> None:
    heard = await scene.hear(a_message(attachments=(ZIP, PAPER)))
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    page = (await browser.get(f"/desk/cases/{heard.opened[0].number}")).text
    assert page.count("What is in the archive: 2 files") == 1
    assert "kvittering.pdf · &lt;script&gt;.js" in page
    assert "<script>.js" not in page
