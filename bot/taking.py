"""How a line of chat is taken: rules from top to bottom, the first that applies decides. Pure.

No rule closes a case or gives a line up: what is not for the cases is kept in the conversation, where staff read it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answers import FEW, LEFT_OUT, answer, as_name
from bot.ending import closing, say
from bot.moment import DESCRIPTION, MATTER, REVIEW, Moment
from cases.chat import Dialogue, Say, Take
from cases.kind import Kind
from cases.policy import REQUIREMENTS

UNCLEAR = 2
"""So few words that say nothing we know are asked about once before they are taken for a matter."""
MOST_AGAIN = 2
"""So often a question is put once more."""
WHOLE_SENTENCE = 6
"""Words from which a line in the middle of a conversation tells its language."""
SOME = 4
"""Words that may stand beside what somebody tells of themselves: "hello, I am … and my e-mail is …"."""
_TALK = ("hello", "idle", "thanks", "bye", "yes", "no", "unknown", "later", "why", "stop", "none")
_FIELD_NOUNS = {
    "about_email": "email",
    "about_name": "name",
    "about_customer": "customer",
    "about_programme": "programme",
}


def taken(moment: Moment) -> Take:
    """Take a line by the first rule that applies."""
    return next(take for rule in RULES if (take := rule(moment)))


def _with_a_person(moment: Moment) -> Take | None:
    """Hand a line on as it is where a person goes on with the conversation."""
    if not moment.dialogue.human:
        return None
    return moment.to_cases() if moment.line.words or moment.has_files else moment.kept()


def _asks_for_a_person(moment: Moment) -> Take | None:
    """Let a person take over, whatever was asked; there is a case for it, so that staff see it (R-AI-7)."""
    if not moment.line.wants_human:
        return None
    return moment.to_cases(replace(moment.dialogue, human=True, asking=None, again=0), say("human"))


def _stops(moment: Moment) -> Take | None:
    if not moment.line.wants_stop:
        return None
    over = replace(moment.dialogue, ended=True, asking=None, again=0)
    return moment.kept(over, say("stopped"), *closing(moment.gathered, moment.office))


def _says_nothing(moment: Moment) -> Take | None:
    return None if moment.line.words or moment.has_files else moment.kept()


def _wishes_a_language(moment: Moment) -> Take | None:
    """Speak the language that somebody asks for, and say again what has to be known from the beginning (R-AI-1)."""
    wish = moment.line.language
    if not wish or wish not in moment.office.policy.languages:
        return None
    return moment.kept(
        replace(moment.dialogue, language=wish), say("language" if moment.gathered.cases else "greeting")
    )


def _asks_who_we_are(moment: Moment) -> Take | None:
    """Say that nobody sits here; it is never left to be guessed (AI Act Art. 50(1))."""
    return moment.kept(None, say("robot")) if moment.line.is_only("robot", "hello", "idle") else None


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


def _reviews(moment: Moment) -> Take | None:
    """Hear whether what the person told is right (WCAG 2.2, 3.3.4)."""
    dialogue, line = moment.dialogue, moment.line
    if dialogue.asking != REVIEW:
        return None
    if line.is_only("yes", "thanks", "bye", "idle"):
        done = replace(dialogue, asking=None, again=0, confirmed=True)
        return moment.kept(done, *closing(moment.gathered, moment.office))
    if line.is_only("no", "thanks", "idle", "unknown"):
        return _doubts(moment)
    return None


def _doubts(moment: Moment) -> Take:
    """Ask what is to be changed; where that leads nowhere, a person looks at it."""
    again = moment.dialogue.again + 1
    if again > MOST_AGAIN:
        over = replace(moment.dialogue, asking=None, again=0)
        return moment.to_cases(over, say("person_corrects"), *closing(moment.gathered, moment.office))
    return moment.kept(replace(moment.dialogue, again=again), say("correct"))


def _names_what_is_wrong(moment: Moment) -> Take | None:
    """Ask for the one thing that the person says is to be changed: "my e-mail"."""
    told, line = moment.gathered.told, moment.line
    if moment.dialogue.asking != REVIEW or moment.told or len(line.words) > FEW or line.has("on_record"):
        return None
    what = next((name for pattern, name in _FIELD_NOUNS.items() if line.has(pattern) and told.get(name)), None)
    if what is None or any(one.kind is not Kind.RECTIFICATION for one in moment.matters):
        return None
    return moment.kept(replace(moment.dialogue, asking=what, again=1), say("ask_new", what=what))


def _wonders_why(moment: Moment) -> Take | None:
    what = moment.dialogue.asking
    if what not in REQUIREMENTS or not moment.line.is_only("why", "hello", "no", "idle"):
        return None
    return moment.kept(None, say("why", what=what))


def _answers(moment: Moment) -> Take | None:
    """Take a line for the answer to what was asked, unless it states a matter of its own."""
    dialogue = moment.dialogue
    what = dialogue.asking
    if what not in REQUIREMENTS:
        return None
    found = answer(what, moment.asked)
    if found is None or _is_more_than_an_answer(moment, what):
        return None
    if not found.settled and dialogue.again >= MOST_AGAIN:
        found = LEFT_OUT
    if found.wrong:
        return moment.kept(dialogue, say("wrong", what=what, wrong=found.wrong))
    says = _to_an_answer(moment, what, found.say)
    over = replace(dialogue, asking=None, again=0) if found.settled else dialogue
    take = moment.to_cases(over, *says, fields=found.fields)
    if take.reading and found.no_documents:
        return replace(take, reading=replace(take.reading, says_no_documents=True))
    return take


def _is_more_than_an_answer(moment: Moment, what: str) -> bool:
    """Say whether a line states a matter of its own, or is the matter that was asked for."""
    return (what == DESCRIPTION and bool(moment.line.rest)) or bool(
        moment.matters and not moment.told and not moment.has_files
    )


def _to_an_answer(moment: Moment, what: str, name: str) -> tuple[Say, ...]:
    """Say what an answer wants said; what was told before is confirmed as changed."""
    if name:
        return (say(name, what=what),)
    before = moment.gathered.told
    changed = dict.fromkeys((what, *moment.changed))
    return (say("changed", what=" ".join(changed)),) if before.get(what) else ()


def _corrects(moment: Moment) -> Take | None:
    """Take what is told anew in place of what was told before, and confirm it."""
    return moment.to_cases(None, say("changed", what=" ".join(moment.changed))) if moment.changed else None


def _tells_a_name(moment: Moment) -> Take | None:
    """Take a mere name for the person's, where they told none, or have just said that what they told is wrong."""
    dialogue, before = moment.dialogue, moment.gathered.told.get("name")
    name = None if moment.matters or not moment.gathered.cases else _bare_name(moment)
    if name is None or (before and not (dialogue.asking == REVIEW and dialogue.again)):
        return None
    return moment.to_cases(None, say("changed" if before else "noted_person", what="name"), fields={"name": name})


