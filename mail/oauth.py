"""Logging in to a mailbox with OAuth 2.0: a token is fetched, used while it lasts, and fetched anew when refused."""

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from imaplib import IMAP4
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from cases.errors import BadInput
from cases.mailbox import MailboxTrouble, Trouble
from mail.refresh_tokens import TokenFile

LEEWAY = timedelta(seconds=60)
"""So long before it ends a token is replaced: a log-in must not be overtaken by it."""

UNSAID = timedelta(minutes=5)
"""How long a token counts whose end nobody told (RFC 6749 §5.1)."""

LONGEST = timedelta(days=1)
"""However long it is said to last, after a day a token is replaced."""

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

_EXPIRED_SECRET = "7000222"  # noqa: S105 - AADSTS7000222: "The provided client secret keys … are expired"
_MICROSOFT = re.compile(r"AADSTS(\d{4,8})")
_WORD = re.compile(r"[a-z_]{1,40}")
_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")
_BUSY = re.compile(r"\[(?:UNAVAILABLE|LIMIT|INUSE|SERVERBUG)\]", re.IGNORECASE)
"""Refusals that say nothing of the token (RFC 5530 §3)."""

_PASSING = frozenset({"temporarily_unavailable", "server_error"})
_TOO_MANY = 429


@dataclass(frozen=True)
class Grant:
    """What tokens are asked for with. `secret` and `refresh_token` give what they are called, read anew each time.

    Without a refresh token it is the client-credentials grant (RFC 6749 §4.4), with one the refresh-token grant
    (RFC 6749 §6); without a secret the client is a public one. Raises BadInput where the token address is not
    protected by TLS and not on this machine (RFC 6749 §3.2).
    """

    token_url: str
    client_id: str
    scope: str = ""
    secret: Callable[[], str] | None = field(default=None, repr=False)
    refresh_token: Callable[[], str] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Look at the address."""
        parts = urlsplit(self.token_url)
        if not parts.hostname or not (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        ):
            raise BadInput(f'the token address "{self.token_url}" is not safe; expected one that begins with https://')


@dataclass(frozen=True)
class _Token:
    access: str = field(repr=False)
    until: datetime


class Tokens:
    """The access token of one mailbox. Any thread may ask; one asks the token endpoint at a time."""

    def __init__(self, grant: Grant, clock: Callable[[], datetime], kept: TokenFile | None = None) -> None:
        self._grant = grant
        self._clock = clock
        self._kept = kept or TokenFile(None)
        self._token: _Token | None = None
        self._lock = threading.Lock()

    def get(self) -> str:
        """Give a token that lasts; raise MailboxTrouble where none is to be had."""
        with self._lock:
            if self._token is None or self._clock() >= self._token.until:
                try:
                    self._token = self._fetched()
                except BadInput as unread:  # a secret that is no longer where the settings say
                    raise MailboxTrouble(Trouble.TOKEN_ENDPOINT_AWAY, str(unread)) from None
            return self._token.access

    def forget(self, refused: str) -> None:
        """Use a token no more that a server refused; a newer one, fetched meanwhile, stays."""
        with self._lock:
            if self._token and self._token.access == refused:
                self._token = None

    def _fetched(self) -> _Token:
        asked_at = self._clock()
        answer = self._refreshed(self._grant.refresh_token()) if self._grant.refresh_token else self._asked()
        lasts = _lasts(answer.get("expires_in"))
        return _Token(_safe(answer["access_token"]), asked_at + lasts - LEEWAY)

    def _refreshed(self, configured: str) -> Mapping[str, Any]:
        """Use the newest refresh token there is; where that is refused, the one in the settings."""
        newest = self._kept.newest(configured)
        try:
            answer = self._asked(newest)
        except MailboxTrouble as failure:
            if failure.trouble is not Trouble.TOKEN_REFUSED or newest == configured:
                raise
            answer = self._asked(configured)
        rotated = answer.get("refresh_token")
        if isinstance(rotated, str) and rotated and rotated != newest:
            self._kept.keep(configured, rotated)
        return answer

    def _asked(self, refresh_token: str | None = None) -> Mapping[str, Any]:
        """Ask the token endpoint; the secret goes into the body, which is never logged."""
        grant = self._grant
        what = {"scope": grant.scope} if grant.scope else {}
        if refresh_token:
            body = prepare_token_request("refresh_token", refresh_token=refresh_token, **what)
        else:
            body = prepare_token_request("client_credentials", **what)
        secret = grant.secret() if grant.secret else None
        auth = ClientAuth(grant.client_id, secret, "client_secret_post" if secret else "none")
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        url, headers, body = auth.prepare("POST", grant.token_url, headers, body)
        return _understood(*_posted(url, headers, body))


class OAuthLogin:
    """Logs in to one mailbox with an access token: by XOAUTH2, or by OAUTHBEARER where only that is offered."""

    def __init__(self, user: str, tokens: Tokens) -> None:
        self._user = user
        self._tokens = tokens

    def log_in(self, client: IMAPClient) -> None:
        """Log in; a token that the server refuses is fetched anew, once. Raises MailboxTrouble."""
        token = self._tokens.get()
        try:
            self._log_in(client, token)
        except MailboxTrouble as failure:
            if failure.trouble is not Trouble.LOGIN_REFUSED:
                raise
            self._tokens.forget(token)
            self._log_in(client, self._tokens.get())

    def _log_in(self, client: IMAPClient, token: str) -> None:
        try:
            if _only_bearer(client.capabilities()):
                client.oauthbearer_login(self._user, token)
            else:
                client.oauth2_login(self._user, token)
        except LoginError as refused:
            raise _translated(refused) from None


def _translated(refused: LoginError) -> MailboxTrouble:
    """Tell a server that does not accept the token from one that hung up or is busy; what it said is not repeated."""
    if isinstance(refused.__context__, IMAP4.abort):
        return MailboxTrouble(Trouble.KICKED, "host: the server hung up during the log-in")
    if _BUSY.search(str(refused)):
        return MailboxTrouble(Trouble.REFUSED, "host: the server lets nobody in just now")
    return MailboxTrouble(Trouble.LOGIN_REFUSED, "user, oauth: the server does not accept the token")


def _only_bearer(capabilities: tuple[bytes, ...]) -> bool:
    offered = {one.upper() for one in capabilities}
    return b"AUTH=OAUTHBEARER" in offered and b"AUTH=XOAUTH2" not in offered


def _posted(url: str, headers: Mapping[str, str], body: str) -> tuple[int, Any]:
    """Give status and what was said; MailboxTrouble where nobody answers, or not as a token endpoint does."""
    try:
        answer = httpx.post(url, headers=headers, content=body, timeout=TIMEOUT)
    except httpx.HTTPError as away:
        raise MailboxTrouble(
            Trouble.TOKEN_ENDPOINT_AWAY, f"oauth.token_url: nobody answers ({type(away).__name__})"
        ) from None
    try:
        return answer.status_code, json.loads(answer.content)
    except (ValueError, RecursionError):  # a page of HTML: a proxy's, or that of a network one has to log in to
        return answer.status_code, None


def _understood(status: int, content: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON, or what was taken for it
    if isinstance(content, dict) and status == httpx.codes.OK and isinstance(content.get("access_token"), str):
        return content
    if isinstance(content, dict) and "error" in content and _is_final(status, content):
        expired = _EXPIRED_SECRET in _microsoft(content)
        trouble = Trouble.SECRET_EXPIRED if expired else Trouble.TOKEN_REFUSED
        raise MailboxTrouble(trouble, f"oauth: no token is given ({_named(content)})")
    raise MailboxTrouble(Trouble.TOKEN_ENDPOINT_AWAY, f"oauth.token_url: gives no token (status {status})")


def _is_final(status: int, content: Mapping[str, Any]) -> bool:
    return status < httpx.codes.INTERNAL_SERVER_ERROR and status != _TOO_MANY and content["error"] not in _PASSING


def _microsoft(content: Mapping[str, Any]) -> list[str]:
    """Give Microsoft's own numbers for what is wrong."""
    codes = content.get("error_codes")
    numbers = [str(code) for code in codes] if isinstance(codes, list) else []
    return [*_MICROSOFT.findall(str(content.get("error_description", ""))), *numbers]


def _named(content: Mapping[str, Any]) -> str:
    """Name an error as the standard does, with Microsoft's number; nothing else of what was said."""
    error = str(content["error"])
    numbers = [f"AADSTS{number}" for number in _microsoft(content)[:1] if number.isdecimal()]
    return " ".join([error if _WORD.fullmatch(error) else "error", *numbers])


def _safe(access: str) -> str:
    """Give a token that can stand in a log-in: a line break in it would be a command of its own."""
    if not _TOKEN.fullmatch(access):
        raise MailboxTrouble(Trouble.TOKEN_ENDPOINT_AWAY, "oauth.token_url: gives what is no token")
    return access


def _lasts(seconds: Any) -> timedelta:  # noqa: ANN401 - a number, a number in quotes, or nothing
    try:
        return min(timedelta(seconds=max(0.0, float(seconds))), LONGEST)
    except (TypeError, ValueError, OverflowError):
        return UNSAID
