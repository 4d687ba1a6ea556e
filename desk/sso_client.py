"""Single sign-on at an organisation's own provider (OpenID Connect Core 1.0): where to send people, who came back.

Authorization code with PKCE (RFC 7636), a state and a nonce. What the provider says of itself is fetched when it is
needed first, and its keys again where a token is signed with one that we do not know: providers change them.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cases.errors import NotAllowed, TryLater

PATIENCE = 10.0
"""Seconds for each question to the provider."""

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "Ed25519", "EdDSA"]
"""Signatures with keys that the provider alone has; never one with a shared secret, and never none."""

LEEWAY = timedelta(minutes=2)
"""So far clocks may differ."""

RECENT = timedelta(minutes=15)
"""So long ago somebody may have shown the provider who they are, who was to do so anew."""


@dataclass(frozen=True)
class Provider:
    """An organisation's provider. `roles` gives ours for what stands in `claim`; empty: staff are known already."""

    issuer: str
    client: str
    secret: str = field(default="", repr=False)
    roles: Mapping[str, str] = field(default_factory=dict)
    claim: str = "groups"


@dataclass(frozen=True)
class Leaving:
    """What is kept while somebody is at the provider: it ties their coming back to their leaving."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Came:
    """Who came back: the address that the provider vouches for, the name, and the role that it means, if any."""

    email: str
    name: str
    role: str | None


class Relying:
    """What we know of one provider."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._about: dict[str, Any] = {}
        self._keys: KeySet | None = None

    async def door(self, leaving: Leaving, back: str, *, again: bool = False) -> str:
        """Give the address to send a person to; `again`: where they have to show who they are although they are in.

        Raises TryLater where the provider does not answer.
        """
        about = await self._known()
        asked = {
            "response_type": "code",
            "client_id": self.provider.client,
            "redirect_uri": back,
            "scope": "openid email profile",
            "state": leaving.state,
            "nonce": leaving.nonce,
            "code_challenge": _challenge(leaving.verifier),
            "code_challenge_method": "S256",
        }
        if again:
            asked |= {"prompt": "login", "max_age": "0"}
        return _joined(_text(about, "authorization_endpoint"), asked)

    async def came(self, leaving: Leaving, code: str, back: str, now: datetime, *, again: bool = False) -> Came:
        """Give who came back with a code; raise NotAllowed where it is nobody the provider vouches for.

        `again`: they were to show who they are although they were in; one who did so long ago is not let pass.
        """
        about = await self._known()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": leaving.verifier,
            "client_id": self.provider.client,
        }
        answer = await _asked("POST", _text(about, "token_endpoint"), **_identified(self.provider, about, form))
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotAllowed("the provider gave no token")
        claims = await self._checked(token, leaving, now)
        _check_recent(claims, now, again=again)
        return _came(claims, self.provider)

    async def way_out(self, back: str) -> str | None:
        """Give where the person logs out of the provider too, None where it has no such page."""
        about = await self._known()
        if "end_session_endpoint" not in about:
            return None
        end = _text(about, "end_session_endpoint")
        return _joined(end, {"client_id": self.provider.client, "post_logout_redirect_uri": back})

    async def _known(self) -> dict[str, Any]:
        if not self._about:
            where = f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            about = await _asked("GET", where)
            if str(about.get("issuer", "")).rstrip("/") != self.provider.issuer.rstrip("/"):
                raise TryLater("the provider calls itself otherwise than the settings")
            self._about = about
        return self._about

    async def _checked(self, written: str, leaving: Leaving, now: datetime) -> dict[str, Any]:
        try:
            token = await self._decoded(written)
            jwt.JWTClaimsRegistry(
                now=int(now.timestamp()),
                leeway=int(LEEWAY.total_seconds()),
                iss={"essential": True, "value": str(self._about["issuer"])},
                aud={"essential": True, "value": self.provider.client},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": leaving.nonce},
            ).validate(token.claims)
        except (JoseError, ValueError, KeyError, TypeError) as wrong:
            raise NotAllowed("the provider's token is not right") from wrong
        if "azp" in token.claims and token.claims["azp"] != self.provider.client:
            raise NotAllowed("the provider's token is for somebody else")
        return token.claims

    async def _decoded(self, written: str) -> jwt.Token:
        """Decode a token; with keys fetched anew where none that we know made its signature."""
        if self._keys is not None:
            try:
                return jwt.decode(written, self._keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                self._keys = None
        found = await _asked("GET", _text(self._about, "jwks_uri"))
        keys = KeySet.import_key_set(found)  # type: ignore[arg-type]  # checked as it is read
        token = jwt.decode(written, keys, algorithms=ALGORITHMS)
        self._keys = keys
        return token


def leave() -> Leaving:
    """Draw what ties somebody's coming back to their leaving."""
    return Leaving(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))


def _identified(provider: Provider, about: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    """Give a request for a token with what shows that it is ours, in one of the ways that the provider names.

    One that names none takes it in the header (OpenID Connect Discovery 1.0 §3), form-encoded (RFC 6749 §2.3.1).
    """
    if not provider.secret:
        return {"data": form}
    ways = about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_post" in ways or "client_secret_basic" not in ways:
        return {"data": {**form, "client_secret": provider.secret}}
    return {"data": form, "auth": (quote_plus(provider.client), quote_plus(provider.secret))}


def _check_recent(claims: Mapping[str, Any], now: datetime, *, again: bool) -> None:
    """Raise NotAllowed where the provider let somebody pass who showed it long ago who they are; some do not say."""
    at = claims.get("auth_time")
    if again and isinstance(at, int | float) and at < (now - RECENT - LEEWAY).timestamp():
        raise NotAllowed("the provider did not ask anew who it is")


VERIFIED = ("email_verified", "xms_edov")
"""Where a provider vouches for the address; the second is what Microsoft Entra ID has instead of the first."""

_YES = (True, "true", "1")


def _came(claims: Mapping[str, Any], provider: Provider) -> Came:
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email or not any(claims.get(one) in _YES for one in VERIFIED):
        raise NotAllowed("the provider does not vouch for an address")
    name = claims.get("name")
    said = claims.get(provider.claim)
    groups = said if isinstance(said, list) else [said]
    role = next((provider.roles[one] for one in provider.roles if one in groups), None)
    return Came(email.strip().lower(), " ".join(name.split()) if isinstance(name, str) else "", role)


async def _asked(method: str, where: str, **how: Any) -> dict[str, Any]:  # noqa: ANN401 - as httpx takes it
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False) as client:
            answer = await client.request(method, where, headers={"Accept": "application/json"}, **how)
            found = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as away:
        raise TryLater("the provider does not answer") from away
    if not answer.is_success or not isinstance(found, dict):
        if answer.is_client_error:
            raise NotAllowed("the provider refused")
        raise TryLater("the provider does not answer")
    return found


def _text(about: Mapping[str, Any], name: str) -> str:
    found = about.get(name)
    if not isinstance(found, str) or urlsplit(found).scheme not in {"https", "http"}:
        raise TryLater(f"the provider names no {name}")
    return found


def _joined(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
