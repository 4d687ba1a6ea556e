"""The letters of the bench: a realistic mix, and the same one every time for the same seed."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from cases.policy import Policy

SEED = 20260302
BEGAN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""The Date of the first letter; each is written a minute after the one before."""

REPEATS, ROBOTS = 0.02, 0.06
"""How many of the letters are one that came before, and how many a machine wrote."""

DOMAINS = 20
"""People have their addresses at so many providers; to each, only so many automatic letters leave in an hour."""

WITH_HTML, WITH_HISTORY, WITH_FILES = 0.35, 0.25, 0.2
"""How many letters have an HTML alternative, quote earlier mail, carry files."""

CHARSETS = ("utf-8", "utf-8", "utf-8", "iso-8859-1", "windows-1252")
ENCODINGS = ("quoted-printable", "quoted-printable", "base64", "8bit")
FILE_SIZES = (4_000, 12_000, 12_000, 24_000, 42_000)
"""Bytes of an attached file, before it is packed for the journey."""


class Nature(StrEnum):
    """Who a letter is from: a person, who is to be answered; a machine, which is not; or nobody new."""

    PERSON = "person"
    ROBOT = "robot"
    REPEAT = "repeat"


@dataclass(frozen=True)
class Letter:
    """A letter as it goes over the wire, its dots doubled; `message_id` is what its answer refers to."""

    sender: str
    recipient: str
    data: bytes
    message_id: str
    nature: Nature


def letters(count: int, policies: Sequence[Policy], seed: int = SEED) -> tuple[Letter, ...]:
    """Give `count` letters to the organisations; every person writes once, so that no cap on answers is reached."""
    chance = Random(seed)  # noqa: S311 - reproducible is what it has to be
    written: list[Letter] = []
    for number in range(count):
        if len(written) > 50 and chance.random() < REPEATS:  # noqa: PLR2004 - the earlier one is long through the door
            written.append(replace(chance.choice(written[:-40]), nature=Nature.REPEAT))
        else:
            written.append(_Writer(chance, chance.choice(policies), number).letter())
    return tuple(written)


def texts(count: int, length: int, policies: Sequence[Policy], seed: int = SEED) -> Iterator[tuple[str, Policy]]:
    """Give `count` bare texts, each of `length` words or a few more, and whom each is for."""
    chance = Random(seed)  # noqa: S311 - reproducible is what it has to be
    for number in range(count):
        policy = chance.choice(policies)
        yield _Writer(chance, policy, number).words_enough(length), policy


@cache
def _words(language: str) -> Mapping[str, Any]:
    return tomllib.loads((files("service.bench") / "words" / f"{language}.toml").read_text("utf-8"))


