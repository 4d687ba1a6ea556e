"""The finder of citations is a tool that other tests lean on, so it is tested itself."""

import pytest

from tests.house.citations import covers, laws, rules


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("as GDPR Art. 12(3) says", ["GDPR Art. 12(3)"]),
        ("(GDPR Art. 12(4), 15(1)(f))", ["GDPR Art. 12(4)", "GDPR Art. 15(1)(f)"]),
        ("GDPR Art. 12(4), Art. 15(1)(f), Art. 77", ["GDPR Art. 12(4)", "GDPR Art. 15(1)(f)", "GDPR Art. 77"]),
        ("GDPR Art. 21(2) and (3)", ["GDPR Art. 21(2)", "GDPR Art. 21(3)"]),
        ("GDPR Art. 5(1)(c) and (e), 17(3)(e)", ["GDPR Art. 5(1)(c)", "GDPR Art. 5(1)(e)", "GDPR Art. 17(3)(e)"]),
        ("GDPR Art. 17 and Art. 19, P-JK-04", ["GDPR Art. 17", "GDPR Art. 19"]),
        ("GDPR Art. 12(3): the month; Art. 28(3)(e)", ["GDPR Art. 12(3)"]),
        ("the month of GDPR\n    Art. 12(3)", ["GDPR Art. 12(3)"]),
        ("# (Algemene\n# termijnenwet art. 3(2))", ["Algemene termijnenwet art. 3(2)"]),
        ("Reg. 1182/71 Art. 3(2)(c), C-171/03", ["Reg. 1182/71 Art. 3(2)(c)", "C-171/03"]),
        ("databeskyttelsesloven § 11(2), UAVG Art. 46", ["databeskyttelsesloven § 11(2)", "UAVG art. 46"]),
        ("Databeskyttelsesloven § 11 forbids it", ["databeskyttelsesloven § 11"]),
        ("RFC 5321 section 6.1, RFC 3834 §2", ["RFC 5321 §6.1", "RFC 3834 §2"]),
        ("EDPB 01/2022 s. 5.3.", ["EDPB 01/2022 s. 5.3"]),
        ("the RFC Message-ID; ISO 8601; GDPR requests", []),
    ],
)
def test_a_law_is_found_however_it_stands_in_the_line(text: str, found: list[str]) -> None:
    assert list(laws(text)) == found


def test_rules_are_found_by_their_id() -> None:
    assert list(rules("P-MX-05, R-12-3a, R-T-8 and CON-10 (AMB-1); not X-Auto-5 or PR-1")) == [
        "P-MX-05",
        "R-12-3a",
        "R-T-8",
        "CON-10",
        "AMB-1",
    ]


def test_a_row_covers_the_places_inside_it_and_no_neighbour() -> None:
    assert covers("RFC 5321", "RFC 5321 §6.1")
    assert covers("GDPR Art. 12(3)", "GDPR Art. 12(3)")
    assert covers("GDPR Art. 17", "GDPR Art. 17(3)(e)")
    assert not covers("GDPR Art. 1", "GDPR Art. 12(3)")
    assert not covers("RFC 532", "RFC 5321")
    assert not covers("GDPR Art. 12(3)", "GDPR Art. 12")
