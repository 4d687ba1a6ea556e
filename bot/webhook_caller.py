"""One call of a webhook: where it may go, and what became of it. Nothing in our own network is called by accident.

An address is looked up once, looked at, and called by what was found: a name that leads elsewhere a moment later leads
nowhere new. No redirect is followed.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import httpx

from cases.errors import BadInput

PATIENCE = 10.0
"""Seconds that a call may take, all in all."""

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""Gives the IP addresses of a name; raises OSError where it has none."""


@dataclass(frozen=True)
class Webhook:
    """Where an organisation's own system is told of what happens; `private`: it may be in our own network."""

    url: str
    secret: str = field(repr=False)
    private: bool = False


@dataclass(frozen=True)
class Called:
    """What became of a call: `trouble` is "" where it went well, else a word for what was wrong."""

    trouble: str = ""
    status: int = 0


def webhook_of(url: str, secret: str, *, private: bool = False) -> Webhook:
    """Give a webhook; raise BadInput for an address that cannot be one."""
    try:
        parts = urlsplit(url)
        port = parts.port
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        raise BadInput(f'"{url}" is no address') from None
    wrongs = (
        (any(letter.isspace() or letter == "\\" for letter in url), f'"{url}" is no address'),
        (
            parts.scheme not in {"https", "http"} or not parts.hostname or port == 0,
            f'"{url}" is no address; {_EXPECTED}',
        ),
        (parts.username is not None or bool(parts.fragment), f'"{parts.hostname}": {_NO_USER}'),
        (
            parts.scheme == "http" and not private,
            f'"{url}" is not sealed; expected https:// (or webhook_private = true)',
        ),
        (len(secret) < SHORTEST, f"the secret of a webhook has at least {SHORTEST} characters"),
    )
    for holds, said in wrongs:
        if holds:
            raise BadInput(said)
    return Webhook(url, secret, private)


_EXPECTED = "expected for example https://www.example.org/svarfrist"
_NO_USER = "a webhook has no user and no # in its address; the signature shows who calls"

SHORTEST = 24
"""Characters that a secret has at the least."""


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """Look up the IP addresses of a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


async def call(webhook: Webhook, body: bytes, headers: Mapping[str, str], look_up: Resolve = resolve) -> Called:
    """Call a webhook once. A 2xx is well; nothing that it says beside is read."""
    try:
        async with asyncio.timeout(PATIENCE):
            address = await _allowed(webhook, look_up)
            return await _posted(webhook, address, body, headers) if address else Called("private")
    except (TimeoutError, httpx.TimeoutException):
        return Called("slow")
    except (OSError, UnicodeError):  # a name that no name server could be asked for is none either
        return Called("unknown_name")
    except httpx.HTTPError as failure:
        return Called("certificate" if "CERTIFICATE" in str(failure).upper() else "unreachable")


async def _allowed(webhook: Webhook, look_up: Resolve) -> str | None:
    """Give the IP address to call, None where any of those that the name has is not for calling."""
    parts = urlsplit(webhook.url)
    found = await look_up(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    if not found or not (webhook.private or all(map(is_public, found))):
        return None
    return found[0]


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the net, and of nobody's own network."""
    try:
        found = _plain(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    return found.is_global and not found.is_multicast and not any(found in one for one in _NOBODYS)


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Give the address of IPv4 that one of IPv6 stands for, where it stands for one."""
    if isinstance(address, IPv4Address):
        return address
    packed = address.packed
    if packed.startswith(_NAT64):
        return IPv4Address(packed[12:])
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address


_NOBODYS = (ip_network("::/96"), ip_network("fec0::/10"), ip_network("64:ff9b:1::/48"))
"""Networks of IPv6 that lead into one's own (RFC 4291 §2.5.5.1, RFC 3879, RFC 8215)."""

_NAT64 = bytes.fromhex("0064ff9b0000000000000000")


async def _posted(webhook: Webhook, address: str, body: bytes, headers: Mapping[str, str]) -> Called:
    url = httpx.URL(webhook.url)
    host = url.netloc.decode("ascii")
    extensions = {"sni_hostname": url.host} if url.scheme == "https" else {}
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False, follow_redirects=False) as client:
        request = client.build_request(
            "POST",
            url.copy_with(host=address),
            content=body,
            headers={"Content-Type": "application/json", "User-Agent": "Svarfrist", **headers, "Host": host},
            extensions=extensions,
        )
        answer = await client.send(request, stream=True)
        await answer.aclose()
    if answer.is_success:
        return Called(status=answer.status_code)
    return Called(trouble_of(answer.status_code), answer.status_code)


def trouble_of(status: int) -> str:
    """Give the word for an answer that is not well."""
    words = {3: "redirects", 4: "refused", 5: "broken"}
    return words.get(status // 100, "broken")
