"""What was understood, and from how sure on it has effects."""

import pytest

from cases.kind import Kind
from cases.reading import SURE_OF_DOCUMENT, Document, DocumentKind, FoundKind, Reading, Sensitive


@pytest.mark.parametrize(
    ("confidence", "probably"), [(SURE_OF_DOCUMENT, True), (SURE_OF_DOCUMENT - 0.01, False), (1.0, True)]
)
def test_a_paper_is_taken_for_a_kind_from_half_sure_on(confidence: float, probably: bool) -> None:  # noqa: FBT001 - a row
    paper = Document(1, DocumentKind.INVOICE, confidence)
    assert paper.is_probably(DocumentKind.INVOICE) is probably
    assert not paper.is_probably(DocumentKind.CERTIFICATE)


def test_a_number_is_shown_otherwise_than_it_is_called_and_a_matter_is_not() -> None:
    assert Sensitive("cpr", "******-****").is_number
    assert not Sensitive("health", "health").is_number


def test_a_file_is_no_paper_of_any_kind_before_something_shows_it() -> None:
    unknown = Document(1)
    assert unknown.kind is DocumentKind.OTHER
    assert not any(unknown.is_probably(kind) for kind in DocumentKind)
    assert not unknown.read


def test_a_reading_says_only_what_was_found() -> None:
    plain = Reading("da", (FoundKind(Kind.COMPLAINT, 0.9, ("klage",)),), "Jeg klager.")
    assert (plain.fields, plain.flags, plain.sensitive, plain.documents) == ({}, frozenset(), (), ())
    assert (plain.says_no_documents, plain.unsure, plain.language_known) == (False, False, True)
