"""The chat on somebody's page, in a real browser, against a service that says what the test lets it say.

Every page here allows scripts and connections of the service alone, no styles and no markup made from text: what the
chat does against such a policy fails the test.
"""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Dialog, FilePayload, Locator, Page, expect

from tests.chat_double import GREETING, ChatDouble, chat_double
from tests.chromium import Browsing, barriers, browsing, driven
from tests.smtp import until

PHONE = {"width": 320, "height": 568}
LOW = {"width": 320, "height": 256}
"""What is left of a usual window at 400 %."""

PDF: FilePayload = {"name": "kvittering.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 tom"}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """Take the wheel of the browser once for all of these tests."""
    async with driven(chromium) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def people(browser: Browser) -> AsyncIterator[Browsing]:
    """Give people with browsers, in which pages may complain of nothing."""
    async with browsing(browser) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def chat() -> AsyncIterator[ChatDouble]:
    """Run the service."""
    async with chat_double() as double:
        yield double


def _launcher(page: Page) -> Locator:
    return page.locator("svarfrist-chat .launch")


def _text(page: Page) -> Locator:
    return page.locator("svarfrist-chat textarea")


def _log(page: Page) -> Locator:
    return page.get_by_role("log")


async def _open(page: Page) -> None:
    await _launcher(page).click()
    await expect(_text(page)).to_be_enabled()


async def _say(page: Page, text: str) -> None:
    await _text(page).fill(text)
    await page.keyboard.press("Enter")


async def test_a_page_that_shows_the_chat_asks_the_service_for_nothing_until_somebody_opens_it(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page)
    await expect(_launcher(page)).to_have_attribute("aria-expanded", "false")
    assert not chat.sessions
    assert not await page.evaluate("localStorage.length + sessionStorage.length")
    await _open(page)
    await until(lambda: bool(chat.frames))
    assert chat.sessions == [{"reference": "", "language": "da"}]
    assert not await page.evaluate("localStorage.length + sessionStorage.length"), "who only looks leaves nothing"


async def test_it_is_said_to_be_automatic_before_anything_can_be_typed(people: Browsing, chat: ChatDouble) -> None:
    chat.refusals["session"] = [(503, "later", "", 1)]
    page = await people.visit(chat.page)
    await _launcher(page).click()
    await expect(page.get_by_role("dialog")).to_have_accessible_description("Du skriver med et automatisk system")
    await expect(_text(page)).to_be_disabled()
    await expect(_log(page)).to_contain_text(GREETING[0])
    await expect(_text(page)).to_be_enabled()


