"""What each file of a letter probably is, as staff see it."""

import pytest

from cases.message import Attachment
from cases.reading import Document, DocumentKind
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene

SCAN = Attachment(2, "scan.pdf", "application/pdf", 10, "d")
OTHER = Attachment(3, "plan.pdf", "application/pdf", 10, "e")
READ = Document(2, DocumentKind.MEDICAL_CERTIFICATE, 0.964, ("Lægeerklæring", "<b>"), read=True)
PLAIN = Document(3, DocumentKind.OTHER, 0.9, read=True)


async def page_in(scene: Scene, language: str, document: Document) -> str:
    heard = await scene.hear(a_message(attachments=(SCAN, OTHER)), a_reading(documents=(document, PLAIN)))
    browser = await scene.at_desk(await scene.hire("course_administrator", language=language))
    return (await browser.get(f"/desk/cases/{heard.opened[0].number}")).text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "sandsynligvis: lægeerklæring"),
        ("nl", "waarschijnlijk: medische verklaring"),
        ("en", "probably: medical certificate"),
    ],
)
async def test_what_a_file_probably_is_stands_beside_it_with_what_shows_it(
    scene: Scene, language: str, words: str
) -> None:
    page = await page_in(scene, language, READ)
    assert page.count(words) == 1
    assert "96 %" in page
    assert "<q>Lægeerklæring</q>, <q>&lt;b&gt;</q>" in page


async def test_a_file_that_nobody_has_read_is_not_spoken_of_as_if_it_were(scene: Scene) -> None:
    page = await page_in(scene, "en", Document(2, DocumentKind.INVOICE, 0.55, ("regn",)))
    assert "going by its name and the letter, perhaps: invoice or receipt" in page
    assert "probably:" not in page


async def test_a_guess_about_a_file_is_told_as_a_guess(scene: Scene) -> None:
    page = await page_in(scene, "da", Document(2, DocumentKind.INVOICE, 0.55, ("regn",), read=True))
    assert "måske: faktura eller kvittering" in page
    assert "sandsynligvis:" not in page
