"""What is asked after a line: one thing at a time, never what is there, and no thing more than twice. Pure."""

from dataclasses import replace

from bot.ending import closing, has_told, review, reviewed, say
from bot.hearing import Line
from bot.moment import DESCRIPTION, EMAIL, MATTER, REACH, REVIEW, going_on
from bot.taking import MOST_AGAIN
from cases.case import Case, Status
from cases.chat import Dialogue, Gathered, Say, Take, Turn
from cases.kind import ORDINARY, Kind
from cases.office import Office
from cases.policy import REQUIREMENTS

FEW_TO_DESCRIBE = 5
"""Who complains in so few words is asked what happened."""
TELLING = 4
"""Words: who writes so many that answer nothing is telling on, and is listened to."""
_TOLD_OF = frozenset({Kind.COMPLAINT, Kind.APPEAL, Kind.PRIVACY_COMPLAINT})
_QUESTIONS = frozenset({"correct", "ask_new", "go_ahead"})
"""What is said to a line, and is a question already."""
_ASKED_ALREADY = frozenset({"wrong", "upload"})
"""What is said to an answer that is still waited for."""
_WAITS = frozenset({"question", "why", "robot", "next", "language"})
"""What is said to a line that asked something itself: it is no refusal of what was asked before it."""
_NEWS = frozenset({"changed", "noted_person"})
"""What is said to a line that told something new of the person."""


def asked_next(take: Take, gathered: Gathered, opened: tuple[Case, ...], office: Office) -> Turn:
    """Say what follows a line that was taken."""
    dialogue = _reopened(take.dialogue, opened)
    if dialogue.human:
        return Turn(dialogue, take.says)
    said = (*take.says, *_to_opened(take, opened))
    if any(one.name in _QUESTIONS for one in said):
        return Turn(dialogue, said)
    dialogue, more = _follows(dialogue, take, gathered, opened, office)
    if said or more:
        return Turn(dialogue, (*said, *more))
    return Turn(dialogue, (say("noted" if take.reading else "more"),))


def _reopened(dialogue: Dialogue, opened: tuple[Case, ...]) -> Dialogue:
    """Begin to ask again where there is a new matter; it is looked over with the others."""
    if ORDINARY.issuperset(case.kind for case in opened):
        return dialogue
    asked = tuple(name for name in dialogue.asked if name != REVIEW)
    asking = None if dialogue.asking == REVIEW else dialogue.asking
    return replace(dialogue, confirmed=False, ended=False, asked=asked, asking=asking)


def _to_opened(take: Take, opened: tuple[Case, ...]) -> tuple[Say, ...]:
    """Say what becomes of what a person reads first, and of what is no matter with a time limit."""
    if not opened:
        return ()
    if all(case.status is Status.HELD for case in opened):
        return (say("held"),)
    line = _line(take)
    other = "question" if line.asks else "" if line.words else "file"
    named = {Kind.OTHER: other, Kind.FEEDBACK: "feedback"}
    return tuple(say(named[case.kind]) for case in opened if named.get(case.kind))


def _line(take: Take) -> Line:
    reading = take.reading or take.kept
    return Line.of(reading.text if reading else "")


def _follows(
    dialogue: Dialogue, take: Take, gathered: Gathered, opened: tuple[Case, ...], office: Office
) -> tuple[Dialogue, tuple[Say, ...]]:
    if dialogue.ended:
        return dialogue, ()
    if not gathered.cases:
        return _about_what(dialogue)
    dialogue, left_out = _again_or_left_out(dialogue, take, gathered, opened)
    if dialogue.asking in REQUIREMENTS:
        return dialogue, left_out
    dialogue, more = _next_question(dialogue, take, gathered, opened)
    if not more:
        new = any(one.name in _NEWS for one in take.says)
        dialogue, more = _looked_over(_renewed(dialogue) if new else dialogue, gathered, office)
    return dialogue, (*left_out, *more)


def _about_what(dialogue: Dialogue) -> tuple[Dialogue, tuple[Say, ...]]:
    """Ask what it is about, twice at the most; then it is enough that the person knows how to go on."""
    if dialogue.asking != MATTER and MATTER not in dialogue.asked:
        return _putting(dialogue, MATTER), (say("matter"),)
    if dialogue.asking != MATTER or dialogue.again >= MOST_AGAIN:
        return replace(dialogue, asking=MATTER), (say("whenever"),)
    again = dialogue.again + 1
    return replace(dialogue, again=again), (say("matter", again=str(again)),)


