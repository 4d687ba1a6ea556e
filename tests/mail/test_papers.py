"""Files are read for what they are: sound ones, scans by the real tesseract, and those that mean harm."""

import dataclasses
import json
import threading
from collections.abc import Iterator
from time import monotonic, sleep

import pytest

from cases.reading import Document, DocumentKind, Sensitive
from intake.papers_read import Seen
from mail.paper_text import PDF, READERS, TEXT_CAP, WORD, WRITER, Unread, words_of
from mail.papers import Paper, Reader, tesseract
from reading.documents import READABLE, READABLE_PICTURES
from tests.papers import (
    CONSENT,
    INVOICE,
    MEDICAL,
    PASSPORT,
    RESULT,
    a_docx,
    a_pdf,
    a_pdf_in_circles,
    a_pdf_that_unpacks_to,
    a_pdf_with_pages,
    a_photo,
    a_scan,
    an_odt,
)

RTF = rb"{\rtf1\ansi FAKTURA\par Fakturanr. 2026-17\par I alt DKK 4.500,00\par Moms 900,00}"
HTML = b"<!doctype html><html><body><h1>Invoice no. 4711</h1><p>Total due: EUR 90</p></body></html>"
PNG = "image/png"
BOMB = a_pdf_that_unpacks_to(2**28)


def no_pictures(_picture: bytes) -> str:
    return ""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """Give a process that reads files."""
    reader = Reader()
    yield reader
    reader.end()


def seen(reader: Reader, octets: bytes, media_type: str, language: str = "da") -> Seen | None:
    return reader.read(Paper(octets, media_type, Document(2), language))


def kind(reader: Reader, octets: bytes, media_type: str) -> DocumentKind | None:
    found = seen(reader, octets, media_type)
    return found.document.kind if found else None


@pytest.mark.parametrize(
    ("octets", "media_type", "kind_"),
    [
        (a_pdf(MEDICAL), PDF, DocumentKind.MEDICAL_CERTIFICATE),
        (a_pdf("Side 1 er tom", INVOICE), PDF, DocumentKind.INVOICE),
        (a_docx(CONSENT), WORD, DocumentKind.WRITTEN_CONSENT),
        (an_odt(RESULT), WRITER, DocumentKind.EXAM_RESULT),
        (RTF, "application/rtf", DocumentKind.INVOICE),
        (HTML, "text/html", DocumentKind.INVOICE),
        (MEDICAL.encode("cp1252"), "text/plain", DocumentKind.MEDICAL_CERTIFICATE),
    ],
    ids=["pdf", "second page", "word", "writer", "rtf", "html", "text"],
)
def test_the_words_of_a_file_say_what_it_is(
    reader: Reader, octets: bytes, media_type: str, kind_: DocumentKind
) -> None:
    assert kind(reader, octets, media_type) is kind_


@pytest.mark.parametrize(
    ("octets", "media_type", "kind_"),
    [
        (a_scan(MEDICAL), PDF, DocumentKind.MEDICAL_CERTIFICATE),
        (a_photo(INVOICE), PNG, DocumentKind.INVOICE),
        (a_photo(PASSPORT), PNG, DocumentKind.IDENTITY_COPY),
    ],
    ids=["Danish scan", "Dutch photo", "passport"],
)
def test_a_scan_is_read_by_the_program_for_pictures(
    reader: Reader, octets: bytes, media_type: str, kind_: DocumentKind
) -> None:
    assert tesseract(), "tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-dan tesseract-ocr-nld"
    found = seen(reader, octets, media_type)
    assert found
    assert found.document.is_probably(kind_)
    assert found.document.read


def test_without_that_program_scans_stay_unread_and_the_rest_is_read() -> None:
    reader = Reader(pictures=())
    try:
        assert seen(reader, a_scan(MEDICAL), PDF) is None
        assert seen(reader, a_photo(INVOICE), PNG) is None
        assert kind(reader, a_pdf(MEDICAL), PDF) is DocumentKind.MEDICAL_CERTIFICATE
    finally:
        reader.end()


