"""Forms as they are sent: read with a limit, and trusted only with the token of the session they belong to."""

import hmac
from collections.abc import AsyncGenerator, Mapping
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser

from desk.faults import Forged, TooLarge

LARGEST = 512 * 1024
"""More bytes than the longest letter that anybody types."""

FIELDS = 60
"""More fields than any form has, and a log-in that carries it."""

_DIGITS = 19
"""The largest id has so many."""


async def read_form(request: Request) -> dict[str, str]:
    """Read a form without files, in either of the ways in which browsers write one.

    Raises TooLarge before more than LARGEST bytes are in memory, Forged for nonsense.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise TooLarge
    try:
        pairs = await _pairs(request.headers, bytes(body))
    except (ValueError, MultiPartException):
        raise Forged from None
    return {name: value.replace("\r\n", "\n").replace("\x00", "") for name, value in pairs}


async def _pairs(headers: Headers, body: bytes) -> list[tuple[str, str]]:
    if not headers.get("content-type", "").startswith("multipart/form-data"):
        return parse_qsl(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=FIELDS)

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    form = await MultiPartParser(headers, whole(), max_files=0, max_fields=FIELDS, max_part_size=LARGEST).parse()
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def check_origin(request: Request) -> None:
    """Raise Forged for a form that a page of another site sent; browsers say so, and no page can lie about it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise Forged
        return
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise Forged


def token_fits(form: Mapping[str, str], csrf: str) -> bool:
    """Say whether a form carries the token of this session, taking equally long for any answer."""
    return hmac.compare_digest(form.get("csrf", "").encode(), csrf.encode())


def local_path(wished: str | None) -> str:
    """Give the page to go to after the log-in: one of the desk's own, else the queue. Never an address elsewhere."""
    path = wished or ""
    plain = path.isascii() and path.isprintable() and "\\" not in path and "//" not in path
    return path if plain and path.startswith("/desk/") else "/desk/"


def whole(written: str | None) -> int:
    """Give a whole number that stands in a form, 0 where nothing or something else does."""
    if written and written.isascii() and written.isdecimal() and len(written) <= _DIGITS:
        return int(written)
    return 0
