"""The files of the widget, and the page of our own that shows it."""

import gzip
import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.reception import Reception, Refused, accepted
from bot.says import privacy_notice

FOLDER = Path(__file__).parent / "widget"

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
"""What is served of the folder, by the ending of its name."""

OWN_NAMES = {"da": "Dansk", "nl": "Nederlands", "en": "English"}

SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""The files say nothing about anybody: any page may load them, though only those that are set can open a chat."""

PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "no-store",
}


class WidgetFiles:
    """Serves the files of the widget."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def file(self, request: Request, organisation: str, name: str) -> Response:
        """Give a file of the widget; one that the browser has already is not sent again."""
        self._reception.office(organisation)
        found = files().get(name)
        if found is None:
            raise Refused("nowhere")
        plain, packed, mark = found
        packs = "gzip" in request.headers.get("accept-encoding", "")
        mark = f'{mark[:-1]}-gzip"' if packs else mark  # what is packed has other bytes (RFC 9110 §8.8.3.3)
        headers = {
            **SHARED,
            "ETag": mark,
            "Vary": "Accept-Encoding",
            "Cache-Control": "public, max-age=300",
            "X-Content-Type-Options": "nosniff",
        }
        if mark in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if packs:
            headers["Content-Encoding"] = "gzip"
        return Response(packed if packs else plain, headers=headers, media_type=TYPES[Path(name).suffix])

    async def page(self, request: Request, organisation: str) -> Response:
        """Give the page that shows the chat of an organisation."""
        office = self._reception.office(organisation)
        policy = office.policy
        wished = request.query_params.get("lang", "") or accepted(request)
        language = policy.language(wished) if wished in _texts() else policy.languages[0]
        here = self._reception.home(request, organisation)
        facts = {
            "language": language,
            "name": policy.name,
            "organisation": organisation,
            "languages": [(tag, OWN_NAMES[tag]) for tag in policy.languages],
            "contact": policy.contact,
            "privacy": privacy_notice(office),
            "snippet": f'<script src="{here}/chat/{organisation}/widget.js" async></script>',
            "t": _texts()[language],
        }
        return HTMLResponse(_environment().get_template("demo.html").render(facts), headers=PAGE)


@cache
def files() -> Mapping[str, tuple[bytes, bytes, str]]:
    """Give the files by their names: as they are, packed, and the mark by which a browser knows its own copy."""
    found = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.suffix in TYPES}
    return {
        name: (plain, gzip.compress(plain, mtime=0), f'"{sha256(plain).hexdigest()[:20]}"')
        for name, plain in found.items()
    }


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "demo.toml").read_text("utf-8"))


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True, auto_reload=False)