class _Writer:
    """Writes one letter of a person or a machine to an organisation."""

    def __init__(self, chance: Random, policy: Policy, number: int) -> None:
        self.chance = chance
        self.policy = policy
        self.number = number
        first, *others = policy.languages
        self.words = _words(first if chance.random() < 0.75 else chance.choice(others or [first]))  # noqa: PLR2004
        self.name = f"{self._one('first')} {self._one('last')}"
        self.address = f"person.{number}@writers{number % DOMAINS}.example"
        self.recipient = policy.addresses[0]

    def letter(self) -> Letter:
        """Write it."""
        robot = self.chance.random() < ROBOTS
        message = self._robot() if robot else self._person()
        raw = b"".join(self._received()) + message.as_bytes()
        sender = "" if robot and self.number % 2 else self.address
        nature = Nature.ROBOT if robot else Nature.PERSON
        stuffed = raw.replace(b"\r\n.", b"\r\n..")
        return Letter(sender, self.recipient, stuffed, str(message["Message-ID"]), nature)

    def words_enough(self, length: int) -> str:
        """Write a text that asks for one thing; what makes it long is told in paragraphs of a few sentences."""
        sentences = [self._filled(self.chance.choice(self.words["matter"])["text"])]
        told = [*self.words["details"], *self.words["earlier"]]
        while sum(len(one.split()) for one in sentences) < length:
            sentences.append(self.chance.choice(told))
        return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))

    def _person(self) -> EmailMessage:
        matter = self.chance.choice(self.words["matter"])
        text = self._text(matter["text"])
        message = self._message(self._filled(matter["subject"]), text)
        if self.chance.random() < WITH_HTML:
            message.add_alternative(_html(text), subtype="html", cte="quoted-printable")
        if "file" in matter or self.chance.random() < WITH_FILES:
            size = self.chance.choice(FILE_SIZES)
            data = b"%PDF-1.7\n" + self.chance.randbytes(size)
            message.add_attachment(data, "application", "pdf", filename=matter.get("file", "scan.pdf"))
        for place, part in enumerate(part for part in message.walk() if part.is_multipart()):
            part.set_boundary(f"=_bench_{self.number}_{place}")
        return message

    def _robot(self) -> EmailMessage:
        absent = self.chance.random() < 0.6  # noqa: PLR2004
        subject, text = self.words["absence" if absent else "news"]
        message = self._message(subject, text)
        if absent:
            message["Auto-Submitted"] = "auto-replied"
        else:
            message["List-Unsubscribe"] = "<https://writers.example/leave>"
            message["List-Id"] = "<news.writers.example>"
            message["Precedence"] = "bulk"
        return message

    def _message(self, subject: str, text: str) -> EmailMessage:
        message = EmailMessage(SMTP)
        message["Date"] = format_datetime(BEGAN + timedelta(minutes=self.number))
        message["From"] = f'"{self.name}" <{self.address}>'
        message["To"] = self.recipient
        message["Subject"] = subject
        message["Message-ID"] = f"<bench.{self.number}.{self.chance.randrange(10**9)}@writers.example>"
        message["User-Agent"] = "Mozilla Thunderbird"
        message["X-Spam-Score"] = "0.1"
        message["DKIM-Signature"] = (
            f"v=1; a=rsa-sha256; d=writers.example; s=bench; b={self.chance.randbytes(96).hex()}"
        )
        charset = self.chance.choice(CHARSETS)
        message.set_content(text, charset=charset, cte=self.chance.choice(ENCODINGS))
        return message

    def _text(self, asked: str) -> str:
        details = self.chance.sample(self.words["details"], self.chance.choice((0, 1, 2, 2, 3, 5, 8)))
        greeting, closing = self._filled(self._one("greeting")), self._one("closing")
        paragraphs = [f"{greeting}", self._filled(asked), *details, f"{closing}\n{self.name}"]
        if self.chance.random() < WITH_HISTORY:
            paragraphs += [self._filled(self.words["wrote"]), *self._history()]
        return "\n\n".join(paragraphs) + "\n"

    def _history(self) -> Iterator[str]:
        for _ in range(self.chance.choice((1, 2, 8))):
            yield "\n".join(f"> {line}" for line in self.chance.sample(self.words["earlier"], 3))

    def _filled(self, words: str) -> str:
        return words.format(
            organisation=self.policy.name,
            recipient=self.recipient,
            course=self._one("course"),
            day=f"{self.chance.randint(1, 28)}.{self.chance.randint(1, 2)}.2026",
            number=self.chance.randint(1, 90),
        )

    def _one(self, of: str) -> str:
        return str(self.chance.choice(self.words[of]))

    def _received(self) -> Iterator[bytes]:
        for hop in range(3):
            at = format_datetime(BEGAN + timedelta(minutes=self.number, seconds=-hop))
            line = f"Received: from out{hop}.writers.example (out{hop}.writers.example [192.0.2.{hop + 1}])\r\n"
            by = f"\tby relay{hop}.writers.example with ESMTPS id {self.chance.randrange(10**12)};\r\n"
            yield f"{line}{by}\t{at}\r\n".encode()


def _html(text: str) -> str:
    paragraphs = "".join(
        f'<p style="margin:0 0 12px;font-family:Calibri,sans-serif">{_breaks(one)}</p>' for one in text.split("\n\n")
    )
    return f'<html><head><meta charset="utf-8"></head><body lang="da">{paragraphs}</body></html>\n'


def _breaks(paragraph: str) -> str:
    return paragraph.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
