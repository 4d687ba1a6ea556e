"""What can be decided of each kind of case, and which rulings refuse."""

import pytest

from cases.decision import REFUSALS, RULINGS, Ruling
from cases.kind import ORDINARY, PRIVACY, Kind

RIGHTS = PRIVACY - {Kind.PRIVACY_COMPLAINT}


@pytest.mark.parametrize("kind", sorted(RIGHTS))
def test_a_right_is_granted_partly_granted_or_refused(kind: Kind) -> None:
    assert RULINGS[kind] == (Ruling.GRANTED, Ruling.PARTLY_GRANTED, Ruling.REFUSED)


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.PRIVACY_COMPLAINT])
def test_a_complaint_is_justified_partly_justified_or_not(kind: Kind) -> None:
    assert RULINGS[kind] == (Ruling.JUSTIFIED, Ruling.PARTLY_JUSTIFIED, Ruling.NOT_JUSTIFIED)


def test_p_mx_18_an_appeal_amends_the_decision_or_upholds_it() -> None:
    assert RULINGS[Kind.APPEAL] == (Ruling.AMENDED, Ruling.UPHELD)


def test_feedback_and_questions_are_answered_and_nothing_is_decided_of_them() -> None:
    assert set(Kind) - RULINGS.keys() == ORDINARY == {Kind.FEEDBACK, Kind.OTHER}


def test_only_a_right_can_be_refused_and_granting_a_part_refuses_the_rest() -> None:
    assert {Ruling.REFUSED, Ruling.PARTLY_GRANTED} == REFUSALS


def test_all_that_stands_on_the_gdpr_is_privacy_and_no_other_kind_is() -> None:
    assert set(Kind) - PRIVACY == {Kind.APPEAL, Kind.COMPLAINT, Kind.FEEDBACK, Kind.OTHER}
