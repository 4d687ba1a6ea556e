"""`svarfrist search rebuild`: the index of the desk's search, made anew."""

from pathlib import Path
from typing import Annotated

import typer

search_app = typer.Typer(help="The index by which the desk finds cases.", no_args_is_help=True)


@search_app.callback()
def search() -> None:
    """Look after the index by which the desk finds cases."""


@search_app.command()
def rebuild(
    *,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
    ] = None,
) -> None:
    """Take everything out of the index, and index every case anew. The service may run meanwhile.

    Needed only where the index was damaged; what is new, changed or erased reaches it by itself.
    """
    # Imported here: `--help` should not wait for a database.
    import asyncio  # noqa: PLC0415

    from service.searching import rebuild as rebuilt  # noqa: PLC0415
    from service.settings import load_settings  # noqa: PLC0415
    from storage.book import Book  # noqa: PLC0415

    async def run() -> int:
        async with Book(load_settings(config).database) as book:
            return await rebuilt(book)

    typer.echo(f"{asyncio.run(run())} conversations indexed")
