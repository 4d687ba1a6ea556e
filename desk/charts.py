"""Pictures of numbers, drawn as SVG: without a library, without a script, without a style of their own. Pure.

Each has a title and a description for whoever does not see it, and stands beside the table that it is drawn from.
Colours are classes of the style sheet: light, dark, forced and on paper. No two series differ by colour alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, log10

from markupsafe import Markup, escape

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 12, 30
STEPS = 4
"""So many lines are drawn across, beside the one at the bottom."""


@dataclass(frozen=True)
class Series:
    """Numbers of one sort, one for each label; None where there is none. `style` is a class: "first", "second"."""

    name: str
    style: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """What is drawn. `id` is its own on the page; `labels` stand below; `top` is where the axis ends."""

    id: str
    title: str
    about: str
    labels: Sequence[str]
    series: Sequence[Series]
    top: float
    unit: str = ""


def round_top(values: Sequence[float]) -> float:
    """Give where an axis ends that shows these numbers: a round one that STEPS divide, at least STEPS.

    =====  ===
    most   top
    =====  ===
    0      4
    3      4
    5      8
    11     12
    101    120
    999    1000
    =====  ===
    """
    most = max(values, default=0)
    size = 10 ** max(0, ceil(log10(most)) - 2) if most > 1 else 1
    return max(STEPS, ceil(most / (STEPS * size)) * STEPS * size)


def columns(chart: Chart) -> Markup:
    """Draw columns side by side for each label."""
    slot = _slot(chart)
    each = min(26.0, slot * 0.8 / max(1, len(chart.series)))
    found = [*_frame(chart)]
    for number, series in enumerate(chart.series):
        shift = (number - len(chart.series) / 2) * each
        for place, value in enumerate(series.values):
            if value:
                x, y = _x(chart, place) + shift, _y(chart, value)
                found.append(
                    f'<rect class="{series.style}" x="{x + 1:.1f}" y="{y:.1f}" width="{each - 2:.1f}"'
                    f' height="{HEIGHT - BOTTOM - y:.1f}"/>'
                )
    return _drawn(chart, found)


def lines(chart: Chart) -> Markup:
    """Draw a line for each series, with a dot for each number; where there is none the line is broken."""
    found = [*_frame(chart)]
    for series in chart.series:
        points = [(_x(chart, place), value) for place, value in enumerate(series.values) if value is not None]
        found += [f'<polyline class="{series.style}" points="{" ".join(run)}"/>' for run in _runs(chart, series)]
        found += [
            f'<circle class="{series.style}" cx="{x:.1f}" cy="{_y(chart, value):.1f}" r="4"/>' for x, value in points
        ]
    return _drawn(chart, found)


def bar(share: float) -> Markup:
    """Draw how large a part is, from 0 to 1, for a cell of the table that says it in digits: nobody is read it."""
    width = max(0.0, min(1.0, share)) * 100
    return Markup(  # noqa: S704 - a number of ours
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="rail" width="100" height="8"/><rect class="first" width="{width:.1f}" height="8"/></svg>'
    )


def _runs(chart: Chart, series: Series) -> Iterator[list[str]]:
    """Give the stretches of a line that are not broken."""
    run: list[str] = []
    for place, value in enumerate((*series.values, None)):
        if value is not None:
            run.append(f"{_x(chart, place):.1f},{_y(chart, value):.1f}")
        elif run:
            yield run
            run = []


def _slot(chart: Chart) -> float:
    return (WIDTH - LEFT - RIGHT) / max(1, len(chart.labels))


def _x(chart: Chart, place: int) -> float:
    """Give the middle of a label's slot."""
    return LEFT + (place + 0.5) * _slot(chart)


def _y(chart: Chart, value: float) -> float:
    return HEIGHT - BOTTOM - min(1.0, value / chart.top) * (HEIGHT - TOP - BOTTOM)


def _frame(chart: Chart) -> Iterator[str]:
    """Draw the lines across with their numbers, and the labels: as many of them as have room."""
    for step in range(STEPS + 1):
        value = chart.top * step / STEPS
        y = _y(chart, value)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}{escape(chart.unit)}</text>'
    every = ceil(len(chart.labels) / 12)
    for place, label in enumerate(chart.labels):
        if place % every == 0:
            yield f'<text x="{_x(chart, place):.1f}" y="{HEIGHT - 9}" text-anchor="middle">{escape(label)}</text>'


def _drawn(chart: Chart, shapes: Sequence[str]) -> Markup:
    named = f'aria-labelledby="{escape(chart.id)}-t {escape(chart.id)}-d"'
    said = (
        f'<title id="{escape(chart.id)}-t">{escape(chart.title)}</title>'
        f'<desc id="{escape(chart.id)}-d">{escape(chart.about)}</desc>'
    )
    drawn = f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" {named}>{said}{"".join(shapes)}</svg>'
    return Markup(drawn)  # noqa: S704 - every word in it is escaped above
