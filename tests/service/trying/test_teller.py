"""The story fits the screen it is told on, and what stood in a letter is never markup."""

import io
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from service.trying.teller import LABEL, NARROWEST, WIDEST, Teller

LONG = "a sentence of some length that goes on and on, as sentences in letters do, until somebody ends it"


def written(width: int = 80, *, terminal: bool | None = None) -> tuple[Teller, io.StringIO]:
    """Give a teller and what it writes into."""
    page = io.StringIO()
    return Teller(Console(file=page, width=width, force_terminal=terminal)), page


def test_a_heading_fills_the_line_and_names_both_ends() -> None:
    teller, page = written()
    teller.heading("1  A complaint", "Mentorix")
    (line,) = page.getvalue().strip().splitlines()
    assert len(line) == WIDEST
    assert line.startswith("── 1  A complaint ──")
    assert line.endswith("── Mentorix ──")


def test_a_text_beside_a_label_hangs_under_itself() -> None:
    teller, page = written(60)
    teller.facts([("Because", LONG)])
    first, *others = page.getvalue().splitlines()
    assert first.startswith("  Because     a sentence")
    assert others
    assert all(line.startswith(" " * LABEL) and line[LABEL] != " " for line in others)


@given(width=st.integers(1, 200), text=st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=300))
def test_no_line_is_wider_than_the_screen_but_for_a_word_that_is(width: int, text: str) -> None:
    teller, page = written(width)
    teller.say(text)
    limit = max(NARROWEST, min(width, WIDEST))
    assert all(len(line) <= limit or len(line.split()) == 1 for line in page.getvalue().splitlines())


def test_an_address_is_never_broken() -> None:
    address = "https://" + "desk-" * 12 + "mentorix.example/desk/cases/MX-26-481903"
    teller, page = written(50)
    teller.facts([("Desk", f"lies at {address}")])
    assert address in page.getvalue()


def test_a_letter_is_shown_by_its_first_whole_paragraphs() -> None:
    teller, page = written()
    teller.quote(f"Dear Anna,\n\n{LONG}.\n\n{LONG}.\n", 3)
    assert [line.strip() for line in page.getvalue().splitlines()] == [
        "│ Dear Anna,",
        "│ a sentence of some length that goes on and on, as sentences in",
        "│ letters do, until somebody ends it.",
        "│ …",
    ]


def test_a_letter_that_fits_is_shown_without_dots() -> None:
    teller, page = written()
    teller.quote("Dear Anna,\n\nIt is done.", 5)
    assert "…" not in page.getvalue()


@pytest.mark.parametrize(
    "text", ["[MX-26-481903]", "[bold]Klage[/bold]", "[/]", ":smile: [link=http://x.example]x[/link]"]
)
def test_what_stands_in_brackets_is_text(text: str) -> None:
    teller, page = written()
    teller.say(text)
    teller.facts([("Subject", text)])
    teller.quote(text, 5)
    assert page.getvalue().count(text) == 3


def test_a_terminal_gets_colours_and_the_same_words() -> None:
    coloured, plain = written(terminal=True), written()
    for teller, _ in (coloured, plain):
        teller.facts([("From", "Anna Holm")])
    assert "\x1b[" in coloured[1].getvalue()
    assert "\x1b[" not in plain[1].getvalue()


TALKS = "from service.trying.teller import Teller, screen\nTeller(screen()).say('æ ─ …')\n"


def test_a_terminal_without_such_letters_still_gets_the_story() -> None:
    env = os.environ | {"PYTHONIOENCODING": "ascii"}
    said = subprocess.run([sys.executable, "-c", TALKS], capture_output=True, check=True, env=env)  # noqa: S603 - our own
    assert said.stdout.strip() == b"? ? ?"


def test_a_reader_who_leaves_is_an_error_to_whoever_writes() -> None:
    told = (
        "from service.trying.teller import Teller, screen\nt = Teller(screen())\nwhile True:\n    t.say('on and on')\n"
    )
    with subprocess.Popen([sys.executable, "-c", told], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as talking:  # noqa: S603
        assert talking.stdout
        assert talking.stderr
        talking.stdout.readline()
        talking.stdout.close()
        assert talking.stderr.read().strip().endswith(b"BrokenPipeError")
