"""What a person has typed into the drafts of a case so far, and what the drafts were before anybody changed them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.outgoing import OutboxStatus
from cases.staff import Staff
from desk.case_view import Draft
from desk.kept import Kept
from replies.differing import Part, changed, difference
from storage import typed
from storage.dossier import Dossier
from storage.page import Page
from storage.typed import Typed


@dataclass(frozen=True)
class Writing:
    """What stands beside the drafts of a case: what this person typed, and the text each draft was prepared with."""

    kept: Kept | None
    prepared: Mapping[int, str]

    def difference(self, draft: Draft) -> tuple[Part, ...]:
        """Give what was changed in a draft since it was prepared."""
        return difference(self.prepared.get(draft.entry.id, draft.entry.outgoing.body), draft.body)

    @staticmethod
    def changed(parts: tuple[Part, ...]) -> int:
        """Count the words that were changed."""
        return changed(parts)


def writing(page: Page, found: Dossier, staff: Staff) -> Writing:
    """Look up what a person typed into a case's drafts, and what those were."""
    drafts = [one for one in found.letters if one.outgoing.case == found.case.id and one.status is OutboxStatus.DRAFT]
    versions = {one.id: one.version for one in drafts}
    mine = typed.newest(page, staff.organisation, found.case.id, staff.id)
    kept = _kept(mine, versions.get(mine.letter)) if mine else None
    return Writing(kept, typed.prepared(page, staff.organisation, tuple(versions)))


def _kept(mine: Typed, version: int | None) -> Kept:
    form = {"letter": str(mine.letter), "subject": mine.subject, "body": mine.body, "note": mine.note}
    return Kept.of(form, "typed.found" if mine.version == version else "typed.older")
