"""Bytes of a letter to a Message: what is read, what is forgiven, and that nothing breaks it."""

import hashlib
import pickle
import string
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.errors import Unreadable
from cases.message import Address, Channel, Envelope
from mail.attachments import attachment_bytes
from mail.parse import RAW_CAP, envelope_of, unreadable
from mail.robots import judge
from tests.builders import AT
from tests.mail.letters import ENVELOPE, LETTERS, from_file, parsed, raw_letter, written
from tests.mail.soundness import sound


def test_a_letter_is_read_with_its_words_people_and_papers() -> None:
    message = from_file("complaint_in_danish_with_a_pdf")
    assert message.channel is Channel.MAIL
    assert message.received_at == AT
    assert message.return_path == "anna@example.org"
    assert message.sender == Address("Anna Holm", "anna@example.org")
    assert message.to == (Address("Mentorix", "info@mentorix.dk"),)
    assert message.subject == "Klage over undervisningen på PRINCE2-kurset"
    assert message.message_id == "<one@example.org>"
    assert message.sent_at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert message.text.startswith("Kære Mentorix\n\nJeg vil gerne klage over kurset i januar.")
    assert "mødte ikke op, og jeg var" in message.text
    assert message.header("received-count") == "1"
    assert message.faults == ()
    (paper,) = message.attachments
    assert (paper.name, paper.media_type, paper.size) == ("Kvittering på kursus.pdf", "application/pdf", 19)


def test_an_attachment_is_found_again_by_its_part_number() -> None:
    raw = raw_letter("complaint_in_danish_with_a_pdf")
    (paper,) = parsed(raw).attachments
    data = attachment_bytes(raw, paper.part)
    assert data.startswith(b"%PDF-1.4")
    assert hashlib.sha256(data).hexdigest() == paper.digest
    with pytest.raises(KeyError):
        attachment_bytes(raw, 99)


def test_an_attached_letter_keeps_its_very_bytes() -> None:
    raw = raw_letter("bounce_delayed_warning")
    (_, original) = from_file("bounce_delayed_warning").attachments
    data = attachment_bytes(raw, original.part)
    assert data in raw
    assert data.startswith(b"Message-ID: <mx-4@mentorix.dk>")


@pytest.mark.parametrize("path", sorted(LETTERS.glob("*.eml")), ids=lambda path: path.stem)
def test_every_letter_goes_between_processes_and_is_the_same_with_either_line_end(path: object) -> None:
    raw = path.read_bytes()  # type: ignore[attr-defined] # a Path; pytest gives objects
    message = parsed(raw)
    assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301 - our own bytes
    assert parsed(raw.replace(b"\n", b"\r\n")).text == message.text
    assert parsed(raw.replace(b"\n", b"\r")).text == message.text


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n", b" \x00\r\n", b"\xff\xd8\xff\xe0" * 99, b"Hello\x01\r\nworld", b"\x00" * 99]
)
def test_bytes_that_are_no_letter_are_unreadable_and_still_make_a_message(raw: bytes) -> None:
    with pytest.raises(Unreadable) as reason:
        parsed(raw)
    message = unreadable(raw, ENVELOPE, AT, str(reason.value))
    assert message.faults == ("unreadable", str(reason.value))
    assert message.sender.address == "anna@example.org"
    assert message.fingerprint == hashlib.sha256(raw).hexdigest()


def test_words_without_a_header_are_no_letter_and_still_put_before_a_person_as_words() -> None:
    message = parsed("Jeg vil gerne klage på kurset.\r\n\r\nAnna\r\n".encode())
    assert message.text == "Jeg vil gerne klage på kurset.\n\nAnna"
    assert message.faults[0] == "unreadable"
    assert judge(message).reason == "is_unreadable"


