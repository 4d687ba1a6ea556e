"""A table of questions is answered row by row, and nothing of it is lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import BadInput
from service.deadlines import COLUMNS, Layout, answer_table, compute

HEADER = "id,country,term,basis,received_at,paused_days,note\n"
ROW = "A,DK,1 month,eu,2026-03-02T11:00:00+01:00,,Easter\n"
DUE = "2026-04-07T23:59:59+02:00"


def answered(folder: Path, text: str | bytes) -> list[list[str]]:
    """Give the cells of every row that is written."""
    return [list(row.cells) for row in answer_table(a_table(folder, text))]


def mistakes(folder: Path, text: str) -> list[str | None]:
    """Give what is wrong with each row, the header left out."""
    return [row.mistake for row in answer_table(a_table(folder, text))][1:]


def a_table(folder: Path, text: str | bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def a_question(**changed: str) -> dict[str, str]:
    return dict(zip(COLUMNS, ("DK", "1 month", "eu", "2026-03-02T11:00:00+01:00", ""), strict=True)) | changed


def test_a_question_in_texts_has_an_answer() -> None:
    assert compute(a_question()).due_at.isoformat() == DUE
    assert compute(a_question(paused_days="7")).due_at.isoformat() == "2026-04-09T23:59:59+02:00"


@pytest.mark.parametrize(
    ("column", "written", "said"),
    [
        ("country", "SE", 'country "SE" is not known here'),
        ("term", "soon", 'term "soon" is not a length of time'),
        ("basis", "gdpr", 'basis "gdpr" is not known'),
        ("basis", "nl-statute", "cannot be used with country DK"),
        ("received_at", "2 March", 'time of receipt "2 March" is not a date with time'),
        ("received_at", "", 'time of receipt "" is not a date with time'),
        ("received_at", "2026-02-30T11:00:00+01:00", "is not a date with time"),
        ("received_at", "2026-03-02T11:00:00", "has no offset from UTC"),
        ("received_at", "2026-03-02", "has no offset from UTC"),
        ("paused_days", "1.5", 'paused days "1.5" are not a whole number'),
        ("paused_days", "-3", "-3 paused days are negative"),
    ],
)
def test_a_wrong_text_is_named(column: str, written: str, said: str) -> None:
    with pytest.raises(BadInput) as wrong:
        compute(a_question(**{column: written}))
    assert said in str(wrong.value)


def test_the_answer_comes_last_where_it_had_no_column(tmp_path: Path) -> None:
    header, row = answered(tmp_path, HEADER + ROW)
    assert header == ["id", "country", "term", "basis", "received_at", "paused_days", "note", "due_at"]
    assert row == ["A", "DK", "1 month", "eu", "2026-03-02T11:00:00+01:00", "", "Easter", DUE]


def test_an_old_answer_is_replaced_where_it_stands(tmp_path: Path) -> None:
    header, row = answered(tmp_path, f"due_at,{HEADER}1999-01-01,{ROW}")
    assert header[0] == "due_at"
    assert (row[0], row[1], row[-1], len(row)) == (DUE, "A", "Easter", 8)


def test_columns_may_stand_in_any_order_and_other_cells_are_not_touched(tmp_path: Path) -> None:
    header, cells = "paused_days, note ,basis,term,country,received_at", ",eu,1 month,DK,2026-03-02T11:00:00+01:00"
    text = f'{header}\n 0 ," a, ""b""\nc "{cells}\n'
    _, row = answered(tmp_path, text)
    assert row[1] == ' a, "b"\nc '
    assert row[-1] == DUE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_byte_order_mark_and_windows_lines_are_understood(tmp_path: Path, encoding: str, ending: str) -> None:
    text = (HEADER + ROW.replace("Easter", "Påske →")).replace("\n", ending)
    header, row = answered(tmp_path, text.encode(encoding))
    assert header[0] == "id"
    assert row[-2:] == ["Påske →", DUE]


def test_wrong_rows_say_where_and_keep_their_cells_and_the_others_are_answered(tmp_path: Path) -> None:
    text = (
        HEADER
        + ROW
        + ROW.replace("1 month", "1 moon")
        + "\n"
        + ROW.replace("Easter", '"two\nlines"')
        + ROW.replace("DK", "SE")
    )
    path = tmp_path / "table.csv"
    said = mistakes(tmp_path, text)
    assert said[0] is said[2] is None
    assert str(said[1]).startswith(f'{path} line 3: term "1 moon" is not a length of time')
    assert str(said[3]).startswith(f'{path} line 7: country "SE" is not known here')
    rows = answered(tmp_path, text)
    assert [row[-1] for row in rows] == ["due_at", DUE, "", DUE, ""]
    assert rows[2][:-1] == ["A", "DK", "1 moon", "eu", "2026-03-02T11:00:00+01:00", "", "Easter"]


def test_an_old_answer_of_a_wrong_row_is_not_left_standing(tmp_path: Path) -> None:
    _, row = answered(tmp_path, f"due_at,{HEADER}1999-01-01,{ROW.replace('DK', 'SE')}")
    assert row[0] == ""


def test_a_short_row_is_made_up_and_a_long_one_keeps_all_its_cells(tmp_path: Path) -> None:
    text = HEADER + ROW.replace(",,Easter", "") + ROW.replace("Easter", "Easter,x,y")
    _, short, long = answered(tmp_path, text)
    assert short[-3:] == ["", "", DUE]
    assert long == ["A", "DK", "1 month", "eu", "2026-03-02T11:00:00+01:00", "", "Easter", "", "x", "y"]
    assert mistakes(tmp_path, text)[1] == f"{tmp_path / 'table.csv'} line 3: has 9 cells, and the header has 7"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "column country, term, basis, received_at, paused_days is missing; expected country,term,basis,"),
        (HEADER.replace("term,", ""), "column term is missing; expected country,term,basis,received_at,paused_days,"),
        (HEADER.replace(",", ";") + ROW.replace(",", ";"), "separated by commas"),
        (HEADER.replace("note", "term"), "column term stands there twice"),
        (HEADER.replace("note", "due_at").replace("id", "due_at"), "column due_at stands there twice"),
    ],
)
def test_a_table_without_its_columns_is_refused_as_a_whole(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput) as wrong:
        answered(tmp_path, text)
    assert str(wrong.value).startswith(f"{tmp_path / 'table.csv'}: ")
    assert said in str(wrong.value)


def test_what_is_no_text_and_no_csv_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"table.csv line 2: is not UTF-8 text$"):
        answered(tmp_path, HEADER.encode() + b"A,\xe6\xf8\xe5\n")
    with pytest.raises(BadInput, match=r"table.csv line 3: is not CSV \(.+\)$"):
        answered(tmp_path, HEADER + ROW + 'B,"never closed')


@pytest.mark.parametrize(("name", "reason"), [("nothing.csv", "No such file or directory"), ("", "Is a directory")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(BadInput, match=f"cannot be read \\({reason}\\)"):
        list(answer_table(tmp_path / name))


@given(st.permutations([*COLUMNS, "due_at", "id"]), st.lists(st.text(max_size=3), max_size=9))
def test_no_cell_but_the_answer_ever_changes(header: list[str], cells: list[str]) -> None:
    layout = Layout.read(header)
    filled = layout.filled(cells, "!")
    kept = [cell for place, cell in enumerate(cells) if place != header.index("due_at")]
    assert filled[header.index("due_at")] == "!"
    assert [cell for place, cell in enumerate(filled) if place != header.index("due_at")][: len(kept)] == kept
