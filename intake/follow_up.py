"""What a further message means for the cases it belongs to. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from cases.breach import breach_rule
from cases.case import Case, Event, Move, Requester, Status
from cases.clock import Clock
from cases.kind import ORDINARY, PRIVACY, Flag, Kind
from cases.message import Channel, Verdict
from cases.office import Office
from cases.outgoing import Automatic, Outgoing
from cases.policy import ClockName
from intake.letter import Under, to_requester
from intake.opening import US, first_look, masked, matter_of, of_customer, requiring
from intake.relation import clock_rules, is_referred
from intake.values import Change, Heard, Place
from replies.deadline_reply import Facts

REPLY = "deadline_reply"
SURE_ENOUGH = 0.6
"""So sure must a reading be before words in the middle of a conversation open another case."""

LIVE = frozenset({Status.HELD, Status.OPEN, Status.FORWARDED})
OVER = frozenset({Status.ANSWERED, Status.CLOSED})


def new_kinds(heard: Heard, place: Place) -> tuple[Kind, ...]:
    """Give what is asked for beyond the conversation's own cases: a right asked for in a reply counts (R-REC-2)."""
    if any(_only_kept(case, heard) for case in place.cases):
        return ()
    known = {case.kind for case in place.cases}
    return tuple(
        found.kind
        for found in heard.reading.kinds
        if found.kind not in ORDINARY and found.kind not in known and found.confidence >= SURE_ENOUGH
    )


def go_on(heard: Heard, place: Place, office: Office) -> tuple[Change, ...]:
    """Take a message into the conversation's live cases, or, where none is, into its latest one."""
    live = tuple(case for case in place.cases if case.status in LIVE)
    told = (_answered_in(case, heard, place, office) for case in live or place.cases[-1:])
    return tuple(_of_controller(case, heard, place, office) or _heard_by(case, heard, place, office) for case in told)


def _of_controller(case: Case, heard: Heard, place: Place, office: Office) -> Change | None:
    """Take in what the customer itself writes about a case that was referred to it (P-MB-05); None where it does not.

    What it asks about its learner is its request, and the processor's time runs from then. Anything else a person
    reads, who can say that it was one.
    """
    theirs = place.whose.writes and is_referred(case, office.policy) and case.customer == place.whose.writes
    if not theirs or heard.judgement.verdict is Verdict.HOLD:
        return None
    at = heard.message.received_at
    wrote = Event(at, "customer_wrote", US, {"message": heard.id})
    asked = any(found.kind in PRIVACY and found.confidence >= SURE_ENOUGH for found in heard.reading.kinds)
    return Change(case, (Event(at, "heard", US, {"message": heard.id}), *masked(heard), wrote), look=True, asked=asked)


def _only_kept(case: Case, heard: Heard) -> str | None:
    """Say why a message may change nothing before a person has seen it, or None.

    A machine's words are not the person's, and whoever has got hold of a reply address is not the person (R-EM-64).
    """
    if heard.judgement.verdict is Verdict.HOLD:
        return heard.judgement.reason
    sender, ours = heard.message.sender.address, case.requester.address
    return "third_party" if sender and ours and sender.casefold() != ours.casefold() else None


def _answered_in(case: Case, heard: Heard, place: Place, office: Office) -> Case:
    """Give the case in the language that the person turns out to speak, where it began with a mere "hi" (R-12-1c).

    A line of a chat says what is spoken in it by then.
    """
    guessed = case.id in place.guessed_language or heard.message.channel.is_chat
    if not guessed or _only_kept(case, heard):
        return case
    return replace(case, language=office.policy.language(heard.reading.language))


