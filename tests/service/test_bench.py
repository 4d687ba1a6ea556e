"""`svarfrist bench`: its letters are like people's, it counts right, and it measures a service that really runs."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import BadInput, TryLater
from cases.message import Channel, Envelope, Message, Verdict
from cases.policy import Policy
from mail.parse import parse
from mail.robots import judge
from reading.read import read
from service.bench.catching import Caught, catch, port_of
from service.bench.database import check_unused, kept
from service.bench.figures import Figures, points
from service.bench.letters import Letter, Nature, letters
from service.bench.processes import Process, process
from service.bench.run import Plan, bench
from service.bench.sending import Deliveries, deliver
from service.cli import main
from storage import arrivals
from storage.book import Book
from storage.policies import SHIPPED, read_policies

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
POLICIES: tuple[Policy, ...] = tuple(read_policies(SHIPPED).values())
MAIL = letters(400, POLICIES)
LISTENS = "print(4711, flush=True); import time; time.sleep(60)"
WANTED = {
    "messages",
    "accepted_per_second",
    "acknowledged_per_second",
    "limit_per_second",
    "share_of_limit",
    "data_to_250_ms",
    "letter_to_answer_ms",
    "cpu_ms_per_letter",
    "peak_rss_mb",
    "lost",
    "doubled",
    "repeated",
    "database",
    "nodes",
}


def of(nature: Nature) -> list[Letter]:
    return [letter for letter in MAIL if letter.nature is nature]


def some_figures(**changed: int) -> Figures:
    whole = {"messages": 9, "lost": 0, "doubled": 0, "repeated": 0, "unasked": 0} | changed
    times = {"p50": 1.0, "p95": 2.0, "p99": 3.0}
    return Figures(
        accepted_per_second=90.0,
        acknowledged_per_second=45.0,
        limit_per_second=90.0,
        share_of_limit=0.5,
        data_to_250_ms=times,
        letter_to_answer_ms=times,
        cpu_ms_per_letter=7.5,
        rest_rss_mb=180.0,
        peak_rss_mb=220.0,
        database="sqlite",
        half_load={"letters_per_second": 22.5, "data_to_250_ms": times},
        **whole,
    )


# The letters


def test_the_same_seed_gives_the_same_letters_and_another_gives_others() -> None:
    assert letters(60, POLICIES) == MAIL[:60]
    assert letters(60, POLICIES, seed=1) != MAIL[:60]


def test_letters_are_as_long_as_real_ones_from_a_few_lines_to_scanned_papers() -> None:
    sizes = sorted(len(letter.data) for letter in MAIL)
    assert sizes[0] >= 1_000
    assert sizes[-1] <= 66_000
    assert sizes[len(sizes) // 2] < 6_000
    assert sum(size > 20_000 for size in sizes) >= len(sizes) // 20


def test_most_letters_are_from_people_some_from_machines_and_a_few_came_before() -> None:
    shares = {nature: len(of(nature)) / len(MAIL) for nature in Nature}
    assert shares[Nature.PERSON] > 0.85
    assert 0.02 < shares[Nature.ROBOT] < 0.12
    assert 0 < shares[Nature.REPEAT] < 0.06


def test_nobody_writes_so_often_that_answers_would_be_held_back() -> None:
    senders = [letter.sender for letter in of(Nature.PERSON)]
    assert len(senders) == len(set(senders))


def test_a_repeat_is_a_letter_that_came_before_to_the_last_byte() -> None:
    seen: dict[str, Letter] = {}
    for letter in MAIL:
        earlier = seen.setdefault(letter.message_id, letter)
        assert (letter.nature is Nature.REPEAT) is (earlier is not letter)
        assert earlier.data == letter.data


def test_every_organisation_and_every_language_gets_letters() -> None:
    by_address = {policy.addresses[0]: policy for policy in POLICIES}
    assert {letter.recipient for letter in MAIL} == set(by_address)
    said = {read(parsed(letter), by_address[letter.recipient]).language for letter in of(Nature.PERSON)[:60]}
    assert said == {"da", "nl", "en"}


def test_what_the_bench_takes_for_a_person_is_answered_and_what_it_takes_for_a_machine_is_not() -> None:
    for letter in MAIL:
        judgement = judge(parsed(letter), frozenset({letter.recipient}))
        robot = letter.nature is Nature.ROBOT or (letter.nature is Nature.REPEAT and not judgement.may_answer)
        assert judgement.may_answer is not robot, letter.message_id
        assert (judgement.verdict is Verdict.ADMIT) is not robot


def parsed(letter: Letter) -> Message:
    return parse(letter.data, envelope=Envelope(letter.sender, (letter.recipient,)), received_at=AT)


def test_every_letter_is_in_order() -> None:
    assert {fault for letter in MAIL for fault in parsed(letter).faults} == set()


# The figures


def test_points_are_the_least_values_that_so_many_do_not_exceed() -> None:
    assert points(number / 1000 for number in range(1, 101)) == {"p50": 50.0, "p95": 95.0, "p99": 99.0}
    assert points([0.004]) == {"p50": 4.0, "p95": 4.0, "p99": 4.0}
    assert points([]) == {"p50": 0.0, "p95": 0.0, "p99": 0.0}


@given(st.lists(st.floats(min_value=0, max_value=60), min_size=1))
def test_points_are_measured_values_in_their_order(seconds: list[float]) -> None:
    found = points(seconds)
    assert found["p50"] <= found["p95"] <= found["p99"]
    assert set(found.values()) <= {round(one * 1000, 1) for one in seconds}


def test_a_run_is_in_order_only_where_nothing_was_lost_or_answered_twice() -> None:
    assert some_figures().in_order
    assert some_figures(repeated=3).in_order, "the same letter again is what a crash may cost"
    assert not some_figures(lost=1).in_order
    assert not some_figures(doubled=1).in_order


def test_the_table_has_a_line_for_every_figure() -> None:
    shown = some_figures().table().splitlines()
    assert len(shown) == len(some_figures().as_json())
    assert "processor time a letter, ms     7.5" in shown
    assert "end of DATA to 250, ms          p50 1.0, p95 2.0, p99 3.0" in shown
    assert "at half that load               letters_per_second 22.5, data_to_250_ms 1.0/2.0/3.0" in shown


def test_the_figures_are_what_is_promised() -> None:
    assert set(some_figures().as_json()) >= WANTED


# Catching


def caught(*heads: str) -> Caught:
    found = Caught()
    for head in heads:
        found.take(head.replace("\n", "\r\n").encode() + b"\r\n\r\nIn-Reply-To: <not@a.header>\r\n")
    return found


def test_an_answer_is_matched_to_its_letter() -> None:
    found = caught("In-Reply-To: <letter@a>\nMessage-ID: <ours@b>")
    assert found.ids == {"<letter@a>": ["<ours@b>"]}


def test_the_first_answer_counts_and_all_are_remembered() -> None:
    found = caught("In-Reply-To: <l@a>\nMessage-ID: <1@b>")
    first = found.at["<l@a>"]
    found.take(b"Message-ID: <2@b>\r\nIn-Reply-To: <l@a>\r\n\r\n")
    assert found.at["<l@a>"] == first
    assert found.ids["<l@a>"] == ["<1@b>", "<2@b>"]


def test_a_notice_to_staff_answers_nobody() -> None:
    found = caught("Message-ID: <notice@b>\nSubject: MX-26-481903")
    assert (found.letters, found.ids) == (1, {})


# Delivering


async def delivered(mail: tuple[Letter, ...], rate: float | None = None) -> tuple[Deliveries, Caught]:
    found = Caught()
    async with await catch(found) as server:
        return await deliver(mail, port_of(server), 4, rate), found


async def test_every_letter_is_delivered_once_over_a_few_connections() -> None:
    done, found = await delivered(MAIL[:50])
    assert len(done.took) == found.letters == 50
    assert done.refused == []
    assert set(done.ended) == {letter.message_id for letter in MAIL[:50]}
    assert done.per_second > 50


async def test_a_rate_is_kept() -> None:
    done, _ = await delivered(MAIL[:20], rate=100)
    assert 0.19 <= done.finished - done.began < 2
    assert 10 < done.per_second <= 105


class Stubborn(asyncio.Protocol):
    """A mail server that answers everything in the same words, or hangs up."""

    def __init__(self, answers: Iterator[bytes]) -> None:
        self._answers = answers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.data_received(b"")

    def data_received(self, _data: bytes) -> None:
        answer = next(self._answers, b"")
        self._transport.write(answer) if answer else self._transport.close()


async def delivered_to(answers: Callable[[], Iterator[bytes]]) -> Deliveries:
    server = await asyncio.get_running_loop().create_server(lambda: Stubborn(answers()), "127.0.0.1", 0)
    async with server:
        return await deliver(MAIL[:2], port_of(server), 1)


async def test_a_refused_letter_is_not_counted_as_taken() -> None:
    fine = [b"220 Hello\r\n", b"250 OK\r\n"]
    done = await delivered_to(
        lambda: chain(fine, *([b"250 OK\r\n", b"550 5.1.1 Nobody\r\n", b"250 OK\r\n"] for _ in "ab"), [b"221\r\n"])
    )
    assert done.refused == ["550 5.1.1 Nobody"] * 2
    assert done.took == []


async def test_a_server_that_hangs_up_ends_the_run_in_one_line() -> None:
    with pytest.raises(TryLater, match=r"^the mail server on port \d+ went away"):
        await delivered_to(lambda: iter([b"220 Hello\r\n", b"250 OK\r\n", b"250 OK\r\n"]))


# Processes


async def ended(process_id: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        await asyncio.sleep(0.02)
    return False


async def test_a_process_is_watched_while_it_runs_and_ended_after(tmp_path: Path) -> None:
    async with process(("-c", LISTENS), r"^(\d+)$", {}, tmp_path / "log") as running:
        assert running.port == 4711
        assert 1 < running.memory() <= running.peak < 500
        assert 0 <= running.cpu_seconds() < 60
    assert await ended(running.pid)


async def test_the_memory_of_a_process_is_that_of_its_children_too(tmp_path: Path) -> None:
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3)']); {LISTENS}"
    async with process(("-c", LISTENS), r"^(\d+)$", {}, tmp_path / "one") as one:
        alone = one.memory()
    async with process(("-c", child), r"^(\d+)$", {}, tmp_path / "two") as two:
        for _ in range(100):
            if two.memory() > alone * 1.5:
                break
            await asyncio.sleep(0.02)
        assert two.memory() > alone * 1.5


async def test_a_process_that_does_not_start_is_told_by_its_last_line(tmp_path: Path) -> None:
    words = ("-c", "raise SystemExit('nothing\\nthe port is taken')")
    with pytest.raises(TryLater, match=r"does not listen: the port is taken$"):
        async with process(words, r"^(\d+)$", {}, tmp_path / "log"):
            pass


async def test_settings_of_another_service_do_not_reach_the_one_that_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVARFRIST_OUTGOING", "smtp://real.example:25")
    words = ("-c", f"import os; print(sorted(key for key in os.environ if key.startswith('SVARFRIST'))); {LISTENS}")
    log = tmp_path / "log"
    async with process(words, r"^(\d+)$", {"SVARFRIST_SMTP": "127.0.0.1:0"}, log):
        assert log.read_text("utf-8").startswith("['SVARFRIST_SMTP']")


def test_a_process_that_is_gone_takes_nothing() -> None:
    assert Process(2**22 + 1, 0).memory() == 0.0


# The database


async def test_a_database_with_letters_in_it_is_refused_and_they_are_counted(database: str) -> None:
    envelope = Envelope("anna@example.org", ("info@mentorix.dk",))
    async with Book(database) as book:
        check_unused(database)
        await book.run(arrivals.keep, ("mentorix", "metier"), Channel.MAIL, envelope, (b"letter", AT))
    with pytest.raises(BadInput, match="holds letters or cases"):
        check_unused(database)
    assert kept(database) == 2


def test_a_file_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    check_unused(f"sqlite:///{tmp_path}/new.db")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_told_in_one_line() -> None:
    with pytest.raises(TryLater, match=r"^the database .* cannot be opened: [^\n]*$"):
        check_unused("postgresql://nobody:secret@127.0.0.1:1/none")


# All of it


@pytest.mark.slow
async def test_the_bench_measures_a_real_service(database: str) -> None:
    said: list[str] = []
    figures = await bench(Plan(messages=25, connections=3, database=database, rate=50), said.append)
    assert figures.in_order, figures
    assert (figures.messages, figures.unasked, figures.nodes) == (25, 0, 1)
    assert figures.database == ("postgresql" if database.startswith("postgresql") else "sqlite")
    assert figures.half_load == {}, "where a rate is given, that is the load"
    assert min(figures.limit_per_second, figures.accepted_per_second) > 5
    assert 0 < figures.letter_to_answer_ms["p50"] < 20_000
    assert 0 < figures.data_to_250_ms["p50"] < figures.letter_to_answer_ms["p50"]
    assert 0.1 < figures.cpu_ms_per_letter < 500
    assert 20 < figures.rest_rss_mb <= figures.peak_rss_mb < 1000
    assert said[-1] == "full load: 25 letters"
    assert kept(database) == 25 + 60, "everything that was taken is there"


@pytest.mark.slow
def test_with_json_stdout_is_json_alone_and_half_load_is_measured_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["svarfrist", "bench", "--messages", "30", "--json"])
    with pytest.raises(SystemExit) as end:
        main()
    out, err = capsys.readouterr()
    figures = json.loads(out)
    assert end.value.code == 0, err
    assert set(figures) >= WANTED
    assert figures["half_load"]["data_to_250_ms"]["p99"] > 0
    assert "half load" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--messages", "0"), "--messages"),
        (("--connections", "51"), "--connections"),
        (("--rate", "0"), "--rate"),
    ],
)
def test_a_wrong_option_is_wrong_usage(
    words: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["svarfrist", "bench", *words])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


def test_a_database_of_another_make_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["svarfrist", "bench", "--database", "mysql://x"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    assert capsys.readouterr().err.startswith("svarfrist: SVARFRIST_DATABASE: mysql is not supported")
