"""What mail servers say became of our letters: RFC 3464, and the older forms that are still in use (R-EM-65)."""

import re
from collections.abc import Iterator

from cases.message import Report
from mail.decoding import decode
from mail.headers import addresses, first, in_value, line, message_id
from mail.mime import Fields, Part, Splitter

DAEMON = re.compile(
    r"^(?:mailer[-_. ]?daemon|mail[-_. ]?daemon|mdaemon|postmaster|mail[-_ ]?delivery(?:[-_ ]?(?:subsystem|system))?|"
    r"microsoftexchange\w*|mmdf|uucp|maildelivery|bounces?|mail-?system|majordomo|double-bounce)(?:[+.=-][^@]*)?@",
    re.IGNORECASE,
)
"""Local parts that mail servers write from."""

SUBJECT = re.compile(
    r"undeliver(?:ed|able)|returned (?:mail|to sender)|return(?:ed|ing) (?:message|e-?mail) to sender|failure noti(?:ce|fication)|"
    r"delivery (?:status )?(?:notification|failure|failed|error|report|problem|has failed|incomplete|delayed|warning|unsuccessful)|"
    r"(?:mail|message|nachricht|e-?mail) (?:delivery|system) (?:failed|failure|error|delayed|problem)|mail delivery|"
    r"could not (?:be delivered|send message)|cannot be delivered|not delivered|non[- ]?delivery|\bndn\b|\bndr\b|delayed (?:mail|delivery)|"
    r"delivery of (?:your )?(?:message|mail) .{0,40}(?:failed|delayed)|message (?:status - undeliverable|delayed|not deliverable)|"
    r"mail (?:delayed|failure|could not)|undelivered|warning: (?:could not send|message .{0,60}delayed)|"
    r"unzustellbar|nicht zugestellt|zustell(?:ung|fehler)|mailzustellung|onbestelbaar|niet (?:be|af)?gelever?d|niet bezorgd|bezorging mislukt|"
    r"kan (?:ikke|niet) (?:leveres|worden (?:be|af)geleverd|bezorgd)|ikke leveret|ikke levert|kunne ikke leveres|leveringsfejl|uleveret|"
    r"kan ej levereras|kunde inte levereras|olevererbart|går inte att leverera|kunne ikke leveres|ikke leverbar|"
    r"non remis|échec de (?:la )?(?:remise|livraison)|mensaje no entregado|entrega fallida|mancato recapito",
    re.IGNORECASE,
)
"""Subjects of bounces and delay warnings, by many programs, in the languages of our neighbours."""

BODY = re.compile(
    r"this (?:message was created automatically by mail delivery|is the .{0,60}(?:qmail-send|mail system at|postfix)|is an automatically generated delivery)|"
    r"(?:delivery|message|mail) .{0,80}(?:failed|could not be delivered|cannot be delivered|was not delivered|has been delayed|undeliverable|not reach)|"
    r"(?:did not reach|unable to deliver|couldn't be delivered|wasn't able to deliver|delivery to .{0,80} failed|permanent (?:fatal )?errors?|"
    r"returned (?:to you|to sender)|undeliver(?:ed|able)|could not deliver|non-delivery|transient non-fatal|failed permanently)|"
    r"unzustellbar|konnte nicht zugestellt|kunne ikke leveres|niet (?:worden )?bezorgd|kon niet worden (?:be|af)geleverd|kunde inte levereras",
    re.IGNORECASE | re.DOTALL,
)
"""How a bounce without structure speaks of itself."""

_DELAY = re.compile(r"delay|not yet been delivered|will (?:continue|keep|be) (?:to )?(?:try|retr)|you do not need to resend|forsink|vertra|verzöger", re.I)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])[0-5]\d[ -]")
_RETURNED_ID = re.compile(r"^[> \t]*message-id:[ \t]*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_COPY = re.compile(
    r"^[- >]*(?:below this line is a copy|this is a copy of (?:the|your) message|original message (?:follows|headers|header)|"
    r"(?:begin|start of) (?:returned|original)|unsent message follows|message (?:text|header|contents) follows|received: from|return-path:|"
    r"the (?:header|body|text) of (?:the|your) (?:original )?message|original message\b)",
    re.IGNORECASE | re.MULTILINE,
)
_NAMED = re.compile(r"(?:^|[\s<:'\"(;=\[])([^\s<>()\"'\[\],;:@=]+@[\w-]+(?:\.[\w-]+)+)", re.MULTILINE)
_RETURNED = frozenset({"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"})
_REPORTS_CAP = 100
_TEXT_SEEN = 20_000


