"""Whatever somebody typed is there again after the session ended or another began: on the page, and nowhere else."""

from html import unescape

import pytest
from httpx import AsyncClient, Response
from hypothesis import given
from hypothesis import strategies as st

from cases.kind import Kind
from desk.forms import LARGEST
from desk.kept import OWN, Kept, Unsent
from tests.builders import a_reading
from tests.desk.scene import PASSWORD, Scene, fields

WORDS = 'Hun sagde: "<det var dyrt>"\nog gik igen.'
CALL = {
    "route": "phone",
    "received": "2026-03-02T09:30",
    "kind": "complaint",
    "name": "Grethe Østergård",
    "email": "grethe@example.org",
    "language": "da",
    "text": WORDS,
}
NO_FILE = ("files", ("", b"", "application/octet-stream"))
EMAIL = "bo@mentorix.example"

ON_CASES = (
    ("deeds/improvement", {"cause": WORDS, "action": "Ring"}),
    ("deeds/hold_review", {"reason": WORDS}),
    ("identity", {"way": "phone", "note": WORDS}),
    ("correction", {"message": "7", "saw.name": "Anna", "field.name": WORDS}),
)


@pytest.fixture
async def browser(scene: Scene) -> AsyncClient:
    """Give somebody at work."""
    return await scene.at_desk(await scene.hire("course_administrator", email=EMAIL))


async def logged_in_again(browser: AsyncClient, asks: Response, email: str = EMAIL) -> Response:
    """Log in with the form of a page, as a browser fills it in."""
    assert asks.status_code == 401
    assert "Your session has ended" in asks.text
    assert not asks.has_redirect_location
    assert 'action="/desk/login" enctype="multipart/form-data"' in asks.text
    form = {**carried(asks), "email": email, "password": PASSWORD}
    return await browser.post("/desk/login", files=[(name, (None, said)) for name, said in form.items()])


def carried(asks: Response) -> dict[str, str]:
    """Give what a log-in form carries, texts of several lines too."""
    areas = asks.text.split("<textarea ")[1:]
    texts = {area.split('name="')[1].split('"')[0]: area.split(">\n", 1)[1].split("</textarea>")[0] for area in areas}
    return {**fields(asks, "/desk/login"), **{name: unescape(text) for name, text in texts.items()}}


def read(answer: Response) -> str:
    return unescape(answer.text)


async def new_session(browser: AsyncClient, email: str = EMAIL) -> None:
    await browser.post("/desk/login", data={"email": email, "password": PASSWORD})


async def hidden(browser: AsyncClient, address: str) -> dict[str, str]:
    return fields(await browser.get(address), address)


async def test_what_somebody_was_registering_is_there_again_after_a_log_in(scene: Scene, browser: AsyncClient) -> None:
    form = {**await hidden(browser, "/desk/register"), **CALL}
    scene.later(hours=3)
    asks = await browser.post("/desk/register", data=form, files=[("files", ("brev.pdf", b"%PDF", "application/pdf"))])
    back = await logged_in_again(browser, asks)
    assert back.status_code == 200
    assert "Du er logget ind igen." in back.text
    assert "Filer, du havde valgt, skal vælges igen." in back.text
    assert WORDS in read(back)
    for name in ("name", "email", "received"):
        assert f'value="{CALL[name]}"' in back.text
    assert '<option value="complaint" selected>' in back.text
    again = {**CALL, **fields(back, "/desk/register")}
    assert (await browser.post("/desk/register", data=again, files=[NO_FILE])).status_code == 303


async def test_a_mistyped_password_loses_nothing_of_a_registration(scene: Scene, browser: AsyncClient) -> None:
    form = {**await hidden(browser, "/desk/register"), **CALL}
    scene.later(hours=3)
    asks = await browser.post("/desk/register", data=form, files=[NO_FILE])
    wrong = await browser.post("/desk/login", data={**carried(asks), "email": EMAIL, "password": "not it at all"})
    assert wrong.status_code == 401
    assert f'type="email" name="email" value="{EMAIL}"' in wrong.text
    assert carried(wrong) == carried(asks)