def _chats(moment: Moment) -> Take | None:
    """Keep small talk; thanks and goodbyes are returned."""
    line = moment.line
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
    fields = _presented(moment)
    if fields and len(line.words) <= _words_of(fields) + SOME:
        return moment.kept(None, say("noted_person"), fields=fields)
    unclear = len(line.words) <= UNCLEAR and moment.dialogue.asking != MATTER
    return moment.kept() if unclear else None


def _presented(moment: Moment) -> Mapping[str, str]:
    """Give what somebody tells of themselves before there is any matter; two capitals alone are a name."""
    alone = _bare_name(moment)
    return moment.told or ({"name": alone} if alone else {})


def _bare_name(moment: Moment) -> str | None:
    """Give the name that is all that stands in a line: first name and surname, with their capitals."""
    text = moment.line.text.strip(" .!,")
    name = as_name(text) if not text.islower() else None
    return name if name == text and " " in text else None


def _words_of(told: Mapping[str, str]) -> int:
    """Count the words that a line needs to say this: the values, and "my name is" before each."""
    return sum(len(value.split()) + 3 for value in told.values())


def _states(moment: Moment) -> Take:
    """Take a line to the cases as a letter is taken: for what was read in it, unsure or not (R-REC-5)."""
    kinds = moment.named if moment.is_ordinary and moment.named else moment.kinds
    settled = moment.dialogue.asking in {DESCRIPTION, MATTER} and len(moment.line.words) > 1
    over = replace(moment.dialogue, asking=None, again=0) if settled else moment.dialogue
    asks = moment.gathered.cases and not moment.matters and moment.line.text.endswith("?")
    return Take(moment.understood(kinds, whole=not moment.named), over, (say("question"),) if asks else ())


RULES: tuple[Callable[[Moment], Take | None], ...] = (
    _with_a_person,
    _asks_for_a_person,
    _stops,
    _says_nothing,
    _wishes_a_language,
    _asks_who_we_are,
    _reviews,
    _takes_back,
    _wonders_why,
    _answers,
    _corrects,
    _names_what_is_wrong,
    _tells_a_name,
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
