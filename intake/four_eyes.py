"""Two people approve the same words where the policy asks for it: the first is noted, the second lets the letter go.

Whoever wrote the words or decided can be one of the two, never both; who must not see the case counts as nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.errors import NotAllowed
from cases.organisation import Sight
from cases.policy import Policy
from cases.staff import Staff, sees
from intake.drafts import ANSWER
from storage import history, outbox, seen_drafts
from storage import staff as people
from storage.outbox import Entry
from storage.page import Page
from storage.seen_drafts import Look, Seen

Said = Mapping[str, str | int | None]


@dataclass(frozen=True)
class Pair:
    """Whose names a letter bears that two people approve: `first` is who was first, None while nobody was.

    `others` are those who may be the second.
    """

    first: int | None
    others: tuple[Staff, ...]


def needs_two(case: Case, reply: str, policy: Policy) -> bool:
    """Say whether two people approve a reply: an answer, of a kind for which the policy wants that."""
    return reply.startswith(ANSWER) and policy.rules(case.kind).four_eyes


def pair_of(case: Case, entry: Entry, seen: Iterable[Seen], staff: Iterable[Staff], policy: Policy) -> Pair | None:
    """Say who approved a draft first, as it stands, and who may be the second; None where one person is enough."""
    if not needs_two(case, entry.outgoing.reply, policy):
        return None
    approving = {role.id for role in policy.roles if role.approves and role.sight is not Sight.NUMBERS}
    able = [one for one in staff if one.role in approving and one.id not in case.excluded]
    ids = {one.id for one in able}
    as_it_is = (one for one in seen if one.letter == entry.id and one.version == entry.version)
    first = next((one.staff for one in as_it_is if one.look is Look.APPROVED and one.staff in ids), None)
    return Pair(first, tuple(one for one in able if one.id != first and sees(one, case, policy)))


def find_pair(page: Page, case: Case, entry: Entry, policy: Policy) -> Pair | None:
    """Look up who approved a draft first; `case` has everybody excluded who by now is."""
    if not needs_two(case, entry.outgoing.reply, policy):
        return None
    seen = seen_drafts.of_case(page, case.organisation, case.id)
    return pair_of(case, entry, seen, people.working(page, case.organisation), policy)


def is_repeated(pair: Pair | None, entry: Entry, words: tuple[str, int], staff: Staff) -> bool:
    """Say whether somebody sends an approval again that is noted; `words` are the body and the version they saw.

    Raises NotAllowed where they approve as the second what they approved as the first.
    """
    body, version = words
    if pair is None or pair.first != staff.id or body.strip() != entry.outgoing.body.strip():
        return False
    if version == entry.version:
        raise NotAllowed("you have approved this letter already; it leaves once a second person has")
    return version < entry.version


def complete(pair: Pair | None, entry: Entry, words: tuple[str, str], staff: Staff) -> bool:
    """Say whether a letter may leave with this approval: one is enough, or another person approved the same words.

    `words` are its subject and body as this person approves them.
    """
    if pair is None:
        return True
    as_it_was = (entry.outgoing.subject.strip(), entry.outgoing.body.strip())
    return pair.first not in {None, staff.id} and words == as_it_was


def note_first(page: Page, entry: Entry, staff: Staff, said: Said, now: datetime) -> None:
    """Note who approved a draft first, with the words that were approved: any change of it takes that back.

    `said` is what the event tells of the words.
    """
    letter = entry.outgoing
    found = outbox.find(page, letter.organisation, entry.id) or entry
    words = (found.outgoing.subject, found.outgoing.body)
    seen = Seen(letter.organisation, letter.case, entry.id, staff.id, Look.APPROVED, found.version, *words, now)
    seen_drafts.keep(page, seen)
    told = {"letter": entry.id, "reply": letter.reply, **said}
    history.record(page, letter.organisation, letter.case, (Event(now, "approved_first", f"staff {staff.id}", told),))
