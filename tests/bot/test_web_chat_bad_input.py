"""Whatever comes to the web chat gets a clear answer or a closed socket, and nobody else hears of it."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import AsyncClient
from sqlalchemy import delete, func, select
from websockets.exceptions import InvalidStatus

from bot.references import GOOD_FOR
from bot.sockets import FRAMES
from bot.uploads import LARGEST_FILE
from bot.web_chat import AT_A_TIME
from bot.web_limits import LINES, SESSIONS, SOCKETS_OF_CHAT, UPLOADING_OF_PEER
from storage.chat_tables import CHAT_LINE
from storage.page import Page
from storage.tables import THREAD
from tests.at_work import Running
from tests.web_chats import SITE, Visitor, a_chat_service

pytestmark = pytest.mark.asyncio(loop_scope="module")

COMPLAINT = "Hej, jeg vil gerne klage over min eksamen. Jeg fik ikke den tid, jeg var lovet."
TRICK = "<img src=x onerror=alert(1)> \u202etxt.fdp\u202c {{7*7}} '; DROP TABLE chat;-- \u2066\u0000\ud800"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """Run one service for all these tests; everybody has a conversation and an address of their own."""
    async with a_chat_service(sqlite_template, tmp_path_factory.mktemp("chat")) as opened:
        yield opened


@pytest.fixture
def anna(chat: Running) -> Visitor:
    """Give somebody at the chat of Mentorix."""
    return Visitor(chat.service.web_port)


def kept_lines(page: Page, client: str) -> int:
    """Count the lines whose name begins so."""
    mine = select(func.count()).where(CHAT_LINE.c.client_id.like(f"{client}%"))
    return int(page.one(mine)[0])  # type: ignore[index]  # a count is there


async def test_others_are_answered_while_somebody_sends_whatever_they_like(chat: Running) -> None:
    rude, anna = Visitor(chat.service.web_port), Visitor(chat.service.web_port)
    async with rude.tab() as flood, anna.tab() as tab:
        for number in range(200):
            await flood.send(type="line", client=f"flood-{number}", text="x" * 7_000)
        await tab.say(COMPLAINT)


@pytest.mark.parametrize("bad", ["hej", "[]", '{"type": "nothing"}', "{}", '{"type": ["line"]}', "[" * 60_000])
async def test_a_frame_that_says_nothing_is_told_and_the_third_is_the_last(anna: Visitor, bad: str) -> None:
    async with anna.tab() as tab:
        await tab.socket.send(bad)
        await tab.until(lambda: tab.told("error", code="frame"))
        await tab.type(COMPLAINT)
        for _ in range(2):
            await tab.socket.send(bad)
        assert await tab.until_closed() == 1003


async def test_who_does_not_say_hello_first_is_told_so(anna: Visitor) -> None:
    async with anna.connected() as tab:
        await tab.send(type="line", client="a", text=COMPLAINT)
        await tab.until(lambda: tab.told("error", code="frame"))
        await tab.socket.send("no")
        await tab.socket.send("no")
        assert await tab.until_closed() == 1003


async def test_a_binary_frame_closes_the_socket(anna: Visitor) -> None:
    async with anna.tab() as tab:
        await tab.socket.send(b"\x00\x01")
        assert await tab.until_closed() == 1003


async def test_a_line_of_a_megabyte_closes_the_socket_and_keeps_nothing(chat: Running, anna: Visitor) -> None:
    async with anna.tab() as tab:
        await tab.send(type="line", client="mega", text="x" * 1_000_000)
        assert await tab.until_closed() == 1009
    assert await chat.service.book.read(kept_lines, "mega") == 0
    assert (await anna.post("lines", client="mega", text="x" * 1_000_000)).status_code in {400, 413}
    async with anna.tab() as tab:
        await tab.type(COMPLAINT)


@pytest.mark.parametrize(
    ("text", "client", "code"),
    [("x" * 8_001, "a", "long"), (" \u202e\n", "b", "empty"), ("Hej", "<b>", "client"), ("Hej", "", "client")],
)
async def test_a_line_that_cannot_be_taken_is_told_with_its_name(
    anna: Visitor, text: str, client: str, code: str
) -> None:
    async with anna.tab() as tab:
        await tab.send(type="line", client=client, text=text)
        await tab.until(lambda: tab.told("error", code=code))
        assert tab.frames[-1]["text"]
        assert tab.frames[-1].get("client", "") == (client if code != "client" else "")
        await tab.type(COMPLAINT)
    refused = await anna.post("lines", client=client, text=text)
    assert (refused.status_code in {400, 413}, refused.json()["code"]) == (True, code)


async def test_of_a_thousand_lines_a_second_a_minutes_worth_is_kept_and_the_socket_closed(
    chat: Running, anna: Visitor
) -> None:
    async with anna.tab() as tab:
        burst = [json.dumps({"type": "line", "client": f"burst-{n}", "text": "Hej"}) for n in range(1_000)]
        sending = asyncio.create_task(send_all(tab.socket.send, burst))
        assert await tab.until_closed() == 1008
        await asyncio.wait([sending])
        slow = [frame for frame in tab.frames if frame["type"] == "error"]
        assert {frame["code"] for frame in slow} == {"slow"}
        assert all(frame["retry_after"] == 60 and frame["client"].startswith("burst-") for frame in slow)
        assert len(tab.frames) <= FRAMES + 1_000
    assert await chat.service.book.read(kept_lines, "burst-") == LINES
    chat.clock.now += timedelta(minutes=1)
    async with anna.tab() as tab:
        await tab.type(COMPLAINT)


async def send_all(send: object, frames: list[str]) -> None:
    """Send frames until nobody takes them any more."""
    for frame in frames:
        try:
            await send(frame)  # type: ignore[operator]  # a socket's
        except Exception:  # noqa: BLE001 - it was closed, as it should be
            return


async def test_who_opens_too_many_pages_waits(chat: Running, anna: Visitor) -> None:
    answers = [await anna.post("session", language="da") for _ in range(SESSIONS + 1)]
    assert [one.status_code for one in answers] == [200] * SESSIONS + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert "for hurtigt" in answers[-1].json()["text"]
    assert (await Visitor(chat.service.web_port).post("session")).status_code == 200


async def test_a_conversation_is_open_in_so_many_places_and_no_more(anna: Visitor) -> None:
    async with open_in_many_places(anna), anna.tab() as one_more:
        assert await one_more.until_closed() == 1008
        assert one_more.told("error", code="busy")


@asynccontextmanager
async def open_in_many_places(visitor: Visitor) -> AsyncIterator[None]:
    """Hold as many pages open as one conversation may have."""
    async with AsyncExitStack() as pages:
        for _ in range(SOCKETS_OF_CHAT):
            tab = await pages.enter_async_context(visitor.tab())
            await tab.send(type="ping")
            await tab.until(lambda tab=tab: tab.told("pong"))
        yield


async def test_a_reference_that_is_forged_or_of_another_organisation_opens_nothing(
    chat: Running, anna: Visitor
) -> None:
    await anna.begin()
    other = Visitor(chat.service.web_port, "metier")
    await other.begin()
    forged = anna.reference[:-9] + ("A" if anna.reference[-9] != "A" else "B") + anna.reference[-8:]
    for shown in (forged, other.reference, "", "x" * 5_000):
        stranger = Visitor(chat.service.web_port, reference=shown or "-")
        async with stranger.tab() as tab:
            assert await tab.until_closed() == 1008
            assert tab.told("error", code="reference")
        refused = await stranger.post("lines", client="a", text=COMPLAINT)
        assert (refused.status_code, refused.json()["code"]) == (401, "reference")
        began = await stranger.begin()
        assert (began["resumed"], began["reference"] == shown) == (False, False)


async def test_an_expired_reference_is_told_and_a_new_conversation_begins(chat: Running, anna: Visitor) -> None:
    async with anna.tab() as tab:
        await tab.say(COMPLAINT)
    chat.clock.now += GOOD_FOR
    async with anna.tab() as tab:
        assert await tab.until_closed() == 1008
        assert tab.told("error", code="reference")
    told = await anna.begin()
    assert not told["resumed"]
    async with anna.tab() as tab:
        await tab.say("Hvornår begynder kurset?")
        assert tab.texts("person") == ["Hvornår begynder kurset?"]


async def test_a_conversation_that_is_erased_while_it_is_open_ends_with_a_word(chat: Running, anna: Visitor) -> None:
    def erase(page: Page) -> None:
        page.execute(delete(THREAD))  # conversations, cases and messages go with it

    async with anna.tab() as tab:
        await tab.type("Hvornår begynder kurset?")
        await chat.service.book.run(erase)
        await tab.send(type="line", client="after", text="Hej?")
        await tab.until(lambda: tab.told("error", code="over"))


async def test_a_site_that_is_not_set_gets_no_chat(chat: Running) -> None:
    stranger = Visitor(chat.service.web_port, site="https://evil.example")
    for path in ("session", "lines", "ticket", "shown", "link", "files"):
        refused = await stranger.post(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "origin"), path
        assert "access-control-allow-origin" not in refused.headers
    assert (await stranger.ask("OPTIONS", "session")).status_code == 403
    assert (await stranger.ask("GET", "events?ticket=x")).status_code == 403
    assert (await stranger.ask("POST", "session", headers={"Origin": "null"}, json={})).status_code == 403
    with pytest.raises(InvalidStatus) as closed:
        async with stranger.connected():
            pass
    assert closed.value.response.status_code == 403


async def test_a_site_that_is_set_may_have_it_and_read_the_answers(chat: Running) -> None:
    anna = Visitor(chat.service.web_port, site=SITE)
    asked = await anna.ask("OPTIONS", "session", headers={"Access-Control-Request-Method": "POST"})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, SITE)
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    opened = await anna.post("session", language="da")
    assert (opened.headers["access-control-allow-origin"], opened.headers["vary"]) == (SITE, "Origin")
    anna.reference = opened.json()["reference"]
    async with anna.tab() as tab:
        await tab.say(COMPLAINT)
    elsewhere = Visitor(chat.service.web_port, "mentor", site=SITE)
    assert (await elsewhere.post("session")).status_code == 403


async def test_markup_and_tricks_in_every_field_are_text_or_refused(anna: Visitor) -> None:
    said = json.dumps({"reference": TRICK, "language": TRICK, "code": ""})
    told = await anna.ask("POST", "session", content=said)
    assert (told.status_code, told.json()["language"], told.json()["resumed"]) == (200, "en", False)
    async with anna.tab() as tab:
        client = await tab.say(f"Jeg vil klage. {TRICK}")
        (line,) = [one for one in tab.lines.values() if one["client"] == client]
        assert "<img src=x onerror=alert(1)>" in line["text"]
        assert "{{7*7}}" in line["text"]
        assert not set("\u202e\u202c\u2066\u0000\ud800") & set(line["text"])
        await tab.say(TRICK)
        assert not any("onerror" in text or "49" in text for text in tab.texts("program"))
    name = f"{TRICK}.pdf"
    sent = await anna.ask(
        "POST", "files", data={"client": "f"}, files={"file": (name.encode("utf-8", "replace").decode(), b"%PDF-1.7")}
    )
    assert sent.status_code == 201
    assert not set('<>"\u202e\n/') & set(sent.json()["name"])
    refused = await anna.ask("POST", "files", data={"client": TRICK[:20]}, files={"file": ("a.pdf", b"%PDF-1.7")})
    assert (refused.status_code, refused.json()["code"]) == (400, "client")


@pytest.mark.parametrize("body", [b"", b"no", b"[]", b'{"reference": 5}', b'{"code": []}', b"\xff\xfe", b"x" * 70_000])
async def test_a_body_that_says_nothing_is_refused_in_one_sentence(anna: Visitor, body: bytes) -> None:
    for path in ("session", "lines", "shown"):
        if not anna.reference:
            await anna.begin()
        if (path, body) == ("session", b"") or (path != "session" and body.startswith(b"{")):
            continue
        refused = await anna.ask("POST", path, content=body)
        assert refused.status_code in {400, 413}, (path, body)
        assert refused.json().keys() == {"code", "text"}


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"MZ" + bytes(99), "bevis.pdf", (415, "type")),
        (b"<html><script>alert(1)</script>", "foto.png", (415, "type")),
        (b"", "tom.pdf", (400, "nothing")),
    ],
)
async def test_a_file_that_lies_about_its_type_is_refused_and_not_kept(
    chat: Running, anna: Visitor, content: bytes, name: str, told: tuple[int, str]
) -> None:
    await anna.begin()
    given = {"file": (name, content, "application/pdf")}
    refused = await anna.ask("POST", "files", data={"client": "lie"}, files=given)
    assert (refused.status_code, refused.json()["code"]) == told
    assert await chat.service.book.read(kept_lines, "lie") == 0


async def test_a_file_that_is_too_large_is_refused_whether_it_says_so_or_not(anna: Visitor) -> None:
    await anna.begin()
    given = {"file": ("a.pdf", b"%PDF-" + bytes(LARGEST_FILE))}
    declared = await anna.ask("POST", "files", data={"client": "f"}, files=given)
    assert (declared.status_code, declared.json()["code"]) == (413, "large")

    async def undeclared() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-'
        for _ in range(27):
            yield bytes(1_000_000)
        yield b"\r\n--x--\r\n"

    as_form = {"Content-Type": "multipart/form-data; boundary=x"}
    chunked = await anna.ask("POST", "files", content=undeclared(), headers=as_form)
    assert (chunked.status_code, chunked.json()["code"]) == (413, "large")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"hej", "multipart/form-data"),
        (b"hej", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"a=b", "application/x-www-form-urlencoded"),
        (b'--x\r\nContent-Disposition: form-data; name="client"\r\n\r\na\r\n--x--', "multipart/form-data; boundary=x"),
    ],
)
async def test_a_form_that_is_none_is_refused(anna: Visitor, content: bytes, media_type: str) -> None:
    await anna.begin()
    refused = await anna.ask("POST", "files", content=content, headers={"Content-Type": media_type})
    assert (refused.status_code, refused.json()["code"] in {"form", "client"}) == (400, True)


async def test_there_is_no_chat_of_nobody(anna: Visitor) -> None:
    for organisation in ("nobody", "..", "%00", "mentorix%2f..%2fnobody", "<b>"):
        stranger = Visitor(anna.port, organisation)
        for method, path in (("POST", "session"), ("GET", "widget.js"), ("GET", "events")):
            assert (await stranger.ask(method, path)).status_code in {404, 405}, (organisation, path)
    for name in ("demo.toml", "demo.html", "%2e%2e%2fweb_chat.py", "nothing.js"):
        assert (await anna.ask("GET", name)).status_code == 404, name


async def test_the_widget_may_be_loaded_by_any_page_and_is_not_sent_twice(anna: Visitor) -> None:
    async with AsyncClient(base_url=anna.home) as browser:
        first = await browser.get("/chat/mentorix/widget.js")
        assert (first.status_code, first.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
        assert first.headers["access-control-allow-origin"] == "*"
        assert len(gzip.compress(first.content)) < 30_000
        again = await browser.get("/chat/mentorix/widget.js", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


async def test_the_page_that_shows_the_chat_runs_nothing_but_the_widget(anna: Visitor) -> None:
    for language in ("da", "en"):
        page = await anna.ask("GET", f"?lang={language}")
        assert (page.status_code, f'<html lang="{language}">' in page.text) == (200, True)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("charset", ["undefined", "punycode", "unicode_escape", "zlib", "utf-16"])
async def test_a_form_in_a_character_set_that_is_none_is_refused_or_read_and_no_fault_of_ours(
    anna: Visitor, charset: str
) -> None:
    await anna.begin()
    parts = (
        b'--b\r\nContent-Disposition: form-data; name="client"\r\n\r\nline\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="\\ud800 plan.txt"\r\n\r\nhej\r\n--b--\r\n'
    )
    media_type = f"multipart/form-data; boundary=b; charset={charset}"
    answer = await anna.ask("POST", "files", content=parts, headers={"Content-Type": media_type})
    assert answer.status_code in {201, 400}
    assert answer.json().get("code", "form") in {"form", "client"}


async def test_files_that_come_slowly_keep_nobody_elses_waiting(chat: Running, anna: Visitor) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(AT_A_TIME):
            await stack.enter_async_context(half_a_file(Visitor(chat.service.web_port)))
        await anna.begin()
        answer = await anna.ask("POST", "files", data={"client": "line"}, files={"file": ("plan.txt", b"hej")})
        assert answer.status_code == 201


async def test_of_one_address_so_many_files_come_at_once_and_no_more(chat: Running, anna: Visitor) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(UPLOADING_OF_PEER):
            await stack.enter_async_context(half_a_file(Visitor(chat.service.web_port, address=anna.address)))
        await anna.begin()
        answer = await anna.ask("POST", "files", data={"client": "line"}, files={"file": ("plan.txt", b"hej")})
        assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (429, "slow", "5")


@asynccontextmanager
async def half_a_file(somebody: Visitor) -> AsyncIterator[None]:
    """Let somebody begin to send a file, and go on with nothing; when this begins, it has begun."""
    await somebody.begin()
    reader, writer = await asyncio.open_connection("127.0.0.1", somebody.port)
    shown = {"Authorization": f"Bearer {somebody.reference}", "Content-Type": "multipart/form-data; boundary=b"}
    said = {"Host": f"127.0.0.1:{somebody.port}", "Content-Length": "100", "Expect": "100-continue"}
    lines = [f"{name}: {value}" for name, value in (somebody.headers | shown | said).items()]
    writer.write("\r\n".join([f"POST /chat/{somebody.organisation}/files HTTP/1.1", *lines, "", ""]).encode())
    assert b" 100 " in await reader.readline(), "it is being read"
    writer.write(b"--b\r\n")
    try:
        yield
    finally:
        writer.transport.abort()


async def test_a_page_that_still_shows_a_conversation_that_was_erased_is_told_when_it_comes_back(
    chat: Running, anna: Visitor
) -> None:
    async with anna.tab() as tab:
        await tab.say(COMPLAINT)
    await chat.service.book.run(lambda page: page.execute(delete(THREAD)))
    async with anna.tab(after=2) as again:
        assert await again.until_closed() == 1008
        assert again.told("error", code="over")
    ticket = (await anna.post("ticket")).json()["ticket"]
    stream = await anna.ask("GET", f"events?ticket={ticket}&after=2")
    assert '"code": "over"' in stream.text


@pytest.mark.parametrize(
    ("method", "path", "status"), [("PUT", "lines", 405), ("GET", "a/b", 404), ("GET", "no.js", 404)]
)
async def test_where_there_is_nothing_it_is_said_in_the_same_form(
    anna: Visitor, method: str, path: str, status: int
) -> None:
    answer = await anna.ask(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, "nowhere")


async def test_the_packed_widget_and_the_plain_one_have_marks_of_their_own(anna: Visitor) -> None:
    packed, plain = [
        await anna.ask("HEAD", "widget.js", headers={"Accept-Encoding": how}) for how in ("gzip", "identity")
    ]
    assert (packed.status_code, plain.status_code) == (200, 200)
    assert packed.headers["etag"] != plain.headers["etag"]
