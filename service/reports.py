"""Writes the reports on a year from the command line: the whole of them, for whoever runs the service."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cases.errors import BadInput
from cases.office import Office
from desk.report_paper import Paper, accountability, as_csv, html, plain, record_csv, yearly
from desk.speech import Say
from desk.texts import texts
from intake.accountability import Request, requests_of
from intake.figures import Figures
from intake.kept_figures import bring_up, kept
from replies.pdf import pdf
from service.offices import read_offices
from service.settings import load_settings
from storage import improvements
from storage.book import Book
from storage.improvements import Improvement
from storage.page import Page

MOST = 100_000
"""So many entries of the log of improvements are looked at."""

_OPEN = 0o600


@dataclass(frozen=True)
class Report:
    """A report on a year: its words, and how it is written as a table and as JSON values."""

    paper: Paper
    office: Office
    say: Say
    csv: Callable[[], bytes]
    json: Callable[[], dict[str, Any]]

    def pdf(self) -> bytes:
        """Draw it on paper."""
        on = self.say.local(self.say.now).date()
        return pdf(html(self.paper, self.office, self.say.t.language, on))


def yearly_report(organisation: str, year: int, language: str | None, config: Path | None) -> Report:
    """Count the complaints of a year; raise BadInput where there is no such organisation or language."""

    def look(page: Page, office: Office, now: datetime) -> tuple[Figures, tuple[Improvement, ...]]:
        return kept(page, office, now), improvements.listed(page, organisation, MOST)

    office, say, (figures, entries) = _looked(organisation, language, config, look)
    paper = yearly(figures, year, None, entries, say)
    return Report(paper, office, say, lambda: as_csv(paper), paper.as_json)


def accountability_report(organisation: str, year: int, language: str | None, config: Path | None) -> Report:
    """List the requests of a year; raise BadInput where there is no such organisation or language."""

    def look(page: Page, office: Office, now: datetime) -> tuple[Request, ...]:
        return requests_of(page, office, year, None, now)

    office, say, found = _looked(organisation, language, config, look)
    paper = accountability(found, year, say, whole=True)
    return Report(paper, office, say, lambda: record_csv(found, say), lambda: plain(found, organisation, year))


def write(path: Path, octets: bytes) -> None:
    """Write a new file for this user's eyes; raise BadInput where it is there already or cannot be made."""
    try:
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, _OPEN)) as file:
            file.write(octets)
    except FileExistsError:
        raise BadInput(f"{path} is there already; name another file") from None
    except OSError as refused:
        raise BadInput(f"{path} cannot be written ({refused.strerror})") from None


def _looked(
    organisation: str, language: str | None, config: Path | None, look: Callable[[Page, Office, datetime], Any]
) -> tuple[Office, Say, Any]:
    settings = load_settings(config)
    offices = read_offices(settings)
    if organisation not in offices:
        raise BadInput(f'there is no organisation "{organisation}"; expected one of {", ".join(offices)}')
    office, now = offices[organisation], datetime.now(UTC)
    say = Say(texts(language or office.policy.languages[0]), office.policy, now)

    async def opened() -> Any:  # noqa: ANN401 - whatever is looked for
        async with Book(settings.database) as book:
            while await book.run(bring_up, office):
                pass
            return await book.read(look, office, now)

    return office, say, asyncio.run(opened())
