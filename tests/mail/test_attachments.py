"""Files that came with a letter: safe names, true types."""

import io
import zipfile

import pytest

from mail.attachments import attachment_bytes, media_type
from tests.mail.letters import parsed


def with_file(*headers: str, data: bytes = b"x") -> bytes:
    """Put together a letter with one file under these headers."""
    top = "From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHej\n--b\n"
    return top.encode() + "\n".join([*headers, "", ""]).encode() + data + b"\n--b--"


def name_of(*headers: str) -> str:
    return parsed(with_file(*headers)).attachments[0].name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Content-Disposition: attachment; filename=klage.pdf", "klage.pdf"),
        ('Content-Disposition: attachment; filename="min klage; nr 1.pdf"', "min klage; nr 1.pdf"),
        ("Content-Disposition: attachment; filename=min klage.pdf", "min klage.pdf"),
        ('Content-Disposition: attachment; filename="a\\"b.pdf"', "a_b.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''kl%C3%A6ge.pdf", "klæge.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8'da'kl%C3%A6ge.pdf; filename=klage.pdf", "klæge.pdf"),
        ("Content-Disposition: attachment; filename*=us-ascii''kl%F6ge.pdf", "klöge.pdf"),
        ("Content-Disposition: attachment; filename*0=en-; filename*1=lang.pdf", "en-lang.pdf"),
        ("Content-Disposition: attachment; filename*1*=%C3%A6.pdf; filename*0*=utf-8''a%20", "a æ.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?q?kl=C3=A6ge?= =?utf-8?q?=2Epdf?="', "klæge.pdf"),
        ("Content-Disposition: attachment; filename=klæge.pdf", "klæge.pdf"),
        ("Content-Type: application/pdf; name=klage.pdf", "klage.pdf"),
        ('Content-Disposition: attachment; filename="../../etc/passwd"', "passwd"),
        ('Content-Disposition: attachment; filename="C:\\\\temp\\\\klage.pdf"', "klage.pdf"),
        ('Content-Disposition: attachment; filename="a\tb\x07c.pdf"', "a bc.pdf"),
        ('Content-Disposition: attachment; filename="annaexe\u202efdp.pdf"', "annaexefdp.pdf"),
        ('Content-Disposition: attachment; filename="..."', "application-2"),
        ('Content-Disposition: attachment; filename=""', "application-2"),
        ("Content-Disposition: attachment", "application-2"),
        (f"Content-Disposition: attachment; filename={'x' * 300}.pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_decoded_and_made_safe(header: str, name: str) -> None:
    kind = () if header.startswith("Content-Type") else ("Content-Type: application/pdf",)
    assert name_of(*kind, header) == name


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("data", "declared", "name", "shown"),
    [
        (b"%PDF-1.7", "application/octet-stream", "x.bin", "application/pdf"),
        (b"%PDF-1.7", "image/png", "x.png", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "application/pdf", "x.pdf", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpg", "x", "image/jpeg"),
        (b"<!DOCTYPE html><script>", "image/png", "x.png", "text/html"),
        (b"  <html>", "application/pdf", "x.pdf", "text/html"),
        (b"<html>", "message/rfc822", "x.eml", "message/rfc822"),
        (b"MZ\x90\x00", "application/pdf", "klage.pdf", "application/x-msdownload"),
        (packed("word/document.xml"), "application/octet-stream", "x", WORD),
        (packed("a.txt"), "application/pdf", "x.pdf", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/octet-stream", "brev.DOC", "application/msword"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/pdf", "x", "application/x-ole-storage"),
        (b"\x00\x00\x00\x18ftypheic", "application/octet-stream", "foto.heic", "image/heic"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/jpeg", "x.jpg", "image/webp"),
        (b"a;b", "application/octet-stream", "liste.csv", "text/csv"),
        (b"a;b", "text/calendar", "liste.csv", "text/calendar"),
        (b"", "application/octet-stream", "x", "application/octet-stream"),
    ],
)
def test_the_type_is_what_the_content_shows(data: bytes, declared: str, name: str, shown: str) -> None:
    assert media_type(data, declared, name) == shown


def test_a_picture_in_the_text_is_inline_and_a_paper_is_not() -> None:
    (picture,) = parsed(with_file("Content-Type: image/png", "Content-ID: <logo>")).attachments
    (paper,) = parsed(with_file("Content-Type: application/pdf", "Content-Disposition: attachment")).attachments
    assert picture.inline
    assert not paper.inline


@pytest.mark.parametrize(
    ("encoding", "packed_data"),
    [
        ("base64", b"aGVq\naGVq"),
        ("quoted-printable", b"hej=68=\nej"),
        ("x-uuencode", b"begin 644 x\n&:&5J:&5J\n`\nend"),
        ("8bit", b"hejhej"),
        ("no-such-thing", b"hejhej"),
    ],
)
def test_files_are_unpacked_from_every_encoding(encoding: str, packed_data: bytes) -> None:
    raw = with_file("Content-Type: application/x-y", f"Content-Transfer-Encoding: {encoding}", data=packed_data)
    (file,) = parsed(raw).attachments
    assert attachment_bytes(raw, file.part) == b"hejhej"


def test_a_letter_that_is_nothing_but_a_file_has_the_file() -> None:
    raw = b"From: a@b.c\nContent-Type: application/pdf; name=klage.pdf\n\n%PDF-1.4"
    (file,) = parsed(raw).attachments
    assert (file.part, file.name, file.media_type) == (0, "klage.pdf", "application/pdf")
    assert attachment_bytes(raw, 0) == b"%PDF-1.4"
