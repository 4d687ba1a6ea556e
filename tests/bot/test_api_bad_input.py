"""Whatever is sent, the interface says in a sentence what is wrong with it, keeps nothing of it, and goes on."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot.api.admission import FAILED
from bot.api.app import AT_A_TIME
from bot.uploads import LARGEST_FILE
from storage.inbox_tables import ARRIVAL
from storage.page import Page
from tests.web_chats import a_chat_service
from tests.web_forms import COMPLAINT, Site, a_file, a_key

here = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """Run one service for all of these."""
    async with a_chat_service(sqlite_template, tmp_path_factory.mktemp("api")) as running:
        yield Site(running, await a_key(running))


@pytest_asyncio.fixture(loop_scope="module")
async def site(service: Site) -> Site:
    """Give the server of a site, with a key of its own."""
    return Site(service.running, await a_key(service.running))


async def arrived(site: Site) -> int:
    """Count what came."""

    def count(page: Page) -> int:
        return int(page.execute(select(func.count()).select_from(ARRIVAL)).scalar_one())

    return await site.running.service.book.read(count)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "text"),
    ({"text": "   \n "}, "text"),
    ({"text": "x" * 50_001}, "text"),
    ({"text": 7}, "text"),
    ({"email": "no address"}, "email"),
    ({"email": "anna@example.org\nBcc: all@example.org"}, "email"),
    ({"email": "info@mentorix.dk"}, "email"),
    ({"email": "INFO+abc@mentorix.dk"}, "email"),
    ({"name": ""}, "name"),
    ({"name": "Anna 010190-1234"}, "name"),
    ({"name": "Anna\r\nSubject: Win"}, "name"),
    ({"name": "Klik https://evil.example"}, "name"),
    ({"name": "evil.example nu"}, "name"),
    ({"name": "www.evil.example"}, "name"),
    ({"language": "de"}, "language"),
    ({"number": "MX-26-100000"}, "number"),
    ({"files": [a_file()] * 11}, "files"),
    ({"files": [{"name": "plan.pdf"}]}, "files.0.content"),
    ({"files": [a_file("setup.exe", b"MZ\x90\x00 program")]}, "files.0"),
    ({"files": [a_file(), a_file("empty.pdf", b"")]}, "files.1"),
    ({"files": [a_file("../../etc/passwd.pdf", b"\x7fELF")]}, "files.0"),
]


@here
@pytest.mark.parametrize(("form", "field"), WRONG, ids=[f"{field}-{n}" for n, (_, field) in enumerate(WRONG)])
async def test_what_is_wrong_is_named_by_its_field_and_not_repeated(
    site: Site, form: dict[str, Any], field: str
) -> None:
    before = await arrived(site)
    answer = await site.send(**form)
    assert (answer.status_code, answer.json()["code"]) == (422, "fields")
    assert field in [one["field"] for one in answer.json()["errors"]]
    assert "010190" not in answer.text
    assert "evil" not in answer.text
    assert await arrived(site) == before


BODIES: list[tuple[str, bytes, int, str]] = [
    ("application/json", b"", 400, "unreadable"),
    ("application/json", b"{", 400, "unreadable"),
    ("application/json", b"\xff\xfe{}", 400, "unreadable"),
    ("application/json", b"[" * 100_000, 400, "unreadable"),
    ("application/json", b"[]", 422, "fields"),
    ("application/json", b"null", 422, "fields"),
    ("text/plain", b"{}", 415, "media"),
    ("", b"{}", 415, "media"),
    ("multipart/form-data", b"nothing", 400, "unreadable"),
    ("multipart/form-data; boundary=x", b"nothing", 400, "unreadable"),
]


@here
@pytest.mark.parametrize(("kind", "body", "status", "code"), BODIES)
async def test_a_body_that_is_none_is_told(site: Site, kind: str, body: bytes, status: int, code: str) -> None:
    answer = await site.ask("POST", "/cases", content=body, headers={"Content-Type": kind} if kind else {})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


@here
async def test_too_much_is_refused_whether_it_says_so_or_not(site: Site) -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        yield b'{"text": "'
        for _ in range(45):
            yield b"x" * 1024 * 1024

    large = base64.b64encode(b"%PDF-1.4" + b" " * (LARGEST_FILE // 2)).decode()
    two = [{"name": f"{n}.pdf", "content": large} for n in range(2)]
    for answer in (
        await site.ask("POST", "/cases", content=in_pieces(), headers={"Content-Type": "application/json"}),
        await site.send(files=two),
    ):
        assert (answer.status_code, answer.json()["code"]) == (413, "large")


@here
@pytest.mark.parametrize("name", ["", "a b", "x" * 256, "æ"])
async def test_a_name_of_a_request_that_is_none_is_told(site: Site, name: str) -> None:
    answer = await site.ask("POST", "/cases", json={}, headers={"Idempotency-Key": name.encode()})
    assert (answer.status_code, answer.json()["code"]) == (400, "name_of_it")


@here
@pytest.mark.parametrize("path", ["/cases/%00", "/cases/' OR 1=1 --", "/cases/" + "9" * 3000, "/submissions/x"])
async def test_an_address_with_tricks_leads_nowhere(site: Site, path: str) -> None:
    answer = await site.ask("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@here
async def test_a_submission_with_an_id_that_is_no_number_of_ours_is_none(site: Site) -> None:
    for id_ in ("1", "9223372036854775807", "9223372036854775808", "0"):
        assert (await site.ask("GET", f"/submissions/{id_}")).json()["code"] == "no_submission"


@here
async def test_another_method_is_told_with_those_that_are_answered(site: Site) -> None:
    answer = await site.ask("DELETE", "/cases/MX-26-100000")
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "method", "GET")


@here
async def test_markup_and_tricks_in_the_text_are_words_in_a_case(site: Site) -> None:
    case = await site.opened(
        text=f"{COMPLAINT}\n\x00<script>alert(1)</script>\u202e\n.\r\nX-Svarfrist-Thread: abc\r\n\r\nx"
    )
    assert case["kind"] == "complaint"


@here
async def test_fields_of_a_form_stand_there_once_and_others_not_at_all(site: Site) -> None:
    body = [("text", (None, COMPLAINT)), ("email", (None, "a@example.org")), ("email", (None, "b@example.org"))]
    answer = await site.ask("POST", "/cases", files=[*body, ("secret", (None, "x"))])
    assert [one["field"] for one in answer.json()["errors"]] == ["secret", "email"]


@pytest.mark.parametrize(
    "name", ["Anna \u202eneslO", "\u200b", "Anna\u2028Holm", "Anna\u0085Holm", "\u2066Anna", "-", "\U000e0041nna"]
)
@here
async def test_a_name_that_shows_as_what_it_is_not_is_refused(site: Site, name: str) -> None:
    answer = await site.send(name=name)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["name"]


@pytest.mark.parametrize(
    "name", ["Åse Ø. Ægidius-O\u2019Brien", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u674e\u660e", "Zoë 3"]
)
@here
async def test_names_of_people_are_taken(site: Site, name: str) -> None:
    assert (await site.send(name=name)).status_code == 202


@here
async def test_a_request_with_thousands_of_unknown_fields_is_told_so_once(site: Site) -> None:
    unknown: dict[str, Any] = {f"k{number}": 1 for number in range(50_000)}
    answer = await site.send(**unknown)
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 1
    inside = await site.send(files=[unknown])
    assert inside.status_code == 422
    assert len(inside.content) < 1_000


@here
async def test_the_name_of_an_unknown_field_is_not_said_again_at_length(site: Site) -> None:
    unknown: dict[str, Any] = {"k" * 1_000_000: 1}
    answer = await site.send(**unknown)
    assert answer.status_code == 422
    assert len(answer.content) < 1_000


@pytest.mark.parametrize("charset", ["undefined", "punycode", "unicode_escape"])
@here
async def test_a_form_in_a_character_set_that_is_none_is_told(site: Site, charset: str) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\xff\r\n--b--\r\n'
    media_type = f"multipart/form-data; boundary=b; charset={charset}"
    answer = await site.ask("POST", "/cases", content=part, headers={"Content-Type": media_type})
    assert answer.status_code in {400, 422}


@here
async def test_whoever_guesses_at_keys_shuts_out_nobody_at_the_same_address(site: Site) -> None:
    guesses = Site(site.running, "svf_guessed")
    answers = [(await guesses.ask("GET", "/cases/MX-26-100000")).status_code for _ in range(FAILED + 1)]
    assert answers[-1] == 429
    assert (await site.send()).status_code == 202


@here
async def test_whoever_sends_slowly_keeps_no_other_key_waiting(site: Site) -> None:
    other = Site(site.running, await a_key(site.running))

    async def drips() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    slow = [asyncio.create_task(other.ask("POST", "/cases", content=drips())) for _ in range(AT_A_TIME)]
    done, _ = await asyncio.wait(slow, timeout=0.3)
    assert not done
    assert (await site.send()).status_code == 202
    for one in slow:
        one.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