def _again_or_left_out(
    dialogue: Dialogue, take: Take, gathered: Gathered, opened: tuple[Case, ...]
) -> tuple[Dialogue, tuple[Say, ...]]:
    """Put the open question once more; then it is left out, since it never was a condition.

    Who tells on instead of answering is asked once more and then listened to, as long as they tell.
    """
    what = dialogue.asking
    if what is None or what == REVIEW:
        return dialogue, ()
    given = any(one.name in _ASKED_ALREADY for one in take.says)
    open_still = what in going_on(gathered) or what == DESCRIPTION or given
    offered = what not in dialogue.asked and not given
    if what == MATTER or offered or not open_still:
        return replace(dialogue, asking=None, again=0), ()
    if given:
        return replace(dialogue, again=dialogue.again + 1), ()
    if _line(take).is_only("signs"):
        return dialogue, ()
    telling = bool(take.reading) and not take.says and len(_line(take).words) >= TELLING
    if dialogue.again >= MOST_AGAIN:
        wait = telling or any(one.name in _WAITS for one in take.says)
        return (dialogue, ()) if wait else (replace(dialogue, asking=None, again=0), (say("left_out", what=what),))
    more = say("ask", what=what, again=str(dialogue.again + 1))
    heard = (say("noted"),) if telling and not opened else ()
    return replace(dialogue, again=dialogue.again + 1), (*heard, more)


def _next_question(
    dialogue: Dialogue, take: Take, gathered: Gathered, opened: tuple[Case, ...]
) -> tuple[Dialogue, tuple[Say, ...]]:
    """Ask for the next thing that the cases lack; a matter told in a few words is asked about first."""
    wanted = (*((DESCRIPTION,) if _is_bare(take, opened) else ()), *going_on(gathered))
    what = next((name for name in wanted if name not in dialogue.asked), None)
    if what:
        known = what == DESCRIPTION or not set(dialogue.asked).isdisjoint(set(REQUIREMENTS) - {DESCRIPTION})
        begin = () if known else (say("begin"),)
        return _putting(dialogue, what), (*begin, say("ask", what=what))
    asked = DESCRIPTION in dialogue.asked or any(case.kind is Kind.OTHER for case in opened)
    asked = asked and not tuple(reviewed(gathered))
    if asked and _may_reach(dialogue, gathered):
        return replace(_putting(dialogue, REACH), asking=EMAIL), (say("reach"),)
    return dialogue, ()


def _is_bare(take: Take, opened: tuple[Case, ...]) -> bool:
    """Say whether a complaint was named and not told, a file came without a word, or it is not clear what is meant."""
    line = _line(take)
    kinds = {case.kind for case in opened if case.status is not Status.HELD}
    few = len(line.words) <= FEW_TO_DESCRIBE
    unclear = Kind.OTHER in kinds and not line.asks and (few or (take.reading is not None and take.reading.unsure))
    return unclear or (few and not kinds.isdisjoint(_TOLD_OF))


def _may_reach(dialogue: Dialogue, gathered: Gathered) -> bool:
    """Say whether to offer an answer by e-mail: nobody was asked for an address, and there is none."""
    held = all(case.status is Status.HELD for case in gathered.cases)
    return not held and {REACH, EMAIL}.isdisjoint(dialogue.asked) and not gathered.told.get("email")


def _renewed(dialogue: Dialogue) -> Dialogue:
    """Have it looked over anew, since something else is told now."""
    return replace(dialogue, asked=tuple(name for name in dialogue.asked if name != REVIEW))


def _looked_over(dialogue: Dialogue, gathered: Gathered, office: Office) -> tuple[Dialogue, tuple[Say, ...]]:
    """Have the person look over what they told; where they do not answer, say how it goes on all the same."""
    if dialogue.confirmed or not any(reviewed(gathered)):
        return dialogue, ()
    if REVIEW not in dialogue.asked and not has_told(gathered):
        return replace(_putting(dialogue, REVIEW), asking=None), closing(gathered, office)
    if REVIEW not in dialogue.asked:
        return _putting(dialogue, REVIEW), (review(gathered, 0),)
    if dialogue.asking != REVIEW:
        return dialogue, ()
    if dialogue.again >= MOST_AGAIN:
        return replace(dialogue, asking=None, again=0), closing(gathered, office)
    again = dialogue.again + 1
    return replace(dialogue, again=again), (review(gathered, again),)


def _putting(dialogue: Dialogue, what: str) -> Dialogue:
    asked = tuple(dict.fromkeys((*dialogue.asked, what)))
    return replace(dialogue, asking=what, asked=asked, again=0)