def reports(letter: Part, text: str) -> tuple[Report, ...]:
    """Give what a letter reports of letters of ours, one entry for each recipient; () where it is no bounce."""
    status_parts = [part for part in letter.walk() if part.media_type in {"message/delivery-status", "message/global-delivery-status"}]
    if status_parts and letter.media_type == "multipart/report":
        original = _original_id(letter, text)
        found = (report for part in status_parts for report in _structured(part.content(), original))
        return tuple(found)[:_REPORTS_CAP]
    return tuple(_unstructured(letter, text)) if is_from_a_daemon(letter.fields) else ()


def is_from_a_daemon(fields: Fields) -> bool:
    """Say whether a mail server wrote this, by the address or the name it gives, and by the subject."""
    sender = next(iter(addresses(fields, "from", "sender")), None)
    if sender is None:
        return bool(SUBJECT.search(line(fields, "subject")))
    return bool(DAEMON.match(sender.address)) or bool(SUBJECT.search(line(fields, "subject"))) and not sender.name


def _structured(data: bytes, original: str | None) -> Iterator[Report]:
    """Read the blocks of a delivery-status part, one for each recipient (RFC 3464 section 2.3)."""
    for block in re.split(rb"\r?\n[ \t]*(?:\r?\n)+", data.strip() + b"\n"):
        fields = Splitter().split(block + b"\n\n").fields
        recipient = first(fields, "final-recipient") or first(fields, "original-recipient")
        if recipient:
            status = _STATUS.search(line(fields, "status") or line(fields, "diagnostic-code"))
            action = line(fields, "action").lower().partition(" ")[0]
            yield Report(_recipient(recipient), action or "failed", status[1] if status else "", original)


def _recipient(raw: bytes) -> str:
    """Give the address in "rfc822; anna@example.org"."""
    value = raw.rpartition(b";")[2].strip()
    found = in_value(value)
    return found[0].address if found else decode(value).strip("<> ")


def _original_id(letter: Part, text: str) -> str | None:
    """Give the Message-ID of the letter that came back, from its returned headers."""
    for part in letter.walk():
        if part.media_type in _RETURNED:
            found = message_id(first(Splitter().split(part.content()).fields, "message-id"))
            if found:
                return found
    quoted = _RETURNED_ID.search(text)
    return quoted[1] if quoted else None


def _unstructured(letter: Part, text: str) -> Iterator[Report]:
    """Read a bounce in free words: qmail, Exim, old Exchange and their kin."""
    copy = _COPY.search(text)
    said = text[: copy.start() if copy else None][:_TEXT_SEEN]
    action = "delayed" if _DELAY.search(f"{line(letter.fields, 'subject')}\n{said}") else "failed"
    status = _status(said) or ("4.0.0" if action == "delayed" else "5.0.0")
    original = _original_id(letter, text)
    for recipient in _recipients(letter.fields, said):
        yield Report(recipient, action, status, original)


def _status(said: str) -> str | None:
    """Give the code that the words contain: an enhanced one (RFC 3463), else the class of a reply code."""
    found = _STATUS.search(said)
    if found:
        return found[1]
    code = _CODE.search(said)
    return f"{code[1]}.0.0" if code else None


def _recipients(fields: Fields, said: str) -> tuple[str, ...]:
    """Give the addresses that were not reached: those the server lists, else those its words name."""
    listed = [address.address for address in addresses(fields, "x-failed-recipients")]
    if listed:
        return tuple(listed)
    ours = {address.address.lower() for address in addresses(fields, "to", "cc", "from", "sender", "reply-to")}
    named = (found.strip(".-'").lower() for found in _NAMED.findall(said))
    return tuple(dict.fromkeys(name for name in named if name not in ours and not DAEMON.match(name)))[:_REPORTS_CAP]
