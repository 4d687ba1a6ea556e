"""The form for what came another way, as a browser sends it, and the log of improvements."""

import re
from email import message_from_bytes
from email.policy import SMTP

import pytest
from httpx import AsyncClient, Response

from cases.case import Event
from cases.kind import Kind
from storage import arrivals, casebook, history, improvements
from storage.improvements import Improvement
from storage.outbox import Entry
from storage.page import Page
from tests.builders import a_reading
from tests.desk.scene import Scene, fields

CALL = {
    "route": "phone",
    "received": "2026-03-02T09:30",
    "kind": "complaint",
    "name": "Grethe Østergård",
    "email": "grethe@example.org",
    "language": "da",
    "subject": "Aflyst kursus",
    "text": "Kurset blev aflyst to gange, og hun har ikke fået pengene tilbage.",
}


async def send(browser: AsyncClient, form: dict[str, str], **files: tuple[str, bytes, str]) -> Response:
    """Fill in the form and send it."""
    hidden = fields(await browser.get("/desk/register"), "/desk/register")
    parts = [("files", content) for content in files.values()] or [("none", ("", b"", "text/plain"))]
    return await browser.post("/desk/register", data={**hidden, **form}, files=parts)


async def at_desk(scene: Scene, role: str = "course_administrator") -> AsyncClient:
    return await scene.at_desk(await scene.hire(role))


def number_of(answer: Response) -> str:
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(r"/desk/cases/([A-Z0-9-]+)\?done=registered", answer.headers["location"])
    assert found, answer.headers["location"]
    return found[1]


async def receipt(scene: Scene, number: str) -> Entry:
    return next(one for one in await scene.letters(number) if one.outgoing.reply == "acknowledgement")


async def test_a_call_is_registered_as_it_came_and_the_person_is_answered(scene: Scene) -> None:
    browser = await at_desk(scene)
    number = number_of(await send(browser, CALL))
    page = (await browser.get(f"/desk/cases/{number}?done=registered")).text
    assert "Henvendelsen er registreret." in page
    assert "Grethe Østergård" in page
    assert "Registreret: telefon" in page
    told = await receipt(scene, number)
    assert told.outgoing.recipient == "grethe@example.org"
    assert "Kære Grethe Østergård" in told.outgoing.body


async def test_a_letter_by_post_is_kept_with_its_scan(scene: Scene) -> None:
    browser = await at_desk(scene)
    letter = {**CALL, "route": "post", "text": "", "email": ""}
    number = number_of(await send(browser, letter, scan=("brev.pdf", b"%PDF-1.4 brev", "application/pdf")))
    page = (await browser.get(f"/desk/cases/{number}")).text
    assert "brev.pdf" in page
    assert "Fortæl personen nummer og frist" in page


