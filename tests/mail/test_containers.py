"""Parts that hold others: their words are read, their files found again, under one numbering with the rest."""

import binascii

import pytest

from cases.message import Message
from mail.attachments import attachment_bytes
from reading.documents import documents
from tests.mail.letters import parsed, verdict
from tests.mail.packing import (
    ENVELOPED,
    HELLO_AS_RTF,
    STRING8,
    a_signed,
    a_tnef,
    a_tnef_file,
    attribute,
    in_cms,
    properties,
    tlv,
)

KLAGE = a_tnef_file(b"klage.pdf", b"%PDF-1.4")


def with_part(data: bytes, *headers: str, text: str = "") -> bytes:
    """Put together a letter with a text, and one more part under these headers, as base64."""
    top = "From: anna@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n" + text + "\n--b\n"
    head = "\n".join([*headers, "Content-Transfer-Encoding: base64", "", ""])
    return (
        (top + head).encode() + binascii.b2a_base64(data) + b"--b\nContent-Type: image/png\n\n\x89PNG\r\n\x1a\n\n--b--"
    )


def winmail(data: bytes, text: str = "") -> bytes:
    return with_part(data, "Content-Type: application/ms-tnef; name=winmail.dat", text=text)


def names(message: Message) -> list[str]:
    return [file.name for file in message.attachments]


def found_again(raw: bytes) -> list[bytes]:
    return [attachment_bytes(raw, file.part) for file in parsed(raw).attachments]


# --- winmail.dat --------------------------------------------------------------------------------------------------


def test_the_files_in_a_winmail_take_its_place_and_are_found_again_under_their_numbers() -> None:
    raw = winmail(a_tnef(KLAGE, a_tnef_file(b"foto.png", b"\x89PNG\r\n\x1a\nfoto")), text="Se vedhæftede.")
    assert [(file.name, file.media_type) for file in parsed(raw).attachments] == [
        ("klage.pdf", "application/pdf"),
        ("foto.png", "image/png"),
        ("image-5", "image/png"),
    ]
    assert found_again(raw)[:2] == [b"%PDF-1.4", b"\x89PNG\r\n\x1a\nfoto"]


def test_a_winmail_is_known_by_its_first_bytes_whatever_it_is_called() -> None:
    raw = with_part(a_tnef(KLAGE), 'Content-Type: application/octet-stream; name="winmail.dat"')
    assert names(parsed(raw))[0] == "klage.pdf"


def test_a_letter_that_is_nothing_but_a_winmail_has_its_words_and_files() -> None:
    words = attribute(1, 0x800C, b"Jeg klager over kurset.\0")
    raw = b"From: a@b.c\nContent-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n"
    raw += binascii.b2a_base64(a_tnef(KLAGE, message=[words]))
    assert parsed(raw).text == "Jeg klager over kurset."
    assert names(parsed(raw)) == ["klage.pdf"]
    assert found_again(raw) == [b"%PDF-1.4"]


@pytest.mark.parametrize("property_", [(0x1013, 0x0102, b"<p>hello <b>world</b></p>"), (0x1009, 0x0102, HELLO_AS_RTF)])
def test_the_words_in_a_winmail_are_read_where_the_letter_has_none(property_: tuple[int, int, bytes]) -> None:
    data = a_tnef(KLAGE, message=[attribute(1, 0x9003, properties(property_))])
    assert parsed(winmail(data)).text == "hello world"
    assert parsed(winmail(data, text="Mine egne ord")).text == "Mine egne ord"


def test_outlook_letters_inside_of_outlook_letters_are_opened() -> None:
    message = bytes.fromhex("0703020000000000c000000000000046")
    data = a_tnef(KLAGE)
    for _ in range(3):
        data = a_tnef(a_tnef_file(b"Brev", b"", (0x3701, 0x0D, message + data)))
    raw = winmail(data)
    assert "klage.pdf" in names(parsed(raw))
    assert b"%PDF-1.4" in found_again(raw)
    for _ in range(40):
        data = a_tnef(a_tnef_file(b"Brev", b"", (0x3701, 0x0D, message + data)))
    assert parsed(winmail(data)).faults == ("too_deep",)


@pytest.mark.parametrize("data", [b"", b"\x78\x9f\x3e\x22", b"\x78\x9f\x3e\x22" + b"\xff" * 60, b"PK\x03\x04"])
def test_a_broken_winmail_stays_a_file_and_is_named_a_fault(data: bytes) -> None:
    message = parsed(winmail(data, text="Hej"))
    assert names(message)[0] == "winmail.dat"
    assert message.faults == ("tnef_broken",)
    assert message.text == "Hej"


def test_a_picture_that_the_words_of_a_winmail_show_is_no_file_of_its_own() -> None:
    html = attribute(1, 0x9003, properties((0x1013, 0x0102, b'<p>Hej <img src="cid:logo@x">')))
    logo = a_tnef_file(b"logo.png", b"\x89PNG\r\n\x1a\n" + b"x" * 20_000, (0x3712, STRING8, b"logo@x\0"))
    assert parsed(winmail(a_tnef(logo, message=[html]))).attachments[0].inline


# --- S/MIME -------------------------------------------------------------------------------------------------------

INNER = "Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
INNER += "Jeg klager på kurset.\r\n--i\r\nContent-Type: application/pdf; name=klage.pdf\r\n\r\n%PDF-1.4\r\n--i--"
SMIME = "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"


def whole(data: bytes, *headers: str) -> bytes:
    """Put together a letter that is one packed thing."""
    head = "\n".join(["From: anna@example.org", *headers, "Content-Transfer-Encoding: base64", "", ""])
    return head.encode() + binascii.b2a_base64(data)


