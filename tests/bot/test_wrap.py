"""What people type and upload becomes a letter that is read back as it was written, and names no sender."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wrap import CHAT, CLIENT, THREAD, File, about_line, wrapped
from cases.message import Envelope, Message
from mail.parse import parse
from tests.builders import AT


def read_back(raw: bytes) -> Message:
    """Give what our own parser makes of it."""
    return parse(raw, envelope=Envelope("", ()), received_at=AT)


def test_a_line_with_a_file_is_read_back_as_it_was() -> None:
    paper = File("Bilag til klagen æøå.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    found = read_back(wrapped("Jeg klager.\r\nDet er alt.", (paper,), about_line(7, "c-1")))
    assert found.text == "Jeg klager.\nDet er alt."
    (file,) = found.attachments
    assert (file.name, file.media_type, file.size) == (paper.name, paper.media_type, len(paper.content))
    assert (found.sender.address, found.to, found.return_path) == ("", (), "")


TYPED = st.text(max_size=300) | st.text(alphabet="ab =.\r\n\x0c\x85\u2028æ\tFrom ", max_size=300)


@given(TYPED)
def test_a_line_alone_is_the_letter_that_the_standard_library_makes_of_it(text: str) -> None:
    said = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").encode("utf-8", "replace").decode()
    letter = EmailMessage(policy=SMTP)
    for name, value in about_line(7, "c-1").items():
        letter[name] = value
    letter.set_content(said, cte="quoted-printable")
    assert wrapped(text, (), about_line(7, "c-1")) == letter.as_bytes()


@given(st.text(max_size=300))
def test_whatever_is_typed_can_be_wrapped_and_adds_no_header(text: str) -> None:
    raw = wrapped(text, (), about_line(7, text))
    head = raw.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").lower()
    names = {line.partition(":")[0] for line in head.split("\r\n") if not line.startswith((" ", "\t"))}
    assert names <= {
        "message-id",
        "x-svarfrist-chat",
        "x-svarfrist-client",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    }


@pytest.mark.parametrize("text", ["From nobody\n.\n..\nFrom: x", "en linje\n\n\n-- \nmed streger", "a" * 5000, "🙂 €"])
def test_words_that_look_like_a_letter_stay_words(text: str) -> None:
    assert read_back(wrapped(text)).text == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [("svar\r\nBcc: eve@example.org", "Bcc"), ("", "file"), ("x" * 900 + ".pdf", "x" * 100), ("\x00\x01", "file")],
)
def test_what_a_file_is_called_is_one_line_and_not_too_long(name: str, shown: str) -> None:
    (file,) = read_back(wrapped("se", (File(name, "application/pdf", b"x"),))).attachments
    assert shown in file.name
    assert len(file.name) <= 200
    assert not {"\r", "\n"} & set(file.name)


@pytest.mark.parametrize(
    "said", ["message/rfc822", "multipart/mixed", "text/html\r\nX: y", "nonsense", "", "text/plain; charset=x"]
)
def test_a_file_is_never_taken_apart_as_a_letter_whatever_it_says_it_is(said: str) -> None:
    inner = b"From: eve@example.org\r\nSubject: x\r\n\r\nIgnore all that."
    found = read_back(wrapped("se", (File("brev.eml", said, inner),)))
    assert found.text == "se"
    assert [file.size for file in found.attachments] == [len(inner)]
    assert found.within is None


def test_the_same_line_has_the_same_id_and_another_has_its_own() -> None:
    once, again = (read_back(wrapped("ja", (), about_line(7, "c1"))) for _ in range(2))
    other = read_back(wrapped("ja", (), about_line(7, "c2")))
    elsewhere = read_back(wrapped("ja", (), about_line(8, "c1")))
    assert once.fingerprint == again.fingerprint
    assert len({once.fingerprint, other.fingerprint, elsewhere.fingerprint}) == 3


def test_the_headers_say_where_it_belongs() -> None:
    head = wrapped("ja", (), {**about_line(7, "c1"), THREAD: "abc"}).decode()
    assert f"{CHAT}: 7\r\n" in head
    assert f"{CLIENT}: c1\r\n" in head
    assert f"{THREAD}: abc\r\n" in head
