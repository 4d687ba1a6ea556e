"""How people get in: the key with which what they hold is sealed, what is asked of them, and for how long they stay."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_bytes

from cryptography.fernet import Fernet, InvalidToken

from cases.organisation import StaffRole
from desk.sso_client import Provider
from storage.sessions import IDLE, LONGEST

FRESH = timedelta(minutes=10)
"""So long after they showed who they are, people are not asked again before what cannot be taken back."""


class SecondFactor(StrEnum):
    """Whether more than a password is asked for: never, of who wants it, or of all who decide or administer."""

    OFF = "off"
    OFFERED = "offered"
    DEMANDED = "demanded"


class Seal(StrEnum):
    """What a seal is for; one for one thing opens no other."""

    CODES = "codes"
    HALF = "half a log-in"
    CHALLENGE = "passkey challenge"
    SSO = "single sign-on"


@dataclass(frozen=True)
class Access:
    """The rules of the log-in at one desk.

    `key` is the service's; one that nobody gave lasts as long as the process. `tells_devices`: people are told by
    e-mail of a log-in from a browser that they were never in before. `providers` are by organisation.
    """

    key: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    second_factor: SecondFactor = SecondFactor.OFFERED
    idle: timedelta = IDLE
    longest: timedelta = LONGEST
    tells_devices: bool = False
    providers: Mapping[str, Provider] = field(default_factory=dict)

    def demands(self, role: StaffRole) -> bool:
        """Say whether people of a role need more than a password."""
        return self.second_factor is SecondFactor.DEMANDED and (role.approves or role.administers)

    def recommends(self, role: StaffRole) -> bool:
        """Say whether people of a role are asked to set up more than a password."""
        return self.second_factor is SecondFactor.OFFERED and (role.approves or role.administers)

    @property
    def offers(self) -> bool:
        """Say whether anybody may set up more than a password."""
        return self.second_factor is not SecondFactor.OFF

    def sealed(self, what: Seal, value: str, now: datetime) -> str:
        """Seal a value, so that nobody reads or changes it."""
        return self._fernet(what).encrypt_at_time(value.encode(), int(now.timestamp())).decode("ascii")

    def opened(self, what: Seal, token: str, now: datetime, good_for: timedelta | None = None) -> str | None:
        """Open a seal; None where it is none of ours, is for something else, or is too old."""
        fernet, octets = self._fernet(what), token.encode("utf-8", "replace")
        try:
            if good_for is None:
                return fernet.decrypt(octets).decode()
            return fernet.decrypt_at_time(octets, int(good_for.total_seconds()), int(now.timestamp())).decode()
        except InvalidToken:
            return None

    def _fernet(self, what: Seal) -> Fernet:
        return Fernet(urlsafe_b64encode(hmac.digest(self.key, f"desk {what}".encode(), sha256)))