def test_a_program_for_pictures_that_fails_or_never_ends_is_done_without() -> None:
    for program in (("/bin/false",), ("/nowhere/tesseract",), ("/bin/sleep", "600")):
        reader = Reader(pictures=program, seconds=0.5)
        try:
            began = monotonic()
            assert seen(reader, a_photo(INVOICE), PNG) is None
            assert monotonic() - began < 10
        finally:
            reader.end()


def test_numbers_are_named_and_the_words_stay_in_the_process(reader: Reader) -> None:
    found = seen(reader, a_pdf(f"{MEDICAL}\nCPR-nr. 120385-1234"), PDF)
    assert found
    assert found.sensitive == (Sensitive("cpr", "••••••-••••"),)
    told = json.dumps(dataclasses.asdict(found))
    assert not any(word in told for word in ("1234", "Anna", "influenza", "Krogh"))


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        (b"", PDF),
        (b"%PDF-1.4\n" + b"\0\xff" * 500, PDF),
        (a_pdf(MEDICAL)[:700], PDF),
        (a_pdf_in_circles(), PDF),
        (a_pdf_with_pages(5_000), PDF),
        (b"PK\x03\x04 no archive", WORD),
        (a_docx(CONSENT)[:200], WORD),
        (a_docx(CONSENT), WRITER),
        (a_photo(INVOICE)[:400], PNG),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\x7f\xff\xff\xff" * 2 + b"\x08\0\0\0\0", PNG),
        (b"GIF89a", "image/gif"),
        (b"\0" * 5_000, "text/plain"),
        (b"x" * 100, "application/x-unknown"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_broken_is_not_read_and_harms_nothing(reader: Reader, octets: bytes, media_type: str) -> None:
    assert kind(reader, octets, media_type) is None
    assert kind(reader, a_docx(CONSENT), WORD) is DocumentKind.WRITTEN_CONSENT


def test_a_locked_file_is_not_read(reader: Reader) -> None:
    locked = a_pdf(MEDICAL).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        % (b"11" * 32, b"22" * 32),
    )
    assert kind(reader, locked, PDF) is None


def test_what_unpacks_without_end_is_given_up_in_seconds_and_the_next_is_read() -> None:
    reader = Reader(seconds=2)
    try:
        began = monotonic()
        assert kind(reader, BOMB, PDF) is None
        assert monotonic() - began < 15
        assert kind(reader, a_pdf(MEDICAL), PDF) is DocumentKind.MEDICAL_CERTIFICATE
    finally:
        reader.end()


def test_a_document_that_unpacks_without_end_is_read_no_further_than_it_is_wanted() -> None:
    assert len(words_of(a_docx("klage\n" * 400_000), WORD, no_pictures)) == TEXT_CAP


def test_a_process_that_is_ended_in_the_middle_leaves_its_file_unread() -> None:
    reader = Reader(pictures=("/bin/sleep", "600"))
    results: list[Seen | None] = []
    work = threading.Thread(target=lambda: results.append(seen(reader, a_photo(INVOICE), PNG)))
    work.start()
    while reader._process is None:
        sleep(0.01)
    reader.end()
    work.join(10)
    assert results == [None]


def test_who_was_ended_reads_nothing_until_resumed() -> None:
    reader = Reader()
    reader.end()
    assert kind(reader, a_docx(CONSENT), WORD) is None
    assert reader._process is None
    reader.resume()
    assert kind(reader, a_docx(CONSENT), WORD) is DocumentKind.WRITTEN_CONSENT
    reader.end()


def test_there_is_a_reader_for_every_type_that_is_read() -> None:
    assert {PDF, *READERS} | READABLE_PICTURES == READABLE


def test_what_is_of_another_type_has_no_words() -> None:
    with pytest.raises(Unread):
        words_of(b"words", "video/quicktime", no_pictures)
