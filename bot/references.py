"""What the other end of a web chat shows to go on with it: a sealed reference, a code for another device, a ticket.

All are sealed with the service's key (Fernet: AES and HMAC, with the instant at which they were made), so that a forged
one is refused without a look at anything, and nobody reads what is in it. The database has digests alone.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import digest
from secrets import token_urlsafe

from cryptography.fernet import Fernet, InvalidToken

GOOD_FOR = timedelta(days=30)
"""A reference is good for so long after it was made; whoever comes back is given a new one."""

RENEWED_AFTER = timedelta(days=1)

LONGEST = 1_000
"""Characters. Whatever is longer is none of ours."""


class Purpose(StrEnum):
    """What a seal is for; one for one thing opens no other."""

    REFERENCE = "chat reference"
    LINK = "chat link"
    TICKET = "chat ticket"


LASTS = {Purpose.REFERENCE: GOOD_FOR, Purpose.LINK: timedelta(minutes=10), Purpose.TICKET: timedelta(seconds=30)}
"""How long each is good for."""


@dataclass(frozen=True)
class Reference:
    """What a reference says: with whom the conversation is, its secret, the language it began in, when it was made."""

    organisation: str
    secret: str
    language: str
    made_at: datetime

    @property
    def digest(self) -> str:
        """Give what is stored of the secret."""
        return digest_of(self.secret)

    @property
    def ends_at(self) -> datetime:
        """Give until when it is good."""
        return self.made_at + GOOD_FOR

    def is_old(self, now: datetime) -> bool:
        """Say whether whoever shows it is given a new one."""
        return now - self.made_at >= RENEWED_AFTER


class NoReference(Exception):
    """What was shown opens nothing: it is `expired`, or none that we made."""

    def __init__(self, *, expired: bool = False) -> None:
        super().__init__("expired" if expired else "unknown")
        self.expired = expired


class References:
    """Makes references and reads them, with one key."""

    def __init__(self, key: bytes) -> None:
        self._seals = {one: Fernet(urlsafe_b64encode(digest(key, one.encode(), "sha256"))) for one in Purpose}

    def new(self, organisation: str, language: str, now: datetime) -> Reference:
        """Begin a conversation that nobody else can know of."""
        return Reference(organisation, token_urlsafe(24), language, now)

    def sealed(self, reference: Reference, now: datetime, purpose: Purpose = Purpose.REFERENCE) -> str:
        """Give a reference as the other end keeps it; what it says holds from now on."""
        said = json.dumps([reference.organisation, reference.secret, reference.language])
        return self._seals[purpose].encrypt_at_time(said.encode(), int(now.timestamp())).decode()

    def opened(self, sealed: str, organisation: str, now: datetime, purpose: Purpose = Purpose.REFERENCE) -> Reference:
        """Read what the other end shows; raise NoReference where it opens nothing with this organisation."""
        try:
            token = _canonical(sealed)
            with_, secret, language = json.loads(self._seals[purpose].decrypt(token))
            made_at = datetime.fromtimestamp(self._seals[purpose].extract_timestamp(token), UTC)
        except (InvalidToken, ValueError):
            raise NoReference from None
        if with_ != organisation:
            raise NoReference
        if now - made_at >= LASTS[purpose]:
            raise NoReference(expired=True)
        return Reference(organisation, secret, language, made_at)


def _canonical(sealed: str) -> bytes:
    """Give what is sealed, in the one way in which we write it; raise ValueError for any other way."""
    token = sealed.encode("ascii")
    if len(token) > LONGEST or urlsafe_b64encode(urlsafe_b64decode(token)) != token:
        raise ValueError("not as we write it")
    return token


def digest_of(secret: str) -> str:
    """Give what is stored of something that opens a conversation."""
    return sha256(secret.encode()).hexdigest()
