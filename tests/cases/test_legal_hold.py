"""A hold keeps a case until somebody lifts it."""

from dataclasses import replace

from cases.legal_hold import LegalHold, Purpose
from tests.builders import AT


def test_a_hold_holds_until_it_is_lifted_and_not_only_until_it_is_to_be_looked_at() -> None:
    hold = LegalHold(1, 1, Purpose.COURT, "the bill", 7, AT, AT.date())
    assert hold.holds
    assert not replace(hold, lifted_by=7, lifted_at=AT).holds
