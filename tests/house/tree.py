"""The house as files: what the tests about it look at."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("cases", "reading", "replies", "storage", "handlers", "intake", "mail", "bot", "desk", "service")
DATA = ("policies", "calendars")
BELOW_THE_CHANNELS = FLOORS[:6]
"""The folders below floor 4: they are told the time and the settings, and await nothing."""


def modules(*folders: str) -> tuple[Path, ...]:
    """Give the modules of these folders; migrations are records of the past and follow no rule of today."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


def files(*folders: str, kinds: tuple[str, ...] = (".py", ".toml", ".txt", ".html")) -> tuple[Path, ...]:
    """Give the files that people wrote, of some kinds; what Python left behind is not among them."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds)
    return tuple(sorted(path for path in found if "__pycache__" not in path.parts))


def shown(path: Path) -> str:
    """Give a path as one says it: from the root of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Give a module as Python reads it."""
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function of a module, those inside others too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def classes(path: Path) -> Iterator[str]:
    """Give the name of every public class of a module."""
    found = (node.name for node in tree(path).body if isinstance(node, ast.ClassDef))
    return (name for name in found if not name.startswith("_"))


def imports(path: Path) -> Iterator[str]:
    """Give every module that a module imports, with the names it takes: "datetime", "cases.kind.Kind"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Give every call of a module by its dotted name: "date.today", "page.execute", "open"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def cells(text: str) -> Iterator[tuple[str, ...]]:
    """Give the rows of a text's Markdown tables, without their heads."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if line.startswith("|") and not (_is_rule(line) or _is_rule(after)):
            yield tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")))


def _is_rule(line: str) -> bool:
    return line.startswith("|") and not set(line) - set("|-: ")


def page(name: str) -> str:
    """Give a page of the handbook: "words.md", "reference/settings.md"."""
    return (ROOT / "docs" / name).read_text("utf-8")
