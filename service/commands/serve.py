"""`svarfrist serve`: the real thing."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    config: Annotated[Path | None, typer.Option(help="A TOML file with settings; the environment wins.")] = None,
) -> None:
    """Run the service until it is told to stop (Ctrl-C, SIGTERM)."""
    # Imported here: the other commands should not wait for a web server.
    import asyncio  # noqa: PLC0415

    from service.logs import set_up_logs  # noqa: PLC0415
    from service.run import run  # noqa: PLC0415
    from service.settings import load_settings  # noqa: PLC0415

    settings = load_settings(config)
    set_up_logs(settings.log)
    asyncio.run(run(settings))
