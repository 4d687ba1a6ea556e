"""An explanation as a person reads it at a terminal."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


def show(console: Console, explained: dict[str, Any]) -> None:
    """Print one explanation: what it is, what it says, what would run, what would be written."""
    console.print(Text(f"{explained['id']}", style="bold"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, lines in (*_understood(explained), *_lists(explained), *_done(explained)):
        grid.add_row(label, Text("\n").join(lines))
    console.print(Padding(grid, (0, 0, 1, 2)))


def _understood(told: dict[str, Any]) -> Iterator[tuple[str, list[Text]]]:
    yield "verdict", [Text(f"{told['verdict']} ({told['reason']})") + _answerable(told)]
    yield "language", [Text(told["language"])]
    yield "kinds", [_kind(found) for found in told["kinds"]]
    yield "text", [_marked(line, told) for line in told["text"].splitlines()]


def _lists(told: dict[str, Any]) -> Iterator[tuple[str, list[Text]]]:
    for label, values in (("fields", told["fields"].items()), ("sensitive", _pairs(told["sensitive"]))):
        if values:
            yield label, [Text(f"{name}: {value}") for name, value in values]
    for label in ("flags", "missing"):
        if told[label]:
            yield label, [Text(", ".join(told[label]), style="yellow")]


def _done(told: dict[str, Any]) -> Iterator[tuple[str, list[Text]]]:
    if told["queue"]:
        yield "queue", [Text(told["queue"])]
    for clock in told["clocks"]:
        yield clock["name"], [Text(f"{clock['due_at']}  {clock['term']}, {clock['law']}", style="bold"), *_why(clock)]
    for reply in told["replies"]:
        leaves = "leaves at once" if reply["unseen"] else "waits for approval"
        yield reply["reply"], [Text(f"{leaves}, {reply['language']}: {reply['subject']}", style="green")]


def _answerable(told: dict[str, Any]) -> Text:
    if told["may_answer"]:
        return Text("")
    return Text(", written by a machine" if told["automatic"] else ", not answered", style="yellow")


def _kind(found: dict[str, Any]) -> Text:
    return Text.assemble(
        (found["kind"], "bold"), f" {found['confidence']:.2f}  ", (" · ".join(found["evidence"]), "italic")
    )


def _marked(line: str, told: dict[str, Any]) -> Text:
    """Mark the words that show what the letter is."""
    text = Text(line)
    for found in told["kinds"]:
        for words in found["evidence"]:
            text.highlight_words([words], "black on yellow", case_sensitive=False)
    return text


def _why(clock: dict[str, Any]) -> list[Text]:
    return [Text(sentence, style="dim") for sentence in clock["because"]]


def _pairs(sensitive: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(seen["category"], seen["shown_as"]) for seen in sensitive]
