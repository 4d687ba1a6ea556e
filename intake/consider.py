"""What a new message means for the cases: the whole story, purely. Values in, values out."""

from collections.abc import Iterator
from dataclasses import replace

from cases.case import Case, Event, Move, Status
from cases.kind import Kind
from cases.office import Office
from cases.outgoing import Outgoing
from intake.drafts import draft_answer
from intake.follow_up import completed, deadline_reply, go_on, new_kinds
from intake.opening import US, appealed_case, open_cases
from intake.permission import objection
from intake.processor import drafts_for
from intake.receipt import acknowledge
from intake.referral import refer
from intake.relation import customer_of, is_referred
from intake.values import Change, Draw, Heard, Opening, Outcome, Place


def consider(heard: Heard, place: Place, draw: Draw, office: Office) -> Outcome:
    """Decide which cases begin, which go on, and what is written to whom.

    A message that belongs to a conversation goes on with its cases, and opens others for what it asks beyond them. Any
    other opens one case for each kind that was read in it.
    """
    kinds = new_kinds(heard, place) if place.cases else tuple(found.kind for found in heard.reading.kinds)
    openings = open_cases(heard, kinds, place, draw, office)
    appealed = contested(heard, openings, place)
    known = replace(place, cases=_without(place, appealed))
    changes = go_on(heard, known, office)
    letters = (
        *acknowledge(heard, openings, place, office),
        *_deadline_replies(heard, place, changes, office),
        *_drafts(heard, openings, place, office),
        *_new_drafts(heard, known, changes, office),
        *_referrals(heard, place, changes, office),
    )
    return Outcome(openings, (*changes, *appealed), letters)


def _without(place: Place, changes: tuple[Change, ...]) -> tuple[Case, ...]:
    changed = {change.case.id for change in changes}
    return tuple(case for case in place.cases if case.id not in changed)


def _deadline_replies(heard: Heard, place: Place, changes: tuple[Change, ...], office: Office) -> tuple[Outgoing, ...]:
    """Write to those whose case has just become complete, each with the date that was told before, if one was.

    Where the rules of sending want a person to look first, the letters wait as drafts.
    """
    if not heard.judgement.may_answer:
        return ()
    why_not = objection(heard, place, office)
    complete = completed(place.cases, changes)
    letters = (deadline_reply(heard, case, place.told_clocks.get(case.id), office) for case in complete)
    return tuple(replace(one, released=one.released and why_not is None, note=why_not) for one in letters)


def _drafts(heard: Heard, openings: tuple[Opening, ...], place: Place, office: Office) -> tuple[Outgoing, ...]:
    return tuple(letter for opening in openings for letter in drafts_for(heard, opening, place, office))


def _new_drafts(heard: Heard, place: Place, changes: tuple[Change, ...], office: Office) -> Iterator[Outgoing]:
    """Prepare another answer where a person has written to a case that was over."""
    over = {case.id for case in place.cases if case.status in {Status.ANSWERED, Status.CLOSED}}
    for change in changes:
        if change.case.id in over and not is_referred(change.case, office.policy):
            draft = draft_answer(heard, Opening(change.case, (), ()), office)
            yield replace(draft, cause=f"message {heard.id}")


def _referrals(heard: Heard, place: Place, changes: tuple[Change, ...], office: Office) -> tuple[Outgoing, ...]:
    """Prepare the referral of a case whose controller has just been named (P-MB-04)."""
    nameless = {case.id for case in place.cases if not customer_of(case, office)}
    named = (change.case for change in changes if change.case.id in nameless)
    return tuple(
        letter for case in named for letter in refer(case, heard, place, place.told_clocks.get(case.id), office)
    )


def contested(heard: Heard, openings: tuple[Opening, ...], place: Place) -> tuple[Change, ...]:
    """Note on a decided case that its decision is appealed against."""
    appeal = next((opening.case for opening in openings if opening.case.kind is Kind.APPEAL), None)
    decided = appealed_case(heard, place) if appeal else None
    if not appeal or not decided or decided.status not in {Status.ANSWERED, Status.CLOSED}:
        return ()
    event = Event(heard.message.received_at, "appealed", US, {"appeal": appeal.number})
    return (Change(decided.move(Move.APPEAL), (event,)),)
