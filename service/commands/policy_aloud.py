"""A policy in plain words, as one would read it aloud to the people who have to keep it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import time

from cases.organisation import Sight, StaffRole
from cases.policy import Act, ClockName, ClockRule, KindRules, Policy, Quote, Start, Step
from cases.term import Term
from desk.admin_policy import groups

LANGUAGES = {"da": "Danish", "nl": "Dutch", "en": "English"}
COUNTRIES = {"DK": "Denmark", "NL": "the Netherlands"}
SEES = {
    Sight.CASES: "sees the cases of its queues",
    Sight.OWN: "sees the cases of its own people",
    Sight.ONE_CASE: "sees one case",
    Sight.NUMBERS: "sees numbers only",
}
ENDS = {
    ClockName.ACKNOWLEDGEMENT: "acknowledged",
    ClockName.HANDLING: "in somebody's hands",
    ClockName.ANSWER: "answered",
    ClockName.REFERRAL: "referred to the customer that decides",
    ClockName.PROCESSOR_REPLY: "answered to the customer",
}
SIGNATURE = "A signed letter may be asked for; the request is valid without it, and the time limit runs (CON-2)."


def aloud(policy: Policy) -> Iterator[str]:
    """Give the policy line by line."""
    yield from _organisation(policy)
    for rules, kinds in groups(policy):
        yield ""
        yield ", ".join(kind.replace("_", " ") for kind in kinds).capitalize()
        yield from (f"  {line}" for line in _rules(policy, rules))
    yield from _section("People", [f"{role.names['en']}: {_role(role)}" for role in policy.roles])
    yield from _section("Queues", [f"{queue.names['en']}: {', '.join(queue.roles)}" for queue in policy.queues])
    yield from _section("What answers must say", list(_statements(policy)))
    yield from _section("How long things are kept", list(_retention(policy)))
    yield from _section("What else it says", [_words(quote) for quote in policy.quotes])


def plain(value: object) -> object:
    """Give a policy, or any part of it, as JSON takes it: terms as they are written, sets in order."""
    if isinstance(value, Term | time):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def _organisation(policy: Policy) -> Iterator[str]:
    yield f"{policy.name} ({policy.id}): {policy.legal_name}, {policy.role} in {COUNTRIES[policy.country]}"
    yield f"  Letters come to {', '.join(policy.addresses)}; cases are numbered {policy.letters}."
    contact = policy.contact
    yield f"  Reached at {', '.join(filter(None, (contact.email, contact.phone, contact.post, contact.web)))}."
    yield f"  Writes {', '.join(LANGUAGES[language] for language in policy.languages)}. Version: {policy.version}."
    yield f"  On duty {policy.hours}, {policy.zone}."
    yield f"  Leaves without a person: {', '.join(sorted(policy.unseen)) or 'nothing'}."
    yield f"  What is read later than {policy.catch_up} after it was received waits for a person."
    if policy.assumed:
        yield f"  Assumed, not in the policy: {', '.join(policy.assumed)}."
    if policy.signature == "ask":
        yield f"  {SIGNATURE}"


def _rules(policy: Policy, rules: KindRules) -> Iterator[str]:
    yield f"goes to {_queue(policy, rules.queue)}"
    if rules.requires:
        yield f"asks for {', '.join(rules.requires)}; the case goes on without them".replace("_", " ")
    yield from (_clock(clock) for clock in rules.clocks)
    yield from (_step(policy, step) for step in rules.steps)
    if rules.statements:
        yield f"the answer must say: {', '.join(rules.statements)}"
    if rules.four_eyes:
        yield "two people approve the same words before the answer leaves"
    yield from (_words(quote) for quote in rules.quotes)


def _clock(clock: ClockRule) -> str:
    start = " of the customer's request" if clock.starts is Start.CUSTOMER_REQUEST else ""
    told = "; the person is told the date" if clock.told else ""
    source = "assumed, not in the policy" if clock.assumed else clock.law
    words = f': "{clock.says.words}"' if clock.says else ""
    return f"{ENDS[clock.name]} within {clock.term}{start} ({source}){told}{words}"


def _step(policy: Policy, step: Step) -> str:
    what = f"the case moves to {_queue(policy, step.queue)}"
    if step.act is Act.REMIND:
        what = f"{_queue(policy, step.queue)} is reminded"
    words = f": {_words(step.says)}" if step.says else ""
    return f"{_when(step)}, {what}{words}"


def _when(step: Step) -> str:
    clock = step.clock.replace("_", " ")
    if step.offset:
        return f"{step.offset} {'before' if step.before else 'after'} the end of {clock}"
    return f"on the cautious date of {clock}" if step.before else f"when {clock} is missed"


def _role(role: StaffRole) -> str:
    return f"{SEES[role.sight]}, {'approves what leaves' if role.approves else 'approves nothing'}"


def _statements(policy: Policy) -> Iterator[str]:
    for statement in policy.statements.values():
        words = f" {_words(statement.says)}" if statement.says else ""
        yield f"{statement.id}:{words}"
        yield from (f"  {language}: {statement.texts[language]}" for language in policy.languages)


def _retention(policy: Policy) -> Iterator[str]:
    for kept in policy.retention:
        length = f"{kept.term} from" if kept.term else "until"
        source = "assumed, not in the policy" if kept.says is None else _words(kept.says)
        yield f"{kept.what}: {length} {kept.starts.replace('_', ' ')}: {source}"


def _queue(policy: Policy, id_: str) -> str:
    return policy.queue(id_).names["en"]


def _words(quote: Quote) -> str:
    return f'"{quote.words}" ({quote.rule})'


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from ("", title, *(f"  {line}" for line in lines))