def test_a_letter_of_nothing_but_mime_headers_is_one_without_a_sender() -> None:
    message = parsed(b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Jeg klager</p>")
    assert (message.text, message.faults) == ("Jeg klager", ("no_sender",))


def test_a_sender_without_an_address_is_known_by_name_and_answered_at_the_return_path() -> None:
    message = parsed(b"From: MAILER-DAEMON (Mail System)\r\nSubject: x\r\n\r\nHej")
    assert message.sender == Address("MAILER-DAEMON (Mail System)", "anna@example.org")
    assert message.faults == ("no_sender",)


FORWARD = (
    b"From: kollega@mentorix.dk\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: message/rfc822\r\n\r\nFrom: Anna Holm <anna@example.org>\r\n\r\nJeg klager\r\n"
)


def test_who_wrote_the_one_letter_that_is_attached_is_told() -> None:
    assert parsed(FORWARD + b"--b--").within == Address("Anna Holm", "anna@example.org")
    assert parsed(FORWARD + FORWARD.partition(b"\r\n\r\n")[2] + b"--b--").within is None
    assert parsed(FORWARD.replace(b"mixed", b"report; report-type=delivery-status")).within is None
    assert parsed(written("Hej")).within is None


# --- the same message, and another -------------------------------------------------------------------------------


def test_the_way_a_letter_took_does_not_change_its_fingerprint() -> None:
    first = written("Hej")
    again = b"Return-Path: <x@y.z>\r\nReceived: from a by b\r\nDKIM-Signature: v=1; b=abc\r\n" + first
    assert parsed(first).fingerprint == parsed(again).fingerprint
    folded = first.replace(b"Message-ID: <one@example.org>", b"Message-ID:\r\n  <one@example.org>  ")
    assert parsed(first).fingerprint == parsed(folded).fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<one@example.org>", b"<two@example.org>"),
        (b"anna@example.org", b"berit@example.org"),
        (b"\r\n\r\nHej", b"\r\n\r\nHejsa"),
    ],
)
def test_the_same_message_id_with_other_words_or_sender_is_another_message(old: bytes, new: bytes) -> None:
    first = written("Hej")
    assert parsed(first).fingerprint != parsed(first.replace(old, new, 1)).fingerprint


def test_another_attachment_makes_another_message() -> None:
    letter = raw_letter("complaint_in_danish_with_a_pdf")
    other = letter.replace(b"JVBERi0xLjQKJcOkw7zDtsOfCg==", b"JVBERi0xLjQKJcOkw7zDtsOfAA==")
    assert parsed(letter).fingerprint != parsed(other).fingerprint


def test_without_a_message_id_the_date_tells_two_letters_apart() -> None:
    bare = written("Hej").replace(b"Message-ID: <one@example.org>\r\n", b"Date: Mon, 2 Mar 2026 10:00:00 +0100\r\n")
    later = bare.replace(b"10:00:00", b"10:00:01")
    assert parsed(bare).message_id is None
    assert parsed(bare).fingerprint == parsed(bare).fingerprint
    assert parsed(bare).fingerprint != parsed(later).fingerprint


# --- the envelope of a letter out of a mailbox ----------------------------------------------------------------


def test_the_envelope_of_a_letter_in_a_mailbox_is_told_by_its_headers() -> None:
    assert envelope_of(
        b"Return-Path: <a@b.c>\r\nFrom: x@y.z\r\nTo: info@mentorix.dk\r\n\r\n", ("me@here",)
    ) == Envelope("a@b.c", ("me@here", "info@mentorix.dk"))
    assert envelope_of(b"Return-Path: <>\r\nFrom: x@y.z\r\n\r\n").sender == ""
    assert envelope_of(b"From: X <x@y.z>\r\n\r\n").sender == "x@y.z"
    assert envelope_of(b"\x00\xff") == Envelope("", ())


# --- faults that comparable systems really had ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "fault_free"),
    [
        (b"Message-ID: <[bad>", True),
        (b"Message-ID: no brackets", True),
        (b"Message-ID:", True),
        (b"Message-ID: <a@b", True),
        (b"Date: yesterday", True),
        (b"Date: Mon, 99 Foo 99999 99:99:99 +9999", True),
        (b"Date: Thu, 01 Jan 0001 00:00:00 +2359", True),
        (b"Content-Type: text/plain; charset=no-such-charset", True),
        (b"Content-Type: text/plain; charset=unicode_escape", True),
        (b"Content-Type: text/plain; charset=base64", True),
        (b"Content-Type: text", True),
        (b"Content-Type: ;;;", True),
        (b"Content-Type: \xe6\xf8\xe5/\xff; name=\xe6", True),
        (b"Content-Type: multipart/mixed", False),
        (b"Content-Type: multipart/mixed; boundary=nowhere", False),
        (b"Content-Transfer-Encoding: base64", True),
        (b"Content-Transfer-Encoding: quoted-printable", True),
        (b"Content-Transfer-Encoding: x-uuencode", True),
        (b"Content-Transfer-Encoding: \xff", True),
        (b"Content-Disposition: attachment; filename*=us-ascii''%F6.pdf", True),
        (b"References: <a@b <c@d> <<e@f>>", True),
        (b"To: ((((((((((((", True),
        (b"To: " + b"(" * 60_000, True),
        (b"X-Long: " + b"y" * 300_000, False),
        (b"Subject: " + b"=?utf-8?q?=C3=A6?= " * 14_000, False),
    ],
)
def test_a_malformed_header_never_stops_a_letter(header: bytes, fault_free: bool) -> None:  # noqa: FBT001 - a column
    message = parsed(b"From: Anna <anna@example.org>\r\n" + header + b"\r\n\r\nSGVq\r\n")
    assert message.sender.address == "anna@example.org"
    assert (message.faults == ()) is fault_free


