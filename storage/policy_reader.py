"""From the tables of a policy file to a Policy: what each key is called and how it is written."""

from dataclasses import replace
from datetime import time

from cases.kind import Flag, Kind
from cases.organisation import Contact, Customer, ExternalBody, Queue, Recipient, Role, Sight, StaffRole, WorkingHours
from cases.policy import (
    CATCH_UP,
    MAY_LEAVE_UNSEEN,
    REQUIREMENTS,
    Act,
    ClockName,
    ClockRule,
    Consequence,
    KindRules,
    Policy,
    Quote,
    Retention,
    Start,
    Statement,
    Step,
)
from cases.task import TaskKind
from cases.term import Basis
from storage.policy_forms import (
    ADDRESS,
    DAY,
    DAYS,
    FLAG,
    ID,
    LANGUAGES,
    LETTERS,
    LINK,
    LINKS,
    LONG_TERM,
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
from storage.policy_questions import questions_of
from storage.policy_table import Table

_ASSUMABLE = ("addresses", "contact.email", "contact.phone", "contact.post", "contact.web", "hours", "legal_name")

TARGET = "internal target"
"""What a clock rests on that nobody promised: the product chose it, and it is never told to a person."""

ANY_TIME = "any time"
"""How a policy says that something is erased whenever the person asks (P-ME-10)."""

_REQUIRED = replace(
    several(one_of(*REQUIREMENTS)),
    expected=f"some of {', '.join(REQUIREMENTS)}; never a signature (CON-2), never a national number (CON-3)",
)
_OFFICE = WorkingHours(frozenset({1, 2, 3, 4, 5}), time(8), time(16))


def policy_of(root: Table) -> Policy:
    """Read the whole file. Mistakes of form are noted in the tables; with one, the policy is not to be used."""
    who, unseen = root.table("organisation"), root.table("unseen")
    text, name = who.must("text", TEXT), who.must("name", TEXT)
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
        sensitive=who.may("sensitive", one_of("keep", "strike out"), "keep"),
        restricted_to=who.may("restricted_to", several(ID), ()),
        registration=who.may("registration", TEXT, None),
        assumed=who.may("assumed", several(one_of(*_ASSUMABLE)), ()),
        contact=_contact(who.table("contact")),
        hours=_hours(root),
        kinds=_kinds(root.tables("rules"), name, text),
        queues=tuple(_queue(table) for table in root.tables("queue")),
        roles=tuple(_role(table) for table in root.tables("role")),
        unseen=frozenset(unseen.must("replies", several(one_of(*MAY_LEAVE_UNSEEN)))),
        catch_up=unseen.may("catch_up", SPAN, CATCH_UP),
        statements=_statements(root.tables("statement"), text),
        customers=tuple(_customer(table) for table in root.tables("customer")),
        retention=tuple(_retention(table, text) for table in root.tables("retention")),
        recipients=tuple(_recipient(table) for table in root.tables("recipient")),
        consequences=tuple(_consequence(table) for table in root.tables("consequence")),
        quotes=_quotes(root, text),
        links=root.may("links", LINKS, {}),
        external_body=_external_body(root.table("external_body")) if root.has("external_body") else None,
        questions=questions_of(root.table("questions")),
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


def _hours(root: Table) -> WorkingHours:
    if not root.has("hours"):
        return _OFFICE
    table = root.table("hours")
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
        administers=table.may("administers", FLAG, False),
    )


def _customer(table: Table) -> Customer:
    return Customer(
        subdomain=table.must("subdomain", ID),
        name=table.must("name", TEXT),
        contact=table.must("contact", ADDRESS),
        ended=table.may("ended", DAY, None),
        accounts=table.may("accounts", TERM, None),
    )


def _external_body(table: Table) -> ExternalBody:
    return ExternalBody(table.must("name", TEXT), table.must("link", LINK), table.may("binding", FLAG, False))


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
        Quote(one.must("says", TEXT), one.may("file", TEXT, text), one.must("rule", TEXT), one.may("doubt", TEXT, ""))
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
        consult=table.may("consult", several(ID), ()),
        impartial=table.may("impartial", ID, None),
        independent=table.may("independent", FLAG, False),
        four_eyes=table.may("four_eyes", FLAG, False),
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
        term=table.may("term", LONG_TERM, None),
        starts=table.must("starts", ID),
        says=_says(table, text),
        assumed=table.may("assumed", FLAG, False),
        any_time=table.may("erasable", one_of(ANY_TIME), None) == ANY_TIME,
        kinds=table.may("kinds", several(member(Kind)), ()),
        register=table.may("register", FLAG, False),
        within=table.may("within", LONG_TERM, None),
        review=table.may("review", LONG_TERM, None),
        warning=table.may("warning", ID, None),
        task=table.may("task", member(TaskKind), TaskKind.ERASE_DATA),
        names=table.may("names", WORDS, {}),
    )


def _recipient(table: Table) -> Recipient:
    return Recipient(
        table.must("name", TEXT), table.must("purpose", WORDS), outside_eea=table.may("outside_eea", FLAG, False)
    )


def _consequence(table: Table) -> Consequence:
    return Consequence(table.must("flag", member(Flag)), table.must("statement", ID))
