"""`svarfrist try` as somebody uses it who has just got the program: a process of its own, from start to end."""

import contextlib
import json
import re
import signal
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.trying.samples import SAMPLES
from service.trying.setting import PORTS
from tests.service.trying.told import one_line
from tests.trial import PATIENCE, trying

ONCE_AT_MOST = 45.0
"""Seconds in which a story that is told once has to end."""


@pytest.mark.slow
def test_told_once_it_ends_in_time_with_the_whole_story_and_leaves_nothing(tmp_path: Path) -> None:
    began = time.monotonic()
    with trying(tmp_path, "--once") as trial:
        out, err = trial.process.communicate(timeout=PATIENCE)
    assert time.monotonic() - began < ONCE_AT_MOST
    assert (trial.process.returncode, err) == (0, b"")
    story = out.decode()
    for number, sample in enumerate(SAMPLES, start=1):
        assert f"── {number}  {sample.title} ─" in story
    for part in ("── Time passes, until ", "late, it was not taken in hand in time", "── Have a look ─", "Password "):
        assert part in story
    assert max(map(len, story.splitlines())) <= 80
    assert "\x1b" not in story
    assert trial.left_behind == []


@pytest.mark.slow
def test_it_stays_up_on_other_ports_where_its_own_are_taken_and_the_log_in_opens(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        held = set(PORTS.values())
        for port in PORTS.values():
            try:
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:  # somebody else has it, and may let it go again
                held.remove(port)
        with trying(tmp_path, "--fast-forward", "30h") as trial:
            trial.until("press Ctrl-C")
            end = one_line(trial.text.partition("Have a look")[2])
            assert not {f":{port}" for port in held} & set(re.findall(r":\d{4,5}", end))
            assert said_by_health(end) == {"status": "ready"}
            assert "Automatic confirmation: we have received your message" in outbox_seen_by_staff(end)
            before, page = len(trial.text), ask_for_a_code(end)
            trial.until("Koden kan bruges én gang")
            assert re.search(r"│ \d{4} \d{4}\n", trial.text[before:]), page
            assert trial.process.poll() is None
            status, err = trial.stop()
    assert (status, err) == (0, "")
    assert trial.left_behind == []


def said_by_health(end: str) -> object:
    """Give what the address after "Health" answers."""
    address = re.search(r"Health (http\S+)", end)
    assert address
    with urllib.request.urlopen(address[1], timeout=PATIENCE) as answer:  # noqa: S310 - an address of our own
        return json.load(answer)


def ask_for_a_code(end: str) -> str:
    """Open the page of a case by the link that is printed, and ask there for a code; give the page's path."""
    link = re.search(r"http\S+/case/\S+", end)
    assert link
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(link[0], timeout=PATIENCE) as page:
        form = re.search(r'name="form" value="(\w+)"', page.read().decode())
    assert form
    with browser.open(f"{link[0]}/code", urllib.parse.urlencode({"form": form[1]}).encode(), timeout=PATIENCE) as page:
        assert "?done=code_sent" in page.url
    return link[0]


def outbox_seen_by_staff(end: str) -> str:
    """Log in with what is printed and give the page of letters that left."""
    found = re.search(r"Desk (\S+)/desk/ Log in as (\S+) Password (\S+)", end)
    assert found
    desk, email, password = found.groups()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    form = urllib.parse.urlencode({"email": email, "password": password, "next": "/desk/outbox"}).encode()
    log_in = urllib.request.Request(f"{desk}/desk/login", form, {"Origin": desk})  # noqa: S310 - as above
    with browser.open(log_in, timeout=PATIENCE) as page:
        assert page.url == f"{desk}/desk/outbox"
        return str(page.read().decode())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "number", "status"),
    [((), signal.SIGINT, 0), (("--once",), signal.SIGINT, 130), ((), signal.SIGTERM, 0)],
    ids=["Ctrl-C", "Ctrl-C, once", "SIGTERM"],
)
def test_stopped_in_the_middle_it_ends_without_a_complaint(
    tmp_path: Path, options: tuple[str, ...], number: int, status: int
) -> None:
    with trying(tmp_path, *options) as trial:
        trial.until("1  A complaint with its papers")
        assert trial.stop(number) == (status, "")
    assert "Have a look" not in trial.text
    assert trial.left_behind == []


@pytest.mark.slow
def test_a_reader_who_leaves_early_ends_it(tmp_path: Path) -> None:
    with trying(tmp_path) as trial:
        trial.until("tried out")
        assert trial.process.stdout
        trial.process.stdout.close()
        assert trial.process.stderr
        with trial.process.stderr as complaints:
            assert complaints.read() == b""
        assert trial.process.wait(PATIENCE) == 1
    assert trial.left_behind == []


@pytest.mark.parametrize("written", ["3x", "", "0d", "10 years", "tomorrow"])
def test_a_time_that_is_none_is_wrong_usage(written: str) -> None:
    result = CliRunner().invoke(app, ["try", "--fast-forward", written])
    assert result.exit_code == 2
    assert f'--fast-forward "{written}" is not understood' in result.stderr


def test_it_is_on_the_menu_with_its_options() -> None:
    said = CliRunner().invoke(app, ["try", "--help"], terminal_width=100).stdout
    assert "--once" in said
    assert "--fast-forward TIME" in said