def test_a_malformed_content_type_with_letters_in_it_keeps_the_text() -> None:
    message = parsed("From: a@b.c\r\nContent-Type: tekst/blå; charset=æ\r\n\r\nHej".encode())
    assert attachment_bytes("From: a@b.c\r\nContent-Type: tekst/blå\r\n\r\nHej".encode(), 0) == b"Hej"
    assert message.text == "Hej" or message.attachments


def test_a_line_that_is_no_header_among_headers_is_taken_for_a_folded_one() -> None:
    message = parsed(b"From: Anna\r\n<anna@example.org>\r\nSubject: Klage\r\n\r\nHej")
    assert message.sender == Address("Anna", "anna@example.org")
    assert message.subject == "Klage"


def test_what_stands_before_the_first_header_is_skipped_if_headers_follow() -> None:
    message = parsed(b"An error occurred:\r\nFrom: anna@example.org\r\nSubject: Klage\r\n\r\nHej")
    assert (message.sender.address, message.subject, message.text) == ("anna@example.org", "Klage", "Hej")
    assert message.faults == ("header_broken",)


def test_parts_that_begin_without_a_blank_line_are_found() -> None:
    for between in (b"", b" \r\n", b"This is a message in MIME format.\r\n"):
        head = b"Content-Type: multipart/mixed; boundary=b\r\nFrom: anna@example.org\r\nSubject: Klage\r\n"
        message = parsed(head + between + b"--b\r\nContent-Type: text/plain\r\n\r\nHej\r\n--b--")
        assert (message.subject, message.text) == ("Klage", "Hej")


def test_text_that_begins_without_a_blank_line_is_not_lost() -> None:
    message = parsed(b"From: anna@example.org\r\nSubject: Klage\r\nJeg vil gerne klage\r\nover kurset\r\n")
    assert message.text == "Jeg vil gerne klage\nover kurset"
    assert message.faults == ("header_broken",)


def test_an_mbox_line_a_byte_order_mark_and_blank_lines_before_the_headers_are_skipped() -> None:
    for leader in (b"From anna Mon Mar  2\r\n", b"\xef\xbb\xbf", b"\r\n\r\n"):
        assert parsed(leader + written("Hej")).text == "Hej"


def test_nul_bytes_controls_and_lone_surrogates_reach_no_database() -> None:
    raw = written("Hej\x00 med\x07 dig\x1b").replace(b"Subject: Hej", b"Subject: a\x00b\x07c")
    assert parsed(raw).text == "Hej med dig"
    assert parsed(raw).subject == "abc"
    utf7 = parsed(b"From: a@b.c\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+2AA-")
    utf7.text.encode()


def test_what_a_mail_server_reports_has_no_nul_bytes_either() -> None:
    kind = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
    status = b"Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; an\x00na\r\n--b--"
    message = sound(b"From: MAILER-DAEMON@x.y\r\n" + kind + status)
    assert message
    assert message.reports[0].recipient == "anna"


def test_a_subject_cannot_smuggle_in_a_line_or_turn_the_writing_round() -> None:
    raw = b"From: a@b.c\r\nSubject: =?utf-8?q?Klage=0D=0ABcc:_x@y.z=E2=80=AEgpj.exe?=\r\n\r\n"
    assert parsed(raw).subject == "Klage Bcc: x@y.zgpj.exe"


def test_a_letter_beyond_the_cap_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="more than"):
        parsed(b"From: a@b.c\r\n\r\n" + bytes(RAW_CAP))


def test_headers_without_end_go_on_in_the_text_and_are_named() -> None:
    message = parsed(b"From: a@b.c\r\n" + b"X-Noise: y\r\n" * 100_000)
    assert message.sender.address == "a@b.c"
    assert message.faults == ("headers_too_long",)
    folded = parsed(b"From: a@b.c\r\nX-Noise: y\r\n" + b" folded\r\n" * 20_000 + b"Subject: Klage\r\n\r\nHej")
    assert (folded.subject, folded.text, folded.faults) == ("Klage", "Hej", ("headers_too_long",))


