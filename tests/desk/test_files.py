"""Files at the desk: given to save and never to run, and only once the virus scanner has looked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest
from httpx import AsyncClient, Response
from hypothesis import example, given
from hypothesis import strategies as st

from cases.case import Case, Event
from cases.files import CLEAN, LONG, UNCHECKED
from cases.kind import Kind
from cases.message import Address, Attachment
from desk.files import disposition
from storage import attachments, history, looks
from storage.looks import VIRUS, Answer
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene, fields

FOUND = "Win.Trojan.Agent-1388639"
PAGE = b"part 2 of 9 bytes"


@dataclass
class Filed:
    """A file at the desk, and somebody who looks at it."""

    scene: Scene
    case: Case
    message: int
    browser: AsyncClient

    @property
    def address(self) -> str:
        return f"/desk/cases/{self.case.number}/messages/{self.message}/attachments/2"

    async def waits(self) -> None:
        asked = (Answer(), self.scene.now)
        await self.scene.book.run(looks.put, "mentorix", self.message, VIRUS, asked)

    async def said(self, verdict: str) -> None:
        await self.scene.book.run(looks.take, "mentorix", self.message, VIRUS)
        await self.scene.book.run(attachments.mark, "mentorix", self.message, CLEAN, {2: verdict})

    async def got(self) -> Response:
        return await self.browser.get(self.address)

    async def page(self) -> Response:
        return await self.browser.get(f"/desk/cases/{self.case.number}")

    async def unchecked(self, form: Mapping[str, str] | None = None) -> Response:
        sent = form if form is not None else fields(await self.page(), f"{self.address}/unchecked")
        return await self.browser.post(f"{self.address}/unchecked", data=sent)

    async def events(self) -> list[Event]:
        return list(await self.scene.book.read(history.of_case, "mentorix", self.case.id))


async def filed(scene: Scene, name: str = "bevis.pdf", media_type: str = "application/pdf") -> Filed:
    heard = await scene.hear(a_message(attachments=(Attachment(2, name, media_type, 10, "d"),)))
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    return Filed(scene, heard.opened[0], heard.message, browser)


async def test_a_file_is_given_to_save_and_never_to_run(scene: Scene) -> None:
    file = await filed(scene, 'søren\'s "bevis".html', "text/html")
    assert file.address in (await file.page()).text
    answer = await file.got()
    assert answer.content == PAGE
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"s_ren's _bevis_.html\"; filename*=UTF-8''s%C3%B8ren%27s%20_bevis_.html"
    )
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


RUNS = (
    "text/html",
    "text/html; charset=utf-7",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/xml",
    "text/plain",
    "application/javascript",
    "multipart/x-mixed-replace",
    "application/x-msdownload",
    "application/pdf\r\nX-Evil: 1",
    "APPLICATION/PDF",
    "",
)


async def test_a_type_that_a_browser_might_run_is_not_told(scene: Scene) -> None:
    attached = tuple(Attachment(part, "bevis.pdf", said, 10, "d") for part, said in enumerate(RUNS, 1))
    heard = await scene.hear(a_message(attachments=attached))
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    for file in attached:
        where = f"/desk/cases/{heard.opened[0].number}/messages/{heard.message}/attachments/{file.part}"
        answer = await browser.get(where)
        assert answer.headers["content-type"] == "application/octet-stream", file.media_type
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert "x-evil" not in answer.headers


async def test_a_paper_keeps_its_type_so_that_it_opens_in_its_program(scene: Scene) -> None:
    assert (await (await filed(scene)).got()).headers["content-type"] == "application/pdf"


async def test_a_file_of_another_conversation_cannot_be_had_by_its_number(scene: Scene) -> None:
    attached = (Attachment(2, "bevis.pdf", "application/pdf", 10, "d"),)
    bo = Address("Bo", "bo@example.net")
    theirs = await scene.hear(a_message(sender=bo, attachments=attached), a_reading(Kind.ACCESS))
    mine = await filed(scene)
    (own, other) = (mine.case.number, theirs.opened[0].number)
    for path in (
        f"/desk/cases/{own}/messages/{theirs.message}/attachments/2",
        f"/desk/cases/{other}/messages/{theirs.message}/attachments/2",
        f"/desk/cases/{own}/messages/1/attachments/1",
    ):
        assert (await mine.browser.get(path)).status_code == 404, path
        token = {"csrf": re.findall(r'name="csrf" value="([^"]+)"', (await mine.page()).text)[0]}
        assert (await mine.browser.post(f"{path}/unchecked", data=token)).status_code in {404, 409}, path
    assert [event.verb for event in await mine.events()].count("file_opened_unchecked") == 0


async def test_nobody_who_is_not_logged_in_gets_a_file(scene: Scene) -> None:
    file = await filed(scene)
    assert (await scene.browser().get(file.address)).status_code == 303
    assert (await scene.browser().post(f"{file.address}/unchecked", data={})).status_code == 401


async def test_a_file_that_was_found_clean_is_given(scene: Scene) -> None:
    file = await filed(scene)
    await file.waits()
    await file.said(CLEAN)
    assert (await file.got()).content == PAGE


async def test_until_the_scanner_has_looked_a_file_is_not_given_and_the_page_says_why(scene: Scene) -> None:
    file = await filed(scene)
    await file.waits()
    scene.later(seconds=LONG.total_seconds() - 1)
    page = (await file.page()).text
    assert "being checked for viruses" in page
    assert file.address not in page
    answer = await file.got()
    assert (answer.status_code, PAGE in answer.content) == (409, False)
    assert "still being checked for viruses" in answer.text


async def test_while_the_scanner_may_still_look_nobody_can_ask_for_the_file_as_it_is(scene: Scene) -> None:
    file = await filed(scene)
    await file.waits()
    token = {"csrf": re.findall(r'name="csrf" value="([^"]+)"', (await file.page()).text)[0]}
    answer = await file.unchecked(token)
    assert (answer.status_code, PAGE in answer.content) == (409, False)


async def test_while_the_scanner_is_away_for_long_staff_can_ask_for_the_file_as_it_is_and_that_is_written_down(
    scene: Scene,
) -> None:
    file = await filed(scene)
    await file.waits()
    scene.later(seconds=LONG.total_seconds())
    assert "the scanner does not answer" in (await file.page()).text
    assert (await file.got()).status_code == 409
    answer = await file.unchecked()
    assert answer.content == PAGE
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    last = (await file.events())[-1]
    assert (last.verb, last.data) == ("file_opened_unchecked", {"message": file.message, "part": 2})
    assert last.actor.startswith("staff ")
    assert "File downloaded unchecked" in (await file.page()).text


async def test_a_file_too_large_for_the_scanner_is_only_given_to_who_asks_for_it_as_it_is(scene: Scene) -> None:
    file = await filed(scene)
    await file.waits()
    await file.said(UNCHECKED)
    assert "too large for the scanner" in (await file.page()).text
    assert (await file.got()).status_code == 409
    assert (await file.unchecked()).content == PAGE


async def test_a_forged_form_opens_nothing(scene: Scene) -> None:
    file = await filed(scene)
    await file.waits()
    scene.later(seconds=LONG.total_seconds())
    assert (await file.unchecked({"csrf": "guessed"})).status_code == 403
    assert "file_opened_unchecked" not in [event.verb for event in await file.events()]


@pytest.mark.parametrize("language", ["da", "nl", "en"])
async def test_a_file_with_a_virus_is_nobody_s_and_the_page_says_so(scene: Scene, language: str) -> None:
    file = await filed(scene)
    file.browser = await scene.at_desk(await scene.hire("course_administrator", email="x@y.example", language=language))
    await file.waits()
    scene.later(seconds=LONG.total_seconds())
    form = fields(await file.page(), f"{file.address}/unchecked")
    await file.said(FOUND)
    page = (await file.page()).text
    assert FOUND in page
    assert file.address not in page
    for answer in (await file.got(), await file.unchecked(form)):
        assert (answer.status_code, PAGE in answer.content) == (403, False)
        assert "virus" in answer.text
    assert "file_opened_unchecked" not in [event.verb for event in await file.events()]


async def test_who_asks_for_a_file_as_it_is_the_moment_it_was_found_clean_gets_it(scene: Scene) -> None:
    file = await filed(scene)
    await file.waits()
    scene.later(seconds=LONG.total_seconds())
    form = fields(await file.page(), f"{file.address}/unchecked")
    await file.said(CLEAN)
    assert (await file.unchecked(form)).content == PAGE
    assert "file_opened_unchecked" not in [event.verb for event in await file.events()]


async def test_a_virus_that_is_in_none_of_the_files_is_shown_with_the_letter(scene: Scene) -> None:
    file = await filed(scene)
    await scene.book.run(attachments.mark, "mentorix", file.message, FOUND, {2: CLEAN})
    page = (await file.page()).text
    assert f"found {FOUND} in this letter" in page
    assert (await file.got()).content == PAGE


NAMES = [
    ("kvittering.pdf", "kvittering.pdf", "kvittering.pdf"),
    ("Bevis på køb.PDF", "Bevis på køb.PDF", "Bevis pa k_b.PDF"),
    ("../../etc/passwd", "_.._etc_passwd", "_.._etc_passwd"),
    ("C:\\Users\\a\\nota.docx", "C_Users_a_nota.docx", "C_Users_a_nota.docx"),
    ("regning\u202efdp.exe", "regning_fdp.exe", "regning_fdp.exe"),
    ('a"; filename="b.exe', "a_; filename=_b.exe", "a__ filename=_b.exe"),
    ("a\r\nSet-Cookie: x=1.pdf", "a_Set-Cookie_ x=1.pdf", "a_Set-Cookie_ x=1.pdf"),
    ("100%25.pdf", "100%25.pdf", "100_25.pdf"),
    ("CON.pdf", "_CON.pdf", "_CON.pdf"),
    ("nul", "_nul", "_nul"),
    (" .hidden. ", "hidden", "hidden"),
    ("", "file-2", "file-2"),
    ("...", "file-2", "file-2"),
    ("文書.pdf", "文書.pdf", "__.pdf"),
    ("\ud800.pdf", "_.pdf", "_.pdf"),
    ("x" * 300 + ".pdf", "x" * 116 + ".pdf", "x" * 116 + ".pdf"),
]


def both(header: str) -> tuple[str, str]:
    """Give the two names that a browser reads in the header: the new way's, and the old way's."""
    plain = re.search(r'; filename="((?:[^"\\])*)"', header)
    extended = re.search(r"; filename\*=UTF-8''([A-Za-z0-9._~%-]+)$", header)
    assert plain, header
    assert extended, header
    return unquote(extended[1]), plain[1]


@pytest.mark.parametrize(("given", "new", "old"), NAMES, ids=[repr(name[0][:24]) for name in NAMES])
def test_a_name_is_said_in_both_ways_and_safe_in_each(given: str, new: str, old: str) -> None:
    assert both(disposition(given, 2)) == (new, old)


@example("\u0ec8.0")
@example("\u20240")
@given(st.text(max_size=200))
def test_whatever_a_file_is_called_the_header_is_one_header_and_the_ending_stays(name: str) -> None:
    header = disposition(name, 2)
    assert header.isascii()
    assert header.isprintable()
    parsed = EmailMessage()
    parsed["Content-Disposition"] = header
    assert parsed.get_content_disposition() == "attachment"
    new, old = both(header)
    assert new
    assert not re.search(r"[/\\\x00-\x1f\u202e]", new)
    ending = PurePosixPath(new).suffix
    assert PurePosixPath(old).suffix == ending or not ending.isascii() or re.search(r"[%;\"]", ending)
