"""A letter as the rules about robots look at it: what its headers say, and what the sender wrote himself."""

import re
from dataclasses import dataclass
from functools import cached_property

from cases.message import Address, Message
from mail.bounces import STATUS_PARTS, is_daemon
from mail.signs import signs

ABSENT = signs("absent")
ASKS = signs("asks")
BOUNCE_BODY = signs("bounce_body")
BOUNCE_SUBJECT = signs("bounce_subject")
FORM = signs("form")
NEWSLETTER = signs("newsletter")

HEAD = 1500
SHORT = 1500

_SEEN_CAP = 20_000
_COMMENT = re.compile(r"\([^()]*\)")
_REPLY = re.compile(r"(?:re|sv|aw|antw|vs|fw|fwd|wg|doorst|vb|videresendt)\s?:")
_YOURS = re.compile(
    r"\b(?:your|din|dit|dine|jeres|deres|uw|je|jouw|jullie|ihre?[nr]?|deine?[nr]?|ert|din[ae])\s+\w+(?:\s+\w+)?"
)
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
        """Whether the words are those of a complaint or of somebody's rights; an answer's subject may be our own."""
        return self.asks_in_words or (not self.is_an_answer and ASKS.found(_YOURS.sub("", self.subject)))

    @cached_property
    def asks_in_words(self) -> bool:
        """Whether what was written does so; who speaks of "your complaint" answers one."""
        return ASKS.found(_YOURS.sub("", self.said[:HEAD]))

    @cached_property
    def fills_in_a_form(self) -> bool:
        """Whether it is laid out as a form that somebody filled in: who, where to answer, and what he wants."""
        return FORM.count(self.said) > 2  # noqa: PLR2004 - the three of the line above

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
    def has_a_status_part(self) -> bool:
        """Whether a mail server's report of a letter's fate is in it (RFC 3464, RFC 6533)."""
        return any(map(self.has_part, STATUS_PARTS))

    @property
    def comes_over_our_group(self) -> bool:
        """Whether the list it came over is a group of our own domain: List-Id "info.mentorix.dk"."""
        list_id = (self.message.header("list-id") or "").lower()
        return any(f".{address.rpartition('@')[2]}>" in list_id for address in self.own)

    @property
    def precedence(self) -> set[str]:
        """What its Precedence headers say."""
        return set(self.values("precedence"))

    @cached_property
    def marks_of_a_newsletter(self) -> int:
        """How many different signs of mass mail there are in its words."""
        return NEWSLETTER.count(self.said)

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
        return [_COMMENT.sub("", value).partition(";")[0].strip(" \t\"'").lower() for value in found]

    def has(self, *beginnings: str) -> bool:
        """Say whether there is a header whose name begins so."""
        return any(key.startswith(beginnings) for key, _ in self.message.headers)

    def has_part(self, media_type: str) -> bool:
        """Say whether a file of this type is attached."""
        return any(file.media_type == media_type for file in self.message.attachments)
