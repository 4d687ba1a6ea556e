"""Files that came with a letter: safe names, true types."""

import io
import zipfile

import pytest

from mail.attachments import attachment_bytes, media_type
from reading.documents import documents
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
        ('Content-Disposition: attachment; filename="faktura.pdf.exe"', "faktura.pdf.exe"),
        ('Content-Disposition: attachment; filename="faktura.pdf\u200b.exe "', "faktura.pdf.exe"),
        ('Content-Disposition: attachment; filename="C:\\temp\\klage.pdf\\"', "klage.pdf"),
        ('Content-Disposition: attachment; filename="C:\\Mine filer\\klage.pdf"', "klage.pdf"),
        ('Content-Disposition: attachment; filename="con.pdf"', "_con.pdf"),
        ('Content-Disposition: attachment; filename="Lpt1"', "_Lpt1"),
        ('Content-Disposition: attachment; filename="konto.pdf"', "konto.pdf"),
        ('Content-Disposition: attachment; filename=".htaccess"', "htaccess"),
        ('Content-Disposition: attachment; filename="pa\u030a.pdf"', "på.pdf"),
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
        (b"\x00\x00\x00\x18ftypmp42", "image/jpeg", "foto.jpg", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "application/octet-stream", "tale.m4a", "audio/mp4"),
        (b"BM\x06\x00\x00\x00", "application/octet-stream", "x", "image/bmp"),
        (b"BMI", "text/plain", "bmi.txt", "text/plain"),
        (b"a;b", "application/octet-stream", "liste.csv", "text/csv"),
        (b"a;b", "text/calendar", "liste.csv", "text/calendar"),
        (b"", "application/octet-stream", "x", "application/octet-stream"),
    ],
)
def test_the_type_is_what_the_content_shows(data: bytes, declared: str, name: str, shown: str) -> None:
    assert media_type(data, declared, name) == shown


PNG = b"\x89PNG\r\n\x1a\n"
LOGO, PHOTO = PNG + bytes(5_000), PNG + bytes(80_000)


def with_picture(data: bytes, *headers: str, html: str = "<p>Hej</p>") -> bool:
    """Say whether a picture in a letter of this HTML counts as standing in the text."""
    top = f"From: a@b.c\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n{html}\n--b\n"
    head = "\n".join(["Content-Type: image/png; name=image001.png", *headers, "", ""])
    (picture,) = parsed((top + head).encode() + data + b"\n--b--").attachments
    return picture.inline


@pytest.mark.parametrize("html", ['<img src="cid:a%40b">', "<IMG width=9 SRC='CID:a@b'>", "<td background=cid:a@b>"])
@pytest.mark.parametrize("data", [LOGO, PHOTO], ids=["logo", "photo"])
def test_a_picture_that_the_html_shows_stands_in_the_text_however_it_is_declared(data: bytes, html: str) -> None:
    for kind in ("inline", "attachment"):
        assert with_picture(data, "Content-ID: <a@b>", f"Content-Disposition: {kind}", html=html)


def test_a_picture_may_be_shown_by_its_place_instead_of_its_id() -> None:
    assert with_picture(LOGO, "Content-Location: logo.png", html='<img src="logo.png">')


def test_a_photograph_that_a_phone_puts_between_the_lines_is_a_file() -> None:
    assert not with_picture(PHOTO, "Content-Disposition: inline; filename=IMG_0001.jpeg")
    assert not with_picture(PHOTO, "Content-ID: <elsewhere>")
    assert not with_picture(LOGO, "Content-ID: <gmail-gives-every-file-one>", "Content-Disposition: attachment")


def test_a_small_picture_among_the_lines_is_none() -> None:
    assert with_picture(LOGO, "Content-Disposition: inline; filename=logo.png")
    assert with_picture(LOGO, "Content-ID: <elsewhere>")


def test_of_two_letters_with_a_logo_and_a_receipt_only_the_receipt_is_a_paper() -> None:
    message = parsed(with_file("Content-Type: image/png", "Content-Disposition: inline; filename=logo.png", data=LOGO))
    receipt = parsed(with_file("Content-Type: image/png", "Content-Disposition: inline; filename=x.png", data=PHOTO))
    assert documents(message.attachments) == ()
    assert [one.part for one in documents(receipt.attachments)] == [2]


def test_a_paper_is_never_inline_though_its_program_says_so() -> None:
    raw = with_file("Content-Type: application/pdf", "Content-Disposition: inline", data=b"%PDF-1.4")
    assert not parsed(raw).attachments[0].inline


def test_what_an_archive_holds_is_listed_and_a_bomb_is_a_fault() -> None:
    archive = packed("kvittering.pdf", "foto.jpg")
    message = parsed(with_file("Content-Type: application/zip", data=archive))
    assert message.attachments[0].contents == ("kvittering.pdf", "foto.jpg")
    assert message.faults == ()
    end = archive.rindex(b"PK\x01\x02")
    bomb = archive[: end + 24] + b"\xff\xff\xff\xff" + archive[end + 28 :]
    assert parsed(with_file("Content-Type: application/zip", data=bomb)).faults == ("archive_bomb",)


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