async def test_a_line_is_ticked_when_the_service_has_it_and_not_before(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    chat.acks = False
    await _say(page, "Jeg vil klage")
    await chat.heard("Jeg vil klage")
    await expect(_log(page)).to_contain_text("Sender …")
    chat.acks = True
    chat.take(chat.frames[-1])
    await expect(_log(page)).to_contain_text("Modtaget")
    await expect(_log(page)).not_to_contain_text("Sender …")


async def test_what_is_written_while_the_connection_is_away_is_sent_once_when_it_is_back(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, "Første")
    await chat.heard("Første")
    chat.away = True
    chat.cut()
    await expect(page.get_by_text("Der er ingen forbindelse")).to_be_visible()
    await _say(page, "Anden")
    await _say(page, "Tredje")
    await expect(_log(page).get_by_text("Ikke sendt endnu")).to_have_count(2)
    await expect(page.get_by_role("button", name="Prøv nu")).to_be_visible()
    chat.away = False
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(_log(page).get_by_text("Modtaget")).to_have_count(3)
    assert [line["text"] for line in chat.lines] == ["Første", "Anden", "Tredje"]
    await expect(page.get_by_text("Der er ingen forbindelse")).to_be_hidden()


async def test_a_line_whose_tick_was_lost_is_sent_again_under_the_same_name(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    chat.acks = False
    await _say(page, "Hallo?")
    await chat.heard("Hallo?")
    chat.acks = True
    chat.cut()
    await expect(_log(page)).to_contain_text("Modtaget")
    sent = [frame["client"] for frame in chat.frames if frame["type"] == "line"]
    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert len(chat.lines) == 1


async def test_where_sockets_do_not_get_through_it_goes_by_requests(people: Browsing, chat: ChatDouble) -> None:
    chat.sockets = False
    page = await people.visit(chat.page)
    await _open(page)
    for text in ("En", "To", "Tre"):
        await _say(page, text)
    await expect(_log(page).get_by_text("Modtaget")).to_have_count(3)
    assert chat.said == ["En", "To", "Tre"]
    chat.say("Tak, det har vi.")
    await expect(_log(page)).to_contain_text("Tak, det har vi.")
    await until(lambda: {"type": "shown", "seq": 4} in chat.frames)
    assert not [url for url in chat.urls if chat.reference in url], "the reference is in no address"


async def test_after_a_reload_the_conversation_goes_on(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, "Jeg hedder Anna")
    await chat.heard("Jeg hedder Anna")
    await page.reload()
    await expect(_launcher(page)).to_have_text("Fortsæt samtalen")
    await _open(page)
    await expect(_log(page)).to_contain_text("Jeg hedder Anna")
    assert chat.sessions[-1]["reference"] == chat.reference
    kept = await page.evaluate("({...localStorage, ...sessionStorage})")
    assert list(kept.values()) == [chat.reference], "nothing but the reference is kept"


async def test_a_conversation_that_is_too_old_begins_anew_and_says_so(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, "For længe siden")
    await expect(_log(page)).to_contain_text("Modtaget")
    chat.reference, chat.lines = "reference-2", []
    chat.put({"type": "error", "code": "reference", "text": ""})
    await expect(_log(page)).to_contain_text("Her begynder en ny")
    await expect(_log(page)).not_to_contain_text("For længe siden")
    await _say(page, "Igen")
    await expect(_log(page)).to_contain_text("Modtaget")
    assert list((await page.evaluate("({...localStorage})")).values()) == ["reference-2"]


async def test_where_nothing_may_be_kept_it_works_until_the_page_is_left(people: Browsing, chat: ChatDouble) -> None:
    visitor = await people.visitor()
    await visitor.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        "Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError'); }});"
    )
    page = await visitor.new_page()
    await page.goto(chat.page)
    await _open(page)
    await _say(page, "Hej")
    await expect(_log(page)).to_contain_text("Modtaget")
    chat.cut()
    await until(lambda: [frame["type"] for frame in chat.frames].count("hello") == 2)


async def test_everything_can_be_done_with_the_keyboard_and_nobody_is_held_inside(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page)
    await expect(_launcher(page)).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(_launcher(page)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(_text(page)).to_be_focused()
    await page.keyboard.type("Hej")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("med jer")
    await page.keyboard.press("Enter")
    await chat.heard("Hej\nmed jer")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(_launcher(page)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(_text(page)).to_be_focused()
    inside = []
    for _ in range(8):
        await page.keyboard.press("Tab")
        inside.append(await _within(page))
    assert not all(inside), "the page can be reached while the chat is open"


async def test_on_a_telephone_the_chat_fills_the_screen_and_the_page_behind_it_rests(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page, viewport=PHONE)
    await _open(page)
    box = await page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE}
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.localName") in {"svarfrist-chat", "body"}
    await page.set_viewport_size({"width": 1280, "height": 800})
    box = await page.get_by_role("dialog").bounding_box()
    assert box
    assert box["width"] < 640
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, LOW, {"width": 640, "height": 400}, {"width": 1280, "height": 800}])
async def test_nothing_is_cut_off_at_any_size_and_everything_is_large_enough_to_be_hit(
    people: Browsing, chat: ChatDouble, size: dict[str, int]
) -> None:
    chat.session = {"name": "Mentorix", "contact": {"email": "info@mentorix.dk", "phone": "+45 72 44 12 34"}}
    page = await people.visit(chat.page, viewport=size)
    await _open(page)
    chat.say("Langt: " + "bestemmelsessteder" * 20)
    await expect(_log(page)).to_contain_text("Langt")
    wide = "[...document.querySelector('svarfrist-chat').shadowRoot.querySelectorAll('dialog, .log, form')]"
    assert not await page.evaluate(
        f"{wide}.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML)"
    )
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    targets = "[...document.querySelector('svarfrist-chat').shadowRoot.querySelectorAll('button, a, textarea')]"
    sizes = await page.evaluate(
        f"{targets}.map(one => one.getBoundingClientRect()).filter(one => one.width).map(one => one.height)"
    )
    assert len(sizes) >= 8
    assert min(sizes) >= 24
    assert sum(height >= 44 for height in sizes) >= 6
    await _text(page).scroll_into_view_if_needed()
    await expect(_text(page)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("page_speaks", "browser_speaks", "label"),
    [
        ("da", "nl-NL", "Skriv til os"),
        ("nl-BE", "da-DK", "Stel uw vraag"),
        ("en-GB", "da-DK", "Write to us"),
        ("de", "nl-NL", "Stel uw vraag"),
        ("", "fr-FR", "Write to us"),
    ],
)
async def test_it_speaks_the_language_of_the_page_else_of_the_browser_else_english(
    people: Browsing, chat: ChatDouble, page_speaks: str, browser_speaks: str, label: str
) -> None:
    page = await people.visit(f"{chat.page}?lang={page_speaks}", locale=browser_speaks)
    await expect(_launcher(page)).to_have_text(label)


