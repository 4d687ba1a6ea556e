"""Whether a letter is a person's: a table of named rules, read from top to bottom; the reason is the rule's name.

It is careful both ways: a machine is never answered (RFC 3834), and no person's letter ends in the file.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from cases.address import base_address
from cases.message import Judgement, Message, Verdict
from mail.hunches import (
    acknowledges_receipt,
    comes_under_a_list_s_foot,
    is_an_invitation,
    is_challenge,
    is_from_a_helpdesk,
    is_perhaps_a_bounce,
    is_perhaps_out_of_office,
    looks_like_a_newsletter,
    looks_like_a_notice,
    looks_like_an_alert,
    looks_like_spam,
    says_it_is_automatic,
    says_nothing_but_yes,
    tells_that_nobody_reads,
    wants_no_reply,
)
from mail.marks import BULK_HEADERS, MACHINE_HEADERS
from mail.seen import Seen
from mail.signs import signs

ABUSE_SUBJECT = signs("abuse_subject")
AUTO_SUBJECT = signs("auto_subject")
BULK_MAILER = signs("bulk_mailer")
BULK_PATH = signs("bulk_path")
CALENDAR_BODY = signs("calendar_body")
CALENDAR_SUBJECT = signs("calendar_subject")
DELEGATES = signs("delegates")
READ_BODY = signs("read_body")
READ_SUBJECT = signs("read_subject")
REPORT_FILE = signs("report_file")
REPORT_SUBJECT = signs("report_subject")
SYSTEM_ADDRESS = signs("system_address")

RECEIVED_CAP = 100
SHORT_NOTE = 300
ANSWERS = frozenset({"reply", "cancel", "counter", "declinecounter"})

_BULK = frozenset({"bulk", "list", "junk"})
_BY_ITSELF = frozenset({"auto_reply", "auto-reply", "autoreply"})
_SUPPRESS = frozenset({"all", "autoreply", "oof"})
_SPAM_LEVELS = frozenset({"5", "6", "7", "8", "9"})
_SPAM_SUBJECT = re.compile(r"[\W_]*(?:possible |suspected |mulig )?spam\W*[\]*}:]")


def is_unreadable(seen: Seen) -> bool:
    """Say whether nothing could be made of the bytes."""
    return "unreadable" in seen.message.faults


def is_bounce(seen: Seen) -> bool:
    """Say whether a mail server tells that a letter did not arrive, or not yet (RFC 3464)."""
    if seen.report_type == "delivery-status" or seen.has("x-failed-recipients"):
        return True
    if seen.has_a_status_part and (seen.report_type or not seen.is_an_answer):
        return True
    if seen.is_from_a_daemon or seen.has_null_path:
        return seen.heads_like_a_bounce or seen.reads_like_a_bounce
    return is_from_a_system_address(seen) and seen.heads_like_a_bounce and seen.reads_like_a_bounce


def is_read_receipt(seen: Seen) -> bool:
    """Say whether a program tells that a letter was opened (RFC 8098)."""
    if seen.report_type == "disposition-notification" or seen.has_part("message/disposition-notification"):
        return True
    return READ_SUBJECT.found(seen.subject) and READ_BODY.found(seen.said)


def is_abuse_report(seen: Seen) -> bool:
    """Say whether a mail provider passes on a complaint about spam (RFC 5965)."""
    if seen.report_type == "feedback-report" or seen.has_part("message/feedback-report"):
        return True
    return ABUSE_SUBJECT.found(seen.subject) and seen.has_part("message/rfc822")


def is_other_report(seen: Seen) -> bool:
    """Say whether it is some other report from machine to machine: RFC 6522, or figures about our own domain."""
    named = any(REPORT_FILE.found(file.name.lower()) for file in seen.message.attachments)
    return bool(seen.report_type) or named or REPORT_SUBJECT.found(seen.subject)


def is_out_of_office(seen: Seen) -> bool:
    """Recognise an automatic answer: by its header (RFC 3834), by its subject, or by its few words."""
    if "auto-replied" in seen.values("auto-submitted") or any(map(AUTO_SUBJECT.found, seen.subjects)):
        return True
    return seen.tells_of_absence and DELEGATES.found(seen.said)


def is_calendar_answer(seen: Seen) -> bool:
    """Say whether a calendar accepts, declines or cancels (RFC 5546); not whether a person encloses such an entry."""
    headed = CALENDAR_SUBJECT.found(seen.subject)
    method = seen.message.header("calendar-method")
    if method is None:
        return headed and CALENDAR_BODY.found(seen.said)
    return headed or (method in ANSWERS and len(seen.said) < SHORT_NOTE and not seen.asks_in_words)


def goes_in_circles(seen: Seen) -> bool:
    """Say whether more than a hundred servers passed it on (RFC 5321), or a program marked it against loops."""
    return int(seen.message.header("received-count") or 0) > RECEIVED_CAP or seen.has("x-loop")


def is_passed_on_by_a_rule(seen: Seen) -> bool:
    """Say whether a rule in somebody's mailbox sent it on; a rule in the organisation's own brings people's letters."""
    rules = seen.values("x-ms-exchange-inbox-rules-loop")
    strange = any(base_address(rule) not in seen.own for rule in rules)
    return strange or seen.has("x-ms-exchange-generated-message-source")


