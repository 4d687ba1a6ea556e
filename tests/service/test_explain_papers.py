"""`svarfrist explain` reads the files of a letter too, and says what they are."""

from typing import Any

import pytest

from cases.office import Office
from service.explaining import explain_letter
from tests.builders import AT
from tests.papers import INVOICE, PASSPORT, a_pdf, a_photo
from tests.smtp import a_letter

WORDS = "Jeg vil klage over min eksamen, den var meget urimelig."


@pytest.fixture
def mentorix(offices: dict[str, Office]) -> Office:
    return offices["mentorix"]


def files(explained: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(file["kind"], file["read"]) for file in explained["attachments"]]


def test_a_file_is_told_by_its_words(mentorix: Office) -> None:
    raw = a_letter(WORDS, files=[("scan.pdf", "application/pdf", a_pdf(INVOICE))])
    (file,) = explain_letter(raw, mentorix, AT)["attachments"]
    assert (file["kind"], file["read"], "FACTUUR" in file["evidence"]) == ("invoice", True, True)
    assert file["confidence"] > 0.9


def test_a_photograph_of_a_passport_is_sensitive_and_no_paper_of_a_complaint(mentorix: Office) -> None:
    explained = explain_letter(a_letter(WORDS, files=[("1.png", "image/png", a_photo(PASSPORT))]), mentorix, AT)
    assert files(explained) == [("identity_copy", True)]
    assert "documents" in explained["missing"]
    assert "identity_copy" in {one["category"] for one in explained["sensitive"]}


def test_a_broken_file_is_told_by_its_name_and_a_logo_is_nothing(mentorix: Office) -> None:
    attached = [("faktura.pdf", "application/pdf", b"%PDF-1.4 one page"), ("logo.gif", "image/gif", b"GIF89a" * 9)]
    assert files(explain_letter(a_letter(WORDS, files=attached), mentorix, AT)) == [
        ("invoice", False),
        ("other", False),
    ]


def test_nobody_reads_the_files_of_a_machine(mentorix: Office) -> None:
    raw = a_letter(
        "Jeg er på ferie.",
        subject="Automatisk svar",
        Auto_Submitted="auto-replied",
        files=[("scan.pdf", "application/pdf", a_pdf(INVOICE))],
    )
    assert files(explain_letter(raw, mentorix, AT)) == [("other", False)]
