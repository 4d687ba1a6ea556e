"""`svarfrist try`: the whole service on this machine, nothing to configure, with letters that show what it does."""

from typing import Annotated

import typer

from cases.errors import BadInput
from cases.term import Term

AHEAD = "3d"
"""So much time passes in a story that is told once, unless it is said otherwise."""


def try_(
    ctx: typer.Context,
    *,
    once: Annotated[bool, typer.Option("--once", help="Tell the story and stop.")] = False,
    fast_forward: Annotated[
        str | None,
        typer.Option(metavar="TIME", help='Let so much time pass after it: "3d", "36h", "14 working days".'),
    ] = None,
) -> None:
    """Try it out: five organisations, ten letters, a desk to log in to; nothing leaves this machine."""
    # Imported here: the other commands should not wait for a web server.
    import asyncio  # noqa: PLC0415

    from service.logs import set_up_logs  # noqa: PLC0415
    from service.trying.run import Plan, try_out  # noqa: PLC0415
    from service.trying.teller import screen  # noqa: PLC0415

    plan = Plan(once, _span(ctx, fast_forward if fast_forward is not None else AHEAD if once else None))
    set_up_logs("warning")
    try:
        raise typer.Exit(asyncio.run(try_out(plan, screen())))
    except BrokenPipeError:  # whoever was listening has gone, as `head` does
        raise typer.Exit(1) from None


def _span(ctx: typer.Context, written: str | None) -> Term | None:
    """Read how much time passes; a value that is wrong is wrong usage, exit status 2."""
    from service.trying.ahead import parse_span, wall_clock  # noqa: PLC0415

    try:
        return None if written is None else parse_span(written, wall_clock())
    except BadInput as wrong:
        ctx.fail(f"--fast-forward {wrong}")
