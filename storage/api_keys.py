"""Keys of the JSON interface, by the digest of what their holder shows."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from cases.api_key import ApiKey, Scope
from cases.errors import AlreadyDone, BadInput
from storage.api_tables import API_KEY
from storage.ids import new_id
from storage.page import Page

BEGINS = "svf_"
"""What every key begins with, so that programs that look for leaked secrets know one."""

SHOWN = len(BEGINS) + 8
"""So many characters of a key are kept and shown: 48 random bits, too few to guess the others by."""

_TOUCH = timedelta(minutes=1)


def new_secret() -> str:
    """Give a new key: 256 random bits."""
    return BEGINS + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Give what is kept of a key: SHA-256, hex."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def make(
    page: Page, what: tuple[str, str, frozenset[Scope]], now: datetime, until: datetime | None
) -> tuple[ApiKey, str]:
    """Make a key, `what` being whose it is, what it is called and what it is good for; give it with its secret."""
    organisation, name, scopes = what
    secret = new_secret()
    made = ApiKey(organisation, new_id(now), secret[:SHOWN], name, scopes, now, until)
    add(page, made, secret)
    return made, secret


def add(page: Page, api_key: ApiKey, secret: str) -> None:
    """Write a new key down."""
    page.add(
        API_KEY,
        organisation=api_key.organisation,
        id=api_key.id,
        prefix=api_key.prefix,
        digest=digest(secret),
        name=api_key.name,
        scopes=sorted(api_key.scopes),
        created_at=api_key.created_at,
        expires_at=api_key.expires_at,
        revoked_at=None,
        used_at=None,
    )


def find(page: Page, secret: str) -> ApiKey | None:
    """Give the key that somebody shows, whether it still holds or not; None where there is none."""
    row = page.one(select(API_KEY).where(API_KEY.c.digest == digest(secret)))
    return _key(row) if row else None


def listed(page: Page, organisation: str | None = None) -> Sequence[ApiKey]:
    """Give the keys of one organisation or of all, in the order in which they were made."""
    every = select(API_KEY).order_by(API_KEY.c.organisation, API_KEY.c.created_at, API_KEY.c.id)
    mine = every.where(API_KEY.c.organisation == organisation) if organisation else every
    return tuple(_key(row) for row in page.all(mine))


def stale(api_key: ApiKey, now: datetime) -> bool:
    """Say whether it is time to note that a key is in use; once a minute is enough."""
    return api_key.used_at is None or now - api_key.used_at >= _TOUCH


def touch(page: Page, api_key: ApiKey, now: datetime) -> None:
    """Note that a key is in use."""
    mine = (API_KEY.c.organisation == api_key.organisation) & (API_KEY.c.id == api_key.id)
    page.execute(update(API_KEY).where(mine).values(used_at=now))


def revoke(page: Page, organisation: str, prefix: str, now: datetime) -> ApiKey:
    """Let a key open nothing any more; give it. Raises BadInput where none begins so, AlreadyDone where it was."""
    found = [one for one in listed(page, organisation) if prefix and one.prefix.startswith(prefix)]
    if len(found) != 1:
        many = "more than one key begins" if found else "no key begins"
        raise BadInput(f'{many} with "{prefix}" at {organisation}; `svarfrist api-key list` shows them')
    if found[0].revoked_at:
        raise AlreadyDone(f"{found[0].prefix}… of {organisation} was revoked before")
    mine = (API_KEY.c.organisation == organisation) & (API_KEY.c.id == found[0].id)
    page.execute(update(API_KEY).where(mine).values(revoked_at=now))
    return found[0]


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        organisation=row.organisation,
        id=row.id,
        prefix=row.prefix,
        name=row.name,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
    )
