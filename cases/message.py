"""One thing said, on any channel, as the channel handed it over: already decoded, not yet understood."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """The way something came in or goes out."""

    MAIL = "mail"
    CHAT = "chat"
    TELEGRAM = "telegram"
    FORM = "form"
    DESK = "desk"

    @property
    def answered_by(self) -> "Channel":
        """Give the channel of our answer: what staff wrote down, or a form took, is answered by mail."""
        return self if self.is_chat else Channel.MAIL

    @property
    def is_chat(self) -> bool:
        """Say whether it is a conversation, a line at a time."""
        return self in {Channel.CHAT, Channel.TELEGRAM}


class Verdict(StrEnum):
    """What becomes of a message: a case, a place in the file, or a person's judgement first."""

    ADMIT = "admit"
    FILE = "file"
    HOLD = "hold"


@dataclass(frozen=True)
class Judgement:
    """A verdict with the name of the rule that gave it.

    `automatic`: a machine wrote it. `may_answer`: nothing about the message itself forbids an automatic answer.
    """

    verdict: Verdict
    reason: str
    automatic: bool
    may_answer: bool


@dataclass(frozen=True)
class Address:
    """A mail address (`address`, never with a display name in it) and the name shown beside it, or ""."""

    name: str
    address: str


@dataclass(frozen=True)
class Source:
    """Where in a mailbox a letter lies: the mailbox's name in the settings, and what IMAP finds it by (RFC 3501)."""

    mailbox: str
    uid_validity: int
    uid: int


@dataclass(frozen=True)
class Envelope:
    """How a letter reached us, apart from what is written in it.

    `sender` is the return path, "" for the null path; `recipients` our addresses as they were asked for; `peer` the
    network address of whoever handed it over and `helo` the name they gave, "" where nobody did. `source` is where it
    was fetched; `history`: it lay there before we began to read, so nobody is answered. `cut`: only its beginning was
    taken, as it is too large.
    """

    sender: str
    recipients: tuple[str, ...]
    peer: str = ""
    helo: str = ""
    source: Source | None = None
    history: bool = False
    cut: bool = False


@dataclass(frozen=True)
class Authentication:
    """What is known of the domain a letter says it is from: the results of SPF, DKIM and DMARC (RFC 8601 §2.7).

    Each is a result as that RFC names it: "pass", "fail", "softfail", "none", "temperror" and so on. `domain` is the
    one DMARC speaks of. `by` is who looked: our front server's authserv-id, or "here". `aligned`: SPF or DKIM passed
    for that domain or its kin. `policy` is what its owner wants done with a letter that fails: "none", "quarantine",
    "reject", or "" where that is not known.
    """

    spf: str
    dkim: str
    dmarc: str
    domain: str
    by: str
    aligned: bool = False
    policy: str = ""

    @property
    def passed(self) -> bool:
        """Say whether the domain is genuine; that says nothing of the person (RFC 9989 §1, R-EM-84)."""
        return self.dmarc == "pass"

    @property
    def failed(self) -> bool:
        """Say whether somebody looked and nothing speaks for the domain.

        What could not be looked up fails nobody, nor does a domain about which there is nothing to know: people write
        from small ones too.
        """
        if self.dmarc in {"pass", "fail"}:
            return self.dmarc == "fail"
        results = {self.spf, self.dkim, self.dmarc}
        nothing_to_know = bool(self.domain) and results <= {"none", "neutral"}
        return not (self.aligned or nothing_to_know or "temperror" in results)


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message. `part` finds it again in the raw bytes; `digest` is SHA-256, hex.

    `inline`: a picture that stands in the text. `verdict` is what the virus scanner said: None before it has looked,
    one of `cases.files`, or what it found. `contents` are the names in an archive, some of them where there are many.
    `restricted`: few may open it (P-MX-21). `erased_at` is when its bytes were deleted.
    """

    part: int
    name: str
    media_type: str
    size: int
    digest: str
    inline: bool = False
    verdict: str | None = None
    contents: tuple[str, ...] = ()
    restricted: bool = False
    erased_at: datetime | None = None


@dataclass(frozen=True)
class Report:
    """What a mail server says became of a letter of ours, one recipient (RFC 3464)."""

    recipient: str
    action: str
    status: str
    original_message_id: str | None


@dataclass(frozen=True)
class Message:
    """What was said, by whom, when it reached us.

    `received_at` is our own clock's (aware, UTC), never the sender's. `return_path` is the envelope sender, "" for the
    null path. `recipients` are our addresses it came to. `text` is everything the person's program sent as text, quoted
    mail included. `headers` are the few that rules look at, names in lower case, values unfolded. `faults` names
    what was broken in the bytes. `within` is who wrote the one letter that is attached whole. `fingerprint` is equal
    for two deliveries of the same message and only then.
    """

    channel: Channel
    received_at: datetime
    return_path: str
    recipients: tuple[str, ...]
    sender: Address
    subject: str
    text: str
    fingerprint: str
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    message_id: str | None = None
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    reports: tuple[Report, ...] = ()
    faults: tuple[str, ...] = ()
    authentication: Authentication | None = None
    within: Address | None = None

    @property
    def perhaps_forged(self) -> bool:
        """Say whether somebody looked, and nothing speaks for the domain it says it is from."""
        return self.authentication is not None and self.authentication.failed

    def header(self, name: str) -> str | None:
        """Give the first value of a kept header, or None. `name` in lower case."""
        return next((value for key, value in self.headers if key == name), None)
