"""The yearly complaint report and the accountability record, put into words: tables for paper, spreadsheets, programs.

What ISO 10002:2018 and ISO 21001:2018 want looked at once a year: how many complaints, of what sort, answered in what
time and how, what they had in common, and what was changed because of them. Nothing in them identifies a person.
"""

import codecs
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cases.kind import Kind
from cases.office import Office
from desk.speech import Say
from intake.accountability import Request
from intake.figures import FEW, Figures, Row, by, median, shown, total
from intake.periods import Period, first_of
from intake.plain_files import csv_file
from replies.pdf import page
from replies.words import LANGUAGES, month
from storage.improvements import Improvement
from storage.sums import Sum

COMPLAINTS = frozenset({Kind.COMPLAINT, Kind.APPEAL, Kind.PRIVACY_COMPLAINT})
"""The kinds that the complaint report is about."""

MOST = 2_000
"""So many requests are printed; of more, the spreadsheet has them all."""


@dataclass(frozen=True)
class Table:
    """Rows under a heading; the first cell of each names it."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """A report: what it is, what has to be known to read it, its tables, and where one is that is too long to print."""

    title: str
    about: tuple[str, ...]
    tables: tuple[Table, ...]
    elsewhere: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return {"title": self.title, "about": list(self.about), "tables": [asdict(one) for one in self.tables]}

    def as_text(self) -> str:
        """Give it to be read on a terminal."""
        tables = (line for table in self.tables for line in ("", table.title, *map(_line, (table.header, *table.rows))))
        return "\n".join((self.title, *self.about, *tables))


def yearly(figures: Figures, year: int, viewer: int | None, entries: Sequence[Improvement] | None, say: Say) -> Paper:
    """Give the complaint report of a year, with the year before. Without entries nobody's words stand in it."""
    groups = {group: one for group, one in figures.groups.items() if group.kind in COMPLAINTS}
    apart = [one for one in figures.apart if one[1].kind in COMPLAINTS]
    found, period = Figures(groups, apart), Period(year * 12, 12)
    now, before = (frozenset(one.months) for one in (period, period.before))
    t = say.t
    tables = [
        _overview((total(found, now, viewer), total(found, before, viewer)), year, say),
        _monthly(found, period, viewer, say),
        *(_grouped(by(found, now, viewer, what), what, say) for what in ("kind", "channel", "language", "queue")),
        _counted("ruling", by(found, now, viewer, "ruling"), say),
        _remedies(total(found, now, viewer), say),
    ]
    if entries is not None:
        tables.append(_improved(entries, year, say))
    about = (t("reports.yearly_about"), t("reports.months_about"), t("reports.few_about", few=FEW))
    return Paper(
        t("reports.yearly_title", year=year, organisation=say.policy.legal_name),
        about,
        tuple(tables),
        t("reports.elsewhere"),
    )


def accountability(requests: Sequence[Request], year: int, say: Say, *, whole: bool) -> Paper:
    """Give the record of a year's requests; `whole` where every one is in it."""
    t = say.t
    answered = [one for one in requests if one.settled_on]
    sums = (
        (t("reports.received"), str(len(requests))),
        (t("reports.settled"), str(len(answered))),
        (t("reports.in_time"), str(sum(one.in_time is True for one in requests))),
        (t("reports.too_late"), str(sum(one.in_time is False for one in requests))),
        (t("reports.extended"), str(sum(one.extended_on is not None for one in requests))),
    )
    header = tuple(t.name("reports", f"record.{name}") for name in COLUMNS)
    tables = (
        Table(t("reports.overview"), (t("reports.figure"), str(year)), sums),
        Table(t("reports.requests"), header, tuple(tuple(_cells(one, say).values()) for one in requests)),
    )
    about = (t("reports.record_about"), t("reports.record_whole" if whole else "reports.record_seen"))
    title = t("reports.record_title", year=year, organisation=say.policy.legal_name)
    return Paper(title, about, tables, t("reports.elsewhere"))


def html(paper: Paper, office: Office, language: str, on: date) -> str:
    """Give a report as a page to be printed; a table that is too long for paper is left to the spreadsheet."""
    return page("report.html", language, paper=paper, policy=office.policy, on=on, most=MOST)


def as_csv(paper: Paper) -> bytes:
    """Give all tables of a report as one, a line for each figure (RFC 4180), marked as UTF-8 for spreadsheets."""
    lines = (
        {"table": table.title, "row": row[0], "figure": name, "value": value}
        for table in paper.tables
        for row in table.rows
        for name, value in zip(table.header[1:], row[1:], strict=True)
    )
    return codecs.BOM_UTF8 + csv_file(("table", "row", "figure", "value"), lines)


def record_csv(requests: Iterable[Request], say: Say) -> bytes:
    """Give the record of requests as a table, a line for each (RFC 4180), marked as UTF-8 for spreadsheets."""
    header = {name: say.t.name("reports", f"record.{name}") for name in COLUMNS}
    rows = ({header[name]: value for name, value in _cells(one, say, iso=True).items()} for one in requests)
    return codecs.BOM_UTF8 + csv_file(tuple(header.values()), rows)


COLUMNS = (
    *("number", "kind", "received_on", "due_on", "settled_on"),
    *("in_time", "extended_on", "ruling", "grounds", "erased_on"),
)
"""What is said of each request, in its order."""


