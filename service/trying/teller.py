"""How the story looks on a screen: headings, labels with texts beside them, the beginnings of letters."""

import io
import os
import sys
import textwrap
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

NARROWEST, WIDEST = 40, 80
LABEL = 14
"""Where the text beside a label begins."""


class _Screen(Console):
    """A console whose reader may leave early."""

    def on_broken_pipe(self) -> None:
        """Write nothing more, and say so to whoever writes, not to the whole program."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise BrokenPipeError


def screen() -> Console:
    """Give the console of this process; a terminal without some letter shows another in its place."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return _Screen()


class Teller:
    """Writes to a console, in its width, and in colours where it has them.

    Whatever stood in a letter is text here, never markup.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._width = max(NARROWEST, min(console.width, WIDEST))

    def heading(self, left: str, right: str = "") -> None:
        """Begin a part."""
        end = f" {right} ──" if right else "──"
        rule = "─" * max(2, self._width - len(left) - len(end) - 4)
        self._write("")
        self._write(f"── {left} {rule}{end}", "bold")

    def say(self, text: str, style: str = "") -> None:
        """Write a paragraph, after an empty line."""
        self._write("")
        self._write(textwrap.fill(text, self._width, break_long_words=False, break_on_hyphens=False), style)

    def facts(self, facts: Iterable[tuple[str, str]], style: str = "") -> None:
        """Write labels, each with its text beside it."""
        for label, text in facts:
            self._fact(label, text, style)

    def quote(self, text: str, lines: int) -> None:
        """Show the first paragraphs of a letter, as many as fit into so many lines, and that there is more."""
        shown: list[str] = []
        for paragraph in filter(None, text.splitlines()):
            folded = textwrap.wrap(paragraph, self._width - LABEL - 2, break_long_words=False, break_on_hyphens=False)
            if len(shown) + len(folded) > lines:
                shown.append("…")
                break
            shown += folded
        self._write(textwrap.indent("\n".join(shown), " " * LABEL + "│ "), "dim")

    def _fact(self, label: str, text: str, style: str) -> None:
        wrapped = textwrap.fill(
            text,
            self._width,
            initial_indent=f"  {label:<{LABEL - 2}}",
            subsequent_indent=" " * LABEL,
            break_long_words=False,
            break_on_hyphens=False,
        )
        line = Text(wrapped, style)
        line.stylize("cyan", 0, LABEL)
        self._console.print(line, soft_wrap=True, highlight=False)

    def _write(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style), soft_wrap=True, highlight=False)