async def test_the_same_page_sent_twice_leads_to_the_same_case(scene: Scene) -> None:
    browser = await at_desk(scene)
    form = {**CALL, **fields(await browser.get("/desk/register"), "/desk/register")}
    first = await browser.post("/desk/register", data=form, files=[("none", ("", b"", "text/plain"))])
    again = await browser.post("/desk/register", data=form, files=[("none", ("", b"", "text/plain"))])
    assert number_of(first) == number_of(again)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"received": "2027-01-01T09:00"}, "cannot have come on 2027-01-01"),
        ({"received": "i går"}, "expected a date and time"),
        ({"kind": ""}, "expected one of"),
        ({"route": "brevdue"}, "expected one of"),
        ({"email": "grethe@@example"}, "no e-mail address"),
        ({"email": "grøthe@example.dk"}, "no e-mail address"),
        ({"text": " "}, "write down what was said"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(scene: Scene, wrong: dict[str, str], says: str) -> None:
    browser = await at_desk(scene)
    answer = await send(browser, {**CALL, **wrong})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Grethe Østergård" in answer.text


async def test_a_header_cannot_be_slipped_in_through_the_name(scene: Scene) -> None:
    browser = await at_desk(scene)
    number = number_of(await send(browser, {**CALL, "name": "Grethe\r\nBcc: alle@example.org"}))
    assert (await receipt(scene, number)).outgoing.recipient == "grethe@example.org"


async def test_who_may_not_see_cases_registers_none(scene: Scene) -> None:
    browser = await at_desk(scene, "external_assessor")
    assert (await browser.post("/desk/register", data=CALL)).status_code in {403, 404}


async def test_a_form_that_is_too_large_is_refused_before_it_is_read(scene: Scene) -> None:
    browser = await at_desk(scene)
    answer = await browser.post("/desk/register", content=b"x", headers={"Content-Length": str(30 * 1024 * 1024)})
    assert answer.status_code == 413


async def test_without_the_form_s_token_nothing_is_registered(scene: Scene) -> None:
    browser = await at_desk(scene)
    assert (await browser.post("/desk/register", data={**CALL, "csrf": "stolen"})).status_code == 403


async def test_the_log_of_improvements_is_kept_and_ticked_off(scene: Scene) -> None:
    browser = await at_desk(scene)
    form = fields(await browser.get("/desk/improvements"), "/desk/improvements")
    lesson = {**form, "cause": "Udsolgt lærebog", "action": "Bestil tidligere", "owner": "", "due": "2026-04-01"}
    assert (await browser.post("/desk/improvements", data=lesson)).status_code == 303
    page = await browser.get("/desk/improvements")
    assert "Udsolgt lærebog" in page.text
    assert "1. april 2026" in page.text
    (closing,) = re.findall(r'action="(/desk/improvements/\d+/closure)"', page.text)
    assert (await browser.post(closing, data=fields(page, closing))).status_code == 303
    assert "Gjort 2. marts 2026" in (await browser.get("/desk/improvements")).text


async def test_a_lesson_that_says_nothing_is_refused(scene: Scene) -> None:
    browser = await at_desk(scene)
    form = fields(await browser.get("/desk/improvements"), "/desk/improvements")
    assert (await browser.post("/desk/improvements", data={**form, "cause": "", "action": ""})).status_code == 422


BSN = "123456782"
AANVRAAG = {
    **CALL,
    "kind": "access",
    "language": "nl",
    "name": "Jan de Vries",
    "email": "jan@example.nl",
    "subject": f"Inzage, BSN {BSN}",
    "text": f"Zij vraagt wat wij van haar bewaren. BSN {BSN}, op het formulier stond 1234.56.782.",
}
SCAN = (f"bsn_{BSN}.txt", f"Mijn BSN is {BSN}.".encode(), "text/plain")


async def bytes_of(scene: Scene, organisation: str, number: str) -> list[bytes]:
    """Give the bytes that are kept of what a case was registered from, once for each time that it was sent."""

    def look(page: Page) -> list[bytes]:
        case = casebook.by_number(page, organisation, number)
        assert case
        return [one.raw or b"" for one in arrivals.of_message(page, organisation, case.opened_for)]

    return await scene.book.read(look)


def words_in(raw: bytes) -> str:
    """Give everything that can be read in a letter, its headers, its text and its files."""
    letter = message_from_bytes(raw, policy=SMTP)
    parts = [part for part in letter.walk() if not part.is_multipart()]
    return "\n".join([str(letter.items()), *(f"{part.items()} {part.get_content()}" for part in parts)])


async def test_r_bsn_2_what_may_not_be_kept_of_a_letter_is_not_kept_of_a_call_either(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("administrator", "mentor"))
    hidden = fields(await browser.get("/desk/register"), "/desk/register")
    form = {**hidden, **AANVRAAG}
    numbers = {number_of(await browser.post("/desk/register", data=form, files=[("files", SCAN)])) for _ in range(2)}
    kept = await bytes_of(scene, "mentor", *numbers)  # a form that is sent again is kept again
    assert len(kept) == 2
    assert "Zij vraagt wat wij van haar bewaren" in words_in(kept[0])
    assert not re.search(r"1\W?2\W?3\W?4\W?5\W?6\W?7\W?8\W?2", "".join(words_in(raw) for raw in kept))


async def test_where_a_number_may_be_kept_the_letter_stays_as_it_was_written_down(scene: Scene) -> None:
    number = number_of(await send(await at_desk(scene), {**AANVRAAG, "language": "da"}))
    (raw,) = await bytes_of(scene, "mentorix", number)
    assert BSN in words_in(raw)


async def test_a_lesson_that_is_sent_twice_stands_in_the_log_once(scene: Scene) -> None:
    browser = await at_desk(scene)
    form = fields(await browser.get("/desk/improvements"), "/desk/improvements")
    lesson = {**form, "cause": "Udsolgt lærebog", "action": "Bestil tidligere", "owner": "", "due": ""}
    first = await browser.post("/desk/improvements", data=lesson)
    again = await browser.post("/desk/improvements", data=lesson)
    assert (first.status_code, again.status_code) == (303, 422)
    assert "this stands in the log already" in again.text
    assert (await browser.get("/desk/improvements")).text.count("<td>Udsolgt lærebog") == 1


async def test_p_mx_14_a_lesson_of_an_appeal_stands_in_no_log_of_whom_it_shuts_out(scene: Scene) -> None:
    manager, assessor = await scene.hire("management"), await scene.hire("appeal_assessor")
    appeal = (await scene.hear(reading=a_reading(Kind.APPEAL))).opened[0]
    lesson = Improvement(7, "Appellen lærte os det", "Ring først", assessor.id, scene.now, case_number=appeal.number)
    await scene.book.run(improvements.add, "mentorix", lesson)
    await scene.book.run(
        history.record, "mentorix", appeal.id, (Event(scene.now, "kept_out", "svarfrist", {"person": manager.id}),)
    )
    browser, other = await scene.at_desk(manager), await scene.at_desk(assessor)
    form = fields(await browser.get("/desk/improvements"), "/desk/improvements")
    assert "Appellen" in (await other.get("/desk/improvements")).text
    assert "Appellen" not in (await browser.get("/desk/improvements")).text
    refused = await browser.post("/desk/improvements/7/closure", data=form)
    assert (refused.status_code, "no such improvement" in refused.text) == (422, True)
    assert "Appellen" not in refused.text
