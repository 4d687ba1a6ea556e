"""Letters of a mailbox and letters of ours are paired one with one, so that what is lacking cannot hide."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.difference import Difference, Found, difference, expected
from storage.mailbox_watch import Kept
from storage.mailboxes import Cursor
from tests.builders import AT

WEEK_AGO = AT - timedelta(days=7)
FOUND = Found(7, AT, 1000, "<a@example.org>", (1, 7))
KEPT = Kept("info", 1, 7, AT, 1000, "<a@example.org>")
NOTHING = Difference((), 0)


def compared(there: list[Found], ours: list[Kept]) -> Difference:
    return difference(there, ours, "info", WEEK_AGO)


def test_what_lies_where_it_was_fetched_is_ours_whatever_the_server_says_of_its_size() -> None:
    assert compared([replace(FOUND, size=1400)], [KEPT]) == NOTHING


def test_what_we_lack_is_missing_and_what_is_gone_is_unknown() -> None:
    other = replace(FOUND, uid=8, place=(1, 8), message_id="<b@example.org>")
    assert compared([FOUND, other], [KEPT]) == Difference((other,), 0)
    assert compared([], [KEPT]) == Difference((), 1)


@pytest.mark.parametrize(
    ("moved", "why"),
    [
        (replace(FOUND, place=None), "moved to another folder"),
        (replace(FOUND, place=(2, 7)), "the folder counts anew"),
        (replace(FOUND, place=None, size=1017), "the server estimates sizes"),
        (
            replace(FOUND, place=None, received_at=AT + timedelta(hours=1)),
            "somebody moved it with a program that dates anew",
        ),
        (replace(FOUND, place=None, received_at=AT + timedelta(milliseconds=400)), "whole seconds on one side only"),
    ],
)
def test_a_letter_in_another_place_is_known_by_what_it_is(moved: Found, why: str) -> None:
    assert compared([moved], [KEPT]) == NOTHING, why


def test_a_letter_without_a_message_id_is_known_by_second_and_size() -> None:
    nameless, ours = replace(FOUND, place=None, message_id=None), replace(KEPT, message_id=None)
    assert compared([nameless], [ours]) == NOTHING
    assert compared([nameless, replace(nameless, uid=8)], [ours]).missing == (replace(nameless, uid=8),)


def test_a_letter_that_is_not_read_yet_is_known_by_second_and_size() -> None:
    assert compared([replace(FOUND, place=None)], [replace(KEPT, message_id=None)]) == NOTHING


def test_another_letter_of_the_same_second_and_size_is_another_letter() -> None:
    other = replace(FOUND, place=None, message_id="<b@example.org>")
    assert compared([other], [KEPT]) == Difference((other,), 1)


def test_the_same_message_id_with_other_content_is_another_letter() -> None:
    other = replace(FOUND, uid=8, place=(1, 8), size=2000, received_at=AT + timedelta(hours=1))
    assert compared([FOUND, other], [KEPT]).missing == (other,)


def test_a_copy_that_somebody_made_is_no_other_letter() -> None:
    assert compared([FOUND, replace(FOUND, place=None, uid=40)], [KEPT]) == NOTHING


def test_what_came_by_another_way_is_ours_and_not_unknown() -> None:
    by_smtp = Kept(None, None, None, AT, 1000, "<a@example.org>")
    assert compared([replace(FOUND, place=(1, 9))], [by_smtp]) == NOTHING
    assert compared([], [by_smtp]) == NOTHING


def test_what_is_older_than_what_was_listed_is_not_unknown() -> None:
    assert compared([], [replace(KEPT, received_at=WEEK_AGO - timedelta(seconds=1))]) == NOTHING


few = st.integers(1, 6)


@given(st.lists(st.tuples(few, few, few), max_size=8, unique_by=lambda one: one[0]), st.data())
def test_whatever_was_lost_is_missing(letters: list[tuple[int, int, int]], data: st.DataObject) -> None:
    """Letters with a place each; some of ours are taken away."""
    there = [Found(uid, AT + timedelta(seconds=second), size, None, (1, uid)) for uid, second, size in letters]
    kept = {uid: Kept("info", 1, uid, AT + timedelta(seconds=second), size, None) for uid, second, size in letters}
    lost = data.draw(st.sets(st.sampled_from(sorted(kept)))) if kept else set()
    found = compared(there, [one for uid, one in kept.items() if uid not in lost])
    assert {one.uid for one in found.missing} == lost
    assert found.unknown == 0


CURSOR = Cursor(1, 20, 10, AT, history_uid=6)


@pytest.mark.parametrize(
    ("uid", "passed"), [(1, True), (6, True), (7, False), (10, False), (11, True), (20, True), (21, False)]
)
def test_only_what_the_cursor_has_passed_is_expected_here(uid: int, passed: object) -> None:
    assert expected(uid, CURSOR) is passed