async def test_what_somebody_was_registering_with_an_older_log_in_is_there_again(browser: AsyncClient) -> None:
    form = {**await hidden(browser, "/desk/register"), **CALL}
    await new_session(browser)
    answer = await browser.post("/desk/register", data=form, files=[NO_FILE])
    assert answer.status_code == 403
    assert "Du har logget ind på ny i mellemtiden" in answer.text
    assert WORDS in read(answer)
    assert fields(answer, "/desk/register")["csrf"] != form["csrf"]


@pytest.mark.parametrize("longer", [False, True], ids=["as it is", "a form like none of ours, files first"])
async def test_of_nobody_the_words_are_carried_and_no_file(scene: Scene, browser: AsyncClient, *, longer: bool) -> None:
    scene.later(hours=3)
    scans = [("files", (f"{name}.pdf", b"x" * LARGEST, "application/pdf")) for name in "ab"]
    words = [(name, (None, value)) for name, value in CALL.items()]
    asks = await browser.post("/desk/register", files=[*scans, *words] if longer else [*words, *scans])
    assert asks.status_code == 401
    assert (carried(asks).get("text") == WORDS) is not longer
    assert "xxx" not in asks.text


async def test_too_many_files_are_refused_and_the_words_stay(browser: AsyncClient) -> None:
    form = {**await hidden(browser, "/desk/register"), **CALL}
    scans = [("files", (f"{number}.pdf", b"x" * 70_000, "application/pdf")) for number in range(9)]
    answer = await browser.post("/desk/register", data=form, files=scans)
    assert answer.status_code == 422
    assert "add no more than 8 files" in answer.text
    assert WORDS in read(answer)


async def test_an_improvement_is_there_again_after_a_log_in(scene: Scene, browser: AsyncClient) -> None:
    form = {**await hidden(browser, "/desk/improvements"), "cause": WORDS, "action": "Ring"}
    scene.later(hours=3)
    back = await logged_in_again(browser, await browser.post("/desk/improvements", data=form))
    assert WORDS in read(back)
    again = {**form, **fields(back, "/desk/improvements")}
    assert (await browser.post("/desk/improvements", data=again)).status_code == 303


async def test_an_improvement_of_an_older_log_in_or_that_is_refused_is_there_again(browser: AsyncClient) -> None:
    form = {**await hidden(browser, "/desk/improvements"), "cause": WORDS, "action": ""}
    refused = await browser.post("/desk/improvements", data=form)
    await new_session(browser)
    stale = await browser.post("/desk/improvements", data=form)
    assert (refused.status_code, stale.status_code) == (422, 403)
    assert WORDS in read(refused)
    assert WORDS in read(stale)


@pytest.mark.parametrize(("form", "typed"), ON_CASES, ids=[form for form, _ in ON_CASES])
async def test_what_was_typed_on_a_case_is_there_again(
    scene: Scene, browser: AsyncClient, form: str, typed: dict[str, str]
) -> None:
    number = (await scene.hear()).opened[0].number
    address = f"/desk/cases/{number}/{form}"
    csrf = await hidden(browser, "/desk/register")
    await new_session(browser)
    stale = await browser.post(address, data={**csrf, **typed})
    scene.later(hours=3)
    back = await logged_in_again(browser, await browser.post(address, data={**csrf, **typed}))
    for answer, status in ((stale, 403), (back, 200)):
        assert answer.status_code == status
        assert f"<h1>{number}" in answer.text
        assert WORDS in read(answer)


async def test_an_address_for_the_window_of_an_envelope_is_shown_again(scene: Scene, browser: AsyncClient) -> None:
    draft = await scene.draft((await scene.hear()).opened[0].number)
    address, typed = f"/desk/letters/{draft.id}.pdf", {"csrf": "old", "address": WORDS}
    stale = await browser.post(address, data=typed)
    assert (stale.status_code, WORDS in read(stale)) == (403, True)
    scene.later(hours=3)
    assert WORDS in read(await logged_in_again(browser, await browser.post(address, data=typed)))


