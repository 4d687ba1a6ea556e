"""A letter as the rules about robots look at it: what its headers say, and what the sender wrote himself."""

import re
from dataclasses import dataclass
from functools import cached_property

from cases.message import Address, Message
from mail.bounces import is_daemon
from mail.signs import signs

ABSENT = signs("absent")
ASKS = signs("asks")
BOUNCE_BODY = signs("bounce_body")
BOUNCE_SUBJECT = signs("bounce_subject")

HEAD = 1500
SHORT = 1500

_SEEN_CAP = 20_000
_COMMENT = re.compile(r"\([^()]*\)")
_REPLY = re.compile(r"(?:re|sv|aw|antw|vs|fw|fwd|wg|doorst|vb|videresendt)\s?:")
_TAGS = re.compile(r"(?:\[[^\]]*\]\s*)+")
_REPORT_TYPE = re.compile(r"report-type\s*=\s*\"?([\w-]+)")
_QUOTED = re.compile(
    r"^[ \t]*>"
    r"|^[-_ ]{2,}\s?(?:original message|oprindelig (?:meddelelse|besked)|oorspronkelijk bericht|ursprüngliche nachr)"
    r"|^[-_ ]*(?:forwarded message|videresendt (?:meddelelse|besked)|doorgestuurd bericht|weitergeleitete nachricht)"
    r"|^\**(?:from|fra|van|von|från)\s?:.{0,200}\n\**(?:sent|sendt|verzonden|gesendet|skickat|date|dato|datum|to|til|aan)\b"
    r"|^(?:den|op|on|am|le)\b.{4,160}\b(?:skrev|schreef|wrote|schrieb|a écrit)\b.{0,80}:\s*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Seen:
    """One letter, looked at. `own` are the organisation's addresses in base form."""

    message: Message
    own: frozenset[str]

    @cached_property
    def said(self) -> str:
        """The beginning of what the sender wrote himself, in lower case, what he quotes cut away."""
        text = self.message.text[:_SEEN_CAP]
        quoted = _QUOTED.search(text)
        return text[: quoted.start() if quoted else None].strip().lower()

    @cached_property
    def subject(self) -> str:
        """The subject in lower case, without the tags that servers put before it."""
        subject = self.message.subject.lower()
        tags = _TAGS.match(subject)
        return subject[tags.end() if tags else 0 :].strip() or subject

    @property
    def subjects(self) -> tuple[str, str]:
        """The subject in lower case, with its tags and without."""
        return self.message.subject.lower(), self.subject

    @cached_property
    def asks(self) -> bool:
        """Whether the words are those of a complaint or of somebody's rights."""
        return ASKS.found(f"{self.subject}\n{self.said[:HEAD]}")

    @property
    def is_an_answer(self) -> bool:
        """Whether the subject has a mark of reply or forward before it."""
        return _REPLY.match(self.subject) is not None

    @cached_property
    def tells_of_absence(self) -> bool:
        """Whether it is short, asks nothing, and says near its beginning that somebody is away."""
        return len(self.said) < SHORT and "?" not in self.said and ABSENT.found(self.said[:400]) and not self.asks

    @cached_property
    def heads_like_a_bounce(self) -> bool:
        """Whether the subject is one of a bounce or a warning of delay."""
        return BOUNCE_SUBJECT.found(self.subject)

    @cached_property
    def reads_like_a_bounce(self) -> bool:
        """Whether the text begins as bounces do."""
        return BOUNCE_BODY.found(self.said[:HEAD])

    @property
    def is_from_a_daemon(self) -> bool:
        """Whether the sender's address or name is one that mail servers write under."""
        return is_daemon(self.message.sender)

    @property
    def has_null_path(self) -> bool:
        """Whether the return path is null, or a mail server's: the envelope's, or the one that was written down."""
        path = self.message.return_path
        return not path or is_daemon(Address("", path)) or self.message.header("return-path") == "<>"

    @property
    def comes_over_our_group(self) -> bool:
        """Whether the list it came over is a group address of our own: List-Id "info.mentorix.dk"."""
        list_id = (self.message.header("list-id") or "").lower()
        return any(f"<{address.replace('@', '.')}>" in list_id for address in self.own)

    @property
    def report_type(self) -> str:
        """The kind of report that the letter as a whole declares to be (RFC 6522), "" for none."""
        kind = (self.message.header("content-type") or "").lower()
        if not kind.startswith("multipart/report"):
            return ""
        found = _REPORT_TYPE.search(kind)
        return found[1] if found else "unnamed"

    def values(self, name: str) -> list[str]:
        """Give the values of a header, comments and parameters taken off, in lower case."""
        found = (value for key, value in self.message.headers if key == name)
        return [_COMMENT.sub("", value).partition(";")[0].strip().lower() for value in found]

    def has(self, *beginnings: str) -> bool:
        """Say whether there is a header whose name begins so."""
        return any(key.startswith(beginnings) for key, _ in self.message.headers)

    def has_part(self, media_type: str) -> bool:
        """Say whether a file of this type is attached."""
        return any(file.media_type == media_type for file in self.message.attachments)
