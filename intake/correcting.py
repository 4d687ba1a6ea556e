"""How a correction is written down: the case as it is now, its clocks, what happened; one more case of a letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.clock import Clock
from cases.involvement import KEPT_OUT, kept_out
from cases.kind import Kind
from cases.message import Judgement, Verdict
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from intake import postpone as delay
from intake import promise as new_date
from intake.announce import Happening, announce
from intake.attached import put
from intake.candidate import tell_candidate
from intake.consider import contested
from intake.correction_letters import Desk, Letters, acknowledge, prepared, tell, write_anew
from intake.exclude import exclude
from intake.keep_out import queue_without
from intake.notices import Notice, notify
from intake.opening import US, appealed_case, matter_of, open_cases
from intake.recast import Correction, of_kind, required, with_fields
from intake.receive import drawn, write_change
from intake.reclock import Clocks, Reclocked, reclock
from intake.values import Heard, Opening, Place
from intake.work import begin
from replies.staff_notice import News
from storage import casebook, clocks, history, messages
from storage import staff as people
from storage.page import Page

WRITTEN = frozenset({"name", "email", "customer"})
"""Fields that stand in our drafts, or that say who gets them."""


PROMISING = frozenset({new_date.REPLY, delay.REPLY})
"""Letters in which a person of the staff promises a date."""


@dataclass(frozen=True)
class Believed:
    """A case as it was believed to be: the letter that is corrected, all that counts for the case, and our letters.

    `heard` is by message, oldest first; the corrected letter is in it as it reads now.
    """

    case: Case
    corrected: int
    heard: Mapping[int, Heard]
    letters: Letters

    @property
    def opener(self) -> Heard:
        """Give the letter that opened the case."""
        return self.heard.get(self.case.opened_for) or self.heard[self.corrected]


def change(page: Page, believed: Believed, correction: Correction, opened: Case | None, desk: Desk) -> None:
    """Write a case down as it was corrected; `opened` is the one that was overlooked, if one was."""
    was = believed.case
    if correction.fields:
        messages.reread(page, was.organisation, believed.corrected, believed.heard[believed.corrected].reading)
    case = _recast(page, believed, correction, desk)
    ticking = _reclock(page, believed, case, correction, desk)
    opening = Opening(case, tuple((clock, None) for clock in ticking.right), ())
    case = _told(page, opening, believed, correction, desk)
    corrected = Event(desk.now, "corrected", desk.actor, _said(correction, opened))
    casebook.save(page, case, (corrected, *_events(was, case, ticking.begun, desk.now)))
    casebook.refresh_due(page, case.organisation, (case.id,))
    if case.kind is not Kind.APPEAL:
        delay.withdraw(page, case, {OutboxStatus.DRAFT})
    tell_candidate(page, case, desk.office, desk.now)
    case = exclude(page, case, desk.office, desk.now)
    begin(page, case, believed.opener, desk.office, desk.now)
    if correction.kind:
        _tell_staff(page, case, was.queue, ticking.right, desk)


def _recast(page: Page, believed: Believed, correction: Correction, desk: Desk) -> Case:
    case = with_fields(believed.case, correction.right, desk.office.policy)
    if correction.becomes:
        case = of_kind(case, correction.becomes, desk.office)
        case = _without(page, case, _by_hand(page, case), believed.case.queue, desk.office)
    if correction.becomes is Kind.APPEAL:
        case = _appealing(page, case, believed.opener)
    return required(case, believed.heard.values(), desk.office)


def _by_hand(page: Page, case: Case) -> frozenset[int]:
    """Give whom somebody kept out of a case because it concerns them: that is so whatever its kind (P-MX-06)."""
    return kept_out(history.of_case(page, case.organisation, case.id))


def _without(page: Page, case: Case, kept: frozenset[int], was_in: str, office: Office) -> Case:
    """Give a case that some of the staff do not see, in a queue that is not theirs; at need in the one where it was."""
    for person in people.working(page, case.organisation):
        if person.id in kept:
            theirs = {queue.id for queue in office.policy.queues if person.role in queue.roles}
            wishes = (queue_without(person, one, office.policy) for one in (case, replace(case, queue=was_in)))
            case = replace(case, queue=next((queue for queue in wishes if queue not in theirs), case.queue))
    return replace(case, excluded=case.excluded | kept)


def _appealing(page: Page, case: Case, heard: Heard) -> Case:
    """Tie an appeal to the case that it is about, which is appealed from now on."""
    place = _place(page, case)
    appealed = appealed_case(heard, place)
    case = replace(case, appeal_of=appealed.id if appealed else None)
    for one in contested(heard, (Opening(case, (), ()),), place):
        write_change(page, one)
    return case


def _place(page: Page, case: Case) -> Place:
    """Give the person's other cases, so that nobody else changes them until this page is done."""
    address = case.requester.address
    known = casebook.of_person(page, case.organisation, address) if address else ()
    cases = casebook.of_thread(page, case.organisation, case.thread, to_change=True)
    earlier = (casebook.find(page, case.organisation, one.id, to_change=True) for one in known)
    others = tuple(one for one in earlier if one and one.thread != case.thread)
    return Place(case.thread, tuple(one for one in cases if one.id != case.id), earlier=others)


