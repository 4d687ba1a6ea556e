"""What a person has typed into the drafts of a case so far, and what the drafts were before anybody changed them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.outgoing import OutboxStatus
from desk.case_view import Draft
from desk.kept import Kept
from desk.signing import signed
from desk.visitor import Visitor
from replies.differing import Part, changed, difference
from storage import seen_drafts, typed
from storage.dossier import Dossier
from storage.outbox import Entry
from storage.page import Page
from storage.seen_drafts import Look, Seen
from storage.typed import Typed


@dataclass(frozen=True)
class Since:
    """What became of a draft since somebody put a name to it: since this person did (`mine`), or a colleague.

    `standing`: that was an approval, which holds as long as the words stay.
    """

    look: Look
    mine: bool
    standing: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Writing:
    """What stands beside the drafts of a case: what this person typed, and the text each draft was prepared with.

    `seen` is how people saw the drafts when they last put a name to them. What the editor signs for a person (`me`) is
    no change of theirs.
    """

    me: Visitor

    kept: Kept | None
    prepared: Mapping[int, str]
    seen: tuple[Seen, ...] = ()

    def difference(self, draft: Draft) -> tuple[Part, ...]:
        """Give what was changed in a draft since it was prepared."""
        return self._from(self.prepared.get(draft.entry.id, draft.entry.outgoing.body), draft)

    def since(self, draft: Draft) -> Since | None:
        """Give what was changed since this person saw the draft, or since it was approved; None where nothing was."""
        of_it = [one for one in self.seen if one.letter == draft.entry.id]
        standing = [one for one in of_it if one.version == draft.entry.version and one.look is Look.APPROVED]
        own = [one for one in of_it if one.staff == self.me.staff.id]
        last = next(iter((*own, *standing)), None)
        parts = self._from(last.body, draft) if last else ()
        return Since(last.look, last.staff == self.me.staff.id, last in standing, parts) if last and parts else None

    def _from(self, before: str, draft: Draft) -> tuple[Part, ...]:
        language = draft.entry.outgoing.language
        return difference(signed(before, language, self.me), signed(draft.body, language, self.me))

    @staticmethod
    def changed(parts: tuple[Part, ...]) -> int:
        """Count the words that were changed."""
        return changed(parts)


def writing(page: Page, found: Dossier, me: Visitor) -> Writing:
    """Look up what a person typed into a case's drafts, and what those were."""
    drafts = [one for one in found.letters if one.outgoing.case == found.case.id and one.status is OutboxStatus.DRAFT]
    versions = {one.id: one.version for one in drafts}
    mine = typed.newest(page, found.case.organisation, found.case.id, me.staff.id)
    kept = _kept(mine, versions.get(mine.letter)) if mine else None
    return Writing(me, kept, typed.prepared(page, found.case.organisation, tuple(versions)), found.seen_drafts)


def beside(page: Page, entry: Entry, me: Visitor) -> Writing:
    """Look up what one draft was, while a person types into it."""
    organisation = entry.outgoing.organisation
    seen = seen_drafts.of_case(page, organisation, entry.outgoing.case)
    return Writing(me, None, typed.prepared(page, organisation, (entry.id,)), seen)


def _kept(mine: Typed, version: int | None) -> Kept:
    form = {"letter": str(mine.letter), "subject": mine.subject, "body": mine.body, "note": mine.note}
    return Kept.of(form, "typed.found" if mine.version == version else "typed.older")
