"""`svarfrist bench chat`: its visitors are like people, it counts right, and it measures a service that really runs."""

import json
import sys
from datetime import datetime
from itertools import islice

import pytest

from cases.chat import Chat, Dialogue, Side
from cases.errors import BadInput
from cases.message import Channel, Envelope
from cases.policy import Policy
from service.bench.chat import ChatPlan, bench_chat
from service.bench.chat_figures import ChatFigures
from service.bench.database import chat_lines_kept
from service.bench.visitors import visitors
from service.cli import main
from storage import arrivals, chats, messages, threads
from storage.book import Book
from storage.chats import NO_DOOR, Line
from storage.messages import Kept
from storage.page import Page
from storage.policies import SHIPPED, read_policies
from storage.threads import Thread
from tests.builders import AT, a_message, a_reading
from tests.intake.scene import ADMITTED

POLICIES: tuple[Policy, ...] = tuple(read_policies(SHIPPED).values())
FEW = ("--conversations", "3", "--seconds", "2", "--pause", "0.1", "--idle", "5")


def some_figures(**changed: int) -> ChatFigures:
    times = {"p50": 1.0, "p95": 2.0, "p99": 3.0}
    return ChatFigures(
        conversations=200,
        lines=900,
        lines_per_second=25.0,
        line_to_answer_ms=times,
        line_to_tick_ms=times,
        coming_ms=times,
        cpu_ms_per_line=12.5,
        idle_sockets=2000,
        idle_memory_mb=105.0,
        idle_cpu_share=0.02,
        rest_rss_mb=300.0,
        peak_rss_mb=420.0,
        database="sqlite",
        **({"unanswered": 0, "refused": 0, "lost": 0, "doubled": 0} | changed),
    )


def test_visitors_are_the_same_every_time_each_with_an_address_of_their_own() -> None:
    some = list(islice(visitors(POLICIES), 400))
    assert some == list(islice(visitors(POLICIES), 400))
    assert len({one.peer for one in some}) == 400
    assert {one.organisation for one in some} == {policy.id for policy in POLICIES}
    assert {one.language for one in some} == {"da", "nl", "en"}


def test_visitors_state_a_matter_and_then_who_they_are() -> None:
    for one in islice(visitors(POLICIES), 50):
        matter, _, address, *_ = one.lines
        assert len(matter.split()) > 10
        assert "@" in address
        assert "{" not in "".join(one.lines)


@pytest.mark.parametrize("wrong", ["unanswered", "refused", "lost", "doubled"])
def test_a_run_is_in_order_only_where_every_line_was_kept_once_and_answered(wrong: str) -> None:
    assert some_figures().in_order
    assert not some_figures(**{wrong: 1}).in_order


def test_the_table_has_a_line_for_every_figure() -> None:
    shown = some_figures().table().splitlines()
    assert len(shown) == len(some_figures().as_json())
    assert "line to answer, ms              p50 1.0, p95 2.0, p99 3.0" in shown


def keep_lines(page: Page, *clients: str, at: datetime = AT) -> None:
    """Keep a conversation of lines, the last of which nobody has understood."""
    threads.begin(page, "mentorix", Thread(1, "token", None))
    chat = Chat("mentorix", 1, Channel.CHAT, 1, Dialogue("da"), at)
    chats.begin(page, chat, NO_DOOR)
    for number, client in enumerate(clients, start=10):
        (arrival,) = arrivals.keep(page, ("mentorix",), Channel.CHAT, Envelope("", ()), (client.encode(), at))
        (line,) = chats.append(page, chat, [Line(at, Side.PERSON, arrival=arrival, client=client)], at)
        if client != clients[-1]:
            message = a_message(fingerprint=client)
            messages.keep(page, "mentorix", Kept(number, 1, arrival), message, (ADMITTED, a_reading()))
            chats.understood(page, chat, line.seq, number)


async def test_lines_that_are_no_message_in_the_database_are_lost(database: str) -> None:
    async with Book(database) as book:
        await book.run(keep_lines, "one", "two", "three")
        assert chat_lines_kept(database, ["one", "two"]) == (0, 0)
        assert chat_lines_kept(database, ["one", "three", "never"]) == (2, 0)


@pytest.mark.slow
def test_a_small_run_measures_a_real_service(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["svarfrist", "bench", "chat", *FEW, "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    figures = json.loads(out)
    assert ended.value.code == 0, err
    assert (figures["conversations"], figures["idle_sockets"], figures["database"]) == (3, 5, "sqlite")
    assert (figures["lost"], figures["doubled"], figures["unanswered"], figures["refused"]) == (0, 0, 0, 0)
    assert figures["lines"] >= 3
    assert 0 < figures["line_to_tick_ms"]["p50"] < figures["line_to_answer_ms"]["p99"]
    assert figures["peak_rss_mb"] >= figures["rest_rss_mb"] > 50
    assert "conversations: 3 at once" in err


async def test_a_database_in_use_is_refused(database: str) -> None:
    async with Book(database) as book:
        await book.run(keep_lines, "one", "two")
    with pytest.raises(BadInput, match="holds letters or cases"):
        await bench_chat(ChatPlan(1, 1, 1, 0, database), lambda _line: None)
