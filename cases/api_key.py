"""A key by which an organisation's own system may open cases and ask how they stand."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key is good for."""

    OPEN = "open"
    READ = "read"


@dataclass(frozen=True)
class ApiKey:
    """A key as it is known here. `prefix` is how it begins, which tells it from others and opens nothing.

    `used_at` is when it was last used, to the minute; None: never.
    """

    organisation: str
    id: int
    prefix: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Say whether it still opens anything."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
