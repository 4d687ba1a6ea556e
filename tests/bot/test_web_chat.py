"""The web chat on a real server: what is said arrives once, is shown everywhere, and survives whatever breaks."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from httpx import AsyncClient, Response
from sqlalchemy import Row, func, select

from bot.conversations import THERE_FOR
from bot.references import GOOD_FOR
from cases.policy import ClockName
from storage.chat_tables import CHAT, CHAT_LINE
from storage.page import Page
from tests.at_work import Running, number_in
from tests.conftest import Opens
from tests.smtp import until
from tests.web_chats import WEB, Tab, Visitor, a_chat_service

COMPLAINT = "Hej, jeg vil gerne klage over min eksamen. Jeg fik ikke den tid, jeg var lovet."

here = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """Run one service for most of these tests; everybody has a conversation and an address of their own."""
    async with a_chat_service(sqlite_template, tmp_path_factory.mktemp("chat")) as opened:
        yield opened


@pytest.fixture
def anna(chat: Running) -> Visitor:
    """Give somebody at the chat of Mentorix."""
    return Visitor(chat.service.web_port)


def how_many(page: Page) -> int:
    """Count conversations."""
    return int(page.one(select(func.count()).select_from(CHAT))[0])  # type: ignore[index]  # a count is there


def of_line(page: Page, client: str) -> Row[Any]:
    """Give the conversation that a line is said in."""
    same = (CHAT.c.organisation == CHAT_LINE.c.organisation) & (CHAT.c.id == CHAT_LINE.c.chat_id)
    (row,) = page.all(select(CHAT).join(CHAT_LINE, same).where(CHAT_LINE.c.client_id == client))
    return row


async def there_until(chat: Running, client: str) -> datetime:
    """Give until when the person of a line is taken to be there."""
    found: datetime = (await chat.service.book.read(of_line, client)).present_until
    return found


@here
async def test_al_14_before_anything_is_said_it_says_that_it_is_automatic_whose_it_is_and_keeps_nothing(
    chat: Running, anna: Visitor
) -> None:
    before = await chat.service.book.read(how_many)
    told = await anna.begin("da")
    greeting = " ".join(told["greeting"])
    assert "automatisk" in greeting
    assert told["privacy"] in greeting
    assert (told["name"], told["contact"]["email"], told["resumed"]) == ("Mentorix", "info@mentorix.dk", False)
    async with anna.tab() as tab:
        await tab.send(type="ping")
        await tab.until(lambda: tab.told("pong"))
    assert await chat.service.book.read(how_many) == before


@here
async def test_a_line_is_received_understood_and_answered_with_a_number_and_a_date(
    chat: Running, anna: Visitor
) -> None:
    async with anna.tab() as tab:
        await tab.say(COMPLAINT)
        assert tab.texts("person") == [COMPLAINT]
        case = await chat.case(number_in(" ".join(tab.texts("program"))))
    assert case.requester.address is None


@here
async def test_after_a_reload_everything_stands_there_once_and_the_talk_goes_on(anna: Visitor) -> None:
    async with anna.tab() as tab:
        await tab.say(COMPLAINT)
        before, last = tab.texts(), max(tab.lines)
    assert (await anna.begin())["resumed"]
    async with anna.tab() as tab:
        await tab.until(lambda: len(tab.lines) >= last)
        assert tab.texts() == before
        assert sorted(tab.lines) == list(range(1, last + 1))
        await tab.say("Anna Holm")
    async with anna.tab(after=last) as tab:
        await tab.until(lambda: "Anna Holm" in tab.texts("person"))


@here
async def test_what_is_said_in_one_tab_stands_in_the_other_also_the_first_line(anna: Visitor) -> None:
    async with anna.tab() as one, anna.tab() as other:
        client = await one.say(COMPLAINT)
        await other.until(lambda: other.answered(client))
        again = await other.say("Anna Holm")
        await one.until(lambda: one.answered(again))
        await other.until(lambda: len(other.lines) >= len(one.lines))
        assert one.texts() == other.texts()


@here
async def test_a_line_that_is_sent_again_because_the_tick_was_lost_is_there_once(anna: Visitor) -> None:
    async with anna.tab() as tab:
        client = await tab.say(COMPLAINT)
    async with anna.tab() as tab:
        await tab.type(COMPLAINT, client)
        await tab.say("Anna Holm")
        assert tab.texts("person") == [COMPLAINT, "Anna Holm"]


@here
async def test_two_lines_in_one_breath_are_both_answered_in_their_order(anna: Visitor) -> None:
    async with anna.tab() as tab:
        await tab.send(type="line", client="one", text=COMPLAINT)
        await tab.send(type="line", client="two", text="Anna Holm")
        await tab.until(lambda: tab.answered("two"))
        await tab.until(lambda: None not in tab.texts())
        assert tab.texts("person") == [COMPLAINT, "Anna Holm"]


@here
async def test_r_cpr_1_a_national_number_is_masked_on_the_spot_also_where_it_was_typed(anna: Visitor) -> None:
    async with anna.tab() as tab:
        await tab.say(COMPLAINT)
        await tab.say("Mit CPR-nummer er 010190-1234")
        await tab.until(lambda: None not in tab.texts())
        shown = "\n".join(tab.texts())
    assert "010190" not in shown
    assert "Mit CPR-nummer er" in shown


@here
async def test_she_is_there_while_a_page_is_open_and_not_after_the_last_one_closed(
    chat: Running, anna: Visitor
) -> None:
    async with anna.tab() as one:
        client = await one.say(COMPLAINT)
        async with anna.tab() as other:
            await other.until(lambda: other.answered(client))
            assert await there_until(chat, client) >= chat.clock.now + THERE_FOR
        assert await there_until(chat, client) > chat.clock.now

    async def has_left() -> bool:
        return await there_until(chat, client) <= chat.clock.now

    await until(has_left, "leave")


@here
async def test_the_receipt_counts_as_given_once_the_page_says_it_has_it_and_no_sooner(
    chat: Running, anna: Visitor
) -> None:
    async with anna.tab() as tab:
        await tab.say(COMPLAINT)
        case = await chat.case(number_in(" ".join(tab.texts("program"))))
        assert ClockName.ACKNOWLEDGEMENT in await chat.ticking(case)
        await tab.send(type="shown", seq=max(tab.lines))

        async def stopped() -> bool:
            return ClockName.ACKNOWLEDGEMENT not in await chat.ticking(case)

        await until(stopped, "the acknowledgement to count")
    assert (await anna.begin())["shown"] > 0


@here
async def test_nobody_has_what_was_not_sent_to_them(chat: Running, anna: Visitor) -> None:
    async with anna.tab() as tab:
        client = await tab.say(COMPLAINT)
        await tab.send(type="shown", seq=2**31 - 1)
        await tab.send(type="ping")
        await tab.until(lambda: tab.told("pong"))
        assert (await chat.service.book.read(of_line, client)).shown <= max(tab.lines)


@here
async def test_where_no_websocket_gets_through_lines_go_by_post_and_come_as_events(anna: Visitor) -> None:
    await anna.begin()
    assert (await anna.post("lines", client="a", text=COMPLAINT)).json() == {"received": "a"}
    ticket = (await anna.post("ticket")).json()["ticket"]
    tab = await events_of(anna, ticket, lambda tab: tab.answered("a"))
    assert tab.texts("person") == [COMPLAINT]
    assert (await anna.post("shown", seq=max(tab.lines))).status_code == 200
    again = await anna.ask("GET", f"events?ticket={ticket}")
    assert (again.status_code, again.json()["code"]) == (401, "reference")


@here
async def test_an_event_stream_goes_on_behind_the_last_event(anna: Visitor) -> None:
    async with anna.tab() as tab:
        for line in (COMPLAINT, *("Hvad så?",) * 8):
            await tab.say(line)
        last = max(tab.lines)
    ticket = (await anna.post("ticket")).json()["ticket"]
    seen = await events_of(anna, ticket, lambda tab: last in tab.lines, after=last)
    assert 1 not in seen.lines


async def events_of(anna: Visitor, ticket: str, holds: Any, after: int = 0) -> Tab:  # noqa: ANN401 - a question
    """Read events until something holds; give what was read."""
    read = Tab(None)  # type: ignore[arg-type]  # nothing is sent
    address = f"{anna.home}/chat/{anna.organisation}/events?ticket={ticket}"
    headers = anna.headers | ({"Last-Event-ID": str(after)} if after else {})
    async with asyncio.timeout(10), AsyncClient() as client, client.stream("GET", address, headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        async for row in stream.aiter_lines():
            if row.startswith("data: "):
                frame = json.loads(row.removeprefix("data: "))
                read.frames.append(frame)
                read.lines |= {one["seq"]: one for one in frame.get("lines", ())}
            if holds(read):
                break
    return read


@here
async def test_a_file_comes_in_as_a_line_with_its_name_and_size(chat: Running, anna: Visitor) -> None:
    async with anna.tab() as tab:
        await tab.say(COMPLAINT)
        sent = await upload(anna, b"%PDF-1.7\n" + b"x" * 2_000_000, "../eksamens\u202ebevis.pdf")
        assert (sent.status_code, sent.json()) == (
            201,
            {"received": "f", "name": "eksamensbevis.pdf", "size": 2_000_009},
        )
        await tab.until(lambda: tab.answered("f"))
        (line,) = [one for one in tab.lines.values() if one["client"] == "f"]
        assert line["files"] == [{"name": "eksamensbevis.pdf", "size": 2_000_009}]
        number = number_in(" ".join(tab.texts("program")))
    told = (await chat.dossier(number)).told
    assert [file.media_type for one in told for file in one.attachments] == ["application/pdf"]


@here
async def test_a_file_may_be_the_first_thing_that_is_sent(anna: Visitor) -> None:
    await anna.begin()
    assert (await upload(anna, b"%PDF-1.7\n", "bevis.pdf")).status_code == 201
    async with anna.tab() as tab:
        await tab.until(lambda: tab.answered("f"))


async def upload(anna: Visitor, content: bytes, name: str, media_type: str = "application/pdf") -> Response:
    """Send a file."""
    return await anna.ask("POST", "files", data={"client": "f"}, files={"file": (name, content, media_type)})


@here
async def test_a_link_opens_the_conversation_once_on_another_device(anna: Visitor) -> None:
    await anna.begin()
    early = await anna.post("link")
    assert (early.status_code, early.json()["code"]) == (409, "early")
    async with anna.tab() as tab:
        client = await tab.say(COMPLAINT)
    told = (await anna.post("link")).json()
    page, _, code = told["link"].partition("#")
    assert (page, told["minutes"]) == (f"{anna.home}/chat/mentorix/", 10)
    phone = Visitor(anna.port)
    opened = await phone.post("session", code=code, language="en")
    assert (opened.status_code, opened.json()["resumed"], opened.json()["language"]) == (200, True, "da")
    phone.reference = opened.json()["reference"]
    async with phone.tab() as there, anna.tab() as here_too:
        await there.until(lambda: there.answered(client))
        again = await there.say("Anna Holm")
        await here_too.until(lambda: here_too.answered(again))
    spent = await Visitor(anna.port).post("session", code=code, language="en")
    assert (spent.status_code, spent.json()["code"]) == (410, "link")


@here
async def test_a_link_is_good_for_ten_minutes_and_a_new_one_replaces_it(chat: Running, anna: Visitor) -> None:
    async with anna.tab() as tab:
        await tab.say(COMPLAINT)
    first, second = [(await anna.post("link")).json()["link"].partition("#")[2] for _ in range(2)]
    assert (await Visitor(anna.port).post("session", code=first)).status_code == 410
    chat.clock.now += timedelta(minutes=11)
    assert (await Visitor(anna.port).post("session", code=second)).status_code == 410


@here
async def test_whoever_comes_back_within_thirty_days_goes_on_for_another_thirty(chat: Running, anna: Visitor) -> None:
    async with anna.tab() as tab:
        client = await tab.say(COMPLAINT)
    first = anna.reference
    for _ in range(3):
        chat.clock.now += GOOD_FOR - timedelta(days=1)
        assert (await anna.begin())["resumed"]
        async with anna.tab() as tab:
            await tab.until(lambda: tab.answered(client))
    assert anna.reference != first
    chat.clock.now += GOOD_FOR
    assert not (await anna.begin())["resumed"]


async def test_a_restart_in_the_middle_loses_nothing_and_doubles_nothing(service: Opens) -> None:
    async with AsyncExitStack() as pages:
        async with service(**WEB) as before:
            anna = Visitor(before.service.web_port)
            await anna.begin()
            tab = await pages.enter_async_context(anna.tab())
            await tab.say(COMPLAINT)
            await tab.type("Anna Holm", "late")
            last = max(tab.lines)
        assert await tab.until_closed() in {1001, 1012}  # it goes away, or restarts
    async with service(**WEB) as after:
        anna.port = after.service.web_port
        assert (await anna.begin())["resumed"]
        async with anna.tab(after=last) as tab:
            await tab.type("Anna Holm", "late")
            await tab.until(lambda: tab.answered("late"))
        async with anna.tab() as tab:
            await tab.until(lambda: tab.answered("late"))
            assert tab.texts("person") == [COMPLAINT, "Anna Holm"]
        assert len(await after.cases()) == 1


async def test_two_tabs_that_begin_at_once_begin_one_conversation(service: Opens) -> None:
    async with service(**WEB) as chat:
        anna = Visitor(chat.service.web_port)
        async with anna.tab() as one, anna.tab() as other, anna.tab() as third:
            tabs = (one, other, third)
            await asyncio.gather(*(tab.type(COMPLAINT, f"line-{n}") for n, tab in enumerate(tabs)))
            await one.until(lambda: len(one.texts("person")) == 3)
        assert await chat.service.book.read(how_many) == 1


async def test_the_service_stops_at_once_though_pages_are_open(service: Opens) -> None:
    async with service(**WEB) as chat:
        anna = Visitor(chat.service.web_port)
        await anna.begin()
        ticket = (await anna.post("ticket")).json()["ticket"]
        begun = asyncio.Event()
        stream = asyncio.create_task(events_of(anna, ticket, lambda _: begun.set()))
        async with asyncio.timeout(5):
            await begun.wait()
        loop = asyncio.get_running_loop()
        began = loop.time()
    assert loop.time() - began < 5
    await asyncio.wait([stream])
    assert stream.done()
