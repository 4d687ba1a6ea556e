"""Where an organisation's own words, or what it promises, conflict with the law; by rule, each with its treatment.

A conflict is a warning, never an error: the law's reading is what the program does, whatever the words are. The words
are looked for in Danish, Dutch and English, so that any organisation can be judged, not only those we know.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cases.organisation import Role
from cases.policy import ClockName, Policy, Start
from cases.quote import folded
from cases.term import Unit

Finder = Callable[[Policy, str], str | None]
"""Give the words that conflict ("" where it is what the text leaves out), or None."""


@dataclass(frozen=True)
class Conflict:
    """One conflict: its rule ("CON-2"), the words that conflict ("" where none do), the law, what is done instead."""

    rule: str
    says: str
    law: str
    treatment: str


def conflicts(policy: Policy, texts: str) -> tuple[Conflict, ...]:
    """Give every conflict of a policy with the law, in the order of RULES. `texts` are its own words, all of them."""
    found = ((rule, find(policy, texts), law, treatment) for rule, find, law, treatment in RULES)
    return tuple(Conflict(rule, says, law, treatment) for rule, says, law, treatment in found if says is not None)


_SENTENCE = re.compile(r"\n+|(?<=[.!?])\s+(?=[A-ZÆØÅ])")
_LONG = 21
_IN_DAYS = {
    Unit.HOURS: 1 / 24,
    Unit.DAYS: 1,
    Unit.WORKING_DAYS: 1.4,
    Unit.WEEKS: 7,
    Unit.MONTHS: 30,
    Unit.YEARS: 365,
}
_AUTHORITY = re.compile(
    r"datatilsynet|autoriteit persoonsgegevens|tilsynsmyndighed|toezichthoude|supervisory authority",
    re.IGNORECASE,
)


def _spans(text: str, sentences: int) -> Iterator[str]:
    """Give each run of so many sentences; shorter ones at the end."""
    parts = [folded(part) for part in _SENTENCE.split(text) if part.strip()]
    for place in range(len(parts)):
        yield " ".join(parts[place : place + sentences])


def _words(*patterns: str, unless: str = "(?!)", sentences: int = 1) -> Finder:
    """Find the first sentence (or run of sentences) that has one of the patterns, unless it has the last one too."""
    wanted = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    exempt = re.compile(unless, re.IGNORECASE)

    def find(_policy: Policy, text: str) -> str | None:
        return next(
            (
                span
                for span in _spans(text, sentences)
                if any(one.search(span) for one in wanted) and not exempt.search(span)
            ),
            None,
        )

    return find


def _all(*parts: str) -> str:
    """Give the pattern of a sentence that has all of these, in any order."""
    return "".join(f"(?=.*(?:{part}))" for part in parts)


def _late_processor(policy: Policy, _text: str) -> str | None:
    """Find a processor's time that can end after the controller's month, less five working days to answer in."""
    if policy.role is not Role.PROCESSOR:
        return None
    for rules in policy.kinds.values():
        clock = rules.clock(ClockName.PROCESSOR_REPLY)
        if clock and clock.starts is Start.CUSTOMER_REQUEST and clock.term.count * _IN_DAYS[clock.term.unit] > _LONG:
            return folded(clock.says.words) if clock.says else str(clock.term)
    return None


def _no_authority(_policy: Policy, text: str) -> str | None:
    return None if _AUTHORITY.search(text) else ""


_REQUEST = r"anmod|ansøg|indsigt|verzoek|inzage|request|access"
_NUMBER = (
    r"personnummer|\bcpr|burgerservicenummer|\bbsn\b|sofinummer|national (?:identification|identity|insurance) number"
)
_NO = r"\b(?:ikke|aldrig|uden|niet|nooit|geen|zonder|not|never|no|without)\b"

RULES: tuple[tuple[str, Finder, str, str], ...] = (
    (
        "CON-1",
        _words(r"persondatalov|\bPDL\b|lov nr\.? 429|wet bescherming persoonsgegevens|\bwbp\b"),
        "repealed on 25 May 2018 by the GDPR and the national law beside it (databeskyttelsesloven, UAVG)",
        "requests that cite the old law are accepted, and replies cite the GDPR",
    ),
    (
        "CON-2",
        _words(
            _all(
                _REQUEST,
                r"underskr|håndskr|handtekening|onderteken|signed|signature",
                r"skal|nødt|kun|kræve|moet|dient|must|only|require",
            ),
            _all(_REQUEST, rf"{_NO}[^.]*\b(?:pr\.?|via|på|per|by)\s+e?-?mail"),
            unless=rf"{_NO}\W+(?:\w+\W+){{0,3}}(?:underskr|handtekening|onderteken|sign)",
        ),
        "GDPR Art. 12(2): requests are made easy, in any form and on any channel",
        'never demanded; with signature = "ask" the letter is voluntary, and the time limit runs meanwhile',
    ),
    (
        "CON-3",
        _words(
            rf"^\(.*(?:{_NUMBER}).*\)$",
            _all(
                _NUMBER,
                r"\b(?:oplys(?!ning)|angiv|skriv|udfyld|vedlæg|vermeld|invul|vul|stuur|provide|state|enclose|fill in)",
            ),
            unless=_NO,
        ),
        "databeskyttelsesloven § 11(2), UAVG Art. 46: a national number only where a law provides for it",
        "never asked for, and masked where it comes",
    ),
    (
        "CON-4",
        _late_processor,
        "GDPR Art. 12(3): the controller's month runs from the person's own request; Art. 28(3)(e)",
        "both clocks run; a shorter time, such as 10 days, leaves the customer time to answer",
    ),
    (
        "CON-5",
        _words(
            r"\b(?:alle|all)\b.{0,60}\b(?:oplysninger|data|persondata|gegevens|information)\b"
            r".{0,60}\b(?:[5-9]|\d{2,}) (?:år|jaar|years)\b"
        ),
        "GDPR Art. 5(1)(c) and (e), 17(3)(e): only what the dispute needs, no longer than it needs it",
        "kept with a purpose and a scope, without special categories, and looked at by a person",
    ),
    (
        "CON-6",
        _words(
            _all(
                r"følsom|bijzondere (?:persoons)?gegevens|gevoelig|sensitive|special categor", r"modtag|ontvang|receiv"
            )
            + r".*(?:slette|fjerne|verwijder|vernietig|delete|destroy|erase)",
            sentences=2,
        ),
        "GDPR Art. 9(2)(f), 5(2): what a legal claim needs may not be destroyed",
        "masked on receipt; a person decides, and the complaint itself stays",
    ),
    (
        "CON-7",
        _words(
            _all(r"indsigelse|bezwaar|objection", r"\b(?:hvis|såfremt|indien|als|mits|if|where|when)\b")
            + r"(?=.*\b(?:berettiget|begrundet|gegrond|gerechtvaardigd(?! belang)|justified|well.founded)\b)",
            _all(
                r"anmode om|bede om|verzoeken|vragen om|\brequest|\bask",
                r"direkte (?:reklame|markedsføring|marketing)|direct marketing",
            ),
        ),
        "GDPR Art. 21(2) and (3): an objection to direct marketing always succeeds",
        "marketing stops at once, without an assessment",
    ),
    (
        "CON-8",
        _no_authority,
        "GDPR Art. 12(4), 13(2)(d), 15(1)(f): people are told that they can complain to the supervisory authority",
        "the product adds the words to every answer that needs them",
    ),
    (
        "CON-9",
        _words(r"privacy[ -]?shield|safe[ -]?harbou?r"),
        "GDPR Art. 44: invalid since C-311/18 of 16 July 2020",
        "the words are kept out of every reply",
    ),
    (
        "CON-10",
        _words(
            _all(
                r"samtykke|toestemming|consent",
                r"\b(?:giver|geeft|verleent|give)\b",
                r"når du (?:benytter|bruger|besøger)|ved (?:at )?(?:benytte|bruge|besøge|brug)"
                r"|door (?:het )?(?:gebruik|bezoek)|wanneer u .* gebruikt|by (?:using|visiting)|when you (?:use|visit)",
            )
        ),
        "GDPR Art. 4(11), 7: consent is a clear and separate act",
        "nothing that somebody sends in is taken for consent",
    ),
)
"""The conflicts that are looked for: rule, how it is found, the law, what is done instead."""