def plain(requests: Iterable[Request], organisation: str, year: int) -> dict[str, Any]:
    """Give the record of requests as JSON values: codes, and days as "2026-03-02"."""
    listed = [{name: _plain(value) for name, value in asdict(one).items()} for one in requests]
    return {"organisation": organisation, "year": year, "requests": listed}


def share(one: Sum, say: Say) -> str:
    """Write how large a part was in time: "83 %"."""
    return "–" if one.share is None else say.t("reports.percent", n=int(one.share * 100))


def days(counted: Mapping[int, int], say: Say) -> str:
    """Write the median of days: "4.5"."""
    found = median(counted)  # type: ignore[arg-type]  # a Counter
    if found is None:
        return "–"
    written = f"{found:g}"
    return written if say.t.language == "en" else written.replace(".", ",")


def name_of(what: str, code: str, say: Say) -> str:
    """Name a code of one of the fields of a group."""
    if what == "queue":
        return say.queue(code) if code else say.t("reports.erased")
    if what == "month":
        return month(first_of(code), say.t.language)
    if not code:
        return say.t("reports.undecided" if what == "ruling" else "reports.unknown")
    if what == "language" and code not in LANGUAGES:
        return say.t.name("tongue", code)
    return say.t.name("deed.decision.ruling" if what == "ruling" else what, code)


def cells(row: Row, say: Say) -> tuple[str, ...]:
    """Write a group's figures, or that it is too small to have any shown."""
    if row.hidden:
        return (f"<{FEW}" if row.few else "·", "·", "·", "·", "·")
    one = row.sum
    return str(one.received), str(one.settled), share(one, say), days(one.days, say), days(one.working, say)


def headings(say: Say) -> tuple[str, ...]:
    """Name what `cells` writes."""
    return tuple(say.t.name("reports", name) for name in ("received", "settled", "in_time", "days", "working"))


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a request
    return value.isoformat() if isinstance(value, date) else value


def _line(row: Sequence[str]) -> str:
    return "  ".join(cell or "–" for cell in row)


def _overview(sums: tuple[Sum, Sum], year: int, say: Say) -> Table:
    names = (*headings(say), say.t("reports.late"))
    columns = [(*cells(Row("", one), say), str(one.late)) for one in sums]
    rows = tuple(zip(names, *columns, strict=True))
    return Table(say.t("reports.overview"), (say.t("reports.figure"), str(year), str(year - 1)), rows)


def _monthly(found: Figures, period: Period, viewer: int | None, say: Say) -> Table:
    sums = by(found, frozenset(period.months), viewer, "month")
    rows = tuple(
        (name_of("month", code, say), *cells(Row(code, sums.get(code, Sum())), say)[:3]) for code in period.months
    )
    return Table(say.t("reports.by.month"), (say.t("reports.group.month"), *headings(say)[:3]), rows)


def _grouped(sums: Mapping[str, Sum], what: str, say: Say) -> Table:
    rows = tuple((name_of(what, row.code, say), *cells(row, say)) for row in shown(sums))
    return Table(say.t.name("reports", f"by.{what}"), (say.t.name("reports", f"group.{what}"), *headings(say)), rows)


def _counted(what: str, sums: Mapping[str, Sum], say: Say) -> Table:
    rows = tuple((name_of(what, row.code, say), cells(row, say)[0]) for row in shown(sums))
    return Table(
        say.t.name("reports", f"by.{what}"), (say.t.name("reports", f"group.{what}"), say.t("reports.cases")), rows
    )


def _remedies(whole: Sum, say: Say) -> Table:
    rows = tuple(
        (say.t.name("deed.decision.remedies", code), str(often) if often >= FEW else f"<{FEW}")
        for code, often in whole.remedies.most_common()
    )
    return Table(say.t("reports.remedies"), (say.t("reports.remedy"), say.t("reports.cases")), rows)


def _improved(entries: Sequence[Improvement], year: int, say: Say) -> Table:
    """List what was noted in a year, and what was done in it."""
    mine = [one for one in entries if year in set(_years(one, say))]
    rows = tuple(
        (
            one.cause,
            one.action,
            say.day(one.made_at),
            say.on(one.due_on) if one.due_on else "–",
            say.day(one.closed_at) if one.closed_at else say.t("reports.open"),
        )
        for one in sorted(mine, key=lambda one: one.id)
    )
    header = tuple(say.t.name("reports", name) for name in ("cause", "action", "noted", "due", "done"))
    return Table(say.t("reports.causes"), header, rows)


def _years(one: Improvement, say: Say) -> Iterator[int]:
    yield say.local(one.made_at).year
    if one.closed_at:
        yield say.local(one.closed_at).year


def _cells(one: Request, say: Say, *, iso: bool = False) -> dict[str, str]:
    def written(day: date | None) -> str:
        return "" if day is None else day.isoformat() if iso else say.on(day)

    t = say.t
    return {
        "number": one.number,
        "kind": t.name("kind", one.kind),
        "received_on": written(one.received_on),
        "due_on": written(one.due_on),
        "settled_on": written(one.settled_on),
        "in_time": "" if one.in_time is None else t("reports.yes" if one.in_time else "reports.no"),
        "extended_on": written(one.extended_on),
        "ruling": t.name("deed.decision.ruling", one.ruling) if one.ruling else "",
        "grounds": "; ".join(t.name("deed.decision.grounds", ground) for ground in one.grounds),
        "erased_on": written(one.erased_on),
    }
