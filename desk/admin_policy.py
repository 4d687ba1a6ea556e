"""A policy read aloud at the desk: who is promised what, by when, and the words that each rule comes from."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from cases.cautions import WEEK, Caution, Warned
from cases.kind import Kind
from cases.office import Office
from cases.policy import Act, ClockRule, KindRules, Policy, Quote, Start, Step
from cases.term import Basis
from desk.pages import page
from desk.papers import papers_of
from desk.people import Administrator
from desk.speech import Say
from desk.visitor import Desk
from replies.words import listed

router = APIRouter()

BASES = (Basis.EU, Basis.NL_STATUTE)
"""The calendars that a policy's clocks may go by; the one of promises is that of the law of the Union."""

DAYS = (
    "admin.day.monday",
    "admin.day.tuesday",
    "admin.day.wednesday",
    "admin.day.thursday",
    "admin.day.friday",
    "admin.day.saturday",
    "admin.day.sunday",
)
"""What the days of the week are called, by the names of texts."""

CAUTIONS = {
    Warned.ASSUMED: "admin.caution.assumed",
    Warned.ASSUMED_CLOCK: "admin.caution.assumed_clock",
    Warned.ASSUMED_RETENTION: "admin.caution.assumed_retention",
    Warned.DOUBTED: "admin.caution.doubted",
    Warned.UNNAMED: "admin.caution.unnamed",
    Warned.UNATTENDED: "admin.caution.unattended",
}
"""What is said of each warning, by the names of texts."""


@dataclass(frozen=True)
class Said:
    """A sentence of ours, with the words that it comes from, None where there are none."""

    text: str
    quote: Quote | None = None


@dataclass(frozen=True)
class Rules:
    """What is said of kinds that share their rules."""

    kinds: tuple[Kind, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Holidays:
    """The holidays of a calendar, this year's and the next's."""

    edition: str
    days: tuple[tuple[date, str], ...]
    known_to: int


@router.get("/desk/admin/policy")
async def policy_page(request: Request, me: Administrator, desk: Desk) -> Response:
    """Read the policy aloud, with its conflicts and warnings, for roles that administer."""
    papers = await asyncio.to_thread(papers_of, desk.house, me.policy)
    office = desk.offices[me.policy.id]
    say = Say(me.t, me.policy, desk.clock())
    facts: dict[str, Any] = {
        "papers": papers,
        "begun_at": desk.house.begun_at,
        "cautions": [_caution(one, say) for one in papers.cautions],
        "groups": [Rules(tuple(kinds), tuple(_rules(rules, say))) for rules, kinds in groups(me.policy)],
        "calendars": list(_calendars(office, office.day(desk.clock()))),
        "hours": _hours(say),
        "unseen": ", ".join(map(say.reply, sorted(me.policy.unseen))),
    }
    return page(request, "admin_policy.html", me, **facts)


def groups(policy: Policy) -> Iterator[tuple[KindRules, list[Kind]]]:
    """Give each table of rules with its kinds, in the order of the file."""
    found: dict[int, list[Kind]] = {}
    for kind, rules in policy.kinds.items():
        found.setdefault(id(rules), []).append(kind)
    for kinds in found.values():
        yield policy.kinds[kinds[0]], kinds


def _rules(rules: KindRules, say: Say) -> Iterator[Said]:
    t = say.t
    yield Said(t("admin.rules.queue", queue=say.queue(rules.queue)))
    if rules.requires:
        yield Said(t("admin.rules.requires", what=say.requirements(rules.requires)))
    yield from (_clock(clock, say) for clock in rules.clocks)
    yield from (_step(step, say) for step in rules.steps)
    if rules.consult:
        yield Said(t("admin.rules.consult", who=listed(map(say.role, rules.consult), t.language)))
    if rules.impartial:
        yield Said(t("admin.rules.impartial", queue=say.queue(rules.impartial)))
    if rules.independent:
        yield Said(t("admin.rules.independent"))
    if rules.statements:
        yield Said(t("admin.rules.statements", what=", ".join(rules.statements)))
    yield from (Said("", quote) for quote in rules.quotes)


def _clock(clock: ClockRule, say: Say) -> Said:
    t = say.t
    source = t("admin.rules.assumed") if clock.assumed else clock.law
    starts = t("admin.rules.from_customer") if clock.starts is Start.CUSTOMER_REQUEST else ""
    told = t("admin.rules.told") if clock.told else ""
    said = t("admin.rules.clock", what=t.name("clock", clock.name), term=say.term(clock.term), source=source)
    return Said(" ".join(filter(None, (said, starts, told))), clock.says)


def _step(step: Step, say: Say) -> Said:
    t = say.t
    clock = t.name("clock", step.clock)
    if step.offset:
        key = "admin.rules.before" if step.before else "admin.rules.after"
        when = t(key, term=say.term(step.offset), what=clock)
    else:
        when = t("admin.rules.cautious" if step.before else "admin.rules.missed", what=clock)
    key = "admin.rules.remind" if step.act is Act.REMIND else "admin.rules.moves"
    return Said(t(key, when=when, queue=say.queue(step.queue)), step.says)


def _caution(one: Caution, say: Say) -> Said:
    t = say.t
    clock = t.name("clock", one.clock.name) if one.clock else ""
    kinds = listed([t.name("kind", kind) for kind in one.kinds], t.language) if one.kinds else t("admin.caution.every")
    length = one.clock.term.count if one.clock else 0
    holes = {
        **_about(one, say),
        "clock": clock,
        "term": say.term(one.clock.term) if one.clock else "",
        "kinds": kinds,
        "received": _moment(one.hour, say),
        "until": _moment(one.hour + length, say),
    }
    said = t(CAUTIONS[one.what], **holes)
    return Said(" ".join((said, t("admin.caution.by_itself"))) if one.by_itself else said)


def _about(one: Caution, say: Say) -> dict[str, str]:
    """Say what a warning is about in the reader's language, where that is more than a key and its value."""
    if (one.what, one.about) == (Warned.ASSUMED, "hours"):
        return {"about": one.about, "shown": _hours(say).rstrip(".")}
    for kept in say.policy.retention if one.what is Warned.ASSUMED_RETENTION else ():
        if kept.what == one.about and kept.term:
            return {"about": kept.name(say.t.language), "shown": say.term(kept.term)}
    return {"about": one.about, "shown": one.shown}


def _moment(hour: int, say: Say) -> str:
    of_week, of_day = divmod(hour % WEEK, 24)
    return say.t("admin.caution.moment", day=say.t(DAYS[of_week]), hour=f"{of_day:02}")


def _hours(say: Say) -> str:
    hours, t = say.policy.hours, say.t
    days = listed([t(DAYS[day - 1]) for day in sorted(hours.days)], t.language)
    return t("admin.hours", days=days, start=f"{hours.start:%H:%M}", end=f"{hours.end:%H:%M}")


def _calendars(office: Office, today: date) -> Iterator[Holidays]:
    years = (today.year, today.year + 1)
    for basis in BASES:
        if basis is Basis.NL_STATUTE and office.policy.country != "NL":
            continue
        calendar = office.calendar(basis)
        found = sorted((one, name) for one, name in calendar.holidays.items() if one.year in years)
        yield Holidays(calendar.edition, tuple(found), calendar.last)
