"""The list of kinds is complete, and every requirement has its proof."""

import pytest

from cases.kind import Flag, Kind
from cases.office import Office
from cases.policy import REQUIREMENTS
from cases.reading import Document
from handlers.all import ALL, handler_of
from handlers.interface import Matter
from handlers.requirements import ENOUGH_TO_DESCRIBE, PROOFS, lacking
from tests.builders import AT, a_policy, a_reading


def a_matter(kind: Kind = Kind.COMPLAINT, address: str | None = None, **reading: object) -> Matter:
    bare: dict[str, object] = {"fields": {}, "text": "", "documents": ()}
    return Matter(kind, AT, a_reading(kind, **{**bare, **reading}), address)


def test_every_kind_has_one_handler() -> None:
    assert sorted(handler.kind for handler in ALL) == sorted(Kind)


def test_every_requirement_has_a_proof_and_every_proof_a_requirement() -> None:
    assert PROOFS.keys() == set(REQUIREMENTS)


@pytest.mark.parametrize(
    ("name", "proof"),
    [
        ("name", {"fields": {"name": "Anna Holm"}}),
        ("email", {"fields": {"email": "anna@example.org"}}),
        ("email", {"address": "anna@example.org"}),
        ("documents", {"documents": (Document(2),)}),
        ("documents", {"says_no_documents": True}),
        ("description", {"text": "x" * ENOUGH_TO_DESCRIBE}),
        ("customer", {"fields": {"customer": "Voorbeeld"}}),
        ("authority", {"fields": {"authority": "fuldmagt"}}),
        ("what_is_wrong", {"fields": {"what_is_wrong": "adressen"}}),
        ("proposed_value", {"fields": {"proposed_value": "Nygade 1"}}),
        ("programme", {"fields": {"programme": "Lederuddannelsen"}}),
        ("programme", {"fields": {"course": "PRINCE2"}}),
    ],
)
def test_what_proves_a_requirement_and_nothing_else(name: str, proof: dict[str, object]) -> None:
    assert lacking(REQUIREMENTS, a_matter()) == REQUIREMENTS
    assert lacking(REQUIREMENTS, a_matter(**proof)) == tuple(one for one in REQUIREMENTS if one != name)  # type: ignore[arg-type]  # an address is a word


@pytest.mark.parametrize("said", ["", "   \n\t ", "Kort.", " " * 100, "x" * (ENOUGH_TO_DESCRIBE - 1)])
def test_a_word_or_two_describe_nothing(said: str) -> None:
    assert lacking(("description",), a_matter(text=said)) == ("description",)


def test_an_empty_field_proves_nothing() -> None:
    assert lacking(("name",), a_matter(fields={"name": ""})) == ("name",)


def test_peoplecerts_links_go_with_a_complaint_about_their_decision_and_with_no_other(
    offices: dict[str, Office],
) -> None:
    about = frozenset({Flag.PEOPLECERT_DECISION})
    statements = handler_of(Kind.COMPLAINT).statements
    mentorix, metier = offices["mentorix"].policy, offices["metier"].policy
    assert "peoplecert_links" in statements(a_matter(flags=about), mentorix)
    assert "peoplecert_links" not in statements(a_matter(), mentorix)
    assert "peoplecert_links" not in statements(a_matter(flags=about), metier)
    assert "peoplecert_links" not in handler_of(Kind.ACCESS).statements(a_matter(Kind.ACCESS, flags=about), mentorix)


def test_the_processors_four_weeks_do_not_begin_with_the_persons_letter(offices: dict[str, Office]) -> None:
    """They run from the customer's request (P-MB-05)."""
    policy = offices["mentor"].policy
    assert "processor_reply" in {rule.name for rule in policy.rules(Kind.ACCESS).clocks}
    assert "processor_reply" not in {
        rule.name for rule in handler_of(Kind.ACCESS).clocks(a_matter(Kind.ACCESS), policy)
    }


def test_a_policy_that_asks_for_little_is_followed() -> None:
    assert handler_of(Kind.COMPLAINT).missing(a_matter(), a_policy()) == ("name", "email", "documents")
