"""The organisation that a command is about, as it was named on the command line."""

from collections.abc import Mapping

import typer

from cases.office import Office


def offices(ctx: typer.Context, organisation: str, *, needed: bool) -> Mapping[str, Office]:
    """Read all organisations; one that was named and is not there, or is needed and was not named, is wrong usage."""
    from service.offices import read_offices  # noqa: PLC0415 - `--help` should not wait for it
    from service.settings import load_settings  # noqa: PLC0415

    found = read_offices(load_settings())
    if organisation not in found and (needed or organisation):
        ctx.fail(f'--organisation "{organisation}" is not known; expected one of {", ".join(found)}')
    return found
