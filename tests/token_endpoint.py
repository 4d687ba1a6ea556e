"""An authorization server in miniature on loopback: gives tokens out, and tells a mail server whose they are."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

Answer = tuple[int, Any]
"""A status, and what is said as JSON; bytes as they are."""

CLIENT, SECRET = "the-client", "the secret & nothing + but"


@dataclass
class TokenEndpoint:
    """What was asked, which tokens hold, and how the next requests are answered.

    `asked` are the forms as they came. `holds` maps a token to the user whose mailbox it opens.
    """

    port: int
    user: str = "info@mentorix.example"
    lasts: Any = 3600
    asked: list[dict[str, str]] = field(default_factory=list)
    holds: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    decide: Callable[[dict[str, str]], Answer | None] = lambda _form: None
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def url(self) -> str:
        """Give the address at which tokens are asked for."""
        return f"http://127.0.0.1:{self.port}/token"

    @property
    def info(self) -> str:
        """Give the address at which a mail server asks whose a token is, up to the token itself."""
        return f"http://127.0.0.1:{self.port}/info?access_token="

    def withdraw(self) -> None:
        """Let no token hold any more."""
        self.holds.clear()

    def give(self, form: dict[str, str]) -> Answer:
        """Answer a request for a token."""
        self.asked.append(form)
        if self.answers:
            return self.answers.pop(0)
        return self.decide(form) or (200, self.token())

    def token(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Make a token that holds."""
        access = f"access-{next(self.numbers)}"
        self.holds[access] = self.user
        said = {"access_token": access, "token_type": "Bearer", "expires_in": self.lasts, **more}
        return {name: value for name, value in said.items() if value is not None}


def refusal(error: str, description: str = "", **more: Any) -> Answer:  # noqa: ANN401 - JSON
    """Give a refusal as RFC 6749 §5.2 writes it."""
    return (401 if error == "invalid_client" else 400, {"error": error, "error_description": description, **more})


@contextmanager
def token_endpoint() -> Iterator[TokenEndpoint]:
    """Run one on a free port until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    endpoint = TokenEndpoint(server.server_address[1])
    server.endpoint = endpoint  # type: ignore[attr-defined]  # the handler's way to it
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        octets = self.rfile.read(int(self.headers["Content-Length"]))
        form = dict(parse_qsl(octets.decode(), strict_parsing=True))
        self._say(*self._endpoint.give(form))

    def do_GET(self) -> None:
        token = parse_qs(urlsplit(self.path).query).get("access_token", [""])[0]
        user = self._endpoint.holds.get(token)
        self._say(*((200, {"email": user}) if user else (400, {"error": "invalid_token"})))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    @property
    def _endpoint(self) -> TokenEndpoint:
        endpoint: TokenEndpoint = self.server.endpoint  # type: ignore[attr-defined]
        return endpoint

    def _say(self, status: int, said: object) -> None:
        octets = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)