def _reclock(page: Page, believed: Believed, case: Case, correction: Correction, desk: Desk) -> Reclocked:
    """Let the right clocks run, and the wrong ones end; the sweep looks at them at once."""
    found = clocks.of_case(page, case.organisation, case.id)
    if not correction.kind:
        return Reclocked(found, (), ())
    said = (clock for clock in found if clock.told and clock.running and believed.letters.says(clock, desk.office))
    was = Clocks({clock.name: clock for clock in found}, next(said, None), _promised(believed.letters, found, desk))
    ticking = reclock(case, matter_of(believed.opener, case), was, desk.office, desk.now)
    clocks.end(page, case, ticking.ended)
    for clock in ticking.begun:
        clocks.start_again(page, case, clock, None)
    clocks.look_at(page, case, desk.now)
    return ticking


def _promised(letters: Letters, found: Iterable[Clock], desk: Desk) -> Clock | None:
    """Give the answer's clock where its date stands in a letter in which somebody promised it, and which has left."""
    notices = replace(letters, every=tuple(one for one in letters.every if one.outgoing.reply in PROMISING))
    said = (clock for clock in found if clock.running and notices.says(clock, desk.office))
    return next((clock for clock in said if clock.name is ClockName.ANSWER), None)


def _told(page: Page, opening: Opening, believed: Believed, correction: Correction, desk: Desk) -> Case:
    """Write what has to be written about a case; give it with what the person was really asked for."""
    letters, heard = believed.letters, believed.opener
    if correction.kind or WRITTEN & correction.fields.keys():
        write_anew(page, opening, heard, letters, desk)
    waits = letters.receipt is not None and letters.receipt.status is OutboxStatus.DRAFT
    if letters.receipt is None or ((correction.kind or waits) and tell(page, opening, heard, letters, desk)):
        return opening.case
    asked = believed.case.missing
    return replace(opening.case, missing=tuple(name for name in opening.case.missing if name in asked))


def _said(correction: Correction, opened: Case | None) -> dict[str, str | int | None]:
    """Say from what to what, in codes: which fields were corrected, and never what stood in them."""
    was, becomes = correction.kind or (None, None)
    said = {"from": was, "kind": becomes, "fields": " ".join(correction.fields)}
    also = {"also": opened.kind, "opened": opened.number} if opened else {}
    return {"message": correction.message, **{name: value for name, value in {**said, **also}.items() if value}}


