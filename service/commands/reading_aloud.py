"""The figures of an evaluation as a person reads them at a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reading.tidy import tidy

MEASURES = {
    "matters_recognised": "rights, complaints: seen as a matter",
    "ordinary_taken_for_a_matter": "ordinary letters taken for a matter",
    "first_kind_right": "first kind right",
    "unsure": "said to be unsure",
    "language_right": "language right",
    "language_right_from_five_words": "language right, five words or more",
    "name_right": "name right, where one is stated",
    "name_made_up": "name read where there is none",
    "sensitive_found": "sensitive data found",
    "sensitive_false": "sensitive data read where none is",
}


def show(console: Console, told: Mapping[str, Any]) -> None:
    """Print an evaluation: rates, then kinds, flags, fields and sensitive data, then what was taken for what."""
    counts = ", ".join(f"{language} {count}" for language, count in told["letters"].items())
    console.print(f"Letters: {counts}; read as {told['organisation']}'s.")
    console.print("In brackets: where the true share lies, with 95 % certainty (Wilson).\n")
    for table in _tables(told):
        if table.row_count:
            console.print(table)
            console.print()


def _tables(told: Mapping[str, Any]) -> Iterator[Table]:
    yield _rates(told["rates"])
    for group, title in (("kinds", "kind"), ("flags", "flag")):
        for language, found in told[group].items():
            yield _found(f"{title}, {language}", found)
    yield _fields(told["fields"])
    yield _sensitive(told["sensitive"])
    for language, confusion in told["confusion"].items():
        yield _confusion(language, confusion)
    yield _worst(told["worst"])


def _rates(rates: Mapping[str, Mapping[str, Any]]) -> Table:
    table = _table("measure", "letters", "share", "")
    for measure, by_language in rates.items():
        title = MEASURES[measure]
        for language, rate in by_language.items():
            if rate["of"]:
                table.add_row(title, language, _share(rate), _count(rate))
                title = ""
    return table


def _found(title: str, found: Mapping[str, Any]) -> Table:
    table = _table(title, "precision", "recall", "F1")
    for name, figures in found.items():
        table.add_row(name, _share(figures["precision"]), _share(figures["recall"]), f"{figures['f1']:.2f}")
    return table


def _fields(fields: Mapping[str, Mapping[str, Any]]) -> Table:
    table = _table("field", "letters", "right", "")
    for language, found in fields.items():
        for name, rate in found.items():
            table.add_row(name, language, _share(rate), _count(rate))
    return table


def _sensitive(sensitive: Mapping[str, Mapping[str, Any]]) -> Table:
    table = _table("sensitive", "letters", "found", "found where there is none")
    for language, found in sensitive.items():
        for category, rates in found.items():
            table.add_row(category, language, _share(rates["found"]), _share(rates["false"]))
    return table


def _confusion(language: str, confusion: Mapping[str, Mapping[str, int]]) -> Table:
    """Give a row for each labelled first kind, a column for each that was read; 0 is a dot."""
    kinds = list(dict.fromkeys([*confusion, *(read for row in confusion.values() for read in row)]))
    table = _table(f"first kind, {language}: labelled ↓ read →", *map(str, range(1, len(kinds) + 1)))
    for number, labelled in enumerate(kinds, 1):
        row = confusion.get(labelled, {})
        cells = (
            Text(str(row[read]) if read in row else "·", style="bold" if read == labelled else "") for read in kinds
        )
        table.add_row(f"{number:>2} {labelled}", *cells)
    return table


def _worst(letters: list[dict[str, Any]]) -> Table:
    table = _table("most surely wrong", "labelled", "read", "sure")
    for one in letters:
        table.add_row(tidy(one["id"]), ", ".join(one["labelled"]), ", ".join(one["read"]), f"{one['confidence']:.2f}")
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(Text(first), overflow="fold")
    for other in others:
        table.add_column(Text(other), overflow="fold")
    return table


def _share(rate: Mapping[str, Any]) -> str:
    if rate["share"] is None:
        return "–"
    return f"{_percent(rate['share'])} % ({_percent(rate['low'])}–{_percent(rate['high'])})"


def _count(rate: Mapping[str, Any]) -> str:
    return f"{rate['count']} of {rate['of']}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"
