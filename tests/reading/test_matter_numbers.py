"""Numbers by which a matter is known."""

from time import process_time

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
        ("Ordren hed 4488-M", "order", "4488-M"),
        ("Det står på ordrenummeret 2025-8814.", "order", "2025-8814"),
        ("order 318 440 927 for my son", "order", "318 440 927"),
        ("print our PO 4500771122 on it", "order", "4500771122"),
        ("mijn eindfactuur TK-2025-11", "invoice", "TK-2025-11"),
        ("Kandidatnummer 9980 6611 2040", "candidate", "9980 6611 2040"),
        ("my candidate number at PeopleCert is P-551902", "candidate", "P-551902"),
        ("Our ref TB/KLO/4", "their_reference", "TB/KLO/4"),
        ("my student number 20441", "their_reference", "20441"),
    ],
)
def test_a_number_is_known_by_the_word_before_it(text: str, key: str, value: str) -> None:
    assert matter_numbers(text)[key] == value


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("Ik heb de workshop geboekt en wil annuleren (HX-40921).", "order", "HX-40921"),
        ("Vi købte tre pladser i marts (7702-LK) og har intet hørt.", "order", "7702-LK"),
        ("I have paid TN-3381 already.", "invoice", "TN-3381"),
        ("F-77120 er ikke vores, siger bogholderiet.", "invoice", "F-77120"),
        ("9980 2204 7719 3021 is mine", "candidate", "9980 2204 7719 3021"),
        ("I missed it by one point (PC-88120-C).", "candidate", "PC-88120-C"),
        ("Uw afwijzing\n\nU heeft mijn verzoek afgewezen (TW-2025-77).", "their_reference", "TW-2025-77"),
        ("KV-4471 tre uger senere\n\nDer er stadig stille.", "their_reference", "KV-4471"),
        ("[#88231] Your message was closed", "their_reference", "88231"),
        ("Vordering PL0900-2025118", "their_reference", "PL0900-2025118"),
    ],
)
def test_a_code_that_nothing_names_belongs_to_what_is_spoken_of(text: str, key: str, value: str) -> None:
    assert matter_numbers(text) == {key: value}


@pytest.mark.parametrize(
    "text",
    [
        "Det er koldt i lokale C-104",
        "Regulation (EU) 2016/679",
        "the years 2019-2023",
        "ISO-27001 en AZ-900",
        "niveau B1-B2",
        "Mijn rekening is NL44 RABO 0123 4567 89",
        "passport A09377219",
        "17-jarige, 58-årig, 17-year-olds",
        "Min sag er MX-26-481903",
        "your letter of the 14th",
        "the file sales_2019.csv",
        "kenteken 12-XKL-4",
        "mijn nummer is 999990019",
        "i A4-side",
    ],
)
def test_not_every_word_with_digits_is_a_code(text: str) -> None:
    assert matter_numbers(text) == {}


def test_a_code_is_not_said_twice() -> None:
    assert matter_numbers("Faktura 2025-4471. Hvorfor skal 2025-4471 betales?") == {"invoice": "2025-4471"}


@pytest.mark.parametrize("piece", ["A-1", "AB/", "2024-", "99 ", "PO 1 ", "[1] ", "1-", "V-12 ", "klage 1 "])
def test_numbers_of_a_megabyte_take_no_long_time(piece: str) -> None:
    began = process_time()
    matter_numbers(piece * (1_000_000 // len(piece)))
    assert process_time() - began < 5


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
