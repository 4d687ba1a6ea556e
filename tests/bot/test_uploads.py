"""Files are judged by what they are, whatever they say they are."""

import io
import zipfile

import pytest

from bot.frames import BadFrame
from bot.reception import FileSense
from bot.uploads import LARGEST_FILE, judged
from mail.attachments import media_type, safe_name

SENSE = FileSense(media_type, safe_name)
PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXE = b"MZ\x90\x00" + bytes(200)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(*names: str) -> bytes:
    """Give a ZIP archive with files of these names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind", "kept_as"),
    [
        (PDF, "bevis.pdf", "application/pdf", "bevis.pdf"),
        (PNG, "Foto.PNG", "image/png", "Foto.PNG"),
        (JPEG, "IMG_1.jpeg", "image/jpeg", "IMG_1.jpeg"),
        (JPEG, "scan.pdf", "image/jpeg", "scan.pdf.jpg"),
        (PDF, "cv.exe", "application/pdf", "cv.exe.pdf"),
        (PDF, "", "application/pdf", "file.pdf"),
        (PDF, "../../etc/passwd", "application/pdf", "passwd.pdf"),
        (PDF, "fdp.\u202eexe", "application/pdf", "fdp.exe.pdf"),
        (PDF, 'a"\r\nX-Header: 1.pdf', "application/pdf", "a_ X-Header_ 1.pdf"),
        (packed("word/document.xml"), "brev.docx", DOCX, "brev.docx"),
        (OLE, "brev.doc", "application/msword", "brev.doc"),
        ("Kære I, blåbær\n".encode(), "brev.txt", "text/plain", "brev.txt"),
        ("Kære I".encode("cp1252"), "liste.csv", "text/csv", "liste.csv"),
    ],
)
def test_what_is_taken_is_called_and_typed_by_its_bytes(content: bytes, name: str, kind: str, kept_as: str) -> None:
    file = judged(content, name, SENSE)
    assert (file.media_type, file.name, file.content) == (kind, kept_as, content)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (EXE, "bevis.pdf"),
        (EXE, "bevis.exe"),
        (b"\x7fELF" + bytes(99), "foto.png"),
        (b"<html><script>alert(1)</script>", "foto.png"),
        (b"<!DOCTYPE html><p>hej", "brev.txt"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "tegning.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "tegning.png"),
        (b"MQuite random text", "bevis.pdf"),
        (bytes(500), "foto.jpg"),
        (bytes(500), "brev.txt"),
        (packed("evil.js"), "arkiv.zip"),
        (packed("evil.js"), "brev.docx"),
        (OLE, "bevis.pdf"),
        (b"#!/bin/sh\nrm -rf /\n", "run.sh"),
        (b"\x1f\x8b\x08" + bytes(30), "data.csv"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(BadFrame, match="type"):
        judged(content, name, SENSE)


def test_an_empty_file_and_one_that_is_too_large_are_refused() -> None:
    with pytest.raises(BadFrame, match="nothing"):
        judged(b"", "bevis.pdf", SENSE)
    with pytest.raises(BadFrame, match="large"):
        judged(PDF + bytes(LARGEST_FILE), "bevis.pdf", SENSE)
