"""What a policy must fulfil beyond its form: names that exist, and the floor of the law that no policy goes below."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from cases.kind import PRIVACY, Kind
from cases.organisation import Role, Sight
from cases.policy import LAW_STATEMENTS, NEEDED_QUEUES, ClockName, ClockRule, KindRules, Policy, Start, Step
from cases.term import Basis, Term, Unit
from storage.policy_questions import mistakes_about_breaches, mistakes_in_questions
from storage.policy_table import numbered

CLOSED = re.compile(r"//ec\.europa\.eu/(consumers/)?odr\b", re.IGNORECASE)

MONTH = {Unit.HOURS: 672, Unit.DAYS: 28, Unit.WORKING_DAYS: 17, Unit.WEEKS: 4, Unit.MONTHS: 1, Unit.YEARS: 0}
"""The longest term of each unit that ends within the month of GDPR Art. 12(3), wherever on the calendar it begins."""


def mistakes_of(policy: Policy, folder: str) -> list[str]:
    """Give every mistake of a policy whose form is right, one line each with its key."""
    return list(chain.from_iterable(check(policy) for check in _CHECKS)) + list(_id(policy, folder))


def _id(policy: Policy, folder: str) -> Iterator[str]:
    if policy.id != folder:
        yield f'organisation.id: is "{policy.id}"; expected the name of its folder, "{folder}"'


def _organisation(policy: Policy) -> Iterator[str]:
    if not policy.languages:
        yield "organisation.languages: is empty; expected at least one language"
    if not policy.addresses:
        yield "organisation.addresses: is empty; expected at least one address where letters come in"
    if policy.hours.start >= policy.hours.end or not policy.hours.days:
        yield "hours: nobody is ever there; expected at least one day, and a start before the end"
    if policy.signature == "require":
        yield (
            'organisation.signature: is "require"; expected none or ask: a signed letter is never demanded'
            " (CON-2, GDPR Art. 12(2))"
        )


def _controller(policy: Policy) -> Iterator[str]:
    if policy.role is Role.PROCESSOR:
        return
    if policy.customers:
        yield "customer: only a processor has customers that decide (GDPR Art. 28); expected role = processor"
    for place, rules in _each(policy):
        for clock in rules.clocks:
            if clock.starts is Start.CUSTOMER_REQUEST or clock.name in (ClockName.REFERRAL, ClockName.PROCESSOR_REPLY):
                yield f"{place}.clock[{clock.name}]: only a processor has this clock; expected role = processor"


def _roles(policy: Policy) -> Iterator[str]:
    yield from _twice("role", [role.id for role in policy.roles])
    if not any(role.approves for role in policy.roles):
        yield "role: nobody approves; expected at least one role with approves = true"
    ids = {role.id for role in policy.roles}
    for role in policy.restricted_to:
        if role not in ids:
            yield f"organisation.restricted_to: {_unknown('role', role, ids)}"


def _queues(policy: Policy) -> Iterator[str]:
    ids = [queue.id for queue in policy.queues]
    yield from _twice("queue", ids)
    for needed in NEEDED_QUEUES:
        if needed not in ids:
            yield f'queue: no queue "{needed}"; every organisation has one'
    for queue in policy.queues:
        if queue.notify in policy.addresses:
            yield f"queue[{queue.id}].notify: is an address where letters come in; expected another, or a loop begins"


def _onlookers(policy: Policy) -> Iterator[str]:
    sights = {role.id: role.sight for role in policy.roles}
    for queue in policy.queues:
        for role in queue.roles:
            if role not in sights:
                yield f"queue[{queue.id}].roles: {_unknown('role', role, sights)}"
        if all(sights.get(role) is Sight.NUMBERS for role in queue.roles):
            yield f"queue[{queue.id}].roles: nobody sees this queue; expected a role that sees cases"


def _kinds(policy: Policy) -> Iterator[str]:
    missing = [kind for kind in Kind if kind not in policy.kinds]
    if missing:
        yield f"rules: no rules for {', '.join(missing)}; expected every kind once"


def _ways(policy: Policy) -> Iterator[str]:
    ids = {queue.id for queue in policy.queues}
    for place, rules in _each(policy):
        if rules.queue not in ids:
            yield f"{place}.queue: {_unknown('queue', rules.queue, ids)}"
        for label, step in _steps(rules):
            if step.queue not in ids:
                yield f"{place}.step[{label}].queue: {_unknown('queue', step.queue, ids)}"


def _pairs(policy: Policy) -> Iterator[str]:
    """Hold that somebody can give the second approval: a queue on the way of such a case has people who approve."""
    approving = {role.id for role in policy.roles if role.approves and role.sight is not Sight.NUMBERS}
    able = {queue.id for queue in policy.queues if approving & {*queue.roles}}
    for place, rules in _each(policy):
        if rules.four_eyes and not able & {rules.queue, *(step.queue for step in rules.steps)}:
            yield f"{place}.four_eyes: nobody of its queues approves; expected a queue with a role that approves"


def _consultation(policy: Policy) -> Iterator[str]:
    roles, queues = {role.id for role in policy.roles}, {queue.id for queue in policy.queues}
    for place, rules in _each(policy):
        for role in rules.consult:
            if role not in roles:
                yield f"{place}.consult: {_unknown('role', role, roles)}"
        if rules.impartial is not None and rules.impartial not in queues:
            yield f"{place}.impartial: {_unknown('queue', rules.impartial, queues)}"


def _links(policy: Policy) -> Iterator[str]:
    """Hold that nobody is sent to the European platform for disputes: it closed on 20 July 2025 (R-EU-1)."""
    body = policy.external_body
    links = {
        **{f"links.{name}": url for name, url in policy.links.items()},
        "external_body.link": body.link if body else "",
    }
    for key, url in links.items():
        if CLOSED.search(url):
            yield f"{key}: leads to the European ODR platform, which is closed (R-EU-1); expected another"


def _clocks(policy: Policy) -> Iterator[str]:
    for place, rules in _each(policy):
        names = [clock.name for clock in rules.clocks]
        for name in _repeated(names):
            yield f"{place}.clock[{name}]: is there twice (resolution is the answer clock); expected one of each name"
        for label, step in _steps(rules):
            if step.clock not in (*names, ClockName.ANSWER):  # a person may promise an answer, and the clock is there
                yield f"{place}.step[{label}].clock: {_unknown('clock', step.clock, names)} of these rules"


def _statements(policy: Policy) -> Iterator[str]:
    known = {*policy.statements, *LAW_STATEMENTS}
    for id_ in sorted(LAW_STATEMENTS & set(policy.statements)):
        yield f"statement[{id_}].id: is the law's own statement; expected another id"
    for place, rules in _each(policy):
        for id_ in rules.statements:
            if id_ not in known:
                yield f"{place}.statements: {_unknown('statement', id_, known)}"


def _consequences(policy: Policy) -> Iterator[str]:
    for one in policy.consequences:
        if one.statement not in policy.statements:
            yield f"consequence[{one.flag}].statement: {_unknown('statement', one.statement, policy.statements)}"


def _warnings(policy: Policy) -> Iterator[str]:
    for kept in policy.retention:
        if kept.warning and kept.warning not in policy.statements:
            yield f"retention[{kept.what}].warning: {_unknown('statement', kept.warning, policy.statements)}"


def _recipients(policy: Policy) -> Iterator[str]:
    yield from _twice("recipient", [one.name for one in policy.recipients])


def _rights(policy: Policy) -> Iterator[str]:
    """Hold the law's floor: a month is the most, and papers are no condition (GDPR Art. 12(2) and (3))."""
    for place, rules in _each(policy, PRIVACY):
        if "documents" in rules.requires:
            yield f"{place}.requires: a privacy request is never asked for documents (GDPR Art. 12(2)); expected others"
        answer = rules.clock(ClockName.ANSWER)
        if answer is None:
            yield f"{place}.clock: no answer clock; expected at most 1 month, basis eu (GDPR Art. 12(3))"
        elif not _within_a_month(answer):
            yield (
                f"{place}.clock[answer].term: {answer.term}, basis {answer.basis}, from {answer.starts}, can end after"
                " the month of GDPR Art. 12(3); expected at most 1 month, basis eu or promise, from receipt"
            )