def _events(was: Case, case: Case, begun: Iterable[Clock], now: datetime) -> Iterable[Event]:
    for clock in begun:
        yield Event(now, "started", US, {"clock": clock.name, "due_at": clock.due_at.isoformat()})
    if asked := [name for name in case.missing if name not in was.missing]:
        yield Event(now, "asked", US, {"missing": " ".join(asked)})
    if met := [name for name in was.missing if name in case.met]:
        yield Event(now, "met", US, {"requirements": " ".join(met)})


def _tell_staff(page: Page, case: Case, was_in: str, ticking: Iterable[Clock], desk: Desk) -> None:
    """Tell those whose queue a case has come to, and of one whose time was over before anybody knew its kind."""
    running = sorted((clock for clock in ticking if clock.running), key=lambda clock: clock.due_at)
    late = any(clock.late(desk.now) for clock in running)
    if late or case.queue != was_in:
        news = News.MISSED if late else News.CORRECTED
        notify(page, case, Notice(news, desk.cause, running[0].due_at if running else None), desk.office, desk.now)


def open_also(page: Page, believed: Believed, correction: Correction, desk: Desk) -> Case | None:
    """Open the case of a matter that was overlooked in a letter, as if it had been seen when it came (R-REC-2)."""
    if correction.also is None:
        return None
    office, now = desk.office, desk.now
    case = with_fields(believed.case, correction.right, office.policy)
    heard = _as_theirs(believed.heard[believed.corrected], case)
    place = replace(_place(page, case), cases=casebook.of_thread(page, case.organisation, case.thread))
    (found,) = open_cases(heard, (correction.also,), place, lambda: drawn(page, office, now), office)
    opening = _received(found, case, believed.letters)
    kept = _by_hand(page, case)
    opening = replace(opening, case=_without(page, opening.case, kept, case.queue, office))
    corrected = Event(now, "corrected", desk.actor, {"kind": correction.also, "of": case.number})
    out = (Event(now, KEPT_OUT, desk.actor, {"person": id_, "queue": opening.case.queue}) for id_ in sorted(kept))
    events = (*_opened(opening.events, desk), corrected, *out)
    casebook.open_case(page, opening.case, office.policy.version, opening.clocks, events)
    announce(page, Happening.OPENED, (opening.case, opening.told), office, now)
    for one in contested(heard, (opening,), place):
        write_change(page, one)
    opening = replace(opening, case=exclude(page, opening.case, desk.office, desk.now))
    acknowledge(page, opening, heard, believed.letters, desk)
    for draft in prepared(opening, heard, desk):
        put(page, draft, office, now)
    begin(page, opening.case, heard, office, now)
    _tell_staff(page, opening.case, case.queue, [clock for clock, _ in opening.clocks], desk)
    return opening.case


def _received(opening: Opening, case: Case, letters: Letters) -> Opening:
    """Give a case whose letter was acknowledged already, and whose person is as well known as in the other case."""
    left = letters.receipt.sent_at if letters.receipt else None
    ticking = tuple(
        (replace(clock, stopped_at=left) if clock.name is ClockName.ACKNOWLEDGEMENT else clock, look)
        for clock, look in opening.clocks
    )
    looked_at = tuple((clock, look if clock.running else None) for clock, look in ticking)
    return replace(opening, case=replace(opening.case, identity=case.identity), clocks=looked_at)


def _as_theirs(heard: Heard, case: Case) -> Heard:
    """Give a letter as one from the person that its case is about; where the case is held, the letter is."""
    person = {"name": case.requester.name, "phone": case.requester.phone}
    fields = {**heard.reading.fields, **{name: value for name, value in person.items() if value}}
    held = Judgement(Verdict.HOLD, case.held_for, automatic=False, may_answer=False) if case.held_for else None
    return replace(heard, reading=replace(heard.reading, fields=fields), judgement=held or heard.judgement)


def _opened(events: Iterable[Event], desk: Desk) -> Iterable[Event]:
    """Let what happened happen now, but for the letter, which came when it came."""
    for event in events:
        if event.verb == "received":
            yield event
        else:
            yield replace(event, at=desk.now, actor=desk.actor if event.verb == "opened" else event.actor)