def _heard_by(case: Case, heard: Heard, place: Place, office: Office) -> Change:
    if reason := _only_kept(case, heard):
        at = heard.message.received_at
        kept = Event(at, "held", US, {"message": heard.id, "reason": reason})
        leaked = _leaked(case, heard, office)
        hints = (Event(at, "started", US, _told(clock)) for clock, _ in leaked)
        flagged = replace(case, flags=case.flags | {Flag.BREACH_HINT}) if leaked else case
        events = (Event(at, "heard", US, {"message": heard.id}), *masked(heard), kept, *hints)
        return Change(flagged, events, leaked, look=True)
    told = replace(case.move(Move.HEAR), requester=_person(case, heard), channel=_channel(case, heard))
    found = of_customer(told, heard, place, office)
    now = requiring(found, heard, office)
    # Only what was asked for is settled here: a follow-up never makes a case lack more than before.
    missing = tuple(name for name in now.missing if name in case.missing)
    changed = replace(now, missing=missing, flags=case.flags | heard.reading.flags, met=now.met | case.met)
    again = _clocks_again(case, heard, office) if case.status in OVER else ()
    again = (*again, *_leaked(case, heard, office))
    started = (Event(heard.message.received_at, "started", US, _told(clock)) for clock, _ in again)
    return Change(changed, (*_events(heard, case, missing), *started), again)


def _person(case: Case, heard: Heard) -> Requester:
    """Give who the case is of, with what a message adds to it; in a chat people also correct what they said before."""
    known, fields = case.requester, heard.reading.fields
    name, address, phone = (fields.get(one) for one in ("name", "email", "phone"))
    if not heard.message.channel.is_chat:
        return Requester(known.name or name, known.address, known.phone or phone)
    if case.identity or case.channel is not heard.message.channel:  # somebody made sure of it, or they wrote from there
        address = known.address or address
    return Requester(name or known.name, address or known.address, phone or known.phone)


def _channel(case: Case, heard: Heard) -> Channel:
    """Give the way the person is answered from now on: by which they have just written, unless we took it down."""
    channel = heard.message.channel
    return channel if channel.answered_by is channel else case.channel


def _clocks_again(case: Case, heard: Heard, office: Office) -> tuple[tuple[Clock, datetime | None], ...]:
    """Start the time limits of a case that was over anew: what the person writes now wants an answer too."""
    rules = clock_rules(case, matter_of(heard, case), office.policy)
    wanted = (rule for rule in rules if rule.name in {ClockName.HANDLING, ClockName.ANSWER})
    clocks = (office.start(rule, heard.message.received_at) for rule in wanted)
    return tuple((clock, first_look(clock, case, office)) for clock in clocks)


def _leaked(case: Case, heard: Heard, office: Office) -> tuple[tuple[Clock, datetime | None], ...]:
    """Start the time to judge a breach where only this message hints at one; whoever wrote it (GDPR Art. 33(1))."""
    if Flag.BREACH_HINT not in heard.reading.flags - case.flags:
        return ()
    clock = office.start(breach_rule(office.policy), heard.message.received_at)
    return ((clock, first_look(clock, case, office)),)


def _told(clock: Clock) -> dict[str, str | int | None]:
    return {"clock": clock.name, "due_at": clock.due_at.isoformat()}


def _events(heard: Heard, before: Case, missing: Iterable[str]) -> Iterator[Event]:
    at = heard.message.received_at
    yield Event(at, "heard", US, {"message": heard.id})
    yield from masked(heard)
    came = [name for name in before.missing if name not in set(missing)]
    if came:
        yield Event(at, "met", US, {"requirements": " ".join(came)})


def completed(before: Iterable[Case], changes: Iterable[Change]) -> tuple[Case, ...]:
    """Give the cases whose last missing piece has just come; a held one was asked for nothing."""
    lacked = {case.id for case in before if case.missing and case.status is not Status.HELD}
    return tuple(change.case for change in changes if change.case.id in lacked and not change.case.missing)


def deadline_reply(heard: Heard, case: Case, told: Clock | None, office: Office) -> Outgoing:
    """Confirm that all is there, with the date that was told before, if one was: it has not moved (P-MX-07)."""
    policy = office.policy
    facts = Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        kind=case.kind,
        due=office.day(told.due_at) if told else None,
        law=told.law if told else "",
        referred=is_referred(case, policy),
    )
    letter = to_requester(case, facts, f"complete {heard.id}", heard.message.received_at, Under.message(heard.message))
    return replace(letter, released=policy.leaves_unseen(REPLY), automatic=Automatic.REPLIED)
