"""Verifies what was written down, from the command line."""

import asyncio
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cases.errors import BadInput
from service.commands.printing import counted
from service.offices import read_offices
from service.settings import load_settings
from storage.audit import Break, Walked, breaks
from storage.book import Book
from storage.page import Page


@dataclass(frozen=True)
class Verified:
    """What was walked, and every break that was found."""

    walked: Walked
    breaks: tuple[Break, ...]

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return {"whole": not self.breaks, **asdict(self.walked), "faults": [asdict(one) for one in self.breaks]}

    def as_text(self) -> str:
        """Give it for a person, a line for each fault."""
        walked = self.walked
        looked_at = (
            counted(walked.cases, "case"),
            counted(walked.events, "event"),
            counted(walked.proofs, "erased case"),
        )
        end = counted(len(self.breaks), "fault") if self.breaks else "nothing is broken"
        return "\n".join([*map(_line, self.breaks), f"{', '.join(looked_at)}: {end}"])


def verified(organisation: str | None, config: Path | None) -> Verified:
    """Walk the chains of one organisation or of all; raise BadInput where there is no such organisation."""
    settings = load_settings(config)
    known = list(read_offices(settings))
    if organisation and organisation not in known:
        raise BadInput(f'there is no organisation "{organisation}"; expected one of {", ".join(known)}')

    async def opened() -> Verified:
        async with Book(settings.database) as book:
            return await book.read(_walk, [organisation] if organisation else known)

    return asyncio.run(opened())


def _walk(page: Page, organisations: list[str]) -> Verified:
    walked = Walked()
    found = tuple(one for organisation in organisations for one in breaks(page, organisation, walked))
    return Verified(walked, found)


def _line(one: Break) -> str:
    place = f" event {one.place}" if one.place and one.chain != "proofs" else f" {one.place}" if one.place else ""
    return f"{one.organisation}  {one.chain}{place}: {one.fault}"
