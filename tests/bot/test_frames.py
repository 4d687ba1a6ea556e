"""What a browser sends is read with care, and what it is sent shows as what it is."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.frames import LONGEST_LINE, BadFrame, Told, TypedLine, line_of, lines_frame, number_of, read_frame, text_of
from cases.chat import Say, Side
from cases.message import Attachment
from cases.office import Office
from intake.chat_shown import Spoken
from tests.builders import AT

TRICKS = "\u202eexe.fdp\u202c \u2066x\u2069 \u200f\ufeff\x00\x1b\ud800<script>alert(1)</script>&amp;"


@pytest.mark.parametrize(
    "text", ["", "hej", "[1]", "null", '"x"', "{", "{'a': 1}", "[" * 60_000, '{"a":' * 20_000, "9" * 5_000, "\x00"]
)
def test_what_is_no_json_object_is_a_bad_frame(text: str) -> None:
    with pytest.raises(BadFrame, match="frame"):
        read_frame(text)


@given(st.binary(max_size=200))
def test_whatever_bytes_come_they_are_read_or_refused(data: bytes) -> None:
    with suppress(BadFrame):
        assert isinstance(read_frame(data), dict)


def test_a_line_is_a_text_and_what_it_is_called() -> None:
    assert line_of({"type": "line", "client": "a-1", "text": "Hej\nmed jer"}) == TypedLine("a-1", "Hej\nmed jer")


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"client": "a", "text": ""}, "empty"),
        ({"client": "a", "text": " \n\u202e\ufeff"}, "empty"),
        ({"client": "a", "text": "x" * (LONGEST_LINE + 1)}, "long"),
        ({"client": "a", "text": 7}, "frame"),
        ({"client": "a"}, "frame"),
        ({"text": "Hej"}, "client"),
        ({"client": "", "text": "Hej"}, "client"),
        ({"client": "x" * 65, "text": "Hej"}, "client"),
        ({"client": "<b>", "text": "Hej"}, "client"),
        ({"client": "a\nX-Header: 1", "text": "Hej"}, "client"),
        ({"client": ["a"], "text": "Hej"}, "client"),
    ],
)
def test_a_line_that_cannot_be_kept_is_refused_with_its_reason(frame: dict[str, Any], code: str) -> None:
    with pytest.raises(BadFrame) as refused:
        line_of(frame)
    assert refused.value.code == code


@pytest.mark.parametrize("number", [-1, 2**31, 10**30, 1.5, True, "3", None])
def test_the_number_of_a_line_is_a_number(number: object) -> None:
    with pytest.raises(BadFrame, match="frame"):
        number_of({"seq": number}, "seq")
    assert number_of({"seq": 3}, "seq") == 3
    with pytest.raises(BadFrame, match="frame"):
        text_of({"reference": {}}, "reference")


def test_markup_is_text_and_marks_that_turn_the_direction_are_left_out(offices: dict[str, Office]) -> None:
    file = Attachment(1, f"{TRICKS}.pdf", "application/pdf", 9, "d")
    told = Told((Spoken(4, AT, Side.PERSON, TRICKS, files=(file,), client="a"),), {})
    (line,) = lines_frame(told, "da", offices["mentorix"])["lines"]
    assert line["text"] == "exe.fdp x <script>alert(1)</script>&amp;"
    assert line["html"] is False
    assert line["files"] == [{"name": "exe.fdp x <script>alert(1)</script>&amp;.pdf", "size": 9}]
    json.dumps(line).encode("utf-8")


def test_what_the_program_says_is_put_into_the_words_of_the_language_it_was_said_in(
    offices: dict[str, Office],
) -> None:
    told = Told((Spoken(1, AT, Side.PROGRAM, say=Say("ask", {"what": "name", "language": "en"})),), {})
    (line,) = lines_frame(told, "da", offices["mentorix"])["lines"]
    assert "name" in line["text"]


def test_a_line_that_is_not_understood_yet_has_no_text(offices: dict[str, Office]) -> None:
    (line,) = lines_frame(Told((Spoken(1, AT, Side.PERSON, client="a"),), {}), "da", offices["mentorix"])["lines"]
    assert (line["text"], line["client"], line["state"]) == (None, "a", "received")
