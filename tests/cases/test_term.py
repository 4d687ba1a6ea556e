"""Terms are read and written the way law and promises say them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import BadInput
from cases.term import Basis, Term, Unit


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("24 hours", Term(24, Unit.HOURS)),
        ("14 working days", Term(14, Unit.WORKING_DAYS)),
        ("10 days", Term(10, Unit.DAYS)),
        ("4 weeks", Term(4, Unit.WEEKS)),
        ("1 month", Term(1, Unit.MONTHS)),
        ("2 years", Term(2, Unit.YEARS)),
        ("  1  working day ", Term(1, Unit.WORKING_DAYS)),
        ("1 months", Term(1, Unit.MONTHS)),
        ("9999 hours", Term(9999, Unit.HOURS)),
    ],
)
def test_a_term_is_read_as_it_is_said(written: str, term: Term) -> None:
    assert Term.parse(written) == term


@pytest.mark.parametrize(
    "written",
    [
        *("", "month", "0 days", "00 weeks", "-1 month", "1.5 months", "1 fortnight", "10000 hours", "1 month 2 days"),
        *("one month", "1month", "٣ days", "1 workingday", "14 arbejdsdage", "1 Month", "1 month\nx"),
    ],
)
def test_what_is_no_length_of_time_is_refused_with_what_is_expected(written: str) -> None:
    with pytest.raises(BadInput, match=re.escape(f'term "{written}" is not a length of time; expected')):
        Term.parse(written)


def test_the_examples_that_a_refusal_gives_are_themselves_read() -> None:
    with pytest.raises(BadInput) as refused:
        Term.parse("soon")
    examples = re.split(", | or ", str(refused.value).partition("expected for example ")[2])
    assert {Term.parse(example.strip('"')).unit for example in examples} == set(Unit)


@given(st.builds(Term, st.integers(1, 9999), st.sampled_from(list(Unit))))
def test_what_is_written_is_read_back(term: Term) -> None:
    assert Term.parse(str(term)) == term


@pytest.mark.parametrize(
    ("term", "written"), [(Term(1, Unit.WORKING_DAYS), "1 working day"), (Term(2, Unit.YEARS), "2 years")]
)
def test_one_is_singular(term: Term, written: str) -> None:
    assert str(term) == written


@pytest.mark.parametrize("basis", list(Basis))
def test_a_basis_is_read_by_its_name(basis: Basis) -> None:
    assert Basis.parse(str(basis)) is basis


@pytest.mark.parametrize("written", ["", "EU", "gdpr", "nl_statute"])
def test_an_unknown_basis_is_refused_with_those_there_are(written: str) -> None:
    with pytest.raises(BadInput, match=f'basis "{written}" is not known; expected eu or nl-statute or promise'):
        Basis.parse(written)
