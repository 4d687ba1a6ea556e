"""Looks for what is left of a person: in every column of every table, and in every file of the vault."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from storage.page import ORDER, Page


def traces(page: Page, *words: str) -> list[str]:
    """Name each column in which one of some words stands, however its capitals are written: "message.subject"."""
    return sorted(set(_traces(page, words)))


def files_with(folder: Path, *words: str) -> list[str]:
    """Name each file in which one of some words stands."""
    wanted = [word.encode() for word in words]
    return [str(path) for path in folder.rglob("*") if path.is_file() and _has(path.read_bytes(), wanted)]


def _traces(page: Page, words: tuple[str, ...]) -> Iterator[str]:
    wanted = [word.lower() for word in words]
    for table in ORDER:
        for row in page.all(select(table)):
            for name, value in row._mapping.items():
                said = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                if any(word in said.lower() for word in wanted):
                    yield f"{table.name}.{name}"


def _has(data: bytes, words: list[bytes]) -> bool:
    return any(word in data for word in words)
