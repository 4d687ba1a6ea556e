"""An organisation's papers as they lie in its folder: which version is at work, and what a check says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cases.cautions import Caution, found
from cases.conflicts import Conflict, conflicts
from cases.policy import Policy
from desk.house import House
from storage.policies import digest, read_texts

SHOWN = 12
"""So many characters of a digest tell versions apart."""


@dataclass(frozen=True)
class Papers:
    """What a check says. `digest` is that of the version at work; `changed`: another lies in the folder since.

    `files` name the organisation's own texts.
    """

    digest: str
    changed: bool
    files: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    cautions: tuple[Caution, ...]


def papers_of(house: House, policy: Policy) -> Papers:
    """Look at an organisation's papers. The first look at a version takes a second: never on the event loop."""
    there = digest(house.policies, policy.id)
    at_work = house.digests.get(policy.id, there)
    looked = _Looked(house.policies, policy)
    return Papers(at_work[:SHOWN], at_work != there, _files(looked, there), _conflicts(looked, there), found(policy))


@dataclass(frozen=True, eq=False)
class _Looked:
    folder: Path
    policy: Policy

    def __hash__(self) -> int:
        """Be the same for the same organisation and folder."""
        return hash((self.folder, self.policy.id, self.policy.version))

    def __eq__(self, other: object) -> bool:
        """Be the same for the very same policy."""
        return isinstance(other, _Looked) and (self.folder, self.policy) == (other.folder, other.policy)

    @property
    def texts(self) -> Mapping[str, str]:
        """Give the organisation's own words."""
        return read_texts(self.folder, self.policy.id)


@lru_cache(maxsize=32)
def _files(looked: _Looked, _digest: str) -> tuple[str, ...]:
    return tuple(looked.texts)


@lru_cache(maxsize=32)
def _conflicts(looked: _Looked, _digest: str) -> tuple[Conflict, ...]:
    return conflicts(looked.policy, "\n".join(looked.texts.values()))
