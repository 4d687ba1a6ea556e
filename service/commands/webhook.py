"""`svarfrist webhook`: whether an organisation's own system can be told of what happens."""

from pathlib import Path
from typing import Annotated

import typer

webhook_app = typer.Typer(help="Try an organisation's webhook, and see how it is.", no_args_is_help=True)

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
]
Organisation = Annotated[str, typer.Option(metavar="ID", help="The organisation whose system it is.")]


@webhook_app.command("test")
def tried(*, organisation: Organisation, config: Config = None) -> None:
    """Call it once, signed, with an event called webhook.test. One that was off is on again where this works."""
    from cases.errors import TryLater  # noqa: PLC0415
    from service import webhooks  # noqa: PLC0415

    called = webhooks.tried(organisation, config)
    if called.trouble:
        status = f" ({called.status})" if called.status else ""
        raise TryLater(f"the webhook of {organisation} does not work: {webhooks.TROUBLES[called.trouble]}{status}")
    typer.echo(f"the webhook of {organisation} works: it answered {called.status}")


@webhook_app.command()
def show(*, organisation: Organisation, config: Config = None) -> None:
    """Say when it was last told something, what is wrong, and how much waits."""
    from service import webhooks  # noqa: PLC0415

    state = webhooks.standing(organisation, config)
    typer.echo(f"last told: {f'{state.told_at:%Y-%m-%d %H:%M} UTC' if state.told_at else 'never'}")
    if state.failing_since and state.trouble:
        typer.echo(f"failing since {state.failing_since:%Y-%m-%d %H:%M} UTC: {webhooks.TROUBLES[state.trouble]}")
    if state.off_at:
        typer.echo(f"off since {state.off_at:%Y-%m-%d %H:%M} UTC; `svarfrist webhook test` turns it on where it works")
    typer.echo(f"waiting: {state.waiting}")
