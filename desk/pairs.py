"""Drafts that two people approve, as one person sees them on a case's page: who was first, who can be second. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.visitor import Visitor
from intake.four_eyes import pair_of
from storage.dossier import Dossier
from storage.outbox import Entry


@dataclass(frozen=True)
class Eyes:
    """How far a letter is that two people approve. `first` is None while nobody has; `mine`: it was whoever looks.

    `others` are the names of everybody else who may approve it now.
    """

    first: int | None
    mine: bool
    others: tuple[str, ...]


def eyes_of(found: Dossier, drafts: tuple[Entry, ...], me: Visitor) -> Mapping[int, Eyes]:
    """Give the drafts of a case that two people approve, by their id."""
    pairs = {one.id: pair_of(found.case, one, found.seen_drafts, found.colleagues, me.policy) for one in drafts}
    return {
        id_: Eyes(
            first=pair.first,
            mine=pair.first == me.staff.id,
            others=tuple(sorted(one.name for one in pair.others if one.id != me.staff.id)),
        )
        for id_, pair in pairs.items()
        if pair
    }
