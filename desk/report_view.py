"""The page of reports: a period, its numbers beside those of the period before, and the pictures of its course."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from desk.charts import Chart, Series, bar, columns, lines, round_top
from desk.counted import Counted
from desk.report_paper import cells, headings, name_of
from desk.speech import Say
from intake.figures import FEW, Row, shown
from intake.periods import YEAR, Period, first_of
from replies.words import month
from storage.sums import Sum

USUAL = (("month", 0), ("month", 1), ("quarter", 0), ("quarter", 1), ("year", 0), ("year", 1))
"""The periods that are one click away: a span, and how many before the one we are in."""

BY = ("kind", "language", "channel", "queue", "ruling")


@dataclass(frozen=True)
class Choice:
    """A period that is one click away; `chosen` where it is the one that is shown."""

    name: str
    query: str
    chosen: bool


@dataclass(frozen=True)
class Headline:
    """One figure of the period, and what it was in the period before."""

    name: str
    now: str
    before: str


@dataclass(frozen=True)
class Line:
    """A row of a table: the name of a group, how large a part of all it is, and its figures."""

    name: str
    bar: Markup
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A table of groups, with its title and the heading of its first column."""

    title: str
    group: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Dashboard:
    """All that the page shows."""

    name: str
    before: str
    first: str
    last: str
    choices: tuple[Choice, ...]
    headlines: tuple[Headline, ...]
    course: Markup
    timeliness: Markup
    months: tuple[Line, ...]
    parts: tuple[Part, ...]
    years: tuple[int, ...]


def chosen(query: Mapping[str, str], today: date) -> Period:
    """Give the period that an address names, or the year up to this month; raise BadInput for what is no month."""
    first, last = query.get("from", ""), query.get("to", "")
    if not first and not last:
        return Period.around(today, "month").curve
    return Period.between(first or last, last or first)


def dashboard(counted: Counted, period: Period, viewer: int, say: Say) -> Dashboard:
    """Put the numbers of a period into words and pictures, as one person may know them."""
    months, before = frozenset(period.months), frozenset(period.before.months)
    whole = counted.total(months, viewer)
    course = counted.by(frozenset(period.curve.months), viewer, "month")
    today = say.local(say.now).date()
    sums = {what: counted.by(months, viewer, what) for what in BY}
    return Dashboard(
        name=period_name(period, say),
        before=period_name(period.before, say),
        first=period.months[0],
        last=period.months[-1],
        choices=tuple(_choices(period, today, say)),
        headlines=tuple(_headlines(whole, counted.total(before, viewer), say)),
        course=_course(period.curve, course, say),
        timeliness=_timeliness(period.curve, course, say),
        months=tuple(_months(period.curve, course, say)),
        parts=tuple(_part(what, sums[what], whole, say) for what in BY if set(sums[what]) != {""})
        if whole.received >= FEW
        else (),
        years=tuple(range(today.year, today.year - 4, -1)),
    )


def period_name(period: Period, say: Say) -> str:
    """Write a period: "2026", "March 2026", "January 2026 – March 2026"."""
    first, last = first_of(period.months[0]), first_of(period.months[-1])
    if period.length == YEAR and first.month == 1:
        return str(first.year)
    names = dict.fromkeys(month(day, say.t.language) for day in (first, last))
    return " – ".join(names)


def _choices(period: Period, today: date, say: Say) -> Iterator[Choice]:
    usual = {f"{span}_{'before' if back else 'now'}": Period.around(today, span, back) for span, back in USUAL}
    for key, one in {"twelve": chosen({}, today), **usual}.items():
        name = say.t.name("reports", f"span.{key}")
        yield Choice(name, f"?from={one.months[0]}&to={one.months[-1]}", one == period)


def _headlines(now: Sum, before: Sum, say: Say) -> Iterator[Headline]:
    names = (*headings(say), say.t("reports.late"))
    written = ((*cells(Row("", one), say), str(one.late)) for one in (now, before))
    return (Headline(*one) for one in zip(names, *written, strict=True))


def _labels(period: Period, say: Say) -> tuple[str, ...]:
    """Name the months below a picture by three letters, each January by its year."""
    days_ = (first_of(code) for code in period.months)
    return tuple(str(day.year) if day.month == 1 else month(day, say.t.language)[:3] for day in days_)


def _course(period: Period, sums: Mapping[str, Sum], say: Say) -> Markup:
    came = [sums.get(code, Sum()).received for code in period.months]
    settled = [sums.get(code, Sum()).settled for code in period.months]
    series = (
        Series(say.t("reports.received"), "first", came),
        Series(say.t("reports.settled"), "second", settled),
    )
    about = say.t("reports.course_about", most=max(came, default=0), all=sum(came), period=period_name(period, say))
    chart = Chart("course", say.t("reports.course"), about, _labels(period, say), series, round_top([*came, *settled]))
    return columns(chart)


def _timeliness(period: Period, sums: Mapping[str, Sum], say: Say) -> Markup:
    parts = [sums.get(code, Sum()).share for code in period.months]
    values = [None if part is None else part * 100 for part in parts]
    known = [value for value in values if value is not None]
    about = (
        say.t("reports.timeliness_about", least=int(min(known)), period=period_name(period, say))
        if known
        else say.t("reports.nothing")
    )
    series = (Series(say.t("reports.in_time"), "first", values),)
    return lines(Chart("timeliness", say.t("reports.timeliness"), about, _labels(period, say), series, 100, " %"))


def _months(period: Period, sums: Mapping[str, Sum], say: Say) -> Iterator[Line]:
    most = max((one.received for one in sums.values()), default=0)
    for code in period.months:
        one = sums.get(code, Sum())
        yield Line(name_of("month", code, say), bar(one.received / most if most else 0), cells(Row(code, one), say))


def _part(what: str, sums: Mapping[str, Sum], whole: Sum, say: Say) -> Part:
    return Part(
        say.t.name("reports", f"by.{what}"),
        say.t.name("reports", f"group.{what}"),
        tuple(_lines(what, shown(sums), whole, say)),
    )


def _lines(what: str, rows: Sequence[Row], whole: Sum, say: Say) -> Iterator[Line]:
    for row in rows:
        part = 0 if row.hidden or not whole.received else row.sum.received / whole.received
        yield Line(name_of(what, row.code, say), bar(part), cells(row, say))
