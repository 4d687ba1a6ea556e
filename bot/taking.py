"""How a line of chat is taken: rules from top to bottom, the first that applies decides. Pure.

No rule closes a case or gives a line up: what is not for the cases is kept in the conversation, where staff read it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answers import FEW, LEFT_OUT, Answer, answer
from bot.aside import (
    asks_for_a_person,
    asks_when,
    asks_who_we_are,
    goes_on,
    is_in_distress,
    refers_to_before,
    says_nothing,
    stops,
    threatens,
    wishes_a_language,
    with_a_person,
    wonders_why,
)
from bot.correcting import (
    MOST_WRONG,
    SOME,
    bare_name,
    corrects,
    mends_a_value,
    names_what_is_wrong,
    reviews,
    says_what_is_wrong,
    tells_of_themselves,
    words_of,
)
from bot.ending import say
from bot.moment import DESCRIPTION, EMAIL, MATTER, REACH, Moment
from cases.chat import Dialogue, Say, Take
from cases.kind import Kind
from cases.policy import REQUIREMENTS

UNCLEAR = 2
"""So few words that say nothing we know are asked about once before they are taken for a matter."""
MOST_AGAIN = 1
"""So often a question is put once more."""
WHOLE_SENTENCE = 6
"""Words from which a line in the middle of a conversation tells its language."""
_TALK = ("hello", "idle", "thanks", "bye", "signs", "yes", "no", "unknown", "later", "why", "stop", "none")


def taken(moment: Moment) -> Take:
    """Take a line by the first rule that applies."""
    return next(take for rule in RULES if (take := rule(moment)))


def _takes_back(moment: Moment) -> Take | None:
    """Pass on that somebody takes their matter back: nothing closes by itself (GDPR Art. 22, R-AI-8)."""
    if not moment.line.withdraws:
        return None
    # "I withdraw my request" is read as consent taken back; who means that says so, and then this rule is not for them.
    instead = moment.named or tuple(one for one in moment.matters if one.kind is not Kind.CONSENT_WITHDRAWAL)
    over = moment.dialogue if instead else replace(moment.dialogue, asking=None, again=0, ended=True)
    if not moment.gathered.cases and not instead:
        return moment.kept(replace(over, ended=False), say("nothing_opened"))
    says = (say("withdrawn"),) if moment.gathered.cases else ()
    return Take(moment.understood(instead, whole=bool(instead)), over, says)


def _answers(moment: Moment) -> Take | None:
    """Take a line for the answer to what was asked, unless it states a matter of its own."""
    dialogue = moment.dialogue
    what = dialogue.asking
    if what not in REQUIREMENTS:
        return None
    found = answer(what, moment.asked)
    if found is None or _is_more_than_an_answer(moment, what):
        return None
    if not found.settled and dialogue.again >= (MOST_WRONG if found.wrong else MOST_AGAIN):
        found = LEFT_OUT
    if found.wrong:
        return moment.kept(dialogue, say("wrong", what=what, wrong=found.wrong))
    says = _to_an_offer(found) if _is_offered(moment) else _to_an_answer(moment, what, found.say)
    over = replace(dialogue, asking=None, again=0) if found.settled else dialogue
    take = moment.to_cases(over, *says, fields=found.fields)
    if take.reading and found.no_documents:
        return replace(take, reading=replace(take.reading, says_no_documents=True))
    return take


def _is_more_than_an_answer(moment: Moment, what: str) -> bool:
    """Say whether a line states a matter of its own, or is the matter that was asked for."""
    if what == DESCRIPTION:
        return bool(moment.line.rest)
    return bool(moment.matters and not moment.told and not moment.has_files)


def _is_offered(moment: Moment) -> bool:
    """Say whether an answer by e-mail was offered, and no address is needed."""
    return moment.dialogue.asking == EMAIL and REACH in moment.dialogue.asked and EMAIL not in moment.dialogue.asked


def _to_an_offer(found: Answer) -> tuple[Say, ...]:
    return (say("noted_person" if found.fields else "reach_here"),)


def _to_an_answer(moment: Moment, what: str, name: str) -> tuple[Say, ...]:
    """Say what an answer wants said; what was told before is confirmed as changed."""
    if name:
        return (say(name, what=what),)
    before = moment.gathered.told
    changed = dict.fromkeys((what, *moment.changed))
    return (say("changed", what=" ".join(changed)),) if before.get(what) else ()


def _chats(moment: Moment) -> Take | None:
    """Keep small talk; thanks and goodbyes are returned."""
    line = moment.line
    thanks = line.begins("thanks") and len(line.words) <= FEW and moment.is_ordinary and not line.has("but")
    if thanks and not (line.asks or moment.told or line.named or moment.has_files):
        return moment.kept(None, say("welcome"))
    if line.named or not line.is_among(*_TALK):
        return None
    returned = {"thanks": "welcome", "bye": "bye"}
    name = next(
        (name for meaning, name in returned.items() if line.is_only(meaning, *returned, "yes", "no", "idle")), ""
    )
    return moment.kept(None, *((say(name),) if name else ()))


def _begins(moment: Moment) -> Take | None:
    """Keep what somebody tells of themselves, or two words that may be anything, and ask what it is about."""
    line = moment.line
    if moment.gathered.cases or not moment.is_ordinary or line.named or moment.has_files:
        return None
    if moment.gathered.told and line.is_about_themselves:
        return moment.kept()
    if line.has("whether_here"):
        asked = tuple(dict.fromkeys((*moment.dialogue.asked, MATTER)))
        return moment.kept(replace(moment.dialogue, asking=MATTER, asked=asked, again=0), say("go_ahead"))
    fields = _presented(moment)
    if fields and len(line.words) <= words_of(fields) + SOME:
        return moment.kept(None, say("noted_person"), fields=fields)
    unclear = len(line.words) <= UNCLEAR and moment.dialogue.asking != MATTER
    return moment.kept() if unclear else None


def _presented(moment: Moment) -> Mapping[str, str]:
    """Give what somebody tells of themselves before there is any matter; two capitals alone are a name."""
    alone = bare_name(moment)
    return moment.told or ({"name": alone} if alone else {})


def _states(moment: Moment) -> Take:
    """Take a line to the cases as a letter is taken: for what was read in it, unsure or not (R-REC-5)."""
    kinds = moment.named if moment.is_ordinary and moment.named else moment.kinds
    settled = moment.dialogue.asking in {DESCRIPTION, MATTER} and len(moment.line.words) > 1
    over = replace(moment.dialogue, asking=None, again=0) if settled else moment.dialogue
    asks = moment.gathered.cases and not moment.matters and moment.line.asks
    return Take(moment.understood(kinds, whole=not moment.named), over, (say("question"),) if asks else ())


RULES: tuple[Callable[[Moment], Take | None], ...] = (
    is_in_distress,
    with_a_person,
    threatens,
    asks_for_a_person,
    stops,
    says_nothing,
    wishes_a_language,
    asks_who_we_are,
    reviews,
    _takes_back,
    wonders_why,
    refers_to_before,
    asks_when,
    goes_on,
    _answers,
    corrects,
    names_what_is_wrong,
    tells_of_themselves,
    mends_a_value,
    says_what_is_wrong,
    _chats,
    _begins,
    _states,
)
"""Every way to take a line."""


def speaking(moment: Moment) -> Dialogue:
    """Give the dialogue in the language that the person turns out to write: of three, else English (R-12-1c).

    Before there is a case any line tells it; later only a whole sentence does, since names and titles are in any.
    """
    reading, policy = moment.reading, moment.office.policy
    first = not moment.gathered.cases
    sentence = len(moment.line.words) >= WHOLE_SENTENCE and reading.language in policy.languages
    if not reading.language_known or moment.dialogue.human or not (first or sentence):
        return moment.dialogue
    return replace(moment.dialogue, language=policy.language(reading.language))
