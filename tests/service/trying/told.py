"""The story as it is told on one known day: Monday 2 March 2026, eleven o'clock, before a long Danish Easter."""

import asyncio
import io
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from cases.term import Term
from service.trying.catcher import Caught
from service.trying.run import Plan, staged, tell
from service.trying.samples import SAMPLES
from service.trying.teller import Teller
from tests.builders import AT

NUMBER = re.compile(r"\b[A-Z]{2}-26-\d{6,8}\b")


@dataclass(frozen=True)
class Told:
    """What was written, what was caught by then, and the folder in which the service lived."""

    text: str
    caught: tuple[Caught, ...]
    folder: Path

    @property
    def plain(self) -> str:
        """The whole story as one line, however it was broken, with case numbers masked."""
        return one_line(self.text)

    def letter(self, title: str) -> str:
        """Give what is told of one sample, as one line."""
        return one_line(re.split(r"^── ", self.text.partition(f"  {title} ──")[2], maxsplit=1, flags=re.MULTILINE)[0])


def one_line(text: str) -> str:
    """Give a text without its line breaks, its rules and its case numbers."""
    return NUMBER.sub("NN", " ".join(text.replace("│", " ").replace("─", " ").split()))


def told(ahead: str, at: datetime = AT) -> Told:
    """Tell the story at an instant, on a console of 80 columns that is no terminal, and let some time pass."""
    return asyncio.run(_told(Plan(once=True, ahead=Term.parse(ahead)), at))


async def _told(plan: Plan, at: datetime) -> Told:
    console = Console(file=io.StringIO(), width=80)
    async with staged(Teller(console), lambda: at) as (story, settings):
        await tell(story, settings, plan)
    assert isinstance(console.file, io.StringIO)
    return Told(console.file.getvalue(), tuple(story.catcher.letters.values()), settings.secret_file.parent)


TITLES = tuple(sample.title for sample in SAMPLES)
