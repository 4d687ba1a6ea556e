"""How a line is taken that tells of the person, puts it right, or says that it is right. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from bot.answers import FEW, alike, as_name, stated
from bot.ending import closing, say
from bot.moment import REVIEW, Moment
from cases.chat import Take
from cases.kind import Kind

NEARLY = 0.6
"""So alike (0 to 1) is a value to the one that it corrects; what is quite alike is none."""
_MENDED = ("name", "customer", "programme", "proposed_value")
CORRECT = "correct"
"""Said to ask what is to be changed; among what was asked from then on."""
MOST_WRONG = 2
"""So often it is said what is wrong with an answer, or asked what is to be changed."""
SOME = 4
"""Words that may stand beside what somebody tells of themselves: "hello, I am … and my e-mail is …"."""
_FIELD_NOUNS = {
    "about_email": "email",
    "about_name": "name",
    "about_customer": "customer",
    "about_programme": "programme",
}


def reviews(moment: Moment) -> Take | None:
    """Hear whether what the person told is right (WCAG 2.2, 3.3.4)."""
    dialogue, line = moment.dialogue, moment.line
    if dialogue.asking != REVIEW:
        return None
    if line.agrees and not moment.told and not moment.matters:
        done = replace(dialogue, asking=None, again=0, confirmed=True)
        return moment.kept(done, *closing(moment.gathered, moment.office))
    if line.is_only("no", "thanks", "idle", "unknown"):
        return _doubts(moment)
    return None


def _doubts(moment: Moment) -> Take:
    """Ask what is to be changed; where that leads nowhere, a person looks at it."""
    again = moment.dialogue.again + 1
    if again > MOST_WRONG:
        over = replace(moment.dialogue, asking=None, again=0)
        return moment.to_cases(over, say("person_corrects"), *closing(moment.gathered, moment.office))
    asked = tuple(dict.fromkeys((*moment.dialogue.asked, CORRECT)))
    return moment.kept(replace(moment.dialogue, again=again, asked=asked), say(CORRECT))


def says_what_is_wrong(moment: Moment) -> Take | None:
    """Let a person put right what somebody says is wrong, in words that we cannot place."""
    dialogue, line = moment.dialogue, moment.line
    doubted = (dialogue.again and CORRECT in dialogue.asked) or line.begins("no") or line.has("but")
    if dialogue.asking != REVIEW or not doubted or not line.rest or moment.matters or line.asks:
        return None
    over = replace(dialogue, asking=None, again=0)
    return moment.to_cases(over, say("person_corrects"), *closing(moment.gathered, moment.office))


def names_what_is_wrong(moment: Moment) -> Take | None:
    """Ask for the one thing that the person says is to be changed: "my e-mail"."""
    told, line = moment.gathered.told, moment.line
    if moment.dialogue.asking != REVIEW or moment.told or len(line.words) > FEW or line.has("on_record"):
        return None
    what = next((name for pattern, name in _FIELD_NOUNS.items() if line.has(pattern) and told.get(name)), None)
    if what is None or any(one.kind is not Kind.RECTIFICATION for one in moment.matters):
        return None
    return moment.kept(replace(moment.dialogue, asking=what, again=1), say("ask_new", what=what))


def corrects(moment: Moment) -> Take | None:
    """Take what is told anew in place of what was told before, and confirm it."""
    return moment.to_cases(None, say("changed", what=" ".join(moment.changed))) if moment.changed else None


def tells_of_themselves(moment: Moment) -> Take | None:
    """Take what somebody adds of themselves unasked; a mere name is theirs, where they told none or it mends theirs."""
    if moment.matters or not moment.gathered.cases:
        return None
    before = moment.gathered.told.get("name", "")
    name = bare_name(moment) or (as_name(moment.line.text) if _late(moment) else None)
    if name and (not before or _mends(moment, name, before)):
        return moment.to_cases(None, say("changed" if before else "noted_person", what="name"), fields={"name": name})
    new = {what: value for what, value in moment.told.items() if what not in moment.gathered.told}
    brief = bool(new) and len(moment.line.words) <= words_of(new) + SOME
    return moment.to_cases(None, say("noted_person")) if brief else None


def _late(moment: Moment) -> bool:
    """Say whether one word may be the name that was asked for before: "Ole"."""
    missed = "name" in moment.dialogue.asked and not moment.gathered.told.get("name")
    return missed and len(moment.line.words) == 1 and moment.line.text[:1].isupper() and moment.line.text.isalpha()


def mends_a_value(moment: Moment) -> Take | None:
    """Take what is nearly the same as something that was read back for its correction."""
    line, shown = moment.line, moment.gathered.told
    if moment.dialogue.asking != REVIEW or moment.matters or line.asks or len(line.words) > FEW:
        return None
    new = stated(line)
    near = ((_likeness(what, new, shown[what]), what) for what in _MENDED if shown.get(what))
    how, what = max(near, default=(0.0, ""))
    value = as_name(new) if what == "name" else new
    if how < NEARLY or not value:
        return None
    return moment.to_cases(None, say("changed", what=what), fields={what: value})


def _likeness(what: str, new: str, old: str) -> float:
    """Say how alike two values are; names may be so by their first word: "maria s", "Marie Sørensen"."""
    first = alike(new.split(maxsplit=1)[0], old.split(maxsplit=1)[0]) if what == "name" and new.split() else 0.0
    return max(alike(new, old), first)


def _mends(moment: Moment, name: str, before: str) -> bool:
    """Say whether a name that stands alone takes the place of another, which was half a one, or was shown to them."""
    shown, known = moment.dialogue.asking == REVIEW, set(before.casefold().split())
    half = " " not in before and before.islower()
    return half or (shown and (moment.dialogue.again > 0 or not known.isdisjoint(name.casefold().split())))


def bare_name(moment: Moment) -> str | None:
    """Give the name that is all that stands in a line: first name and surname, with their capitals."""
    text = moment.line.text.strip(" .,")
    name = as_name(text) if not (text.islower() or text.isupper() or "!" in text) else None
    return name if name == text and " " in text else None


def words_of(told: Mapping[str, str]) -> int:
    """Count the words that a line needs to say this: the values, and "my name is" before each."""
    return sum(len(value.split()) + 3 for value in told.values())
