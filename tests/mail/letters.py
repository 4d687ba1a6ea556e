"""Letters for the tests of mail: out of the folder of letters, or put together from headers and a text."""

import re
from dataclasses import dataclass
from pathlib import Path

from cases.message import Envelope, Judgement, Message
from mail.parse import envelope_of, parse
from mail.robots import judge
from tests.builders import AT

LETTERS = Path(__file__).parent.parent / "letters"
ENVELOPE = Envelope("anna@example.org", ("info@mentorix.dk",), "192.0.2.7")
OWN = frozenset({"info@mentorix.dk", "privacy@mentorix.dk"})


def raw_letter(name: str) -> bytes:
    """Give the bytes of a letter by the name of its file."""
    return (LETTERS / f"{name}.eml").read_bytes()


def parsed(raw: bytes, envelope: Envelope = ENVELOPE) -> Message:
    """Parse as the door would have handed it over."""
    return parse(raw, envelope=envelope, received_at=AT)


def from_file(name: str) -> Message:
    """Parse a letter by its name, its envelope guessed from its headers."""
    raw = raw_letter(name)
    return parse(raw, envelope=envelope_of(raw), received_at=AT)


def written(text: str, *headers: str, subject: str = "Hej", sender: str = "Anna Holm <anna@example.org>") -> bytes:
    """Put a plain letter together."""
    lines = (
        f"From: {sender}",
        "To: info@mentorix.dk",
        f"Subject: {subject}",
        "Message-ID: <one@example.org>",
        *headers,
    )
    charset = "Content-Type: text/plain; charset=utf-8"
    return "\r\n".join([*lines, charset, "", text.replace("\n", "\r\n"), ""]).encode("utf-8", "surrogateescape")


def verdict(raw: bytes, envelope: Envelope = ENVELOPE) -> Judgement:
    """Parse and judge."""
    return judge(parsed(raw, envelope), OWN)


@dataclass(frozen=True)
class Sample:
    """One letter of a collection: what kind it is of, what is expected of it, and its bytes."""

    kind: str
    expected: str
    raw: bytes


def collection(name: str) -> list[Sample]:
    """Read a collection of letters, in which a line "=== kind | what is expected" stands before each."""
    pieces = re.split(r"^=== ", (Path(__file__).parent / f"{name}.txt").read_text("utf-8"), flags=re.MULTILINE)
    return [_sample(*piece.partition("\n")[::2]) for piece in pieces[1:]]


def _sample(head: str, letter: str) -> Sample:
    kind, _, expected = head.partition(" | ")
    fields = letter.partition("\n\n")[0]
    usual = {"To": "info@mentorix.dk", "Message-ID": "<b@x.example>", "Content-Type": "text/plain; charset=utf-8"}
    added = "".join(f"{key}: {value}\n" for key, value in usual.items() if key not in fields)
    return Sample(kind, expected, (added + letter).replace("\n", "\r\n").encode())
