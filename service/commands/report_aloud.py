"""The report on what staff corrected, as a person reads it at a terminal."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from service.reporting import NOTHING


def show(console: Console, told: Iterable[Mapping[str, Any]]) -> None:
    """Print an organisation's report after the other; those to which nobody wrote are named only."""
    for one in told:
        console.print(f"[bold]{one['organisation']}[/bold]: {_sentence(one)}")
        if one["corrected"]:
            _tables(console, one)


def _sentence(one: Mapping[str, Any]) -> str:
    if not one["letters"]:
        return "no letters."
    letters = "1 letter" if one["letters"] == 1 else f"{one['letters']} letters"
    return f"{letters}, {one['corrected']} corrected by staff ({_share(one)}). What nobody corrected counts as right."


def _tables(console: Console, one: Mapping[str, Any]) -> None:
    confusions = _table("read as", "is", "letters", "in", "was so sure")
    for pair in one["confusions"]:
        languages = ", ".join(f"{language} {count}" for language, count in pair["languages"].items())
        read, right = (_matter(pair[side]) for side in ("read", "right"))
        confusions.add_row(read, right, str(pair["letters"]), languages, f"{pair['confidence']:.0%}")
    fields = _table("field", "what was wrong")
    for name, faults in one["fields"].items():
        fields.add_row(name, ", ".join(f"{fault} {count}" for fault, count in faults.items()))
    shares = (_shares("read as", one["kinds"]), _shares("language", one["languages"]))
    for table in (confusions, *shares, _sureness(one["confidence"]), fields):
        if table.row_count:
            console.print(table)


def _shares(title: str, rows: Mapping[str, Mapping[str, Any]]) -> Table:
    table = _table(title, "letters", "corrected", "share")
    for name, row in rows.items():
        table.add_row(name, str(row["letters"]), str(row["corrected"]), _share(row))
    return table


def _sureness(rows: Iterable[Mapping[str, Any]]) -> Table:
    return _shares("how sure it was", {f"{row['from']:.0%} and more": row for row in rows})


def _matter(kind: str) -> str:
    return "(nothing)" if kind == NOTHING else kind


def _share(row: Mapping[str, Any]) -> str:
    return f"{row['share']:.1%}"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in {"letters", "corrected", "share"} else "left")
    return table