def _within_a_month(clock: ClockRule) -> bool:
    term: Term = clock.term
    return term.count <= MONTH[term.unit] and clock.basis is not Basis.NL_STATUTE and clock.starts is Start.RECEIPT


def _each(policy: Policy, among: Iterable[Kind] = tuple(Kind)) -> Iterator[tuple[str, KindRules]]:
    """Give each table of rules once, with the path of its first kind among these."""
    seen: list[int] = []
    for kind, rules in policy.kinds.items():
        if kind in among and id(rules) not in seen:
            seen.append(id(rules))
            yield f"rules[{kind}]", rules


def _steps(rules: KindRules) -> Iterator[tuple[str, Step]]:
    return zip(numbered([step.clock for step in rules.steps]), rules.steps, strict=True)


def _twice(what: str, ids: list[str]) -> Iterator[str]:
    for id_ in _repeated(ids):
        yield f"{what}[{id_}].id: is there twice; expected each once"


def _repeated(names: Iterable[str]) -> list[str]:
    listed = list(names)
    return sorted({name for name in listed if listed.count(name) > 1})


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f'unknown {what} "{name}"; expected one of {", ".join(sorted(known))}'


_CHECKS: tuple[Callable[[Policy], Iterator[str]], ...] = (
    _organisation,
    _controller,
    _roles,
    _queues,
    _onlookers,
    _kinds,
    _ways,
    _pairs,
    _consultation,
    _links,
    _clocks,
    _statements,
    _consequences,
    _recipients,
    _warnings,
    _rights,
    mistakes_in_questions,
    mistakes_about_breaches,
)
