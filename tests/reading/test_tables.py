"""The tables of reading hold together."""

import pytest

from cases.kind import Flag, Kind
from reading.shapes import any_of, listed
from reading.tables import PHRASES, RULES


def test_every_kind_but_other_and_every_flag_has_rules_but_who_writes_for_somebody() -> None:
    assert {rule.shows for rule in RULES} == (set(Kind) - {Kind.OTHER}) | (set(Flag) - {Flag.ON_BEHALF})


def test_every_rule_says_how_sure_it_is() -> None:
    assert all(0 < rule.sure < 1 for rule in RULES)


def test_what_rules_refer_to_exists() -> None:
    for rule in RULES:
        assert {*rule.unless, *rule.lacks, *(one for need in rule.needs for one in need)} <= PHRASES.concepts


def test_a_shape_that_does_not_exist_cannot_be_shipped() -> None:
    with pytest.raises(KeyError):
        any_of("quotes", "nothing")
    with pytest.raises(KeyError):
        listed("nothing", "at all")
