"""`svarfrist report`: a year in numbers, for the management, the certifier and the authority."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.printing import print_json

if TYPE_CHECKING:
    from service.reports import Report

report_app = typer.Typer(help="Write the reports on a year: nothing in them identifies a person.", no_args_is_help=True)


class Language(StrEnum):
    """The languages that reports are written in."""

    DA = "da"
    NL = "nl"
    EN = "en"


Organisation = Annotated[str, typer.Option("--organisation", metavar="ID", help="Whose year it is.")]
Year = Annotated[
    int | None, typer.Option("--year", metavar="Y", min=2000, max=2100, help="The year; last year if not given.")
]
Tongue = Annotated[
    Language | None, typer.Option("--language", help="The language; the organisation's first if not given.")
]
Pdf = Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="Write it on paper, as PDF/UA-1.")]
Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write it for a spreadsheet (RFC 4180).")]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
]


@report_app.callback()
def report() -> None:
    """Write the reports on a year: nothing in them identifies a person."""


@report_app.command()
def yearly(  # noqa: PLR0913 - the options of a command
    *,
    organisation: Organisation,
    year: Year = None,
    language: Tongue = None,
    pdf: Pdf = None,
    csv: Csv = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Count a year's complaints, as ISO 10002 and ISO 21001 want them reviewed.

    How many came, of what sort, answered in time or not and how, what was done about them, and what was changed; with
    the year before. Groups of fewer than five cases are not shown.
    """
    from service import reports  # noqa: PLC0415 - `--help` should not wait for a database

    found = reports.yearly_report(organisation, year or _last(), language, config)
    _write(found, pdf, csv, as_json=as_json, to=reports.write)


@report_app.command()
def accountability(  # noqa: PLR0913 - as above
    *,
    organisation: Organisation,
    year: Year = None,
    language: Tongue = None,
    pdf: Pdf = None,
    csv: Csv = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """List a year's GDPR requests: when each came, was due and was answered, extended or refused, and on what ground.

    Without names. Erased cases stand in it with what their proof says (GDPR Art. 5(2)).
    """
    from service import reports  # noqa: PLC0415 - as above

    found = reports.accountability_report(organisation, year or _last(), language, config)
    _write(found, pdf, csv, as_json=as_json, to=reports.write)


def _write(
    found: "Report", pdf: Path | None, csv: Path | None, *, as_json: bool, to: Callable[[Path, bytes], None]
) -> None:
    """Write a report to each file that is asked for; to standard output where none is."""
    for path, octets in ((pdf, found.pdf), (csv, found.csv)):
        if path:
            to(path, octets())
            typer.echo(f"{path}: written")
    if as_json:
        print_json(found.json(), indent=2)
    elif not pdf and not csv:
        typer.echo(found.paper.as_text())


def _last() -> int:
    return datetime.now(UTC).year - 1
