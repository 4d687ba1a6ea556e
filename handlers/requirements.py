"""What a policy can ask a person for, and what proves that it is there."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from cases.kind import Flag
from cases.reading import DocumentKind
from handlers.interface import Matter

ENOUGH_TO_DESCRIBE = 20
"""Letters of text from which a matter counts as described; fewer than a short sentence says nothing of its own."""


def _says(name: str, matter: Matter) -> bool:
    return bool(matter.reading.fields.get(name))


def _has_papers(matter: Matter) -> bool:
    """Say whether a file may be about the matter; who somebody is says nothing about it (R-ID-2)."""
    return any(not one.is_probably(DocumentKind.IDENTITY_COPY) for one in matter.reading.documents)


def _has_consent(matter: Matter) -> bool:
    return any(one.is_probably(DocumentKind.WRITTEN_CONSENT) for one in matter.reading.documents)


PROOFS: Mapping[str, Callable[[Matter], bool]] = {
    "name": partial(_says, "name"),
    "email": lambda matter: bool(matter.address) or _says("email", matter),
    # Papers are asked for, never demanded: "I have none" meets it (AMB-8).
    "documents": lambda matter: _has_papers(matter) or matter.reading.says_no_documents,
    "description": lambda matter: len(matter.reading.text.strip()) >= ENOUGH_TO_DESCRIBE,
    "customer": partial(_says, "customer"),
    "authority": lambda matter: _says("authority", matter) or _has_consent(matter),
    "what_is_wrong": partial(_says, "what_is_wrong"),
    "proposed_value": partial(_says, "proposed_value"),
    "programme": lambda matter: bool({"programme", "course"} & matter.reading.fields.keys()),
}
"""One proof for each name that a policy's `requires` may list."""


def lacking(names: Iterable[str], matter: Matter) -> tuple[str, ...]:
    """Give those of `names` that neither this message nor an earlier one fulfils, in the same order."""
    return tuple(name for name in names if name not in matter.met and not PROOFS[name](matter))


def with_authority(names: tuple[str, ...], matter: Matter) -> tuple[str, ...]:
    """Add the written authority that somebody who writes for another person must show (R-PRX-1, P-AL-02)."""
    return (*names, "authority") if Flag.ON_BEHALF in matter.reading.flags else names
