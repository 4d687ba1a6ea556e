"""How a line is taken that is about the talk itself: a person is wanted, no more questions, who are you, when. Pure."""

from dataclasses import replace

from bot.ending import closing, nexts, say
from bot.moment import MATTER, REVIEW, Moment
from cases.chat import Dialogue, Take
from cases.policy import REQUIREMENTS

DISTRESS = "distress"
"""Among what was asked: the words for somebody in distress were said, and are not said again."""


def is_in_distress(moment: Moment) -> Take | None:
    """Let a person take over at once where somebody may take their life, and say who can be called now."""
    if not moment.line.is_in_distress or DISTRESS in moment.dialogue.asked:
        return None
    said = replace(_handed_over(moment), asked=(*moment.dialogue.asked, DISTRESS))
    return moment.to_cases(said, say("distress"))


def with_a_person(moment: Moment) -> Take | None:
    """Hand a line on as it is where a person goes on with the conversation; "stop" is heard all the same."""
    if not moment.dialogue.human:
        return None
    if moment.line.wants_stop:
        return moment.kept(replace(moment.dialogue, ended=True), say("stopped"))
    return moment.to_cases() if moment.line.words or moment.has_files else moment.kept()


def threatens(moment: Moment) -> Take | None:
    """Let a person take over where somebody is threatened."""
    return moment.to_cases(_handed_over(moment), say("person_reads")) if moment.line.has("threat") else None


def asks_for_a_person(moment: Moment) -> Take | None:
    """Let a person take over, whatever was asked; there is a case for it, so that staff see it (R-AI-7)."""
    return moment.to_cases(_handed_over(moment), say("human")) if moment.line.wants_human else None


def _handed_over(moment: Moment) -> Dialogue:
    return replace(moment.dialogue, human=True, asking=None, again=0)


def stops(moment: Moment) -> Take | None:
    """Ask nothing more of who wants no more questions; "leave me alone" is that where there is a case already."""
    line = moment.line
    had_enough = line.is_only("enough", "no", "thanks") and bool(moment.gathered.cases)
    if not (line.wants_stop or had_enough):
        return None
    over = replace(moment.dialogue, ended=True, asking=None, again=0)
    return moment.kept(over, say("stopped"), *closing(moment.gathered, moment.office))


def says_nothing(moment: Moment) -> Take | None:
    """Keep a line in which nothing can be read."""
    return None if moment.line.words or moment.has_files else moment.kept()


def wishes_a_language(moment: Moment) -> Take | None:
    """Speak the language that somebody asks for, and say again what has to be known from the beginning (R-AI-1)."""
    wish = moment.line.language
    if not wish or wish not in moment.office.policy.languages:
        return None
    return moment.kept(
        replace(moment.dialogue, language=wish), say("language" if moment.gathered.cases else "greeting")
    )


def asks_who_we_are(moment: Moment) -> Take | None:
    """Say that nobody sits here; it is never left to be guessed (AI Act Art. 50(1))."""
    return moment.kept(None, say("robot")) if moment.line.asks_who else None


def wonders_why(moment: Moment) -> Take | None:
    """Say what a thing is asked for."""
    what = moment.dialogue.asking
    asked = what in REQUIREMENTS and moment.line.asks_why and not moment.matters
    return moment.kept(None, say("why", what=str(what))) if asked else None


def asks_when(moment: Moment) -> Take | None:
    """Say again what was promised for the cases of this conversation; of others the chat knows nothing."""
    line = moment.line
    if not line.has("when") or moment.matters or "reference" in moment.reading.fields:
        return None
    told = nexts(moment.gathered, moment.office)
    return moment.kept(None, *told) if told else None


def refers_to_before(moment: Moment) -> Take | None:
    """Say that what was told elsewhere cannot be seen from here, to who answers "the same as last time"."""
    asked = moment.dialogue.asking in {*REQUIREMENTS, MATTER, REVIEW} or not moment.gathered.cases
    only = moment.line.is_only("before", "hello", "idle", "yes", "no")
    return moment.kept(None, say("elsewhere")) if asked and only else None


def goes_on(moment: Moment) -> Take | None:
    """Pass on that somebody wants to go on with what they took back."""
    if not moment.dialogue.ended or not moment.gathered.cases or moment.told:
        return None
    kinds = {case.kind for case in moment.gathered.cases}
    same = bool(moment.matters) and kinds.issuperset(one.kind for one in moment.matters)
    if not same and not (moment.line.has("again") and not moment.matters):
        return None
    return moment.to_cases(replace(moment.dialogue, ended=False), say("goes_on"))
