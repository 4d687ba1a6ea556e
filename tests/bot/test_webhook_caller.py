"""Calls of webhooks: signed, sent once, and never into a network that is nobody's business."""

import asyncio
import hmac
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.webhook_caller import PATIENCE, Called, Webhook, call, is_public, trouble_of, webhook_of
from bot.webhook_signing import signature
from cases.errors import BadInput

SECRET = "whsec-0123456789abcdef0123"
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class Listening(BaseHTTPRequestHandler):
    """Somebody's server: notes what it is told, and answers what it is set to."""

    heard: list[tuple[dict[str, str], bytes]] = []  # noqa: RUF012 - set anew by the fixture
    answers = 200

    def do_POST(self) -> None:
        """Take a call."""
        body = self.rfile.read(int(self.headers["content-length"]))
        self.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.answers)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, type[Listening]]]:
    """Run somebody's server; give its address, and what it hears."""
    mine = type("Mine", (Listening,), {"heard": [], "answers": 200})
    with ThreadingHTTPServer(("127.0.0.1", 0), mine) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/hook?x=1", mine
        running.shutdown()
        thread.join()


async def nowhere(_host: str, _port: int) -> tuple[str, ...]:
    """Know no name."""
    await asyncio.sleep(0)
    raise OSError("unknown")


async def test_a_call_brings_its_body_and_its_headers(server: tuple[str, type[Listening]]) -> None:
    url, heard = server
    assert await call(Webhook(url, SECRET, private=True), b'{"id":"msg_1"}', {"X-A": "b"}) == Called(status=200)
    ((headers, body),) = heard.heard
    assert (body, headers["x-a"], headers["content-type"]) == (b'{"id":"msg_1"}', "b", "application/json")
    assert headers["host"] == url.split("/")[2]


@pytest.mark.parametrize(("status", "trouble"), [(204, ""), (302, "redirects"), (410, "refused"), (500, "broken")])
async def test_only_a_2xx_is_well_and_no_redirect_is_followed(
    server: tuple[str, type[Listening]], status: int, trouble: str
) -> None:
    url, heard = server
    heard.answers = status
    assert await call(Webhook(url, SECRET, private=True), b"{}", {}) == Called(trouble, status)
    assert len(heard.heard) == 1


async def test_this_machine_is_not_called_unless_that_is_set(server: tuple[str, type[Listening]]) -> None:
    url, heard = server
    assert await call(Webhook(url, SECRET), b"{}", {}) == Called("private")
    assert heard.heard == []


async def test_a_name_with_one_address_in_our_network_is_not_called() -> None:
    async def both(_host: str, _port: int) -> tuple[str, ...]:
        await asyncio.sleep(0)
        return ("192.0.43.10", "10.0.0.7")

    assert await call(Webhook("https://hooks.example/", SECRET), b"{}", {}, both) == Called("private")


async def test_a_name_is_looked_up_once_and_called_by_what_was_found(server: tuple[str, type[Listening]]) -> None:
    """Whoever lets a name lead elsewhere after it was looked at leads nowhere."""
    url, heard = server
    port = url.split(":")[2].split("/")[0]
    asked: list[str] = []

    async def look_up(host: str, _port: int) -> tuple[str, ...]:
        await asyncio.sleep(0)
        asked.append(host)
        return ("127.0.0.1",)

    hook = Webhook(f"http://hooks.example:{port}/a", SECRET, private=True)
    assert await call(hook, b"{}", {}, look_up) == Called(status=200)
    assert asked == ["hooks.example"]
    assert heard.heard[0][0]["host"] == f"hooks.example:{port}"


async def test_a_name_that_cannot_be_asked_for_is_unknown() -> None:
    assert (await call(Webhook(f"https://{'a' * 80}.example/", SECRET), b"{}", {})).trouble == "unknown_name"


async def test_a_name_that_nobody_knows_and_a_server_that_is_away_are_told_apart() -> None:
    assert (await call(Webhook("https://hooks.example/", SECRET), b"{}", {}, nowhere)).trouble == "unknown_name"
    assert (await call(Webhook("http://127.0.0.1:9/", SECRET, private=True), b"{}", {})).trouble == "unreachable"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.5.5",
            "169.254.169.254",
            "0.0.0.0",  # noqa: S104 - nothing listens there
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "no address"),
        *("::127.0.0.1", "fec0::1", "64:ff9b:1::7f00:1"),
    ],
)
def test_an_address_of_somebodys_own_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["192.0.43.10", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:192.0.43.10"])
def test_an_address_of_the_net_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.org/", "expected for example"),
        ("https://", "expected for example"),
        ("https://anna:secret@example.org/", "no user"),
        ("https://example.org/#x", "no #"),
        ("http://example.org/", "not sealed"),
        ("https://[::1", "is no address"),
        ("https://exa mple.org/", "is no address"),
        ("https://example.org:99999/", "is no address"),
    ],
)
def test_an_address_that_cannot_be_one_is_named(url: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as told:
        webhook_of(url, SECRET)
    assert "secret@" not in str(told.value)


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(BadInput, match="at least 24"):
        webhook_of("https://example.org/", "short")


def test_the_signature_is_made_over_the_instant_and_the_body() -> None:
    stamp = int(AT.timestamp())
    mac = hmac.new(SECRET.encode(), f"{stamp}.{{}}".encode(), sha256).hexdigest()
    assert signature(SECRET, b"{}", AT) == f"t={stamp},v1={mac}"
    assert signature(SECRET, b"{ }", AT) != signature(SECRET, b"{}", AT)


def test_every_answer_has_a_word_and_patience_is_short() -> None:
    assert {trouble_of(status) for status in (100, 301, 404, 503, 999)} == {"broken", "redirects", "refused"}
    assert PATIENCE <= 10
