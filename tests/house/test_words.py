"""One idea, one word, everywhere: what the code calls things stands in docs/words.md, and the reverse."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import DATA, FLOORS, ROOT, calls, cells, classes, files, functions, modules, page, shown

BANNED = (
    re.escape(f"{ROOT}/"),
    r"\bshared/",
    r"\bseeds?/",
    r"\b(?:design|style|stack|wording|traps)\.md\b",
    r"(?<!docs/)(?<!\]\()(?<!page\(\")\brules\.md\b",
    r"\bSEED \d",
    r"\bissue #?\d",
)
"""Where this was made, and from what, is nothing that its readers need."""

NOT_WORDS = {"Law", "Period", "Trail"}
"""Steps of one computation (cases/counting.py), not things of the trade."""

USE_CASE_MODULES = sorted(path for path in (ROOT / "intake").glob("*.py") if path.stem != "__init__")


def _word(name: str) -> str:
    """Give "clock rule" for ClockRule."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def _rows(title: str) -> list[tuple[str, ...]]:
    section = page("words.md").split(f"\n## {title}\n")[1].split("\n## ")[0]
    return list(cells(section))


def _nouns() -> set[str]:
    return {noun for row in _rows("Nouns") for noun in _named(row[0])}


def _named(cell: str) -> list[str]:
    """Give the nouns of a cell: "**Status**, **Move**"."""
    return [noun.strip("* ").lower() for noun in cell.split(",")]


def _verbs() -> set[str]:
    return {verb.strip("* ") for row in _rows("Verbs") for verb in row[0].split("/")}


@pytest.mark.parametrize(
    "path", [*modules("cases"), ROOT / "handlers/interface.py", ROOT / "intake/values.py"], ids=shown
)
def test_what_the_trade_and_the_use_cases_talk_about_is_a_word(path: Path) -> None:
    errors = {"errors.py"}
    unknown = {name for name in set(classes(path)) - NOT_WORDS if _word(name) not in _nouns()}
    assert path.name in errors or not unknown, f"say in docs/words.md what these are: {unknown}"


def test_every_noun_stands_where_the_table_says() -> None:
    for nouns, _, where in _rows("Nouns"):
        for place in re.findall(r"`([^`]+)`", where):
            text = (ROOT / place).read_text("utf-8") if (ROOT / place).is_file() else ""
            known = {_word(word) for word in re.findall(r"\b[A-Z][A-Za-z]+\b", text)}
            said = re.sub(r"\s+", " ", text.lower().replace("_", " "))
            lost = [noun for noun in _named(nouns) if noun not in known and noun not in said]
            assert not lost, f"{place} knows nothing of {lost}"


def test_every_event_is_in_the_past_tense_of_a_known_verb() -> None:
    past = {said.strip("` ") for row in _rows("Verbs") for said in row[1].split(",")}
    told = {
        node.args[1].value
        for path in modules(*FLOORS)
        for name, node in calls(path)
        if name == "Event" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
    }
    assert told, "no event was found; has the finder gone blind?"
    assert told <= past, f"say in docs/words.md which verbs these come from: {told - past}"


@pytest.mark.parametrize("path", USE_CASE_MODULES, ids=shown)
def test_a_use_case_is_named_by_a_verb(path: Path) -> None:
    """A module with a function of its own name over a page is a use case."""
    own = [one for one in functions(path) if one.name == path.stem and one.args.args and one.args.args[0].arg == "page"]
    verbs = _verbs() | {said.strip("` ").replace(" ", "_") for row in _rows("Verbs") for said in row[1].split(",")}
    assert not own or path.stem in {verb.replace(" ", "_") for verb in verbs}, (
        f"{path.stem} is no verb of docs/words.md"
    )


@pytest.mark.parametrize(
    "enum", ["Kind", "Flag", "Verdict", "Move", "Status", "ClockName", "Sight", "Act", "DocumentKind"]
)
def test_every_member_of_a_closed_list_stands_in_the_handbook(enum: str) -> None:
    members = {
        node.value.value
        for path in modules("cases")
        for owner in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(owner, ast.ClassDef) and owner.name == enum
        for node in owner.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    assert members
    assert {str(member) for member in members} <= set(re.findall(r"`([a-z_]+)`", page("words.md")))


def test_no_file_says_where_it_was_made_or_from_what() -> None:
    written = files(
        *FLOORS, *DATA, "docs", "tests", kinds=(".py", ".toml", ".txt", ".html", ".md", ".css", ".js", ".sh")
    )
    tops = (path for path in ROOT.iterdir() if path.suffix in {".md", ".toml", ".lock"} or path.name == "Makefile")
    for path in (*written, *tops):
        if path == Path(__file__):
            continue
        said = path.read_text("utf-8")
        found = [match[0] for pattern in BANNED for match in re.finditer(pattern, said)]
        inside_docs = [one for one in found if not (one == "rules.md" and "docs" in path.parts)]
        assert not inside_docs, f"{shown(path)} says {inside_docs}"