def test_nested_parts_without_end_are_cut_and_named() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    message = parsed(b"From: a@b.c\r\n" + nested)
    assert message.faults == ("too_deep",)


def test_parts_without_number_are_cut_and_named() -> None:
    many = b"From: a@b.c\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000
    message = parsed(many)
    assert message.faults == ("too_many_parts",)


def test_a_large_letter_may_not_be_as_deep_as_a_small_one() -> None:
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(15))
    assert parsed(b"From: a@b.c\r\n" + head + b"\r\nHej").text == "Hej"
    assert parsed(b"From: a@b.c\r\n" + head + b"\r\n" + bytes(40 * 1024 * 1024)).faults == ("too_deep",)


def test_an_ordinary_letter_is_parsed_and_judged_in_a_few_milliseconds() -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Anna Holm <a@example.org>", "info@mentorix.dk", "Klage på æøå"
    letter.set_content("Jeg vil gerne klage over kurset, fordi æøå.\n" * 50)
    letter.add_alternative("<p>Jeg vil gerne klage over kurset.</p>" * 30, subtype="html")
    raw = letter.as_bytes(policy=SMTP)
    judge(parsed(raw))
    begun = time.process_time()
    for _ in range(50):
        judge(parsed(raw))
    assert (time.process_time() - begun) / 50 < 0.01


# --- whatever the bytes -------------------------------------------------------------------------------------------

HEADERS = st.sampled_from(
    [
        b"From",
        b"To",
        b"Subject",
        b"Date",
        b"Message-ID",
        b"References",
        b"Content-Type",
        b"Content-Transfer-Encoding",
        b"Content-Disposition",
        b"Auto-Submitted",
        b"Reply-To",
    ]
)
VALUES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=b",
            b"multipart/alternative; boundary*0=b",
            b"multipart/report; report-type=delivery-status; boundary=b",
            b"message/delivery-status",
            b"text/html; charset=utf-16",
            b"text/plain; format=flowed; delsp=yes",
            b"base64",
            b"quoted-printable",
            b"x-uuencode",
            b"=?utf-8?b?w6Y?= =?x?q?=?=",
            b"mailer-daemon@x.y",
            b"attachment; filename*0*=utf-8''%zz; filename*1=a",
            b"text/calendar; method=REPLY",
        ]
    ),
)
LINES = st.one_of(
    st.tuples(HEADERS, VALUES).map(lambda pair: pair[0] + b": " + pair[1]),
    st.sampled_from([b"", b"--b", b"--b--", b"<html><p>x", b"> x", b"begin 644 x", b"Final-Recipient: rfc822;a@b.c"]),
    st.binary(max_size=40),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=30), st.sampled_from([b"\r\n", b"\n", b"\r"]))
def test_whatever_the_bytes_a_message_comes_out_or_unreadable(lines: list[bytes], end: bytes) -> None:
    sound(b"From: a@b.c" + end + end.join(lines))
    sound(end.join(lines))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_letter_with_any_bytes_changed_still_comes_out(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from([path.read_bytes() for path in sorted(LETTERS.glob("*.eml"))])))
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=20)):
        raw[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    sound(bytes(raw))
    sound(bytes(raw[:cut]))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(WORDS, min_size=1, max_size=8).map(" ".join),
    st.lists(WORDS, max_size=30).map("\n".join),
    st.lists(st.tuples(st.text(string.ascii_letters, min_size=1, max_size=9), st.binary(max_size=99)), max_size=3),
)
def test_what_the_standard_library_writes_is_read_as_it_was_meant(
    subject: str, text: str, files: list[tuple[str, bytes]]
) -> None:
    letter = EmailMessage()
    letter["From"] = "Anna Holm <anna@example.org>"
    letter["Subject"] = subject
    letter.set_content(text)
    for name, data in files:
        letter.add_attachment(data, maintype="application", subtype="octet-stream", filename=f"{name} æ.dat")
    raw = letter.as_bytes(policy=SMTP)
    message = parsed(raw)
    assert message.text.strip() == text.strip()
    assert "".join(message.subject.split()) == "".join(subject.split())
    assert [file.name for file in message.attachments] == [f"{name} æ.dat" for name, _ in files]
    assert [attachment_bytes(raw, file.part) for file in message.attachments] == [data for _, data in files]
