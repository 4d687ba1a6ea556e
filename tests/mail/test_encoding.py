"""What we put on the wire: any text survives it, every line fits, and nothing a stranger wrote becomes a header."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mail.encoding import LINE, NoAddress, address_line, base64_lines, header, mailbox, phrase, quoted_printable

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
"""Any text but halves of characters, which are none."""


def read(head: str, body: bytes = b"") -> EmailMessage:
    return message_from_bytes(f"{head}\r\n\r\n".encode() + body, policy=default)


def decoded(line: str) -> str:
    """Give the words of a header as an independent reader understands them."""
    return str(make_header(decode_header(line.partition(": ")[2].replace("\r\n", ""))))


@pytest.mark.parametrize("text", ["Din sag MX-26-481903", "Your request: we have it (and more)", "x" * (LINE - 9)])
def test_a_plain_short_subject_stays_as_it_is(text: str) -> None:
    assert header("Subject", text) == f"Subject: {text}"


@given(TEXT)
@example("Vi har modtaget din klage – sag MX-26-481903, svar senest 7. april 2026")
@example("=?utf-8?q?not_ours?=")
@example("😀" * 60)
@example("ordet_med_streg = lighed? " * 8)
def test_any_subject_is_read_as_it_was_written_its_blanks_folded(text: str) -> None:
    line = header("Subject", text)
    assert decoded(line) == " ".join(text.split())
    assert line.isascii()
    assert max(map(len, line.split("\r\n"))) <= LINE


@given(TEXT)
@example("Klage\r\nBcc: all@example.org")
@example("Klage\rBcc: all@example.org")
@example("Klage\x85Bcc: all@example.org\u2028X: y")
def test_a_subject_is_one_header_whatever_it_holds(text: str) -> None:
    letter = read(f"{header('Subject', text)}\r\nTo: a@example.org")
    assert letter.keys() == ["Subject", "To"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Mentorix", "Mentorix"),
        ("Jensens Kurser", "Jensens Kurser"),
        ("Mentorix (automatisk svar)", '"Mentorix (automatisk svar)"'),
        ('Anna "Ann" \\ Holm', '"Anna \\"Ann\\" \\\\ Holm"'),
        ("Kursus & Co. ApS", '"Kursus & Co. ApS"'),
        ("Højskolen", "=?utf-8?q?H=C3=B8jskolen?="),
    ],
)
def test_a_name_is_quoted_or_encoded_where_it_has_to_be(name: str, shown: str) -> None:
    assert phrase(name) == shown


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120))
def test_a_name_beside_an_address_never_changes_the_address(name: str) -> None:
    letter = read(f"From: {mailbox(name, 'info+t.abcdefghij234567@mentorix.dk')}")
    (sender,) = letter["From"].addresses
    assert sender.addr_spec == "info+t.abcdefghij234567@mentorix.dk"


@pytest.mark.parametrize("name", ["Mentorix", "Mentorix (automatisk svar)", "Københavns Kursushøjskole " * 5])
def test_a_mailbox_is_read_as_it_was_written_on_lines_that_fit(name: str) -> None:
    line = f"Reply-To: {mailbox(name, 'info+t.abcdefghij234567@mentorix.dk')}"
    assert decoded(line).replace('"', "") == f"{name.strip()} <info+t.abcdefghij234567@mentorix.dk>"
    assert max(map(len, line.split("\r\n"))) <= LINE


def test_an_address_without_a_name_stands_alone() -> None:
    assert mailbox("", "anna@example.org") == "anna@example.org"


def test_a_domain_outside_ascii_goes_over_the_wire_as_the_net_knows_it() -> None:
    assert address_line("anna@højskole.dk") == "anna@xn--hjskole-q1a.dk"


@pytest.mark.parametrize(
    "written", ["", "anna", "@example.org", "anna@", "a b@example.org", "anna@exa\r\nmple.org", "a@b@c.dk", "<a>@b.dk"]
)
def test_what_no_letter_can_go_to_is_refused(written: str) -> None:
    with pytest.raises(NoAddress):
        address_line(written)


@given(TEXT)
@example(".\nFrom here on\n..\n")
@example("et ord " * 200)
@example("blank at the end \n\ttab\t\n=")
def test_any_body_is_read_as_it_was_written_line_by_line(text: str) -> None:
    body = quoted_printable(text)
    head = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    found = read(head, body).get_payload(decode=True)
    assert isinstance(found, bytes)
    assert found.decode().split("\r\n") == [*text.splitlines(), ""]
    assert body.isascii()
    assert all(len(line) <= LINE for line in body.split(b"\r\n"))


@given(TEXT)
def test_a_body_has_no_bare_line_ends_and_no_line_that_is_a_lone_dot(text: str) -> None:
    body = quoted_printable(text)
    assert body.count(b"\n") == body.count(b"\r\n") == body.count(b"\r")
    assert b"." not in body.split(b"\r\n")


@given(st.binary(max_size=500))
def test_bytes_survive_as_base64_in_lines_that_fit(data: bytes) -> None:
    lines = base64_lines(data)
    head = "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64"
    assert (read(head, lines).get_payload(decode=True) or b"") == data
    assert all(len(line) <= LINE for line in lines.split(b"\r\n"))