async def test_who_logs_in_and_may_not_see_the_case_sees_the_text_alone(scene: Scene, browser: AsyncClient) -> None:
    case = (await scene.hear(reading=a_reading(Kind.COMPLAINT))).opened[0]
    form = {**await hidden(browser, "/desk/register"), "cause": WORDS, "action": "Ring"}
    await scene.hire("trainer", "metier", email="ida@metier.example")
    scene.later(hours=3)
    asks = await browser.post(f"/desk/cases/{case.number}/deeds/improvement", data=form)
    back = await logged_in_again(browser, asks, "ida@metier.example")
    assert back.status_code == 200
    assert WORDS in read(back)
    assert "Anna" not in back.text
    assert (await browser.get("/desk/")).status_code == 200


async def test_where_nothing_was_typed_a_log_in_leads_to_the_queue(scene: Scene, browser: AsyncClient) -> None:
    number = (await scene.hear()).opened[0].number
    form = fields(await browser.get(f"/desk/cases/{number}"), f"/desk/cases/{number}/assignment")
    await new_session(browser)
    assert (await browser.post(f"/desk/cases/{number}/assignment", data=form)).status_code == 403
    scene.later(hours=3)
    asks = await browser.post(f"/desk/cases/{number}/assignment", data=form)
    assert asks.status_code == 401
    await new_session(browser)
    assert carried(asks) == {"next": "/desk/"}


async def test_a_log_in_with_a_file_or_in_no_form_at_all_is_none(scene: Scene) -> None:
    sent = {"email": EMAIL, "password": PASSWORD}
    with_file = await scene.browser().post("/desk/login", data=sent, files=[("note", ("a.txt", b"a", "text/plain"))])
    nonsense = await scene.browser().post(
        "/desk/login", content=b"--x\r\n", headers={"content-type": "multipart/form-data"}
    )
    assert (with_file.status_code, nonsense.status_code) == (403, 403)


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
async def test_what_another_site_sent_is_shown_to_nobody(browser: AsyncClient, headers: dict[str, str]) -> None:
    for address in ("/desk/register", "/desk/improvements"):
        answer = await browser.post(address, data={"cause": WORDS, "text": WORDS}, headers=headers)
        assert answer.status_code == 403
        assert WORDS not in read(answer)


async def test_a_log_in_carries_a_form_to_no_other_site(scene: Scene) -> None:
    await scene.hire("course_administrator", email=EMAIL)
    sent = {"email": EMAIL, "password": PASSWORD, "to": "https://evil.example/", "note": WORDS}
    answer = await scene.browser().post("/desk/login", data=sent)
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


async def test_the_longest_text_goes_through_a_log_in(scene: Scene, browser: AsyncClient) -> None:
    text = "🙂" * 100_000
    scene.later(hours=3)
    asks = await browser.post(
        "/desk/register", files=[(name, (None, said)) for name, said in {**CALL, "text": text}.items()]
    )
    assert text in (await logged_in_again(browser, asks)).text


names = st.text("abcdkept.", min_size=1, max_size=8) | st.sampled_from(sorted(OWN))


@given(st.dictionaries(names, st.text(max_size=5)))
def test_whatever_a_form_calls_its_fields_they_come_through_a_log_in(form: dict[str, str]) -> None:
    typed = {"email": "me@mentorix.example", "password": "secret", "next": "/desk/"}
    packed = Unsent("/desk/register", {**form, "csrf": "old"}).packed()
    assert Unsent.unpacked({**packed, **typed}) == Unsent("/desk/register", form)
    assert "old" not in packed.values() or "old" in form.values()


@pytest.mark.parametrize(
    ("form", "texts"),
    [
        ({"csrf": "t", "cause": " a ", "action": "", "owner": "b"}, ("a", "b")),
        ({"csrf": "t", "reason": "withdrawn"}, ()),
        ({"csrf": "t", "number": "MX-26-1", "seen": "7", "grounds.excessive": "1"}, ()),
        ({"saw.name": "Ana", "field.name": "Anna", "saw.email": "x", "field.email": "x"}, ("Anna",)),
    ],
)
def test_what_was_typed_is_told_from_what_the_form_had_brought(form: dict[str, str], texts: tuple[str, ...]) -> None:
    assert Kept.of(form, "kept.session").texts == texts
