"""`svarfrist register`: the people an organisation knows, from a file, whole or not at all."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.learner_rows import COLUMNS, SHOWN

RUN = CliRunner()
HEAD = "reference,name,email"
ANNA = "1001,Anna Holm,Anna@Example.org"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands work on a database of their own."""
    path = tmp_path / "book.db"
    path.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("SVARFRIST_DATABASE", f"sqlite:///{path}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give where a file is to be."""
    return tmp_path / "register.csv"


def imported(file: Path, content: str | bytes, *words: str, organisation: str = "mentorix") -> Result:
    """Write a file and import it."""
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return RUN.invoke(app, ["register", "import", str(file), "--organisation", organisation, *words])


def held() -> int:
    """Say how many people the register holds."""
    result = RUN.invoke(app, ["register", "status", "--organisation", "mentorix", "--json"])
    people: int = json.loads(result.stdout)["mentorix"]["people"]
    return people


def mistakes(result: Result, file: Path) -> list[str]:
    """Give what was wrong, without the file's name; nothing was imported."""
    assert result.exit_code == 1
    said = [line.removeprefix(f"{file}: ") for line in str(result.exception).splitlines()]
    assert said[-1] == "nothing was imported" or len(said) == 1
    assert held() == 0
    return said[:-1] if len(said) > 1 else said


def test_a_register_is_imported_and_the_same_again_changes_nothing(file: Path) -> None:
    first = imported(file, f"{HEAD}\n{ANNA}\n1002,Bo Lund,bo@example.org\n")
    assert first.exit_code == 0, first.exception
    assert "2 people" in first.stdout
    assert "new 2, changed 0, as before 0" in first.stdout
    again = RUN.invoke(app, ["register", "import", str(file), "--organisation", "mentorix"])
    assert "new 0, changed 0, as before 2" in again.stdout


def test_a_dry_run_says_what_would_change_and_changes_nothing(file: Path) -> None:
    assert "nothing was changed" in imported(file, f"{HEAD}\n{ANNA}\n", "--dry-run", "--replace").stdout
    assert held() == 0


def test_who_is_not_in_the_file_goes_only_when_that_is_said(file: Path) -> None:
    imported(file, f"{HEAD}\n{ANNA}\n1002,Bo Lund,bo@example.org\n")
    assert "1 stay, although they are not in the file" in imported(file, f"{HEAD}\n{ANNA}\n").stdout
    assert held() == 2
    assert "1 no longer in the register" in imported(file, f"{HEAD}\n{ANNA}\n", "--replace").stdout
    assert held() == 1


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}\n1,Åse Ørsted,aase@example.org\n".encode(),
        b"\xef\xbb\xbf" + f"{HEAD}\r\n1,Åse Ørsted,aase@example.org\r\n".encode(),
        "Reference;Name;Email\r\n1;Åse Ørsted;aase@example.org\r\n".encode("cp1252"),
        b"sep=;\r\nemail;name;reference\r\n\r\naase@example.org;" + "Åse Ørsted".encode("cp1252") + b";1",
        f'{HEAD},course\n1,"Åse Ørsted",aase@example.org,"PRINCE2, Foundation"\n'.encode(),
    ],
)
def test_files_are_taken_as_peoples_programs_write_them(file: Path, content: bytes) -> None:
    result = imported(file, content)
    assert result.exit_code == 0, result.exception
    assert held() == 1


