"""What an answer of the smarthost means: whether it is about the letter or about us, and whether it is for good.

A letter is given up only for what is wrong with itself or its recipient. What is wrong with us (a sender that we may
not use, a network it does not relay for, a log-in) is wrong with every letter, and is mended while they wait.
"""

import re
from dataclasses import dataclass

from aiosmtplib.errors import (
    SMTPDataError,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

PERMANENT = 500
TOO_LARGE = 552
NO_SUCH_PERSON = frozenset({550, 551, 553, 555})
"""Replies to RCPT that are about the recipient where nothing more exact is said: 554 is mostly a relay's refusal."""

LOG_IN_FIRST = range(530, 540)
"""Codes that mean the same whatever they answer (RFC 4954 §6)."""

_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
_ABOUT_THE_RECIPIENT = re.compile(r"5\.(?:1\.(?![78]$)|2\.|6\.7$)")
"""Addressing and mailbox status; 5.1.7 and 5.1.8 speak of the sender's address (RFC 3463 §3.2)."""

_ABOUT_US = re.compile(
    r"\brelay|rcpthosts|authenti|not verified|\bspf\b|\bdkim\b|\bdmarc\b|\bsender (?:address|verif|reject|domain)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S+@\S+")


@dataclass(frozen=True)
class Refusal:
    """What was refused. `status` is the enhanced code (RFC 3463) where there is one, else the reply code, else ""."""

    status: str
    final: bool = False
    about_us: bool = False


def refusal(failure: Exception) -> Refusal:
    """Say what a failure to hand a letter over means for the letter."""
    if isinstance(failure, SMTPRecipientsRefused):
        failure = failure.recipients[0]
    if not isinstance(failure, SMTPResponseException):
        return Refusal("", about_us=True)
    status = _status(failure)
    passing = failure.code < PERMANENT and isinstance(failure, (SMTPSenderRefused, SMTPRecipientRefused, SMTPDataError))
    final = failure.code >= PERMANENT and failure.code not in LOG_IN_FIRST and _is_final(failure, status)
    return Refusal(status, final, about_us=not final and not passing)


def _status(failure: SMTPResponseException) -> str:
    said = _STATUS.search(_without_addresses(failure.message))
    return said[0] if said and said[0][0] == str(failure.code)[0] else str(failure.code)


def _is_final(failure: SMTPResponseException, status: str) -> bool:
    names_us = bool(_ABOUT_US.search(_without_addresses(failure.message)))
    match failure:
        case SMTPDataError():
            return not names_us
        case SMTPSenderRefused():
            return failure.code == TOO_LARGE
        case SMTPRecipientRefused() if _ABOUT_THE_RECIPIENT.match(status):
            return True  # whatever words come with it: "user unknown in relay recipient table"
        case SMTPRecipientRefused():
            return failure.code in NO_SUCH_PERSON and not names_us and not status.startswith(("5.1.", "5.7."))
        case _:
            return False


def _without_addresses(said: str) -> str:
    return _ADDRESS.sub("", said)
