"""What the smarthost says decides whether a letter is given up: only for what is wrong with the letter itself."""

import pytest
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectResponseError,
    SMTPDataError,
    SMTPHeloError,
    SMTPReadTimeoutError,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from mail.refusals import Refusal, refusal

ANNA = "anna@example.org"


def of_recipient(code: int, said: str) -> Refusal:
    """Say what a refusal of the one recipient means."""
    return refusal(SMTPRecipientsRefused([SMTPRecipientRefused(code, said, ANNA)]))


@pytest.mark.parametrize(
    ("code", "said", "status"),
    [
        (550, "5.1.1 <anna@example.org>: Recipient address rejected: User unknown", "5.1.1"),
        (550, "5.1.1 User unknown in relay recipient table", "5.1.1"),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", "5.1.10"),
        (554, "5.1.1 no such user", "5.1.1"),
        (552, "5.2.2 Over quota", "5.2.2"),
        (550, "5.2.1 mailbox disabled\n5.2.1 for good", "5.2.1"),
        (553, "5.6.7 address needs SMTPUTF8", "5.6.7"),
        (550, "5.4.1 Recipient address rejected: Access denied", "5.4.1"),
        (550, "no such user", "550"),
        (550, "<relay@example.org> unknown", "550"),
        (551, "user not local", "551"),
        (553, "mailbox name not allowed", "553"),
        (555, "parameters not recognised", "555"),
    ],
)
def test_a_recipient_that_is_not_there_ends_the_letter(code: int, said: str, status: str) -> None:
    assert of_recipient(code, said) == Refusal(status, final=True)


@pytest.mark.parametrize(
    ("code", "said", "status"),
    [
        (554, "5.7.1 <anna@example.org>: Relay access denied", "5.7.1"),
        (550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "5.7.54"),
        (550, "relay not permitted", "550"),
        (553, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "5.7.1"),
        (550, "Sender verify failed", "550"),
        (553, "5.1.8 Domain of sender does not exist", "5.1.8"),
        (550, "5.1.7 bad sender", "5.1.7"),
        (554, "no", "554"),
        (571, "no", "571"),
        (530, "5.7.0 Authentication required", "5.7.0"),
        (550, "authentication required", "550"),
        (552, "too many recipients", "552"),
    ],
)
def test_a_relay_that_refuses_us_ends_no_letter(code: int, said: str, status: str) -> None:
    assert of_recipient(code, said) == Refusal(status, about_us=True)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (553, "5.7.1 Sender address rejected: not owned by user"),
        (550, "5.1.0 sender rejected"),
        (554, "no"),
        (530, "5.7.0 Must issue a STARTTLS command first"),
    ],
)
def test_a_sender_that_we_may_not_use_is_about_us_and_never_final(code: int, said: str) -> None:
    found = refusal(SMTPSenderRefused(code, said, "bounce@mentorix.dk"))
    assert (found.final, found.about_us) == (False, True)


def test_a_letter_that_is_announced_and_too_large_is_refused_for_good() -> None:
    assert refusal(SMTPSenderRefused(552, "5.3.4 too big", "b@mentorix.dk")) == Refusal("5.3.4", final=True)


@pytest.mark.parametrize(
    ("code", "said", "status"),
    [
        (554, "5.7.1 rejected as spam", "5.7.1"),
        (550, "5.6.0 malformed", "5.6.0"),
        (552, "message too large", "552"),
        (554, "no", "554"),
    ],
)
def test_a_letter_whose_contents_are_refused_is_refused_for_good(code: int, said: str, status: str) -> None:
    assert refusal(SMTPDataError(code, said)) == Refusal(status, final=True)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (554, "Message rejected: Email address is not verified."),
        (550, "5.7.26 This message does not pass authentication checks (SPF and DKIM both do not pass)"),
        (550, "5.7.1 DMARC policy"),
        (535, "5.7.8 log in"),
    ],
)
def test_contents_that_are_refused_because_of_our_set_up_wait_for_it_to_be_mended(code: int, said: str) -> None:
    found = refusal(SMTPDataError(code, said))
    assert (found.final, found.about_us) == (False, True)


def test_a_recipient_that_is_put_off_is_neither_final_nor_about_us() -> None:
    assert of_recipient(451, "4.7.1 greylisted") == Refusal("4.7.1")
    assert refusal(SMTPDataError(451, "later")) == Refusal("451")


@pytest.mark.parametrize(
    "failure",
    [
        SMTPAuthenticationError(535, "5.7.8 wrong password"),
        SMTPHeloError(550, "5.1.1 go away"),
        SMTPConnectResponseError(554, "no service for you"),
        SMTPServerDisconnected("gone"),
        SMTPReadTimeoutError("slow"),
        ConnectionRefusedError(111, "refused"),
    ],
)
def test_whatever_happens_before_a_letter_is_named_is_about_us(failure: Exception) -> None:
    assert (refusal(failure).final, refusal(failure).about_us) == (False, True)


@pytest.mark.parametrize("said", ["from [192.5.1.1] no", "4.2.2 is not what we mean", "10.5.1.1"])
def test_numbers_that_are_no_status_of_this_reply_are_not_taken_for_one(said: str) -> None:
    assert of_recipient(550, said).status == "550"
