"""Rules about words: what only reads like a machine. Whoever they catch is held for a person to look, never filed."""

from mail.marks import HELPDESK_HEADERS
from mail.seen import HEAD, Seen
from mail.signs import signs

ALERT_SUBJECT = signs("alert_subject")
AUTO_LINE = signs("auto_line")
CALENDAR_SUBJECT = signs("calendar_subject")
CHALLENGE = signs("challenge")
HELPDESK_MAILER = signs("helpdesk_mailer")
LIST_FOOT = signs("list_foot")
NOTICE = signs("notice")
PROMISE = signs("promise")
READ_SUBJECT = signs("read_subject")
RECEIPT = signs("receipt")
SMTP = signs("smtp")
SPAM = signs("spam")
SYSTEM_ADDRESS = signs("system_address")
SYSTEM_NAME = signs("system_name")
THANKS = signs("thanks")
UNREAD = signs("unread")
WILL_RETURN = signs("will_return")


def is_perhaps_a_bounce(seen: Seen) -> bool:
    """Say whether it reads like a bounce all through, but comes from an ordinary address."""
    if not (seen.heads_like_a_bounce and seen.reads_like_a_bounce) or (seen.is_an_answer and seen.message.references):
        return False
    return SMTP.found(seen.said) or seen.has_part("message/rfc822")


def is_challenge(seen: Seen) -> bool:
    """Say whether a machine wants proof that we are a person; it gets none."""
    return CHALLENGE.found(seen.said[:HEAD]) and not seen.asks


def says_nothing_but_yes(seen: Seen) -> bool:
    """Say whether it has the subject of a receipt or of a calendar's answer, and not a word in it."""
    return not seen.said and (READ_SUBJECT.found(seen.subject) or CALENDAR_SUBJECT.found(seen.subject))


def is_an_invitation(seen: Seen) -> bool:
    """Say whether a calendar sent it, whatever it wants: a person sees to it, a calendar reads no answer."""
    return seen.message.header("calendar-method") is not None and not seen.asks_in_words


def is_from_a_helpdesk(seen: Seen) -> bool:
    """Say whether a helpdesk program sent it, which would answer our answer."""
    programs = (seen.message.header(name) or "" for name in ("x-mailer", "user-agent"))
    return seen.has(*HELPDESK_HEADERS) or any(HELPDESK_MAILER.found(program.lower()) for program in programs)


def wants_no_reply(seen: Seen) -> bool:
    """Say whether the sender's name tells not to answer, or answers are to go where nobody reads them."""
    addresses = [address.address.lower() for address in seen.message.reply_to]
    unread = bool(addresses) and all(map(SYSTEM_ADDRESS.found, addresses))
    return unread or SYSTEM_NAME.found(seen.message.sender.name.lower())


def says_it_is_automatic(seen: Seen) -> bool:
    """Say whether a sentence of its own tells that nobody wrote this."""
    return AUTO_LINE.found(seen.said)


def tells_that_nobody_reads(seen: Seen) -> bool:
    """Say whether it tells that letters to its address are not read, or no longer."""
    return "?" not in seen.said and UNREAD.found(seen.said[:HEAD]) and not seen.asks


def is_perhaps_out_of_office(seen: Seen) -> bool:
    """Recognise short thanks for a letter from somebody who is away: a person may write so too."""
    return seen.tells_of_absence and (seen.is_an_answer or THANKS.found(seen.said))


def acknowledges_receipt(seen: Seen) -> bool:
    """Say whether another helpdesk has our letter and will see to it: no question, nothing asked for."""
    said = seen.said[:HEAD]
    if "?" in said or seen.asks:
        return False
    return (RECEIPT.found(said) and WILL_RETURN.found(said)) or (THANKS.found(said) and PROMISE.found(said))


def comes_under_a_list_s_foot(seen: Seen) -> bool:
    """Say whether a mailing list wrote its foot under it, without a list header."""
    return LIST_FOOT.found(seen.said)


def looks_like_an_alert(seen: Seen) -> bool:
    """Say whether its subject is one of those that machines write which watch others, and devices, and forums."""
    return any(map(ALERT_SUBJECT.found, seen.subjects)) and not seen.asks


def looks_like_a_newsletter(seen: Seen) -> bool:
    """Say whether it offers to be unsubscribed from and the like, or advertises as well, without a list header."""
    if seen.is_an_answer or seen.asks:
        return False
    marks = seen.marks_of_a_newsletter
    return marks > 1 or (marks == 1 and SPAM.found(f"{seen.subject}\n{seen.said[:HEAD]}"))


def looks_like_a_notice(seen: Seen) -> bool:
    """Say whether it is what services send by themselves: a code, a parcel, a survey, a threat to an account."""
    if seen.is_an_answer or seen.asks:
        return False
    return NOTICE.found(f"{seen.subject}\n{seen.said[:HEAD]}")


def looks_like_spam(seen: Seen) -> bool:
    """Say whether it has three different marks of advertising or fraud, and wants nothing that we owe to people."""
    return SPAM.count(f"{seen.subject}\n{seen.said[:HEAD]}") > 2 and not seen.asks  # noqa: PLR2004 - said in the line above
