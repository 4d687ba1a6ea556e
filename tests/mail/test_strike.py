"""A letter without what was struck out of it: nothing of that is left, and parts keep their numbers."""

import base64
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.message import Envelope, Message
from mail.attachments import attachment_bytes
from mail.parse import parse
from mail.strike import Striking, parts_with, struck_out
from reading.strike import Strike
from tests.smtp import PAPER, a_letter

WORDS = Strike(frozenset({"ADHD", "min depression"}), frozenset({("bsn", "123456782")}))
HERE = Striking(WORDS, frozenset())


def read(raw: bytes) -> Message:
    return parse(raw, envelope=Envelope("anna@example.org", ()), received_at=datetime(2026, 3, 2, tzinfo=UTC))


def a_full_letter() -> bytes:
    letter = EmailMessage()
    letter["From"] = '"Anna (ADHD) Holm" <anna@example.org>'
    letter["Subject"] = "Klage: jeg har ADHD, og æ ø å"
    letter["Thread-Topic"] = "Klage: jeg har ADHD"
    letter["Message-ID"] = "<klage@example.org>"
    letter.set_content("Jeg klager. Jeg har ADHD og min\ndepression. BSN 123 456 782.\n\nAnna\n")
    letter.add_alternative(
        "<p>Jeg klager. Jeg har <b>AD<i>HD</i></b> og min&nbsp;depression. BSN <i>123</i>456782</p>", subtype="html"
    )
    letter.add_attachment(PAPER[2], maintype="application", subtype="pdf", filename="ADHD.pdf")
    letter.add_attachment("min depression;2026\r\n", subtype="csv", filename="dagbog.csv")
    within = EmailMessage()
    within["Subject"] = "Til lægen"
    within.set_content("Det er min depression.")
    letter.add_attachment(within)
    return bytes(letter)


def left_in(raw: bytes) -> str:
    """Give all that can be read in a letter, whatever it was packed in."""
    message = read(raw)
    inner = [attachment_bytes(raw, file.part) for file in message.attachments]
    packed = [base64.b64encode(word.encode()).decode()[:-2] for word in ("ADHD", "depression")]
    assert not any(piece in raw.decode("latin-1") for piece in packed)
    texts = [message.subject, message.text, message.sender.name, *(file.name for file in message.attachments)]
    return "\n".join([*texts, raw.decode("utf-8", "replace"), *(one.decode("utf-8", "replace") for one in inner)])


def test_nothing_of_it_is_left_in_subject_text_headers_names_and_letters_within() -> None:
    left = left_in(struck_out(a_full_letter(), HERE))
    assert [word for word in ("ADHD", "depression", "123456782", "123 456 782") if word in left] == []
    assert "Jeg klager. Jeg har ••••• og •••••." in left


def test_the_rest_stays_and_every_part_keeps_its_number() -> None:
    before, after = read(a_full_letter()), read(struck_out(a_full_letter(), HERE))
    assert [(one.part, one.media_type) for one in after.attachments] == [
        (one.part, one.media_type) for one in before.attachments
    ]
    assert after.attachments[0].digest == before.attachments[0].digest
    assert (after.message_id, after.sender.address) == (before.message_id, before.sender.address)


def test_a_deleted_file_leaves_an_empty_place_under_its_number() -> None:
    raw = a_letter(files=(PAPER, ("pas.jpg", "image/jpeg", b"\xff\xd8\xff" + b"passport" * 50)))
    picture = read(raw).attachments[1]
    struck = struck_out(raw, Striking(Strike(), parts_with({picture.digest}, raw)))
    assert b"passport" not in struck
    assert base64.b64encode(b"passport" * 3)[:20] not in struck
    assert [one.name for one in read(struck).attachments] == ["kvittering.pdf", "erased.txt"]
    assert attachment_bytes(struck, 2) == PAPER[2]


def test_a_letter_without_any_of_it_stays_the_very_same_bytes() -> None:
    raw = a_letter(files=(PAPER,))
    assert struck_out(raw, HERE) is raw


def test_striking_twice_changes_nothing() -> None:
    once = struck_out(a_full_letter(), Striking(WORDS, frozenset({4})))
    assert struck_out(once, Striking(WORDS, frozenset({4}))) == once


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no letter at all, but ADHD",
        b"Content-Type: multipart/mixed\r\n\r\nADHD without a boundary",
        b"Subject: ADHD\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nADHD\r\n--a--\r\nADHD behind",
        b"Subject: =?utf-8?q?AD?= =?utf-8?q?HD?=\r\n\r\nADHD",
        b"Content-Type: text/plain; charset=utf-16\r\n\r\n" + "ADHD".encode("utf-16"),
    ],
)
def test_bytes_that_are_hardly_a_letter_are_struck_as_well(raw: bytes) -> None:
    struck = struck_out(raw, HERE)
    assert not WORDS.stands_in(f"{struck.decode('utf-8', 'replace')}")
    assert raw == b"" or struck != raw


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_it_never_fails_whatever_the_bytes(raw: bytes, headed: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    raw = b"Subject: ADHD\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" + raw if headed else raw
    struck = struck_out(raw, Striking(WORDS, frozenset({1})))
    assert struck_out(struck, Striking(WORDS, frozenset({1}))) == struck
