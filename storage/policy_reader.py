"""From the tables of a policy file to a Policy: what each key is called and how it is written."""

from dataclasses import replace
from datetime import time

from cases.kind import Kind
from cases.policy import (
    CATCH_UP,
    MAY_LEAVE_UNSEEN,
    REQUIREMENTS,
    Act,
    ClockName,
    ClockRule,
    Contact,
    Customer,
    KindRules,
    Policy,
    Queue,
    Quote,
    Retention,
    Role,
    Sight,
    StaffRole,
    Start,
    Statement,
    Step,
    WorkingHours,
)
from cases.term import Basis
from storage.policy_forms import (
    ADDRESS,
    DAYS,
    FLAG,
    ID,
    LANGUAGES,
    LETTERS,
    LINKS,
    PATTERN,
    SPAN,
    TERM,
    TEXT,
    TIME,
    WORDS,
    ZONE,
    in_languages,
    member,
    one_of,
    several,
)
from storage.policy_table import Table

_ASSUMABLE = ("addresses", "contact.email", "contact.phone", "contact.post", "contact.web", "hours", "legal_name")

TARGET = "internal target"
"""What a clock rests on that nobody promised: the product chose it, and it is never told to a person."""

_REQUIRED = replace(
    several(one_of(*REQUIREMENTS)),
    expected=f"some of {', '.join(REQUIREMENTS)}; never a signature (CON-2), never a national number (CON-3)",
)
_OFFICE = WorkingHours(frozenset({1, 2, 3, 4, 5}), time(8), time(16))


def policy_of(root: Table) -> Policy:
    """Read the whole file. Mistakes of form are noted in the tables; with one, the policy is not to be used."""
    who = root.table("organisation")
    text = who.must("text", TEXT)
    name = who.must("name", TEXT)
    hours = _hours(root.table("hours")) if root.has("hours") else _OFFICE
    unseen = root.table("unseen")
    policy = Policy(
        id=who.must("id", ID),
        letters=who.must("letters", LETTERS),
        name=name,
        legal_name=who.must("legal_name", TEXT),
        country=who.must("country", one_of("DK", "NL")),
        zone=who.must("zone", ZONE),
        role=who.must("role", member(Role)),
        languages=who.must("languages", several(one_of(*LANGUAGES))),
        addresses=who.must("addresses", several(ADDRESS)),
        form_senders=who.may("form_senders", several(ADDRESS), ()),
        version=who.must("version", TEXT),
        signature=who.may("signature", one_of("none", "ask", "require"), "none"),
        registration=who.may("registration", TEXT, None),
        assumed=who.may("assumed", several(one_of(*_ASSUMABLE)), ()),
        contact=_contact(who.table("contact")),
        hours=hours,
        kinds=_kinds(root.tables("rules"), name, text),
        queues=tuple(_queue(table) for table in root.tables("queue")),
        roles=tuple(_role(table) for table in root.tables("role")),
        unseen=frozenset(unseen.must("replies", several(one_of(*MAY_LEAVE_UNSEEN)))),
        catch_up=unseen.may("catch_up", SPAN, CATCH_UP),
        statements=_statements(root.tables("statement"), text),
        customers=tuple(_customer(table) for table in root.tables("customer")),
        retention=tuple(_retention(table, text) for table in root.tables("retention")),
        quotes=_quotes(root, text),
        links=root.may("links", LINKS, {}),
    )
    root.finish()
    return policy


def _contact(table: Table) -> Contact:
    return Contact(
        email=table.must("email", ADDRESS),
        phone=table.may("phone", TEXT, None),
        post=table.may("post", TEXT, None),
        web=table.may("web", TEXT, None),
    )


def _hours(table: Table) -> WorkingHours:
    return WorkingHours(table.must("days", DAYS), table.must("start", TIME), table.must("end", TIME))


def _queue(table: Table) -> Queue:
    return Queue(
        id=table.must("id", ID),
        names=table.must("names", WORDS),
        roles=table.must("roles", several(ID)),
        notify=table.may("notify", ADDRESS, None),
    )


