"""What the desk knows of the installation it is part of, for those who look after it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from storage.policies import SHIPPED


async def _no_hook(_organisation: str) -> str:
    return "unreachable"


@dataclass(frozen=True)
class House:
    """The installation.

    `policies` is the folder of the organisations' files, `digests` what tells the versions that are at work, by
    organisation, since `begun_at`. `hooks` are the hosts of the webhooks; `try_hook` calls one once, with a test, and
    gives the word for what was wrong, "" where it works. `erases`: what is kept too long goes by itself every night.
    """

    policies: Path = SHIPPED
    digests: Mapping[str, str] = field(default_factory=dict)
    begun_at: datetime | None = None
    hooks: Mapping[str, str] = field(default_factory=dict)
    try_hook: Callable[[str], Awaitable[str]] = _no_hook
    erases: bool = False