def is_spam(seen: Seen) -> bool:
    """Say whether a filter on the way held it for spam; a real complaint may be among them (R-EM-14)."""
    flags = (value for name in ("x-spam-flag", "x-spam-status", "x-spam") for value in seen.values(name))
    level = seen.message.header("x-ms-exchange-organization-scl")
    tagged = _SPAM_SUBJECT.match(seen.message.subject.lower())
    return level in _SPAM_LEVELS or tagged is not None or any(value.startswith("yes") for value in flags)


def is_automatic_and_asks(seen: Seen) -> bool:
    """Recognise a real request that a portal passes on: a person looks, the machine is not answered (R-EM-9)."""
    return (seen.asks or seen.fills_in_a_form) and any(rule(seen) for rule in MACHINES)


def is_automatic(seen: Seen) -> bool:
    """Say whether Auto-Submitted has anything but "no" (RFC 3834), or there is a header that only machines write."""
    return any(value not in {"", "no"} for value in seen.values("auto-submitted")) or seen.has(*MACHINE_HEADERS)


def is_from_a_list(seen: Seen) -> bool:
    """Say whether it came over a mailing list (RFC 2369, RFC 2919); the organisation's own group mailbox is none."""
    return seen.has("list-") and not seen.comes_over_our_group


def is_bulk(seen: Seen) -> bool:
    """Say whether Precedence tells that it goes to many, or answers by itself, and something else says so too."""
    if seen.precedence & _BY_ITSELF:
        return True
    return is_perhaps_bulk(seen) and (seen.marks_of_a_newsletter > 0 or is_sent_in_bulk(seen))


def is_perhaps_bulk(seen: Seen) -> bool:
    """Say whether only Precedence tells that it goes to many: some servers put it on whatever they forward."""
    return bool(seen.precedence & _BULK) and not seen.comes_over_our_group


def has_null_return_path(seen: Seen) -> bool:
    """Say whether nobody is to be told about its fate, so that nobody may be answered (RFC 3834, RFC 5321).

    A letter out of a file that names nobody at all has lost its sender; that is another rule's.
    """
    lost = not seen.message.return_path and has_no_sender(seen) and seen.message.header("return-path") is None
    return seen.has_null_path and not lost


def is_from_a_system_address(seen: Seen) -> bool:
    """Say whether the address is one that no person reads (R-EM-5)."""
    return SYSTEM_ADDRESS.found(seen.message.sender.address.lower())


def is_our_own(seen: Seen) -> bool:
    """Say whether it comes from one of the organisation's own addresses: a loop, or a web form (RFC 3834, R-EM-6)."""
    return bool(seen.own & {base_address(seen.message.sender.address), base_address(seen.message.return_path)})


def wants_no_automatic_answer(seen: Seen) -> bool:
    """Say whether X-Auto-Response-Suppress forbids one; a wish to suppress receipts alone does not."""
    found = ",".join(seen.values("x-auto-response-suppress"))
    return bool(_SUPPRESS & set(re.split(r"[^a-z]+", found)))


def is_sent_in_bulk(seen: Seen) -> bool:
    """Say whether a service that sends for many sent it, by its headers, its program or its return path."""
    mailer = (seen.message.header("x-mailer") or "").lower()
    return seen.has(*BULK_HEADERS) or BULK_MAILER.found(mailer) or BULK_PATH.found(seen.message.return_path.lower())