@pytest.mark.parametrize(
    "kind", [SMIME, SMIME.replace("/", "/x-"), "Content-Type: application/octet-stream; name=smime.p7m"]
)
def test_a_letter_inside_of_its_signature_is_read_with_its_files(kind: str) -> None:
    raw = whole(a_signed(tlv(4, INNER.encode())), kind)
    message = parsed(raw)
    assert message.text == "Jeg klager på kurset."
    assert message.faults == ()
    assert [(file.name, file.media_type) for file in message.attachments] == [("klage.pdf", "application/pdf")]
    assert found_again(raw) == [b"%PDF-1.4"]


def test_signatures_in_signatures_are_opened_as_deep_as_parts_may_be() -> None:
    data = INNER.encode()
    for _ in range(4):
        data = f"{SMIME}\r\nContent-Transfer-Encoding: binary\r\n\r\n".encode() + a_signed(tlv(4, data))
    assert parsed(b"From: a@b.c\r\n" + data).text == "Jeg klager på kurset."
    for _ in range(40):
        data = f"{SMIME}\r\nContent-Transfer-Encoding: binary\r\n\r\n".encode() + a_signed(tlv(4, data))
    assert parsed(b"From: a@b.c\r\n" + data).faults[0] == "too_deep"


def test_a_signature_beside_the_words_is_a_file_that_is_no_paper() -> None:
    raw = b"From: a@b.c\nContent-Type: multipart/signed; boundary=b\n\n--b\n\nJeg klager\n--b\n"
    raw += b"Content-Type: application/pkcs7-signature; name=smime.p7s\n\n0\x80\n--b--"
    message = parsed(raw)
    assert (message.text, names(message), message.faults) == ("Jeg klager", ["smime.p7s"], ())


def test_a_broken_signature_stays_a_file_and_is_held_as_one_nobody_can_read() -> None:
    message = parsed(whole(a_signed(tlv(4, INNER.encode()))[:30], SMIME))
    assert names(message) == ["smime.p7m"]
    assert message.faults == ("smime_broken", "encrypted")


# --- encrypted ----------------------------------------------------------------------------------------------------

SEALED = in_cms(ENVELOPED, tlv(0x30, tlv(2, b"\0")))
PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
PGP_MIME = (
    "From: a@b.c\nContent-Type: multipart/encrypted; protocol=application/pgp-encrypted; boundary=b\n\n--b\n"
    f"Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n{PGP}"
    "\n--b--"
)


@pytest.mark.parametrize(
    "raw",
    [
        whole(SEALED, "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"),
        whole(SEALED, "Content-Type: application/octet-stream; name=smime.p7m"),
        PGP_MIME.encode(),
        PGP_MIME.replace("encrypted; protocol=application/pgp-encrypted", "mixed").encode(),
        f"From: a@b.c\n\nHej, her er min klage:\n\n{PGP}".encode(),
        with_part(PGP.encode(), "Content-Type: application/octet-stream; name=klage.pdf.pgp"),
        with_part(SEALED, "Content-Type: application/pkcs7-mime; name=smime.p7m", text="Mvh Anna"),
    ],
    ids=["smime", "smime as octets", "pgp", "pgp mangled", "in the text", "nothing but a file", "under a greeting"],
)
def test_an_encrypted_letter_is_held_and_nothing_of_it_is_lost(raw: bytes) -> None:
    assert "encrypted" in parsed(raw).faults
    judgement = verdict(raw)
    assert (judgement.verdict, judgement.reason, judgement.may_answer) == ("hold", "is_encrypted", True)


def test_signatures_and_what_is_encrypted_are_no_papers_of_the_case() -> None:
    signed = b"From: a@b.c\nContent-Type: multipart/signed; boundary=b\n\n--b\n\nHej\n--b\nContent-Type: application/"
    for kind in (b"pgp-signature; name=signature.asc", b"x-pkcs7-signature", b"pkcs7-signature; name=smime.p7s"):
        assert documents(parsed(signed + kind + b"\n\nx\n--b--").attachments) == ()
    assert [file.part for file in parsed(PGP_MIME.encode()).attachments] == [1, 2]
    kept = [one.part for one in documents(parsed(PGP_MIME.encode()).attachments)]
    assert kept == [2], "the letter itself is there to be saved"


def test_words_with_an_encrypted_file_behind_them_are_words() -> None:
    said = "Jeg klager over kurset i januar, hvor underviseren aldrig mødte op. Se den krypterede fil."
    raw = with_part(SEALED, "Content-Type: application/pkcs7-mime; name=smime.p7m", text=said)
    assert parsed(raw).faults == ()
    assert parsed(raw).text == said


# --- uuencoded files ----------------------------------------------------------------------------------------------


def test_a_uuencoded_file_in_the_text_becomes_a_file() -> None:
    raw = b"From: a@b.c\n\nJeg klager.\n\nbegin 644 kvittering.txt\n&:&5J:&5J\n`\nend\n\nHilsen Anna"
    assert parsed(raw).text == "Jeg klager.\n\n\n\nHilsen Anna"
    assert names(parsed(raw)) == ["kvittering.txt"]
    assert found_again(raw) == [b"hejhej"]


@pytest.mark.parametrize(
    "said", ["begin 644 meters away\nand run", "we begin 644 x\n#0V%T\nend", "begin 644 x\n#0V%T\n"]
)
def test_words_that_only_look_like_a_uuencoded_file_stay_words(said: str) -> None:
    message = parsed(f"From: a@b.c\n\n{said}".encode())
    assert message.text == said.strip("\n")
    assert message.attachments == ()