def _role(table: Table) -> StaffRole:
    return StaffRole(
        id=table.must("id", ID),
        names=table.must("names", WORDS),
        sight=table.must("sight", member(Sight)),
        approves=table.must("approves", FLAG),
    )


def _customer(table: Table) -> Customer:
    return Customer(table.must("subdomain", ID), table.must("name", TEXT), table.must("contact", ADDRESS))


def _says(table: Table, text: str) -> Quote | None:
    """Read the words a rule comes from; `says` and `rule` go together, `file` is the policy's text if not given."""
    file = table.may("file", TEXT, text)
    if not table.has("says") and not table.has("rule"):
        table.may("says", TEXT, None)
        table.may("rule", TEXT, None)
        return None
    return Quote(table.must("says", TEXT), file, table.must("rule", TEXT))


def _quotes(table: Table, text: str) -> tuple[Quote, ...]:
    return tuple(
        Quote(one.must("says", TEXT), one.may("file", TEXT, text), one.must("rule", TEXT))
        for one in table.tables("quote")
    )


def _kinds(tables: tuple[Table, ...], name: str, text: str) -> dict[Kind, KindRules]:
    """Read the rules; note a kind that has two tables. Kinds that have none are noted when the policy is checked."""
    kinds: dict[Kind, KindRules] = {}
    for table in tables:
        rules = _rules(table, name, text)
        for kind in table.must("kinds", several(member(Kind))):
            if kind in kinds:
                table.wrong("kinds", f"{kind} has rules already; expected each kind once")
            kinds[kind] = rules
    return kinds


def _rules(table: Table, name: str, text: str) -> KindRules:
    clocks = tuple(_clock(one, name, text) for one in table.tables("clock"))
    return KindRules(
        queue=table.must("queue", ID),
        requires=table.must("requires", _REQUIRED),
        clocks=clocks + _resolution(table, name),
        steps=tuple(_step(one, text) for one in table.tables("step")),
        statements=table.may("statements", several(ID), ()),
        quotes=_quotes(table, text),
    )


def _clock(table: Table, name: str, text: str) -> ClockRule:
    says = _says(table, text)
    assumed = table.may("assumed", FLAG, False)
    return ClockRule(
        name=table.must("name", member(ClockName)),
        term=table.must("term", TERM),
        basis=table.must("basis", member(Basis)),
        law=table.may("law", TEXT, TARGET if assumed and not says else _promise(name, says)),
        told=table.may("told", FLAG, False),
        assumed=assumed,
        says=says,
        starts=table.may("starts", member(Start), Start.RECEIPT),
    )


def _resolution(table: Table, name: str) -> tuple[ClockRule, ...]:
    """Read `resolution`, the time in which a complaint is to be solved: an answer clock that the person is told."""
    term = table.may("resolution", TERM, None)
    assumed = "resolution" in table.may("assumed", several(one_of("resolution")), ())
    if term is None:
        return ()
    return (ClockRule(ClockName.ANSWER, term, Basis.PROMISE, _promise(name, None), told=True, assumed=assumed),)


def _promise(name: str, says: Quote | None) -> str:
    return f"promise of {name} ({says.rule})" if says else f"promise of {name}"


def _step(table: Table, text: str) -> Step:
    return Step(
        clock=table.must("clock", member(ClockName)),
        act=table.must("act", member(Act)),
        queue=table.must("queue", ID),
        offset=table.may("offset", TERM, None),
        before=table.may("before", FLAG, False),
        says=_says(table, text),
    )


def _statements(tables: tuple[Table, ...], text: str) -> dict[str, Statement]:
    statements = [
        Statement(
            id=table.must("id", ID),
            texts=table.must("texts", WORDS),
            markers=table.must("markers", in_languages(several(PATTERN))),
            says=_says(table, text),
        )
        for table in tables
    ]
    return {statement.id: statement for statement in statements}


def _retention(table: Table, text: str) -> Retention:
    return Retention(
        what=table.must("what", ID),
        term=table.may("term", TERM, None),
        starts=table.must("starts", ID),
        says=_says(table, text),
        assumed=table.may("assumed", FLAG, False),
    )
