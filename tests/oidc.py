"""Providers of single sign-on: a real one in a process of its own, and one in miniature that tells what tests want."""

import base64
import contextlib
import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet

from tests.postgres import NotInstalled
from tests.smtp import PATIENCE

CLIENT, SECRET = "svarfrist", "what the provider and we know"

NOT_ANY = 1024
"""A port at which nothing answers."""


@contextlib.contextmanager
def oidc_started() -> Iterator[str]:
    """Run oidc-provider-mock until the block ends; give its issuer. It lets in whoever is named, and checks little."""
    port = _free_port()
    asked = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    told = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    process = subprocess.Popen(asked, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        yield _answering(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _answering(issuer: str, process: "subprocess.Popen[bytes]") -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{issuer}/.well-known/openid-configuration").is_success:
                return issuer
        time.sleep(0.05)  # it tells nobody when it listens
    raise NotInstalled("oidc-provider-mock did not start: it is in the group dev")


def new_key() -> ECKey:
    """Make a key with a name."""
    key = ECKey.generate_key("P-256", {"use": "sig"})
    key.ensure_kid()
    return key


@dataclass
class Small:
    """A provider whose tokens are as a test wants them; it checks the code, the client and the verifier (RFC 7636).

    `signed` makes a token of claims. `gives` is what it says of itself beside its addresses.
    """

    port: int
    key: ECKey = field(default_factory=new_key)
    shown: list[Key] = field(default_factory=list)
    gives: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, tuple[dict[str, str], dict[str, Any]]] = field(default_factory=dict)
    asked: list[tuple[Mapping[str, str], dict[str, str]]] = field(default_factory=list)
    signed: Callable[["Small", dict[str, Any]], str | None] = lambda small, claims: small.token(claims)

    @property
    def issuer(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}"

    def allow(self, door: str, now: datetime, **claims: Any) -> dict[str, str]:  # noqa: ANN401 - JSON
        """Let the person who was sent to `door` go back: give what stands in that address."""
        query, at, code = dict(parse_qsl(urlsplit(door).query)), int(now.timestamp()), secrets.token_urlsafe(8)
        plain = {"iss": self.issuer, "aud": query["client_id"], "iat": at, "exp": at + 300, "nonce": query["nonce"]}
        said = {**plain, "sub": "1", "email_verified": True, **claims}
        self.codes[code] = (query, {name: value for name, value in said.items() if value is not None})
        return {"code": code, "state": query["state"]}

    def token(self, claims: dict[str, Any], key: ECKey | None = None) -> str:
        """Sign claims."""
        key = key or self.key
        return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key, algorithms=["ES256"])

    def about(self) -> dict[str, Any]:
        """Say what it is."""
        named = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in named.items()}, **self.gives}

    def keys(self) -> dict[str, Any]:
        """Give the public halves of its keys."""
        return dict(KeySet([*(self.shown or [self.key])]).as_dict())

    def give(self, form: dict[str, str], headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer a request for a token: each code once, to whoever left with it."""
        self.asked.append((headers, form))
        query, claims = self.codes.pop(form["code"], ({}, {}))
        made = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        wanted = (query.get("code_challenge"), query.get("redirect_uri"), query.get("client_id"))
        if (made, form["redirect_uri"], form["client_id"]) != wanted or query.get("code_challenge_method") != "S256":
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(self, claims)}


def unsigned(_small: Small, claims: dict[str, Any]) -> str:
    """Write a token that nobody signed (RFC 7519 §6)."""
    parts = (
        base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in ({"alg": "none"}, claims)
    )
    return f"{'.'.join(parts)}."


@contextlib.contextmanager
def small_provider() -> Iterator[Small]:
    """Run one on a free port until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.small = small = Small(server.server_address[1])  # type: ignore[attr-defined]  # the handler's way to it
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield small
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        small = self._small
        self._say(200, small.keys() if self.path == "/keys" else small.about())

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self._say(*self._small.give(form, dict(self.headers.items())))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    @property
    def _small(self) -> Small:
        small: Small = self.server.small  # type: ignore[attr-defined]
        return small

    def _say(self, status: int, said: dict[str, Any]) -> None:
        octets = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)
