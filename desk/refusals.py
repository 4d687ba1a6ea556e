"""Why something was not done, in the language of whoever reads it: the sentences of the rules, with their words for it.

The rules refuse in English, in one sentence each. Those that people meet most are known here by how they read; every
other is shown as it is, and marked as English.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desk.texts import Texts

REFUSALS: Mapping[str, str] = {
    "no_case": r"there is no such case",
    "no_letter": r"there is no such letter",
    "prepares": r"the role (?:of )?(?P<role>\w+) prepares and does not (?:decide|hold cases|erase)",
    "approves_not": r"the role (?P<role>\w+) may not approve letters",
    "over": r"a case that is (?P<status>\w+) is (?:nobody's work|decided already)",
    "move": r"a case that is (?P<status>\w+) cannot \w+",
    "stays": r"a case that is (?P<status>\w+) stays as it was; nothing is corrected any more",
    "held_first": r"the case still waits for somebody's judgement; release it first",
    "must_say": r"the letter must still say: (?P<statements>.+)",
    "must_not_say": r"the letter must not say: (?P<forbidden>.+)",
    "new_mark": r"the letter must not promise that PeopleCert's exam is marked again \(R-PC-6\)",
    "unfinished": r"still to be filled in: (?P<words>.+)",
    "decide_first": r"say first what is decided: (?P<rulings>.+)",
    "empty_letter": r"a letter needs a subject and a text",
    "no_address": r"nobody knows where this letter is to go; find an address first",
    "being_checked": r"the letter that goes along is still being checked for viruses; try again in a minute",
    "interest_first": r"whoever handles an appeal declares first to have no interest in it \(P-MX-14\)",
    "assess_first": r"an appeal is assessed first, informally: .+",
    "consult_first": r"note first that the (?P<words>.+) was consulted \(P-MX-06\)",
    "breach_first": r"judge first whether personal data have leaked; its time runs .+",
    "ground": r"a refusal needs its ground .+",
    "no_ground": r"grounds are for what is refused; .+",
    "one_at_a_time": r"an answer is approved on the page of its case, one at a time",
    "second": r"you have approved this letter already; it leaves once a second person has",
    "not_yours": r"this person cannot have the case: .+",
    "joined": r"the letters of this case are in another one by now; go on there",
    "no_other": r"(?P<words>\S+) is no other case, or has itself been joined to one",
    "together": r"the letter opened several cases; they stay together",
    "no_case_called": r"there is no case (?P<words>\S+)",
    "note_empty": r"the note is empty",
    "not_mentioned": r"(?P<words>.+) may not see this case and cannot be mentioned here",
    "confirmed": r"it is confirmed already who this is",
    "extended": r"it has been extended already; .+",
    "no_clock": r"no time limit for an answer runs in this case",
    "nothing_new": r"nothing is different from what was understood",
}
"""How a refusal reads, by the name of its text `refusal.<name>`; what it names stands in groups."""

_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in REFUSALS.items())


_CITED = re.compile(r"\((?:P-|R-|CON-|AMB-|GDPR ).*?\)(?=;|$)")


@dataclass(frozen=True)
class Refusal:
    """A sentence that says why something was not done, and the language it is in."""

    text: str
    language: str


def refusal(reason: str, t: Texts, role: Callable[[str], str]) -> Refusal:
    """Say why something was not done in the reader's language, in English where it has no words for that."""
    for name, pattern in _PATTERNS:
        if found := pattern.fullmatch(reason):
            named = {group: _named(group, said, t, role) for group, said in found.groupdict().items()}
            return Refusal(t.name("refusal", name).format(**named) + _cited(reason), t.language)
    return Refusal(reason, "en")


def _cited(reason: str) -> str:
    """Give the rule that a refusal names, as it names it: " (P-MX-06)"."""
    found = _CITED.search(reason)
    return f" {found[0]}" if found else ""


def _named(group: str, said: str, t: Texts, role: Callable[[str], str]) -> str:
    """Give the words for what a refusal names by its code."""
    groups = {"statements": "statement", "forbidden": "forbidden", "rulings": "deed.decision.ruling"}
    if group in groups:
        return ", ".join(t.name(groups[group], code) for code in said.split(", "))
    if group == "status":
        return t.name("status", said).lower()
    return role(said) if group == "role" else said
