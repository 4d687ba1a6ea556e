"""The page of a case in a browser: what it says, what it takes and refuses, and that everybody can use it."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from bot.case_ask import ASKED, is_number
from bot.case_forms import LONGEST_TEXT
from bot.case_pages import COPIES, LETTERS, PAGES, CasePages, case_app
from bot.case_words import EXAMPLE, texts_of
from bot.identity_page import HEADERS
from bot.reception import FileSense
from bot.uploads import LARGEST_FILE, MOST_FILES
from cases.case import Case, Status
from cases.kind import Kind
from cases.message import Channel
from intake.case_pass import GOOD_FOR, code_of, secret_of
from intake.case_visit import AN_HOUR, TRIES
from mail.attachments import media_type, safe_name
from replies.words import LANGUAGES
from storage import arrivals, casebook, passes
from storage.book import Book
from storage.page import Page
from tests.builders import a_reading
from tests.intake.case_pages import forms_of
from tests.intake.scene import Scene

KEY = b"k" * 32
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
NOBODYS = "/case/q0mLJb4nHqS2wVJkq3m8xYt1Zr5e7uCgB9dKfPoAhXs"
Files = list[tuple[str, tuple[str, bytes, str]]]


@dataclass
class Visitor:
    """A browser at the page of a case."""

    scene: Scene
    browser: AsyncClient
    case: Case
    path: str

    async def get(self, path: str = "", **given: Any) -> Response:  # noqa: ANN401 - as httpx takes it
        """Open a page."""
        return await self.browser.get(f"{self.path}{path}", **given)

    async def post(self, path: str, files: Files | None = None, **fields: str) -> Response:
        """Send a form of the page."""
        form = {**forms_of(await self.get()), **fields}
        return await self.browser.post(f"{self.path}/{path}", data=form, files=files)

    async def kept(self) -> list[bytes]:
        """Give what was sent in and waits to be understood."""

        def waiting(page: Page) -> list[bytes]:
            claimed = arrivals.claim(page, Channel.FORM, ("node", self.scene.now), 64)
            return [one.raw or b"" for one in claimed]

        return await self.scene.book.run(waiting)


@pytest.fixture
def scene(book: Book, offices: Mapping[str, Any]) -> Scene:
    """Give a case book of Mentorix with nothing in it, whose pages are public."""
    return Scene(book, replace(offices["mentorix"], public_url="https://svar.test"))


@pytest.fixture
async def browser(scene: Scene) -> AsyncIterator[AsyncClient]:
    """Open a browser at the pages."""
    sense = FileSense(media_type, safe_name)
    pages = CasePages(
        scene.book, {"mentorix": scene.office}, lambda: scene.now, KEY, sense, lambda found: found.number.encode()
    )
    app = FastAPI()
    app.mount("/case", case_app(pages))
    async with AsyncClient(transport=ASGITransport(app=app), base_url="https://svar.test") as client:
        yield client


@pytest.fixture
async def anna(scene: Scene, browser: AsyncClient) -> Visitor:
    """Let Anna have a complaint, and the link to its page."""
    return await visitor(scene, browser)


async def visitor(scene: Scene, browser: AsyncClient, **reading: Any) -> Visitor:  # noqa: ANN401 - fields of the reading
    """Let somebody have a complaint, and the link to its page."""
    case = await scene.opened(a_reading(Kind.COMPLAINT, **reading))
    secret = secret_of(KEY, "mentorix", f"letter of {case.id}")

    def write(page: Page) -> None:
        passes.write(page, case, (secret, case.requester.address or ""), scene.now, scene.now + GOOD_FOR)

    await scene.book.run(write)
    return Visitor(scene, browser, case, f"/case/{secret}")


async def proved(anna: Visitor) -> Response:
    """Let Anna have a code sent and type it in; give the page then."""
    assert (await anna.post("code")).status_code == 303
    letter = [one for one in await anna.scene.letters(anna.case) if one.outgoing.reply == "case_code"][-1]
    code = code_of(KEY, "mentorix", int(letter.outgoing.cause.split()[1]))
    assert (await anna.post("proof", code=code)).status_code == 303
    return await anna.get()


async def test_nothing_about_the_page_is_kept_found_or_passed_on(anna: Visitor) -> None:
    for seen in (await anna.get(), await anna.browser.get(NOBODYS), await anna.browser.get("/case/")):
        assert {name: seen.headers[name] for name in HEADERS} == HEADERS
        assert (seen.headers["Referrer-Policy"], seen.headers["Cache-Control"]) == ("no-referrer", "no-store")
        assert "noindex" in seen.headers["X-Robots-Tag"]
        assert "script" not in seen.text


async def test_the_cookie_is_bound_to_this_host_and_no_script_reads_it(anna: Visitor) -> None:
    cookie = (await anna.get()).headers["Set-Cookie"]
    assert cookie.startswith("__Host-case-")
    for rule in ("HttpOnly", "Secure", "Path=/", "SameSite=lax"):
        assert rule in cookie
    assert "Max-Age" not in cookie
    assert "Set-Cookie" not in (await anna.get()).headers


async def test_a_message_with_files_is_kept_in_the_cases_conversation_before_thanks_are_said(anna: Visitor) -> None:
    files: Files = [("files", ("bevis.pdf", PDF, "text/plain")), ("files", ("note.txt", b"hej", "text/plain"))]
    sent = await anna.post("message", files, text="Her er beviset.")
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{anna.path}?done=message")
    (raw,) = await anna.kept()
    letters = await anna.scene.letters(anna.case)
    for words in (b"Her er beviset.", b'filename="bevis.pdf"', f"X-Svarfrist-Thread: {letters[0].token}".encode()):
        assert words in raw
    assert b"X-Svarfrist-Chat" not in raw
    thanks = await anna.get("?done=message")
    assert 'role="status"' in thanks.text
    assert "vi har modtaget det" in thanks.text


@pytest.mark.parametrize(
    ("files", "text", "says", "field"),
    [
        ([], "", "Skriv en besked", "text"),
        ([], " \n ", "Skriv en besked", "text"),
        ([], "x" * (LONGEST_TEXT + 1), "Beskeden er for lang", "text"),
        ([("files", ("bevis.pdf", b"MZ\x90\x00", "application/pdf"))], "", "af en type", "files"),
        ([("files", ("side.html", b"<html><script>", "text/html"))], "Se her", "af en type", "files"),
        ([("files", ("tom.pdf", b"", "application/pdf"))], "Se her", "ikke er tom", "text"),
        ([("files", ("stor.pdf", PDF + b" " * LARGEST_FILE, "application/pdf"))], "", "for store", "files"),
        ([("files", (f"{n}.pdf", PDF, "application/pdf")) for n in range(MOST_FILES + 1)], "", "for mange", "files"),
    ],
    ids=["nothing", "blank", "long", "lies", "html", "empty", "large", "many"],
)
async def test_r_acc_3_what_cannot_be_taken_is_told_at_its_field_and_nothing_is_kept(
    anna: Visitor, files: Files, text: str, says: str, field: str
) -> None:
    refused = await anna.post("message", files or None, text=text)
    assert refused.status_code == 422
    assert says in refused.text
    assert "<title>Fejl: " in refused.text
    assert re.search(rf'id="wrong">.*href="#{field}"', refused.text, re.DOTALL)
    assert re.search(rf'id="{field}"[^>]*aria-describedby="[\w-]+ wrong" aria-invalid="true"', refused.text)
    assert await anna.kept() == []


async def test_what_was_typed_is_there_again_after_a_refusal(anna: Visitor) -> None:
    await anna.get()
    anna.browser.cookies.clear()
    form = {"form": "somebody else's", "once": "x" * 20, "text": "Min <b>lange</b> besked"}
    refused = await anna.browser.post(f"{anna.path}/message", data=form)
    assert refused.status_code == 422
    assert "Min &lt;b&gt;lange&lt;/b&gt; besked</textarea>" in refused.text
    assert await anna.kept() == []


@pytest.mark.parametrize("form", ["message", "code", "proof", "withdraw", "copy.zip", "leave"])
async def test_a_form_of_another_site_does_nothing(anna: Visitor, form: str) -> None:
    await anna.get()
    forged = await anna.browser.post(f"{anna.path}/{form}", data={"text": "Trukket", "code": "12345678"})
    assert forged.status_code == 422
    assert await anna.kept() == []
    assert not {"withdrawal_asked", "page_code_sent", "copy_taken"} & set(await anna.scene.verbs(anna.case))


async def test_the_same_form_twice_is_the_same_message(anna: Visitor) -> None:
    form = {**forms_of(await anna.get()), "text": "En gang er nok."}
    for _ in range(2):
        assert (await anna.browser.post(f"{anna.path}/message", data=form)).status_code == 303
    first, second = await anna.kept()
    assert first == second, "the same Message-ID and words: it is counted once when it is understood"


async def test_letters_and_the_copy_are_shown_after_the_code_and_only_here(anna: Visitor) -> None:
    assert "Send mig en kode" in (await anna.get()).text
    asked = await anna.post("code")
    assert asked.headers["Location"] == f"{anna.path}?done=code_sent#code"
    assert 'autocomplete="one-time-code"' in (await anna.get()).text
    wrong = await anna.post("proof", code="0000 0000")
    assert (wrong.status_code, "Koden er ikke rigtig" in wrong.text) == (422, True)
    shown = await proved(anna)
    assert "Log ud" in shown.text
    assert '<h2 id="copy">Hent din sag</h2>' in shown.text
    assert 'class="theirs"' in shown.text
    assert (await anna.post("leave")).status_code == 303
    assert 'class="theirs"' not in (await anna.get()).text


async def test_what_people_wrote_is_never_markup(scene: Scene, browser: AsyncClient) -> None:
    anna = await visitor(scene, browser, text="<script>alert(1)</script> \u202eevil\u202c")
    shown = (await proved(anna)).text
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script" not in shown
    assert "\u202e" not in shown


async def test_before_a_case_is_taken_back_a_page_says_what_that_means(anna: Visitor) -> None:
    asks = await anna.get("/withdraw")
    assert "Sagen bliver ikke lukket automatisk" in asks.text
    assert anna.case.number in asks.text
    assert (await anna.post("withdraw", text="")).headers["Location"] == f"{anna.path}?done=withdrawn"
    assert "withdrawal_asked" in await anna.scene.verbs(anna.case)
    assert await anna.kept() == [], "no words, no message"


@pytest.mark.parametrize("path", [NOBODYS, "/case/" + "x" * 500, "/case/%00", f"{NOBODYS}/withdraw"])
async def test_what_opens_nothing_is_gone_and_says_where_a_link_is_asked_for(browser: AsyncClient, path: str) -> None:
    seen = await browser.get(path, headers={"Accept-Language": "nl-NL,en;q=0.5"})
    assert seen.status_code == 410
    assert 'href="/case/"' in seen.text
    assert '<html lang="nl">' in seen.text


async def test_a_plain_number_leads_to_where_the_link_is_asked_for_with_the_number_filled_in(
    browser: AsyncClient,
) -> None:
    led = await browser.get(f"/case/{EXAMPLE}", follow_redirects=True)
    assert f'value="{EXAMPLE}"' in led.text
    assert 'value=""' in (await browser.get("/case/?number=%3Cscript%3E")).text


@pytest.mark.parametrize(
    ("number", "address", "says"),
    [("", "a@b.dk", "Skriv sagsnummeret"), ("MX", "a@b.dk", "Skriv sagsnummeret"), (EXAMPLE, "anna", "hel e-mail")],
)
async def test_r_acc_3_a_mistake_on_the_way_to_a_link_is_explained(
    browser: AsyncClient, number: str, address: str, says: str
) -> None:
    form = {"number": number, "address": address}
    refused = await browser.post("/case/", data=form, headers={"Accept-Language": "da"})
    assert (refused.status_code, says in refused.text) == (422, True)
    assert f'value="{address}"' in refused.text


async def test_who_asks_too_often_waits(browser: AsyncClient, anna: Visitor) -> None:
    asked = [await browser.post("/case/", data={"number": "?"}) for _ in range(ASKED + 1)]
    assert [one.status_code for one in asked] == [422] * ASKED + [429]
    seen = [(await browser.get(NOBODYS)).status_code for _ in range(PAGES + 1)]
    assert seen[-1] == 429
    assert seen[0] == 410
    anna.scene.later(minutes=2)
    assert (await anna.get()).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
async def test_r_acc_3_the_page_can_be_used_by_everybody(scene: Scene, browser: AsyncClient, language: str) -> None:
    """WCAG 2.2: a language, one heading of the first order, a label for each field, names for each part."""
    anna = await visitor(scene, browser, language=language)
    for path in ("", "/withdraw"):
        page = (await anna.get(path)).text
        assert f'<html lang="{language}">' in page
        for tag in ("<title>", "<h1>", "<main>", "<footer>"):
            assert page.count(tag) == 1
        labels = set(re.findall(r'<label for="([\w-]+)">', page))
        assert labels == set(re.findall(r'<(?:input|textarea)[^>]* id="([\w-]+)"', page)) != set()
        ids = re.findall(r' id="([\w-]+)"', page)
        assert len(ids) == len(set(ids))
        named = re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page)
        assert {one for names in named for one in names.split()} <= set(ids)
        assert not re.search(r"maximum-scale|user-scalable|https?://(?!www|mentorix)", page)
        assert "{" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_called_as_what_every_table_has_of_itself(language: str) -> None:
    """A template would show that instead."""
    assert not set(texts_of(language)) & set(dir(dict))


def test_every_text_is_there_in_every_language_with_the_same_holes() -> None:
    def holes(texts: Mapping[str, Any], before: str = "") -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, text in texts.items():
            found |= holes(text, f"{name}.") if isinstance(text, dict) else {}
            found[f"{before}{name}"] = sorted(re.findall(r"\{\w+\}", text)) if isinstance(text, str) else []
        return found

    assert holes(texts_of("da")) == holes(texts_of("nl")) == holes(texts_of("en"))


@pytest.mark.parametrize("written", ["MX-26-481903", "JK-26-12345678"])
def test_a_number_is_known_by_how_it_is_written(written: str) -> None:
    assert is_number(written)
    assert not is_number(f" {written}")
    assert not is_number(written.lower())


async def test_a_link_that_a_mail_program_made_too_long_leads_to_the_page(anna: Visitor) -> None:
    for after in (".", ")", ".)", ">", "/", "\u201d", ","):
        seen = await anna.browser.get(f"{anna.path}{after}", follow_redirects=True)
        assert (seen.status_code, anna.case.number in seen.text) == (200, True), after
    assert (await anna.browser.get(f"{anna.path}x", follow_redirects=True)).status_code == 410


async def test_whatever_stands_in_the_address_the_answer_is_a_page(browser: AsyncClient) -> None:
    for path in (".", "MX-26-481903.", "%00", "%E2%80%AEabc", "a" * 5000, "..%2F..%2Fetc", "%FF"):
        seen = await browser.get(f"/case/{path}", headers={"Accept-Language": "nl"}, follow_redirects=True)
        assert seen.headers["Content-Type"].startswith("text/html"), path
        assert {name: seen.headers[name] for name in HEADERS} == HEADERS
        assert seen.status_code in {200, 404, 410}


async def test_who_loads_the_address_of_a_form_anew_comes_back_to_the_page(anna: Visitor) -> None:
    for path in ("message", "code", "proof", "copy.zip", "leave"):
        again = await anna.get(f"/{path}")
        assert (again.status_code, again.headers["Location"]) == (303, anna.path)
        assert (await anna.browser.get(f"{NOBODYS}/{path}")).status_code == 410
    assert (await anna.get("/nothing")).status_code == 404


async def test_whatever_scans_mail_and_opens_its_links_changes_nothing(anna: Visitor) -> None:
    before = (await anna.scene.verbs(anna.case), len(await anna.scene.letters(anna.case)))
    forms = ("message", "code", "proof", "withdraw", "copy.zip", "leave")
    for path in ("", "?done=proved", *(f"/{name}" for name in forms)):
        for method in ("GET", "HEAD", "OPTIONS"):
            scanner = {"User-Agent": "SafeLinks"}
            await anna.browser.request(method, f"{anna.path}{path}", headers=scanner, follow_redirects=True)
    assert (await anna.scene.verbs(anna.case), len(await anna.scene.letters(anna.case))) == before
    assert await anna.kept() == []


async def test_a_text_as_long_as_the_field_lets_it_be_is_taken_however_its_lines_end(anna: Visitor) -> None:
    lines = "Linje\r\n" * (LONGEST_TEXT // 6)
    assert len(lines) > LONGEST_TEXT >= len(lines.replace("\r\n", "\n"))
    assert (await anna.post("message", text=lines)).status_code == 303


async def test_a_button_that_is_pressed_twice_sends_one_code(anna: Visitor) -> None:
    form = forms_of(await anna.get())
    for _ in range(2):
        assert (await anna.browser.post(f"{anna.path}/code", data=form)).status_code == 303
    letters = [one.outgoing.reply for one in await anna.scene.letters(anna.case)]
    assert letters.count("case_code") == 1


async def test_what_is_over_is_not_taken_back(anna: Visitor) -> None:
    form = forms_of(await anna.get("/withdraw"))
    await anna.scene.book.run(casebook.save, replace(anna.case, status=Status.CLOSED))
    for answer in (await anna.get("/withdraw"), await anna.browser.post(f"{anna.path}/withdraw", data=form)):
        assert (answer.status_code, answer.headers["Location"]) == (303, anna.path)
    assert "/withdraw" not in (await anna.get()).text
    assert "withdrawal_asked" not in await anna.scene.verbs(anna.case)


async def test_taking_back_again_and_again_is_one_wish_and_floods_nobody(anna: Visitor) -> None:
    found = [(await anna.post("withdraw", text=f"Grund {n}")).status_code for n in range(5)]
    assert found == [303] * 5
    assert (await anna.scene.verbs(anna.case)).count("withdrawal_asked") == 1
    anna.scene.later(days=1)
    await anna.post("withdraw")
    assert (await anna.scene.verbs(anna.case)).count("withdrawal_asked") == 2


async def test_messages_by_one_link_are_thirty_an_hour_whichever_form_brings_them(anna: Visitor) -> None:
    for n in range(LETTERS):
        anna.scene.later(seconds=10)
        assert (await anna.post("withdraw" if n % 2 else "message", text=f"Besked {n}")).status_code == 303
    refused = await anna.post("withdraw", text="En til")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert (await anna.post("message", text="En til")).status_code == 429
    assert len(await anna.kept()) == LETTERS


async def test_r_id_1_whoever_uses_up_the_codes_of_one_link_locks_nobody_out(anna: Visitor) -> None:
    for _ in range(AN_HOUR):
        assert (await anna.post("code")).status_code == 303
        anna.scene.later(minutes=1)
    refused = await anna.post("code")
    assert refused.status_code == 422
    assert texts_of("da")["wrong"]["too_many"] in refused.text

    def another(page: Page) -> None:
        passes.write(page, anna.case, ("another" * 6, "anna@example.org"), anna.scene.now, anna.scene.now + GOOD_FOR)

    await anna.scene.book.run(another)
    mine = Visitor(anna.scene, anna.browser, anna.case, f"/case/{'another' * 6}")
    assert (await mine.post("code")).status_code == 303


@pytest.mark.parametrize("count", [TRIES, TRIES + 3])
async def test_r_id_1_codes_that_are_guessed_on_another_browser_cost_the_person_no_try(
    anna: Visitor, count: int
) -> None:
    form = forms_of(await anna.get())
    await anna.browser.post(f"{anna.path}/code", data=form)
    letter = (await anna.scene.letters(anna.case))[-1]
    mine = dict(anna.browser.cookies)
    anna.browser.cookies.clear()
    for n in range(count):
        assert (await anna.post("proof", code=f"{n:08}")).status_code == 422
    anna.browser.cookies.clear()
    anna.browser.cookies.update(mine)
    code = code_of(KEY, "mentorix", int(letter.outgoing.cause.split()[1]))
    assert (await anna.post("proof", code=code)).status_code == 303


async def test_r_id_1_no_copy_is_counted_against_a_person_who_has_not_shown_who_they_are(anna: Visitor) -> None:
    for _ in range(COPIES + 2):
        refused = await anna.post("copy.zip")
        assert (refused.status_code, refused.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    await proved(anna)
    assert (await anna.post("copy.zip")).headers["Content-Type"] == "application/zip"


async def test_a_cookie_that_somebody_else_set_is_worth_nothing_after_the_code(anna: Visitor) -> None:
    await anna.get()
    (name,) = anna.browser.cookies
    anna.browser.cookies.clear()
    anna.browser.cookies.set(name, "set by somebody else", domain="svar.test", path="/")
    assert texts_of("da")["copy_title"] in (await proved(anna)).text
    anna.browser.cookies.clear()
    anna.browser.cookies.set(name, "set by somebody else", domain="svar.test", path="/")
    assert texts_of("da")["copy_title"] not in (await anna.get()).text
