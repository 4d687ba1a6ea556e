"""The dialogue: what a chat says to each line, and what it takes to the cases. Pure (cases.chat.Talk).

A line is understood as a letter is; beside that it may answer a question, correct an answer, or be about the talk.
What is asked is asked one thing at a time, and is never a condition: the case goes on whatever is answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.asking import asked_next
from bot.ending import say
from bot.moment import Moment
from bot.taking import speaking, taken
from cases.case import Case
from cases.chat import Dialogue, Gathered, Say, Take, Turn
from cases.office import Office
from cases.reading import DocumentKind, Reading

MOURNING, AUTHORITY = "mourning", "authority"
"""Among what was asked: who writes that somebody of theirs has died is told once that we are sorry, and is never asked
for a permission of that person."""


def begin(language: str, office: Office) -> Turn:
    """Say what has to be known before anybody writes: that this is automatic, whose it is, where the privacy notice is.

    AI Act Art. 50(1), P-AL-14, R-AI-7. `language` is the page's or the person's, an ISO 639-1 code.
    """
    dialogue = Dialogue(office.policy.language(language))
    return Turn(dialogue, _in_its_language((say("greeting"),), dialogue))


def take(dialogue: Dialogue, reading: Reading, gathered: Gathered, office: Office) -> Take:
    """Understand a line by what was asked before it; `gathered` is as it was before the line."""
    moment = Moment(dialogue, reading, gathered, office)
    spoken = speaking(moment)
    mourns = moment.line.has("deceased") and MOURNING not in spoken.asked
    if mourns:
        spoken = replace(spoken, asked=(*spoken.asked, MOURNING, AUTHORITY))
    found = taken(replace(moment, dialogue=spoken))
    greets = spoken.language != dialogue.language and not gathered.cases and say("greeting") not in found.says
    sorry = (say("condolence"),) if mourns else ()
    says = (*((say("greeting"),) if greets else ()), *sorry, *_notices(moment), *found.says)
    return replace(found, says=_in_its_language(says, found.dialogue))


def turn(take: Take, gathered: Gathered, opened: tuple[Case, ...], office: Office) -> Turn:
    """Say what follows, once the cases have taken the line; `gathered` is as it is now, with what the line told."""
    found = asked_next(take, gathered, opened, office)
    return replace(found, says=_in_its_language(found.says, found.dialogue))


def _notices(moment: Moment) -> Iterator[Say]:
    """Tell of what was masked, and of papers nobody asked for (R-CPR-1, R-BSN-1, P-JK-07, R-ID-2).

    What opens a case is answered by the acknowledgement, which says the last two itself.
    """
    reading = moment.reading
    if any(one.is_number for one in reading.sensitive):
        yield say("masked")
    if not moment.gathered.cases:
        return
    if moment.office.policy.strikes_out and not all(one.is_number for one in reading.sensitive):
        yield say("veiled")
    if any(one.is_probably(DocumentKind.IDENTITY_COPY) for one in reading.documents):
        yield say("identity_copy")


def _in_its_language(says: tuple[Say, ...], dialogue: Dialogue) -> tuple[Say, ...]:
    """Give what is said with the language it is said in, so that it stays so when the person changes theirs."""
    language: Mapping[str, str] = {"language": dialogue.language}
    return tuple(replace(one, about={**language, **one.about}) for one in says)
