"""Numbers by which a matter is known."""

import pytest

from reading.matter_numbers import matter_numbers


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("boeking 20-44871 verwijderen", "order", "20-44871"),
        ("ik heb Power BI geboekt (B-30982)", "order", "B-30982"),
        ("my subscription (SUB-77120) until January", "order", "SUB-77120"),
        ("fakturaen var 20214471.", "invoice", "20214471"),
        ("uw rekening 24/5590 is terecht", "invoice", "24/5590"),
        ("op VF-55120 staat btw", "invoice", "VF-55120"),
        ("Kandidat 9980123456, PRINCE2", "candidate", "9980123456"),
        ("the candidate number (PR2P-77120-38)", "candidate", "PR2P-77120-38"),
        ("Ons kenmerk is PL0600-2024118.", "their_reference", "PL0600-2024118"),
        ("j.nr. 0099-83991-00214-25", "their_reference", "0099-83991-00214-25"),
        ("Uw besluit VR-2219 heb ik ontvangen", "their_reference", "VR-2219"),
    ],
)
def test_a_number_is_known_by_the_word_before_it(text: str, key: str, value: str) -> None:
    assert matter_numbers(text)[key] == value


@pytest.mark.parametrize(
    "text",
    [
        "Min ordre er ikke kommet",
        "de factuur van 2024",
        "rekening NL91ABNA0417164300",
        "invoice of 350 euro",
        "fakturaen er på 2.000 kr.",
        "klage 12.03.2026",
        "case closed",
    ],
)
def test_years_days_sums_and_accounts_are_no_numbers_of_a_matter(text: str) -> None:
    assert matter_numbers(text) == {}