async def test_it_follows_a_page_that_changes_its_language(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, "Hej")
    await expect(_log(page)).to_contain_text("Modtaget")
    await page.evaluate("document.documentElement.lang = 'nl'")
    await expect(page.get_by_label("Uw bericht")).to_be_visible()
    await expect(_log(page)).to_contain_text("Ontvangen")


async def test_a_file_is_sent_with_its_limits_told_before(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    attach = page.get_by_role("button", name="Vedhæft fil")
    await expect(attach).to_have_accessible_description("Højst 10 filer på hver 25 MB: PDF, billeder.")
    chat.uploads.clear()
    await page.locator("svarfrist-chat input[type=file]").set_input_files([PDF])
    await expect(page.get_by_role("progressbar", name="kvittering.pdf sendes")).to_be_visible()
    chat.uploads.set()
    await expect(_log(page)).to_contain_text("Modtaget")
    await expect(page.get_by_role("progressbar")).to_be_hidden()
    assert [(frame["name"], frame["size"]) for frame in chat.frames if frame["type"] == "file"] == [
        ("kvittering.pdf", 12)
    ]


async def test_a_file_that_is_being_sent_can_be_held_back(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    chat.uploads.clear()
    await page.locator("svarfrist-chat input[type=file]").set_input_files([PDF])
    await page.get_by_role("button", name="Annuller").click()
    await expect(_log(page)).not_to_contain_text("kvittering.pdf")
    await expect(_text(page)).to_be_focused()
    assert not chat.lines


async def test_a_file_that_cannot_be_sent_is_refused_on_the_spot_with_the_reason(
    people: Browsing, chat: ChatDouble
) -> None:
    chat.session = {"limits": {"line": 8000, "file": 10, "files": 2, "types": ["application/pdf"]}}
    page = await people.visit(chat.page)
    await _open(page)
    empty: FilePayload = {**PDF, "name": "tom.pdf", "buffer": b""}
    await page.locator("svarfrist-chat input[type=file]").set_input_files([PDF, empty, PDF])
    fault = page.get_by_role("alert")
    await expect(fault).to_contain_text("kvittering.pdf er for stor")
    await expect(fault).to_contain_text("tom.pdf er tom.")
    await expect(fault).to_contain_text("Du kan højst sende 2 filer.")
    assert not chat.lines


async def test_what_the_service_refuses_is_shown_with_its_words_and_can_be_taken_away(
    people: Browsing, chat: ChatDouble
) -> None:
    chat.refusals["files"] = [(415, "type", "Filen er ikke en PDF.", 0)]
    page = await people.visit(chat.page)
    await _open(page)
    await page.locator("svarfrist-chat input[type=file]").set_input_files([PDF])
    await expect(_log(page)).to_contain_text("Ikke sendt")
    await expect(_log(page)).to_contain_text("Filen er ikke en PDF.")
    await page.get_by_role("button", name="Fjern").click()
    await expect(_log(page)).not_to_contain_text("kvittering.pdf")


async def test_a_file_that_the_service_could_not_take_now_is_sent_again(people: Browsing, chat: ChatDouble) -> None:
    chat.refusals["files"] = [(503, "later", "", 1)]
    page = await people.visit(chat.page)
    await _open(page)
    await page.locator("svarfrist-chat input[type=file]").set_input_files([PDF])
    await expect(_log(page)).to_contain_text("Ikke sendt endnu")
    await expect(_log(page)).to_contain_text("Modtaget", timeout=20_000)


async def test_what_others_wrote_is_never_markup_and_leads_nowhere_but_to_us(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, f"<img src=x onerror=alert(1)> {chat.service}/mine")
    trick = "https://evil.example/x javascript:alert(1) http://127.0.0.1@evil.example/ <b>fed</b>"
    chat.say(f"Se {chat.service}/case/abc. Ikke {trick}")
    await expect(_log(page)).to_contain_text("<b>fed</b>")
    await expect(_log(page)).to_contain_text("<img src=x onerror=alert(1)>")
    links = (
        await _log(page).get_by_role("link").evaluate_all("found => found.map(one => [one.href, one.target, one.rel])")
    )
    assert links == [[f"{chat.service}/case/abc", "_blank", "noopener noreferrer"]]
    assert await _log(page).locator("img, b").count() == 0


async def test_a_name_that_turns_its_letters_round_is_shown_as_it_is(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    chat.say("", "person", files=[{"name": "klage\u202efdp.exe", "size": 2048}])
    await expect(_log(page)).to_contain_text("klagefdp.exe")
    await expect(_log(page).locator("bdi")).to_have_text("klagefdp.exe")
    chat.say("שלום 123")
    await expect(_log(page).locator(".text", has_text="שלום")).to_have_attribute("dir", "auto")


async def test_a_line_that_was_masked_later_replaces_what_stood_there(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, "Mit nummer er 010190-1234")
    await expect(_log(page)).to_contain_text("Modtaget")
    chat.put({"type": "lines", "lines": [{**chat.lines[0], "text": "Mit nummer er ••••••-••••"}]})
    await expect(_log(page)).to_contain_text("••••••-••••")
    await expect(_log(page)).not_to_contain_text("010190")
    await expect(_log(page).locator(".row[data-side=person]")).to_have_count(1)


async def test_what_comes_while_the_chat_is_closed_is_counted_on_its_button_and_not_called_seen(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, "Hej")
    await expect(_log(page)).to_contain_text("Modtaget")
    await page.keyboard.press("Escape")
    chat.say("Vi har læst det.", "staff")
    await expect(_launcher(page)).to_have_accessible_name(re.compile("Fortsæt samtalen.*1 ny besked"))
    assert {"type": "shown", "seq": 2} not in chat.frames
    await _open(page)
    await until(lambda: {"type": "shown", "seq": 2} in chat.frames)
    await expect(_launcher(page)).not_to_contain_text("1")


async def test_news_is_read_aloud_and_what_was_there_before_is_not(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    for number in range(5):
        chat.say(f"Linje {number}", "person", client=f"c{number}")
    await _say(page, "Hej")
    await expect(_log(page)).to_contain_text("Modtaget")
    await page.reload()
    await _launcher(page).click()
    await expect(_log(page)).to_have_attribute("aria-live", "off")
    await expect(_log(page)).to_have_attribute("aria-live", "polite")


async def test_a_long_answer_is_read_from_its_beginning_and_who_reads_above_is_left_there(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page, viewport={"width": 900, "height": 600})
    await _open(page)
    await _say(page, "Hvad nu?")
    await expect(_log(page)).to_contain_text("Modtaget")
    chat.say("\n".join(f"Punkt {number}" for number in range(30)))
    chat.say("Er det rigtigt?")
    await expect(_log(page)).to_contain_text("Er det rigtigt?")
    top = await page.locator("svarfrist-chat .row", has_text="Punkt 0").bounding_box()
    log = await _log(page).bounding_box()
    assert top
    assert log
    assert 0 <= top["y"] - log["y"] < 40
    await expect(page.get_by_role("button", name="Nye beskeder")).to_be_visible()
    await page.get_by_role("button", name="Nye beskeder").click()
    await expect(page.get_by_text("Er det rigtigt?")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="Nye beskeder")).to_be_hidden()
    await _log(page).evaluate("log => { log.scrollTop = 0; }")
    chat.say("Endnu en")
    await expect(page.get_by_role("button", name="Nye beskeder")).to_be_visible()
    assert await _log(page).evaluate("log => log.scrollTop") == 0


async def test_where_there_is_little_room_the_greeting_is_what_is_seen_first(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page, viewport=LOW)
    await _open(page)
    await until(lambda: any(frame["type"] == "hello" for frame in chat.frames))
    await expect(page.get_by_role("dialog")).to_be_focused()
    await expect(page.get_by_text("Du skriver med et automatisk system")).to_be_in_viewport()


async def test_a_line_that_is_too_long_stays_where_it_is_with_the_reason(people: Browsing, chat: ChatDouble) -> None:
    chat.session = {"limits": {"line": 20, "file": 10, "files": 2, "types": []}}
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, "x" * 21)
    await expect(page.get_by_role("alert")).to_have_text("Beskeden er for lang: 21 tegn, højst 20.")
    await expect(_text(page)).to_have_value("x" * 21)
    await expect(_text(page)).to_have_attribute("aria-invalid", "true")
    await _say(page, "😀" * 20)
    await chat.heard("😀" * 20)


async def test_who_writes_too_fast_is_heard_a_little_later(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    chat.acks = False
    await _say(page, "Hurtigt")
    await chat.heard("Hurtigt")
    slow = {"type": "error", "code": "slow", "text": "", "client": chat.frames[-1]["client"], "retry_after": 1}
    chat.put(slow)
    await expect(_log(page)).to_contain_text("Ikke sendt endnu")
    chat.acks = True
    await expect(_log(page)).to_contain_text("Modtaget", timeout=20_000)
    assert len(chat.lines) == 1


async def test_a_page_that_may_not_show_the_chat_says_so_and_how_to_write_instead(
    people: Browsing, chat: ChatDouble
) -> None:
    chat.refusals["session"] = [(403, "origin", "", 0)]
    page = await people.visit(f"{chat.page}?more=data-contact%3Dinfo%40mentorix.dk")
    await _launcher(page).click()
    await expect(page.get_by_role("dialog")).to_contain_text("Chatten kan ikke bruges på denne side.")
    await expect(page.get_by_role("dialog")).to_contain_text("Skriv til info@mentorix.dk")
    await expect(_text(page)).to_be_disabled()


async def test_how_to_reach_a_person_and_the_privacy_notice_are_always_there(
    people: Browsing, chat: ChatDouble
) -> None:
    chat.session = {
        "name": "Mentorix",
        "contact": {"email": "info@mentorix.dk", "phone": "+45 72 44 12 34"},
        "privacy": "https://mentorix.dk/privatliv",
    }
    page = await people.visit(chat.page)
    await _open(page)
    await expect(page.get_by_role("dialog", name="Chat med Mentorix")).to_be_visible()
    await expect(page.get_by_role("link", name="+45 72 44 12 34")).to_have_attribute("href", "tel:+4572441234")
    await expect(page.get_by_role("link", name="Privatlivspolitik")).to_have_attribute(
        "href", "https://mentorix.dk/privatliv"
    )


async def test_starting_over_forgets_the_conversation_on_this_device_in_all_its_windows(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, "Fortroligt")
    await expect(_log(page)).to_contain_text("Modtaget")
    other = await page.context.new_page()
    await other.goto(chat.page)
    await _open(other)
    await expect(_log(other)).to_contain_text("Fortroligt")
    await page.get_by_role("button", name="Flere muligheder").click()
    await page.get_by_role("button", name="Begynd forfra").click()
    chat.reference, chat.lines = "reference-2", []
    await page.locator(".sheet").get_by_role("button", name="Begynd forfra").click()
    await expect(_log(page)).not_to_contain_text("Fortroligt")
    await expect(_log(other)).not_to_contain_text("Fortroligt")
    await expect(_text(page)).to_be_enabled()
    assert await page.evaluate("localStorage.length") == 0


async def test_a_link_for_another_device_is_shown_and_asks_there_before_it_goes_on(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await _say(page, "Hej")
    await expect(_log(page)).to_contain_text("Modtaget")
    await page.get_by_role("button", name="Flere muligheder").click()
    await page.get_by_role("button", name="Fortsæt på en anden enhed").click()
    link = await page.get_by_label("Link til samtalen").input_value()
    assert link == f"{chat.service}/chat/mentorix/#{'c' * 24}"
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Flere muligheder")).to_be_focused()
    telephone = await people.visit(link, viewport=PHONE)
    await expect(telephone.get_by_text("Fortsæt kun, hvis du selv har lavet linket.")).to_be_visible()
    assert telephone.url == f"{chat.service}/chat/mentorix/", "the code leaves the address at once"
    assert "code" not in chat.sessions[-1]
    await telephone.get_by_role("button", name="Ja, fortsæt").click()
    await expect(_log(telephone)).to_contain_text("Hej")
    assert chat.sessions[-1]["code"] == "c" * 24
    assert list((await telephone.evaluate("({...localStorage})")).values()) == [chat.reference]


async def test_a_button_of_the_page_opens_the_chat(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await page.evaluate(
        "document.body.append(Object.assign(document.createElement('button'), {textContent: 'Chat med os'}));"
        "document.body.lastChild.dataset.svarfristOpen = ''"
    )
    await page.get_by_role("button", name="Chat med os").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_what_is_printed_is_the_conversation_without_its_field(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page, color_scheme="dark")
    await _open(page)
    chat.say("Sagsnummer MX-26-481903", "program")
    await expect(_log(page)).to_contain_text("MX-26-481903")
    await page.emulate_media(media="print")
    await expect(page.get_by_text("MX-26-481903")).to_be_visible()
    await expect(page.get_by_text("MX-26-481903")).to_have_css("color", "rgb(0, 0, 0)")
    await expect(_text(page)).to_be_hidden()
    await expect(_launcher(page)).to_be_hidden()


async def test_a_link_that_was_used_up_says_so_and_a_new_conversation_begins(
    people: Browsing, chat: ChatDouble
) -> None:
    chat.refusals["session"] = [(410, "link", "", 0)]
    page = await people.visit(f"{chat.service}/chat/mentorix/#{'d' * 24}")
    await page.get_by_role("button", name="Ja, fortsæt").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Linket virker ikke længere.")
    await expect(_text(page)).to_be_enabled()


async def test_nobody_loses_unsent_words_by_leaving_the_page_without_being_asked(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    chat.away = True
    chat.cut()
    await _say(page, "Ikke sendt")
    asked: list[str] = []

    async def stays(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stays)
    await page.close(run_before_unload=True)
    await until(lambda: asked == ["beforeunload"])


async def test_a_page_that_was_put_to_sleep_goes_on_where_it_was(people: Browsing, chat: ChatDouble) -> None:
    page = await people.visit(chat.page)
    await _open(page)
    await until(lambda: len(chat.open) == 1)
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    await until(lambda: not chat.open)
    chat.say("Mens du sov.")
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    await expect(_log(page)).to_contain_text("Mens du sov.")


async def test_its_colours_are_the_pages_to_choose_and_dark_follows_the_reader(
    people: Browsing, chat: ChatDouble
) -> None:
    page = await people.visit(chat.page)
    await page.evaluate("document.documentElement.style.setProperty('--svarfrist-accent', 'rgb(120, 0, 80)')")
    await expect(_launcher(page)).to_have_css("background-color", "rgb(120, 0, 80)")
    await page.emulate_media(color_scheme="dark")
    await expect(_launcher(page)).to_have_css("background-color", "rgb(140, 194, 255)")
    await page.evaluate("document.querySelector('svarfrist-chat').setAttribute('theme', 'light')")
    await expect(_launcher(page)).to_have_css("background-color", "rgb(120, 0, 80)")


async def test_nothing_moves_for_whoever_wants_rest(people: Browsing, chat: ChatDouble) -> None:
    root = "document.querySelector('svarfrist-chat').shadowRoot"
    page = await people.visit(chat.page)
    await _open(page)
    chat.put({"type": "typing", "side": "staff"})
    await expect(page.locator("svarfrist-chat .writing")).to_be_visible()
    assert not await page.evaluate(f"{root}.getAnimations().length")
    await page.emulate_media(reduced_motion="no-preference")
    assert await page.evaluate(f"{root}.getAnimations().length")


_STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "light": ("da", {}),
    "dark": ("da", {"color_scheme": "dark"}),
    "small": ("da", {"viewport": PHONE}),
    "low": ("da", {"viewport": LOW}),
    "forced colours": ("da", {"forced_colors": "active"}),
    "forced dark colours": ("da", {"forced_colors": "active", "color_scheme": "dark", "viewport": PHONE}),
    "twice as large": ("da", {"viewport": {"width": 640, "height": 400}}),
    "Dutch": ("nl", {}),
    "English": ("en", {}),
}


@pytest.mark.parametrize(("language", "settings"), _STATES.values(), ids=_STATES.keys())
async def test_no_state_of_the_chat_shuts_anybody_out(
    people: Browsing, chat: ChatDouble, language: str, settings: dict[str, Any]
) -> None:
    chat.session = {"name": "Mentorix", "contact": {"email": "info@mentorix.dk"}, "privacy": "https://mentorix.dk/p"}
    page = await people.visit(f"{chat.page}?lang={language}", **settings)
    more = page.locator("svarfrist-chat [aria-controls=menu]")
    files = page.locator("svarfrist-chat input[type=file]")
    assert not await barriers(page)
    await _launcher(page).click()
    await expect(page.get_by_role("textbox")).to_be_enabled()
    assert not await barriers(page), "the greeting"
    await page.get_by_role("textbox").fill("Jeg vil klage")
    await page.locator("svarfrist-chat [type=submit]").click()
    chat.say(f"Tak. Se {chat.service}/case/abc.")
    chat.say("Jeg hedder Mette.", "staff")
    chat.put({"type": "typing", "side": "staff"})
    await expect(_log(page)).to_contain_text("Mette")
    assert not await barriers(page), "talking"
    await more.click()
    assert not await barriers(page), "the menu"
    await page.locator("svarfrist-chat .menu button").first.click()
    await expect(page.locator("svarfrist-chat .sheet input")).to_be_visible()
    assert not await barriers(page), "the link"
    await page.keyboard.press("Escape")
    chat.uploads.clear()
    await files.set_input_files([PDF])
    await expect(page.get_by_role("progressbar")).to_be_visible()
    assert not await barriers(page), "a file on its way"
    chat.refusals["files"] = [(415, "type", "Filen er ikke en PDF.", 0)]
    chat.uploads.set()
    await files.set_input_files([PDF])
    await expect(_log(page)).to_contain_text("Filen er ikke en PDF.")
    chat.put({"type": "state", "ended": True})
    chat.away = True
    chat.cut()
    await expect(page.locator("svarfrist-chat .state button")).to_be_visible()
    await page.get_by_role("textbox").fill("x" * 8001)
    await page.locator("svarfrist-chat [type=submit]").click()
    await expect(page.get_by_role("alert")).to_contain_text("8")
    assert not await barriers(page), "everything that can go wrong"


async def _within(page: Page) -> bool:
    inside: bool = await page.evaluate(
        "Boolean(document.querySelector('svarfrist-chat').shadowRoot.activeElement?.closest('dialog'))"
    )
    return inside
