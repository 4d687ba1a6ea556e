"""Pictures of numbers: true to scale, with words beside them, and no colour alone tells two things apart."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.charts import BOTTOM, HEIGHT, STEPS, TOP, Chart, Series, bar, columns, lines, round_top

ROWS = re.findall(r"^ {4}(\d+) +(\d+)$", round_top.__doc__ or "", re.MULTILINE)


def a_chart(*values: float | None, **changed: object) -> Chart:
    fields: dict[str, object] = {
        "id": "course",
        "title": "Received",
        "about": "All in all",
        "labels": [str(place) for place in range(len(values))],
        "series": (Series("Received", "first", values),),
        "top": 8,
    }
    return Chart(**{**fields, **changed})  # type: ignore[arg-type]  # a builder takes any field


@pytest.mark.parametrize(("most", "top"), ROWS)
def test_an_axis_ends_at_a_round_number(most: str, top: str) -> None:
    assert round_top([float(most)]) == float(top)


def test_the_table_of_axes_is_read() -> None:
    assert len(ROWS) == 6


@given(st.lists(st.integers(0, 10**7), max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_number_is_higher_than_its_axis_and_every_step_is_a_whole_one(values: list[int]) -> None:
    top = round_top([float(value) for value in values])
    assert top >= max(values, default=0)
    assert top % STEPS == 0


def test_a_column_is_as_high_as_its_number() -> None:
    heights = [float(one) for one in re.findall(r'<rect class="first"[^>]* height="([\d.]+)"', columns(a_chart(8, 4)))]
    assert heights == [HEIGHT - TOP - BOTTOM, (HEIGHT - TOP - BOTTOM) / 2]


def test_nothing_is_drawn_for_nothing() -> None:
    assert 'class="first"' not in columns(a_chart(0, None))


def test_a_line_is_broken_where_nothing_is_known() -> None:
    drawn = lines(a_chart(1, 2, None, 3))
    assert drawn.count("<polyline") == 2
    assert drawn.count("<circle") == 3


def test_a_picture_has_a_title_and_a_description_that_it_is_called_by() -> None:
    root = ET.fromstring(columns(a_chart(1)))  # noqa: S314 - our own
    assert root.attrib["role"] == "img"
    ids = root.attrib["aria-labelledby"].split()
    assert [one.text for one in root.iter() if one.attrib.get("id") in ids] == ["Received", "All in all"]


def test_words_in_a_picture_are_words_and_no_markup() -> None:
    chart = a_chart(1, title="<script>alert(1)</script>", about='"><b>', labels=["<i>"], unit="<u>", id='"x')
    for drawn in (columns(chart), lines(chart)):
        assert not re.search(r"<(?:script|b|i|u)>", drawn)
        ET.fromstring(drawn)  # noqa: S314 - our own


def test_a_picture_has_no_style_and_no_colour_of_its_own() -> None:
    for drawn in (columns(a_chart(1)), lines(a_chart(1)), bar(0.5)):
        assert "style=" not in drawn
        assert "fill=" not in drawn


def test_of_many_labels_as_many_stand_there_as_have_room() -> None:
    drawn = columns(a_chart(*([1.0] * 60)))
    assert drawn.count('text-anchor="middle"') == 12


def test_without_any_label_the_frame_alone_is_drawn() -> None:
    assert columns(a_chart()).count("<line") == STEPS + 1


@pytest.mark.parametrize(("share", "width"), [(-1, "0.0"), (0.25, "25.0"), (7, "100.0")])
def test_a_bar_never_leaves_its_rail_and_is_not_read_aloud(share: float, width: str) -> None:
    drawn = bar(share)
    assert f'class="first" width="{width}"' in drawn
    assert 'aria-hidden="true"' in drawn
