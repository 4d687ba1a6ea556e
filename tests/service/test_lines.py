"""JSON lines as others made them: each line by itself, whatever is wrong with the one before."""

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import BadInput
from service.lines import Line, lines


def of(tmp_path: Path, raw: bytes) -> list[Line]:
    file = tmp_path / "list.jsonl"
    file.write_bytes(raw)
    return list(lines(file, "--jsonl"))


def test_each_line_has_its_number_and_empty_ones_are_counted_but_left_out(tmp_path: Path) -> None:
    assert of(tmp_path, b'{"id": 1}\n\n  \n[2]\r\n3') == [Line(1, {"id": 1}), Line(4, [2]), Line(5, 3)]


def test_a_mark_of_byte_order_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    assert of(tmp_path, b"\xef\xbb\xbf1\n2\n") == [Line(1, 1), Line(2, 2)]


def test_a_line_inside_a_text_is_no_end_of_a_line(tmp_path: Path) -> None:
    """U+2028 ends a line for Python's text files, not in JSON."""
    assert of(tmp_path, '"en\u2028to"\n'.encode()) == [Line(1, "en\u2028to")]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'{"id": "a', "is no JSON: Unterminated string"),
        (b"{'id': 1}", "is no JSON: Expecting property name"),
        (b'"\xe6\xf8\xe5"', "is not UTF-8"),
        (b"[" * 100_000, "is nested too deeply"),
        (b"NaN", "is no JSON: NaN is no number"),
        (b"-Infinity", "is no JSON: -Infinity is no number"),
        (b"1" * 5000, "is no JSON: Exceeds the limit"),
        (b"\x00", "is no JSON"),
    ],
    ids=["cut short", "Python's quotes", "Latin-1", "a tower", "NaN", "infinity", "an endless number", "a null byte"],
)
def test_what_is_wrong_with_a_line_is_said_and_the_next_one_is_read(tmp_path: Path, raw: bytes, says: str) -> None:
    wrong, right = of(tmp_path, raw + b'\n"right"\n')
    assert wrong.value is None
    assert wrong.fault.startswith(says)
    assert "\n" not in wrong.fault
    assert right == Line(2, "right")


@pytest.mark.parametrize(("name", "says"), [("nowhere", "No such file"), ("", "Is a directory")])
def test_a_file_that_cannot_be_opened_is_named_with_its_option(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(BadInput, match=f"^--jsonl .*: {says}"):
        list(lines(tmp_path / name, "--jsonl"))


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"1\n2\n"), "ascii"))
    assert [one.value for one in lines(Path("-"), "--jsonl")] == [1, 2]


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_a_fault(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    found = of(tmp_path_factory.mktemp("lines"), raw)
    assert len(found) <= raw.count(b"\n") + 1
    assert all(not one.fault or one.value is None for one in found)
