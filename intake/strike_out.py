"""A person judges what is sensitive in a case's letters: it is struck out, or kept because a claim needs it.

The case and its letters stay; only the sensitive part goes (P-JK-07, CON-6). The bytes of a letter lie perhaps in the
vault, so what is to go waits in a row, is struck out beside the loop (mail/strikes.py), and may be begun again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import Policy
from cases.redaction import BY_HAND, IN_SUBJECT, IN_TEXT, Fate, Redaction, at, in_file
from cases.staff import Staff, role_of, sees
from intake.assign import case_of
from intake.shut_out import hidden_from
from intake.uninvolved import as_of_now
from reading.strike import Strike
from storage import attachments, casebook, history, looks, messages, redactions
from storage.ids import new_id
from storage.looks import STRIKE, Answer
from storage.messages import Told
from storage.page import Page

FEW = 8
"""Words. Of a letter with fewer, all may be sensitive; of any other, more than half is more than its sensitive part."""

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Judging:
    """What a person makes of some findings, by their ids; `passages` are words of the letters that were not found."""

    organisation: str
    case: int
    fate: Fate
    redactions: tuple[int, ...] = ()
    passages: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileDeletion:
    """A file that is to go whole: the message it came with, and its part."""

    organisation: str
    case: int
    message: int
    part: int
    category: str


def judge(page: Page, judging: Judging, staff: Staff, policy: Policy, now: datetime) -> None:
    """Write a judgement down, and let what is to be struck out be struck out.

    Raises NotAllowed where the person may not, nothing is chosen, a passage stands in no letter, or so much would go
    that the letter itself would; AlreadyDone where somebody judged before. Nothing is changed then.
    """
    case, told = _letters(page, judging.organisation, judging.case, staff, policy)
    chosen = _chosen(told, judging)
    marked = tuple(_marked(told, judging, case, now))
    if not chosen and not marked:
        raise NotAllowed("choose what it is about; nothing is chosen")
    if judging.fate is Fate.KEEP:
        _keep(page, case, chosen, staff, now)
        return
    _check_left(told, marked)
    _order(page, case, (chosen, marked), staff, now)


def delete_file(page: Page, deletion: FileDeletion, staff: Staff, policy: Policy, now: datetime) -> None:
    """Let a file be deleted, from the letter as it came as well.

    Raises NotAllowed where the person may not or the case has no such file; AlreadyDone where it is gone.
    """
    case, told = _letters(page, deletion.organisation, deletion.case, staff, policy)
    letter = next((one for one in told if one.id == deletion.message), None)
    file = next((one for one in letter.attachments if one.part == deletion.part), None) if letter else None
    if letter is None or file is None:
        raise NotAllowed("this case has no such file")
    place = in_file(deletion.part)
    known = next((one for one in letter.redactions if one.place == place), None)
    if file.erased_at or (known and known.fate is Fate.STRIKE_OUT):
        raise AlreadyDone("this file is deleted already")
    new = () if known else (Redaction(new_id(now), case.id, letter.id, deletion.category, place, now),)
    _order(page, case, ((known,) if known else (), new), staff, now)


def _letters(
    page: Page, organisation: str, case_id: int, staff: Staff, policy: Policy
) -> tuple[Case, tuple[Told, ...]]:
    """Give a case to change with what was said in it, to somebody who may decide about it, also when it is over.

    What belongs to an appeal that they are shut out of is not among it (P-MX-14). Until this page is done, nobody else
    judges or strikes out anything of the conversation: passages are counted in texts as they are now.
    """
    case = case_of(page, organisation, case_id, staff)
    if not sees(staff, as_of_now(page, case, policy), policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not decide")
    casebook.of_thread(page, organisation, case.thread, to_change=True)
    hidden = hidden_from(page, case, staff.id, policy)
    told = messages.of_thread(page, organisation, case.thread)
    return case, tuple(one for one in told if one.id not in hidden)


def _chosen(told: Iterable[Told], judging: Judging) -> tuple[Redaction, ...]:
    known = {one.id: one for letter in told for one in letter.redactions}
    if strange := [id_ for id_ in judging.redactions if id_ not in known]:
        raise NotAllowed(f"this case has no finding {strange[0]}")
    chosen = tuple(known[id_] for id_ in judging.redactions)
    if any(one.fate for one in chosen):
        raise AlreadyDone("somebody has judged this since you opened it")
    return chosen


def _marked(told: tuple[Told, ...], judging: Judging, case: Case, now: datetime) -> Iterator[Redaction]:
    """Give the places of the passages that a person marked, in every letter that has them."""
    if judging.passages and judging.fate is Fate.KEEP:
        raise NotAllowed("a passage is struck out, or stays as it is; take it out of the form to keep it")
    for words in judging.passages:
        places = [(one.id, *place) for one in told for place in _places(one, words)]
        if not places:
            raise NotAllowed("a passage stands in no letter of this case as it was typed; copy it from the letter")
        for message, place, first, last in places:
            yield Redaction(new_id(now), case.id, message, BY_HAND, at(place, first, last), now)


def _places(told: Told, words: str) -> Iterator[tuple[str, int, int]]:
    pattern = re.compile(r"(?<!\w)" + r"[\s>]+".join(map(re.escape, words.split())) + r"(?!\w)", re.IGNORECASE)
    for place, text in ((IN_SUBJECT, told.subject), (IN_TEXT, told.whole)):
        found = pattern.search(text) if words.split() else None
        if found:
            yield place, *found.span()


def _check_left(told: Iterable[Told], marked: Iterable[Redaction]) -> None:
    """Raise NotAllowed where passages are so much of a letter that it would be lost (CON-6)."""
    spans = [(one.message, one.span) for one in marked]
    for letter in told:
        words = {
            letter.whole[span[1] : span[2]] for id_, span in spans if span and span[0] == IN_TEXT and id_ == letter.id
        }
        had = len(_WORD.findall(letter.text))
        left = len(_WORD.findall(Strike(frozenset(words)).out_of(letter.text)))
        if had >= FEW and left * 2 < had:
            raise NotAllowed(
                "that is more than half of the letter, which must stay (CON-6); mark the sensitive part alone"
            )


def _keep(page: Page, case: Case, chosen: Iterable[Redaction], staff: Staff, now: datetime) -> None:
    for one in chosen:
        redactions.judge(page, case.organisation, one.id, Fate.KEEP, (staff.id, now))
        told: dict[str, str | int | None] = {"message": one.message, "categories": one.category}
        event = Event(now, "sensitive_kept", f"staff {staff.id}", told)
        history.record(page, case.organisation, case.id, (event,))


def _order(
    page: Page, case: Case, what: tuple[tuple[Redaction, ...], tuple[Redaction, ...]], staff: Staff, now: datetime
) -> None:
    """Let findings be struck out that are known, and passages that are not; one look is for all of a conversation."""
    known, marked = what
    chosen = (*known, *redactions.add(page, case.organisation, marked))
    if not chosen:
        raise AlreadyDone("that is just being struck out")
    for one in chosen:
        redactions.judge(page, case.organisation, one.id, Fate.STRIKE_OUT, (staff.id, now))
        if one.part is not None:
            attachments.restrict(page, case.organisation, one.message, (one.part,))
    every = [one.id for one in messages.of_thread(page, case.organisation, case.thread)]
    if not looks.waits(page, case.organisation, every, STRIKE):
        looks.put(page, case.organisation, chosen[0].message, STRIKE, (Answer(), now))
