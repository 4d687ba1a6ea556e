"""Which sites may have the chat on their pages: those that are set, our own, and pages of this machine (RFC 6454)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from cases.errors import BadInput

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Origins:
    """The sites of each organisation, by its id."""

    allowed: Mapping[str, frozenset[str]]

    def allows(self, organisation: str, origin: str, host: str) -> bool:
        """Say whether a page of a site may open a chat; `host` is by which name we were asked.

        A page that this machine shows itself may; a name that somebody else gave our address is none of those.
        """
        found = _read(origin)
        return bool(found) and (self.is_here(origin, host) or found in self.allowed.get(organisation, frozenset()))

    def is_here(self, origin: str, host: str) -> bool:
        """Say whether a page is shown by this machine to itself."""
        found = _read(origin)
        return (
            bool(found)
            and urlsplit(found).hostname in LOOPBACK
            and found == _read(f"{found.partition(':')[0]}://{host}")
        )


def origins_of(public_url: str, sites: Mapping[str, Iterable[str]]) -> Origins:
    """Give the sites that may have the chat, each of `sites` and our own; raise BadInput where one is none."""
    own = {origin_of(public_url, whole=False)} if public_url else set()
    return Origins({id_: frozenset({origin_of(one) for one in given} | own) for id_, given in sites.items()})


def origin_of(written: str, *, whole: bool = True) -> str:
    """Give a site as browsers name it, "https://www.example.org"; raise BadInput where it is none.

    `whole`: nothing but the site is written.
    """
    wrong = BadInput(f'"{written}" is no site; expected https:// and its name, for example https://www.example.org')
    try:
        parts = urlsplit(written.strip().lower())
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in _PORTS or not parts.hostname or (whole and (parts.path not in {"", "/"} or parts.query)):
        raise wrong
    if "@" in parts.netloc or not parts.hostname.isascii():
        raise wrong
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{name}" + (f":{port}" if port and port != _PORTS[parts.scheme] else "")


def _read(written: str) -> str:
    """Give a site as browsers name it, "" where it is none."""
    try:
        return origin_of(written)
    except BadInput:
        return ""