def test_several_rows_of_one_person_are_several_courses(file: Path) -> None:
    rows = f"{HEAD},course,course_start,course_end\n{ANNA},ITIL,2026-01-02,2026-01-03\n{ANNA},PRINCE2,02-03-2026,\n"
    assert "1 people" in imported(file, rows + f"{ANNA},ITIL,2.1.2026,3/1/2026\n").stdout
    assert held() == 1


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",Anna,anna@example.org", "line 2: reference is empty"),
        ("1,,anna@example.org", "line 2: name is empty"),
        ("1,Anna,anna", "line 2: email is no e-mail address"),
        ("1,Anna,info@mentorix.dk", "line 2: email is where Mentorix takes letters in"),
        (f"1,{'x' * 301},a@example.org", "line 2: name is longer than 300 letters"),
        ("1,Anna,a@example.org,ITIL,32-01-2026", "line 2: course_start: expected a date such as 2026-03-02"),
        ("1,Anna,a@example.org,,2026-01-02", "line 2: course_start is there, and course is empty"),
        ("1,Anna,a@example.org,ITIL,2026-01-02,2026-01-01", "line 2: course_end is before course_start"),
        ("1,Anna,a@example.org,ITIL,,,", "line 2: 7 cells; expected 6"),
        (
            "1,Anna,a@example.org\n1,Bo,a@example.org",
            "line 3: name is another than in line 2, under the same reference",
        ),
        ("", "there is nobody in it"),
    ],
)
def test_a_row_that_is_wrong_is_named_by_its_line_and_nothing_is_imported(file: Path, row: str, says: str) -> None:
    (said,) = mistakes(imported(file, f"{HEAD},course,course_start,course_end\n{row}\n"), file)
    assert says in said


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("reference,name", 'the column "email" is missing'),
        ("reference,name,email,shoe size", 'the column "shoe size" is not known; expected some of reference'),
        ("reference,name,email,name", 'the column "name" is there twice'),
    ],
)
def test_r_11_1_columns_are_those_that_are_needed_to_know_people(file: Path, head: str, says: str) -> None:
    (said,) = mistakes(imported(file, f"{head}\n"), file)
    assert says in said


@pytest.mark.parametrize("column", ["cpr", "CPR-nummer", "Personnummer", "bsn", "Burgerservicenummer", "passport no"])
def test_r_cpr_1_r_bsn_1_a_column_for_national_numbers_is_refused(file: Path, column: str) -> None:
    (said,) = mistakes(imported(file, f"{HEAD},{column}\n{ANNA},1\n"), file)
    assert "no national numbers (R-CPR-1, R-BSN-1)" in said


@pytest.mark.parametrize(
    ("row", "organisation"),
    [
        ("010190-1234,Anna,a@example.org", "mentorix"),
        ("1,Anna 010190-1234,a@example.org", "mentorix"),
        ("1,Anna (BSN 111222333),a@example.org", "mentor"),
        ("0101901234,Anna,a@example.org", "mentorix"),
        ("111222333,Anna,a@example.org", "mentor"),
    ],
)
def test_r_cpr_1_r_bsn_1_a_national_number_is_refused_and_never_repeated(
    file: Path, row: str, organisation: str
) -> None:
    (said,) = mistakes(imported(file, f"{HEAD}\n{row}\n", organisation=organisation), file)
    assert "R-CPR-1, R-BSN-1" in said
    assert "1234" not in said.replace(str(file), "")
    assert "111222333" not in said


def test_numbers_of_learners_are_no_national_ones_although_one_in_eleven_passes_the_test(file: Path) -> None:
    rows = "\n".join(f"{number},Anna,a{number}@example.org,0612345678" for number in range(111222320, 111222360))
    result = imported(file, f"{HEAD},phone\n{rows}\n", organisation="mentor")
    assert result.exit_code == 0, result.exception


def test_of_very_many_mistakes_the_first_are_named(file: Path) -> None:
    said = mistakes(imported(file, HEAD + "\n" + "1,Anna,nobody\n" * 120), file)
    assert len(said) == SHOWN + 1
    assert said[-1] == "and 70 mistakes more"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty; expected a first line"),
        (HEAD.encode("utf-16"), "is UTF-16; expected UTF-8 or Windows-1252"),
        (b"reference,name,email\n1,\x81\xff,a@example.org", "is neither UTF-8 nor Windows-1252"),
        (b'reference,name,email\n1,"Anna,a@example.org\n', "cannot be read as CSV"),
    ],
)
def test_what_is_no_register_is_refused_in_one_line(file: Path, content: bytes, says: str) -> None:
    (said,) = mistakes(imported(file, content), file)
    assert says in said


def test_what_is_not_there_is_named() -> None:
    unread = RUN.invoke(app, ["register", "import", "/nowhere.csv", "--organisation", "mentorix"])
    assert "/nowhere.csv: cannot be read" in str(unread.exception)
    nobody = RUN.invoke(app, ["register", "status", "--organisation", "nobody"])
    assert 'there is no organisation "nobody"' in str(nobody.exception)


def test_the_how_to_names_every_column() -> None:
    written = (Path(__file__).parents[2] / "docs/how-to.md").read_text("utf-8")
    assert all(f"`{column}`" in written for column in COLUMNS)
