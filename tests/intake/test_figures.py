"""The numbers: right at midnight, the same after a case is erased, and silent about small groups."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.case import Case
from cases.kind import Kind
from cases.office import Office
from cases.policy import ClockName
from cases.term import Basis
from intake.figures import FEW, Figures, by, median, shown, total, working_days
from intake.kept_figures import bring_up, kept
from storage import casebook, clocks
from storage.book import Book
from storage.page import Page
from storage.sums import Group, Sum
from tests.builders import a_reading
from tests.intake.scene import Scene

GROUP = Group("2026-03", "complaint", "da", "mail", "administration", "")


def answered(page: Page, case: Case, at: datetime) -> None:
    clocks.stop(page, case.organisation, [(case.id, ClockName.ANSWER)], at)
    casebook.refresh_due(page, case.organisation, (case.id,))


async def counted(scene: Scene) -> Figures:
    while await scene.book.run(bring_up, scene.office):
        pass
    return await scene.book.read(kept, scene.office, scene.now)


async def whole(scene: Scene) -> Sum:
    found = await counted(scene)
    months = frozenset(group.month for group, _ in found.seen_by(None))
    return total(found, months, None)


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book."""
    return Scene(book, offices["mentorix"])


async def test_a_case_is_received_then_dealt_with_in_so_many_days(scene: Scene) -> None:
    case = await scene.opened()
    before = await whole(scene)
    assert (before.received, before.settled, before.late) == (1, 0, 0)
    await scene.book.run(answered, case, scene.now + timedelta(days=7))
    after = await whole(scene)
    assert (after.received, after.settled, after.limited, after.in_time) == (1, 1, 1, 1)
    assert after.days == Counter({7: 1})
    assert after.working == Counter({5: 1})


async def test_what_is_open_after_its_time_is_late_and_what_was_answered_too_late_was_not_in_time(scene: Scene) -> None:
    case = await scene.opened()
    scene.later(days=90)
    assert (await whole(scene)).late == 1
    await scene.book.run(answered, case, scene.now)
    after = await whole(scene)
    assert (after.late, after.limited, after.in_time) == (0, 1, 0)


async def test_the_month_is_that_of_the_organisation_s_own_clocks(scene: Scene) -> None:
    scene.now = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    await scene.opened()
    assert {group.month for group, _ in (await counted(scene)).seen_by(None)} == {"2026-04"}


async def test_an_organisation_s_numbers_are_its_own(scene: Scene, offices: dict[str, Office]) -> None:
    await scene.opened()
    assert (await whole(Scene(scene.book, offices["metier"]))).received == 0


async def test_kinds_and_channels_are_told_apart(scene: Scene) -> None:
    await scene.opened()
    await scene.opened(a_reading(Kind.ACCESS, language="nl"))
    found = await counted(scene)
    months = frozenset(group.month for group, _ in found.seen_by(None))
    assert {code: one.received for code, one in by(found, months, None, "kind").items()} == {
        "complaint": 1,
        "access": 1,
    }
    assert set(by(found, months, None, "channel")) == {"mail"}


def test_p_mx_14_who_is_shut_out_gets_numbers_without_the_case() -> None:
    found = Figures({GROUP: Sum(received=6)}, [(frozenset({7}), GROUP, Sum(received=1))])
    months = frozenset({GROUP.month})
    assert total(found, months, 7).received == 6
    assert total(found, months, 8).received == 7
    assert total(found, months, None).received == 7
    assert by(found, months, 7, "queue")["administration"].received == 6


def test_a_group_of_few_is_not_shown_and_cannot_be_taken_from_the_total() -> None:
    rows = shown({"a": Sum(received=40), "b": Sum(received=9), "c": Sum(received=FEW - 1)})
    assert [(row.code, row.hidden, row.few) for row in rows] == [
        ("a", False, False),
        ("b", True, False),
        ("c", True, True),
    ]


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(1, 30), max_size=6))
@settings(max_examples=80, deadline=None)
def test_never_is_just_one_group_hidden_beside_others(sizes: dict[str, int]) -> None:
    rows = shown({code: Sum(received=size) for code, size in sizes.items()})
    hidden = [row for row in rows if row.hidden]
    assert all(row.hidden for row in rows if row.sum.received < FEW)
    assert len(hidden) != 1 or len(rows) == 1
    assert sorted(row.code for row in rows) == sorted(sizes)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_the_median_is_in_the_middle(values: list[int]) -> None:
    from statistics import median as middle  # noqa: PLC0415 - our own module of that name is used above

    assert median(Counter(values)) == middle(values)


def test_of_nothing_there_is_no_median() -> None:
    assert median(Counter()) is None


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 6), date(2026, 3, 9), 1),
        (date(2026, 4, 1), date(2026, 4, 7), 1),
        (date(2025, 12, 23), date(2026, 1, 5), 6),
        (date(1980, 1, 1), date(2026, 1, 5), None),
    ],
)
def test_working_days_are_those_of_the_country(
    offices: dict[str, Office], first: date, last: date, days: int | None
) -> None:
    assert working_days(offices["mentorix"].calendar(Basis.PROMISE))(first, last) == days
