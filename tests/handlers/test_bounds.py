"""Which grounds keep data for one purpose only, and from how many letters on a matter is described."""

import pytest

from cases.decision import Ruling
from cases.kind import Kind
from cases.task import TaskKind
from handlers.all import work_of
from handlers.interface import Judged, Matter
from handlers.requirements import lacking
from tests.builders import AT, a_case, a_policy, a_reading


def tasks(ground: str) -> list[TaskKind]:
    judged = Judged(a_case(kind=Kind.ERASURE), Ruling.REFUSED, (ground,))
    return [todo.kind for todo in work_of(Kind.ERASURE).after(judged, a_policy())]


@pytest.mark.parametrize("ground", ["bookkeeping_dk", "bookkeeping_nl", "legal_obligation", "legal_claims"])
def test_what_a_law_or_a_claim_keeps_is_used_for_nothing_else(ground: str) -> None:
    assert tasks(ground) == [TaskKind.RESTRICT_DATA]


@pytest.mark.parametrize("ground", ["still_needed", "not_identified", "excessive"])
def test_what_stays_on_another_ground_is_not_restricted(ground: str) -> None:
    assert tasks(ground) == []


def test_twenty_letters_describe_a_matter() -> None:
    assert not lacking(("description",), Matter(Kind.COMPLAINT, AT, a_reading(text="Det var for dårligt."), None))


def test_nineteen_letters_and_blanks_around_them_describe_nothing() -> None:
    assert lacking(("description",), Matter(Kind.COMPLAINT, AT, a_reading(text=" Det var for dårligt \n"), None))
