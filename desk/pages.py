"""From facts to a page. Autoescape is on: whatever a stranger wrote is shown, never obeyed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from desk.console import Console, console
from desk.menu import doors
from desk.speech import Say
from desk.texts import accepted
from desk.visitor import Visitor

FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Give the compiler of the templates."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, visitor: Visitor, status: int = 200, **facts: Any) -> Response:  # noqa: ANN401
    """Give a page to a person who is logged in; its templates know `me`, `t`, `say` and the facts."""
    say = Say(visitor.t, visitor.policy, console(request).clock())
    who = {"me": visitor, "t": visitor.t, "doors": doors(visitor.role)}
    return _page(template, status, {**who, "say": say, "here": request.url.path, **facts})


def guest_page(request: Request, template: str, status: int = 200, **facts: Any) -> Response:  # noqa: ANN401
    """Give a page to nobody in particular, in a language that the browser asks for."""
    t = accepted(request.headers.get("accept-language"))
    return _page(template, status, {"me": None, "t": t, "doors": (), "here": request.url.path, **facts})


def fragment(template: str, desk: Console, visitor: Visitor, **facts: Any) -> str:  # noqa: ANN401
    """Give a piece of a page, which an open page puts in its place."""
    say = Say(visitor.t, visitor.policy, desk.clock())
    return environment().get_template(template).render({**facts, "me": visitor, "t": visitor.t, "say": say})


def _page(template: str, status: int, facts: Mapping[str, Any]) -> Response:
    return HTMLResponse(environment().get_template(template).render(facts), status_code=status)