def has_no_sender(seen: Seen) -> bool:
    """Say whether nothing in it tells whom it is from."""
    return "no_sender" in seen.message.faults


def is_empty(seen: Seen) -> bool:
    """Say whether there is no subject, no text and no file."""
    message = seen.message
    return not (message.subject.strip() or message.text.strip() or message.attachments)


def is_encrypted(seen: Seen) -> bool:
    """Say whether what the sender wrote can be read only by whoever has the key (RFC 8551, RFC 3156)."""
    return "encrypted" in seen.message.faults


def is_damaged(seen: Seen) -> bool:
    """Say whether parts of it could not be taken apart, as they are too deep or too many, or its end is missing."""
    return bool({"too_deep", "too_many_parts", "cut_short"} & set(seen.message.faults))


def is_from_a_person(seen: Seen) -> bool:  # noqa: ARG001 - the last rule applies to all
    """Say yes: nothing spoke against it."""
    return True


Predicate = Callable[[Seen], bool]

MACHINES: tuple[Predicate, ...] = (
    is_automatic,
    is_from_a_list,
    is_bulk,
    has_null_return_path,
    is_from_a_system_address,
)
"""What is automatic, and filed unless it asks for something."""

RULES: tuple[tuple[Predicate, Verdict, bool, bool], ...] = (
    (is_unreadable, Verdict.HOLD, False, False),
    (is_bounce, Verdict.FILE, True, False),
    (is_read_receipt, Verdict.FILE, True, False),
    (is_abuse_report, Verdict.FILE, True, False),
    (is_other_report, Verdict.FILE, True, False),
    (is_out_of_office, Verdict.FILE, True, False),
    (is_calendar_answer, Verdict.FILE, True, False),
    (is_challenge, Verdict.HOLD, True, False),
    (is_perhaps_a_bounce, Verdict.HOLD, True, False),
    (goes_in_circles, Verdict.HOLD, True, False),
    (is_passed_on_by_a_rule, Verdict.HOLD, True, False),
    (is_spam, Verdict.HOLD, False, False),
    (is_automatic_and_asks, Verdict.HOLD, True, False),
    *((rule, Verdict.FILE, True, False) for rule in MACHINES),
    (is_our_own, Verdict.HOLD, False, False),
    (is_perhaps_bulk, Verdict.HOLD, True, False),
    (wants_no_automatic_answer, Verdict.HOLD, True, False),
    (is_sent_in_bulk, Verdict.HOLD, True, False),
    (is_from_a_helpdesk, Verdict.HOLD, True, False),
    (wants_no_reply, Verdict.HOLD, True, False),
    (says_nothing_but_yes, Verdict.HOLD, True, False),
    (is_an_invitation, Verdict.HOLD, True, False),
    (says_it_is_automatic, Verdict.HOLD, True, False),
    (is_perhaps_out_of_office, Verdict.HOLD, True, False),
    (tells_that_nobody_reads, Verdict.HOLD, True, False),
    (acknowledges_receipt, Verdict.HOLD, True, False),
    (comes_under_a_list_s_foot, Verdict.HOLD, True, False),
    (looks_like_an_alert, Verdict.HOLD, True, False),
    (looks_like_a_newsletter, Verdict.HOLD, True, False),
    (looks_like_a_notice, Verdict.HOLD, True, False),
    (looks_like_spam, Verdict.HOLD, True, False),
    (has_no_sender, Verdict.HOLD, False, False),
    (is_encrypted, Verdict.HOLD, False, True),
    (is_damaged, Verdict.HOLD, False, True),
    (is_empty, Verdict.HOLD, False, True),
    (is_from_a_person, Verdict.ADMIT, False, True),
)
"""Rule, verdict, whether a machine wrote it, whether it may be answered. The first that applies is the reason."""


@lru_cache(maxsize=64)
def _base(own: frozenset[str]) -> frozenset[str]:
    """Give the addresses as they are compared."""
    return frozenset(map(base_address, own))


def judge(message: Message, own: frozenset[str] = frozenset()) -> Judgement:
    """Give the verdict of the first rule that applies, with its name. `own` are the organisation's addresses."""
    seen = Seen(message, _base(own))
    return next(
        Judgement(verdict, rule.__name__, automatic, may_answer)
        for rule, verdict, automatic, may_answer in RULES
        if rule(seen)
    )
