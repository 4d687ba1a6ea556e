"""Where something sensitive stands can be written down, and what is masked stays so until somebody keeps it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.redaction import BY_HAND, IN_SUBJECT, IN_TEXT, Fate, Redaction, at, in_file
from tests.builders import AT


def found(place: str, fate: Fate | None = None) -> Redaction:
    return Redaction(1, 1, 1, "health", place, AT, fate)


@given(st.integers(0, 10**6))
def test_a_file_is_a_place_that_gives_its_part_back_and_masks_no_words(part: int) -> None:
    redaction = found(in_file(part))
    assert (redaction.part, redaction.span, redaction.masks) == (part, None, False)


@given(st.sampled_from([IN_SUBJECT, IN_TEXT]), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_marked_passage_is_a_place_that_gives_its_ends_back(place: str, first: int, last: int) -> None:
    redaction = found(at(place, first, last))
    assert (redaction.span, redaction.part) == ((place, first, last), None)


def test_places_that_were_written_down_long_ago_are_still_read() -> None:
    assert found("file 3").part == 3
    assert found("text 12 40").span == (IN_TEXT, 12, 40)
    assert found("subject 0 4").span == (IN_SUBJECT, 0, 4)
    assert BY_HAND == "by_hand"


@pytest.mark.parametrize("place", [IN_SUBJECT, IN_TEXT])
@pytest.mark.parametrize(("fate", "masks"), [(None, True), (Fate.STRIKE_OUT, True), (Fate.KEEP, False)])
def test_words_are_masked_from_the_beginning_until_somebody_keeps_them(
    place: str,
    fate: Fate | None,
    masks: bool,  # noqa: FBT001 - a row
) -> None:
    redaction = found(place, fate)
    assert redaction.masks is masks
    assert (redaction.part, redaction.span) == (None, None)


def test_only_what_a_person_decided_on_goes_and_only_once() -> None:
    struck = replace(found(IN_TEXT, Fate.STRIKE_OUT), judged_by=7, judged_at=AT)
    assert struck.goes
    assert not replace(struck, judged_by=None).goes, "by rule, for a person to look at"
    assert not replace(struck, fate=Fate.KEEP).goes
    assert not replace(struck, struck_at=AT).goes
