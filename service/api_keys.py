"""Keys of the JSON interface: made, shown, revoked, from the command line."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cases.api_key import ApiKey, Scope
from cases.errors import BadInput
from service.settings import load_settings
from service.staffing import end_of, policy_of, write
from storage import api_keys


@dataclass(frozen=True)
class Wanted:
    """A key that is to be made, as it was typed; `until` is its last day, None for good."""

    organisation: str
    name: str
    scopes: Sequence[str]
    until: str | None = None


def add(wanted: Wanted, config: Path | None) -> tuple[ApiKey, str]:
    """Make a key; give it with its secret, which is stored nowhere. Raises BadInput that says what is wrong."""
    settings = load_settings(config)
    policy, now = policy_of(settings, wanted.organisation), datetime.now(UTC)
    unknown = [scope for scope in wanted.scopes if scope not in set(Scope)]
    if unknown or not wanted.scopes:
        expected = " and ".join(Scope)
        raise BadInput(f'--scope "{unknown[0] if unknown else ""}" is none; expected one or both of {expected}')
    if not wanted.name.strip():
        raise BadInput("--name is empty; expected what the key is for, such as the site that uses it")
    what = (wanted.organisation, wanted.name.strip(), frozenset(Scope(scope) for scope in wanted.scopes))
    until = end_of(wanted.until, policy, now)
    return write(settings, lambda page: api_keys.make(page, what, now, until))


def listed(organisation: str | None, config: Path | None) -> Sequence[ApiKey]:
    """Give the keys of one organisation, or of all."""
    settings = load_settings(config)
    if organisation:
        policy_of(settings, organisation)
    return write(settings, lambda page: api_keys.listed(page, organisation))


def revoke(organisation: str, prefix: str, config: Path | None) -> ApiKey:
    """Let a key open nothing any more; give it."""
    settings, now = load_settings(config), datetime.now(UTC)
    policy_of(settings, organisation)
    return write(settings, lambda page: api_keys.revoke(page, organisation, prefix, now))


def as_json(keys: Sequence[ApiKey]) -> str:
    """Write keys as JSON; there is nothing secret in it."""
    return json.dumps([_plain(key) for key in keys], ensure_ascii=False, indent=2)


def as_text(keys: Sequence[ApiKey], now: datetime) -> str:
    """Write keys for a person, a line each."""
    lines = "\n".join(_line(key, now) for key in keys)
    return lines or "there are no keys yet; `svarfrist api-key add` makes one"


def _plain(key: ApiKey) -> dict[str, str | list[str] | None]:
    return {
        "organisation": key.organisation,
        "prefix": key.prefix,
        "name": key.name,
        "scopes": [*sorted(key.scopes)],
        "since": key.created_at.isoformat(),
        "until": _iso(key.expires_at),
        "revoked": _iso(key.revoked_at),
        "used": _iso(key.used_at),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _line(key: ApiKey, now: datetime) -> str:
    used = f"last used {_day(key.used_at)}" if key.used_at else "never used"
    parts = [key.organisation, f"{key.prefix}…", key.name, ", ".join(sorted(key.scopes)), used]
    if key.revoked_at:
        parts.append(f"(revoked {_day(key.revoked_at)})")
    elif key.expires_at:
        parts.append(f"({'until' if key.holds(now) else 'expired'} {_day(key.expires_at)})")
    return "  ".join(parts)


def _day(at: datetime) -> date:
    return at.date()
