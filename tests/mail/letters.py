"""Letters for the tests of mail: out of the folder of letters, or put together from headers and a text."""

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
