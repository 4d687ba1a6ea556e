"""The one program, `svarfrist`: its commands, and how it says that something is wrong."""

import sys

import click
import typer

from cases.errors import IntakeError

app = typer.Typer(
    name="svarfrist",
    help="Takes in complaints, appeals and GDPR requests, answers at once, and keeps every time limit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def svarfrist() -> None:
    """Takes in complaints, appeals and GDPR requests, answers at once, and keeps every time limit."""


def main() -> None:
    """Run the program. Exit 2 for wrong usage, 1 for a failure, each with one clear line on stderr."""
    try:
        status = app(standalone_mode=False)
    except click.UsageError as wrong:
        sys.stderr.write(f"svarfrist: {wrong.format_message()}\n")
        sys.exit(2)
    except IntakeError as failure:
        sys.stderr.write(f"svarfrist: {failure}\n")
        sys.exit(1)
    sys.exit(status or 0)
