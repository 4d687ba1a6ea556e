"""What all ways into the web chat share: who may come in, how often, and what they are told where it is wrong."""

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.requests import HTTPConnection

from bot.conversations import Caller, Conversations
from bot.frames import LONGEST_FRAME, BadFrame, read_frame
from bot.origins import Origins
from bot.presence import Presence
from bot.references import NoReference, References
from bot.web_limits import Limits, TooMuch
from cases.errors import NotAllowed, TryLater
from cases.office import Office

CLOSING = "chat pages close"
"""What is rung when the service stops."""

STATUS = {
    "origin": 403, "nowhere": 404, "reference": 401, "over": 410, "link": 410, "early": 409, "type": 415,
    "large": 413, "long": 413, "slow": 429, "busy": 429, "later": 503,
}  # fmt: skip
"""The status of what cannot be done; 400 for everything else."""

LATER = 5
"""Seconds after which whoever finds us busy comes again."""


@dataclass(frozen=True)
class FileSense:
    """How files are told apart: `type_of` gives what content, declaration and name show; `safe_name` cleans a name."""

    type_of: Callable[[bytes, str, str], str]
    safe_name: Callable[[str], str]


class Refused(Exception):
    """What was asked for cannot be done; `code` says why, `seconds` after how long it may be tried again."""

    def __init__(self, code: str, language: str = "", seconds: int = 0) -> None:
        super().__init__(code)
        self.code, self.language, self.seconds = code, language, seconds

    @classmethod
    def because(cls, failure: Exception, language: str = "") -> "Refused":
        """Give the refusal for something that went wrong inside."""
        match failure:
            case TooMuch():
                return cls(failure.code, language, failure.seconds)
            case BadFrame():
                return cls(failure.code, language)
            case NotAllowed():
                return cls("over", language)
            case NoReference():
                return cls("reference", language)
            case _:
                return cls("later", language, LATER)


FAULTS = (TooMuch, BadFrame, NoReference, NotAllowed, TryLater)
"""What goes wrong inside and is told."""


@dataclass
class Reception:
    """Where visitors of the web chat come in.

    `patience` is how many seconds a frame may take to leave: a reader who is slower is let go, and comes back later.
    """

    conversations: Conversations
    references: References
    origins: Origins
    files: FileSense
    limits: Limits = field(default_factory=Limits)
    patience: float = 10.0
    closed: bool = False

    @cached_property
    def presence(self) -> Presence:
        """Give what counts who is there."""
        return Presence(self.conversations)

    def close(self) -> None:
        """Let every page that shows a conversation go: the service stops."""
        self.closed = True
        self.conversations.book.bell.ring([CLOSING])

    def office(self, organisation: str) -> Office:
        """Give an organisation; raise Refused where there is none."""
        try:
            return self.conversations.offices[organisation]
        except KeyError:
            raise Refused("nowhere") from None

    def allows(self, visitor: HTTPConnection, organisation: str) -> bool:
        """Say whether the site that somebody comes from may have the chat of an organisation."""
        headers = visitor.headers
        return self.origins.allows(organisation, headers.get("origin", ""), headers.get("host", ""))

    def check_origin(self, visitor: HTTPConnection, organisation: str) -> Office:
        """Give an organisation whose chat somebody may open from where they are; raise Refused where they may not."""
        office = self.office(organisation)
        if not self.allows(visitor, organisation):
            raise Refused("origin")
        return office

    def home(self, request: Request, organisation: str) -> str:
        """Give the address of our public pages as somebody reaches them, without a slash at the end."""
        here = f"{request.url.scheme}://{request.url.netloc}"
        public = self.office(organisation).public_url
        return here if not public or self.origins.is_here(here, request.url.netloc) else public

    def caller(self, visitor: HTTPConnection, organisation: str, sealed: str) -> Caller:
        """Give who somebody is, by the reference that they show; raise NoReference where it is none."""
        reference = self.references.opened(sealed, organisation, self.conversations.clock())
        return Caller(reference, visitor.headers.get("origin", ""), peer_of(visitor))

    def bearer(self, request: Request, organisation: str) -> Caller:
        """Give who somebody is, by the reference in the header; raise NoReference where there is none."""
        kind, _, sealed = request.headers.get("authorization", "").partition(" ")
        return self.caller(request, organisation, sealed.strip() if kind.lower() == "bearer" else "")

    def refusal(self, request: Request, refused: Refused) -> JSONResponse:
        """Give the answer to somebody who cannot be served."""
        found = self.conversations.offices.get(str(request.path_params.get("organisation")))
        text = said(refused.code, refused.language or accepted(request), found)
        after = {"Retry-After": str(refused.seconds)} if refused.seconds else {}
        content = {"code": refused.code, "text": text}
        return self.answer(request, content, status=STATUS.get(refused.code, 400), headers=after)

    def answer(
        self, request: Request, content: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
    ) -> JSONResponse:
        """Give an answer that the page may read, where its site may have the chat."""
        return JSONResponse(content, status, {**self.shared(request), **(headers or {})})

    def shared(self, request: Request) -> dict[str, str]:
        """Give the headers that let a page on another site read an answer (Fetch, CORS protocol)."""
        headers = {"Vary": "Origin", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        if self.allows(request, str(request.path_params.get("organisation"))):
            headers["Access-Control-Allow-Origin"] = request.headers["origin"]
            headers["Access-Control-Expose-Headers"] = "Retry-After"
        return headers


def peer_of(visitor: HTTPConnection) -> str:
    """Give the network that somebody comes from: an address of IPv4, the 64 first bits of one of IPv6 (RFC 6177).

    Whoever has one address of IPv6 has all of those.
    """
    said = visitor.client.host if visitor.client else ""
    try:
        found = ip_address(said.partition("%")[0])
    except ValueError:
        return said
    if isinstance(found, IPv4Address):
        return said
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def accepted(visitor: HTTPConnection) -> str:
    """Give the first language that somebody's browser asks for."""
    return visitor.headers.get("accept-language", "").strip()[:2].lower()


def said(code: str, language: str, office: Office | None = None) -> str:
    """Give the words for something that cannot be done."""
    texts = _texts()
    spoken = office.policy.language(language) if office else language
    return texts.get(spoken, texts["en"]).get(code, texts["en"]["frame"])


async def body_of(request: Request) -> dict[str, Any]:
    """Read the JSON object that a request brings; raise BadFrame where it is none, or far too long."""
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > LONGEST_FRAME:
            raise BadFrame("long")
    return read_frame(bytes(read)) if read else {}


def as_event(frame: Mapping[str, Any]) -> str:
    """Give a frame as a server-sent event; the last line in it is where to go on."""
    lines = frame.get("lines") or ()
    number = f"id: {lines[-1]['seq']}\n" if lines else ""
    return f"{number}data: {json.dumps(frame, ensure_ascii=False)}\n\n"


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "texts" / "chat.toml").read_text("utf-8"))
