"""Whether an automatic letter may leave, and to whom: every "no" has a name."""

from dataclasses import replace

import pytest

from cases.message import Address, Channel, Message
from cases.office import Office
from intake.permission import A_DAY, AN_HOUR, authentic, destination, objection
from intake.values import Place
from tests.builders import a_message
from tests.intake.scene import a_heard

PASSED = (
    "authentication-results",
    "mx.mentorix.dk; spf=pass smtp.mailfrom=example.org; dmarc=pass header.from=example.org",
)


@pytest.fixture
def guarded(mentorix: Office) -> Office:
    """Give Mentorix behind a front server that it trusts."""
    return replace(mentorix, authserv_id="mx.mentorix.dk")


def from_elsewhere(**changed: object) -> Message:
    """Give a letter whose return path is of another domain than its sender."""
    return a_message(return_path="bounces@mailer.test", **changed)


def test_an_ordinary_letter_is_answered_to_its_sender(mentorix: Office) -> None:
    assert destination(a_message(), mentorix) == "anna@example.org"
    assert objection(a_heard(), Place(1), mentorix) is None


@pytest.mark.parametrize(
    ("return_path", "credible"),
    [
        ("anna@example.org", True),
        ("other@EXAMPLE.org", True),
        ("bounce@mail.example.org", True),
        ("anna@example.com", False),
        ("anna@notexample.org", False),
        ("anna@example.org.evil.test", False),
        ("nobody", False),
        ("", False),
    ],
)
def test_the_return_path_must_be_of_the_senders_domain(mentorix: Office, return_path: str, credible: bool) -> None:  # noqa: FBT001 - a row of the table
    message = a_message(return_path=return_path)
    assert destination(message, mentorix) == ("anna@example.org" if credible else None)
    expected = None if credible else "sender_is_not_credible"
    assert objection(a_heard(message=message), Place(1), mentorix) == expected


def test_reply_to_is_never_followed(mentorix: Office) -> None:
    message = a_message(reply_to=(Address("", "victim@example.net"),))
    assert destination(message, mentorix) == "anna@example.org"


def test_a_letter_without_a_sender_is_answered_to_nobody(mentorix: Office) -> None:
    assert destination(a_message(sender=Address("", "")), mentorix) is None


def test_our_own_front_servers_word_makes_another_return_path_good(guarded: Office) -> None:
    assert destination(from_elsewhere(headers=(PASSED,)), guarded) == "anna@example.org"


@pytest.mark.parametrize(
    "results",
    [
        "mx.evil.test; dmarc=pass header.from=example.org",
        "mx.mentorix.dk.evil.test; dmarc=pass",
        "mx.mentorix.dk; dmarc=fail header.from=example.org",
        "mx.mentorix.dk; dmarc=none; spf=pass",
        "mx.mentorix.dk; xdmarc=passed",
        "dmarc=pass; mx.mentorix.dk",
        "",
    ],
)
def test_nobody_elses_word_does(guarded: Office, results: str) -> None:
    message = from_elsewhere(headers=(("authentication-results", results),))
    assert not authentic(message, guarded)
    assert destination(message, guarded) is None


def test_only_the_uppermost_verdict_counts(guarded: Office) -> None:
    """What stands below was there before our front server: the sender may have written it (RFC 8601 §5)."""
    forged = from_elsewhere(headers=(("authentication-results", "mx.evil.test; dmarc=fail"), PASSED))
    assert not authentic(forged, guarded)


def test_without_a_front_server_no_verdict_is_believed(mentorix: Office) -> None:
    assert not authentic(from_elsewhere(headers=(PASSED,)), mentorix)


def test_a_blind_copy_is_read_by_a_person_first(mentorix: Office) -> None:
    message = a_message(to=(Address("", "everybody@example.org"),))
    assert objection(a_heard(message=message), Place(1), mentorix) == "we_were_not_addressed"


@pytest.mark.parametrize("address", ["info@mentorix.dk", "Info@Mentorix.DK", "info+t.abcdefghijklmnop@mentorix.dk"])
def test_our_address_is_ours_however_it_is_written(mentorix: Office, address: str) -> None:
    message = a_message(to=(Address("", "x@example.org"), Address("", address)))
    assert objection(a_heard(message=message), Place(1), mentorix) is None


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ((AN_HOUR - 1, A_DAY - 1), None),
        ((AN_HOUR, AN_HOUR), "too_many_letters"),
        ((0, A_DAY), "too_many_letters"),
    ],
)
def test_a_loop_ends_after_a_few_letters(mentorix: Office, sent: tuple[int, int], named: str | None) -> None:
    assert objection(a_heard(), Place(1, sent=sent), mentorix) == named


def test_in_a_chat_the_person_holds_the_line(mentorix: Office) -> None:
    message = from_elsewhere(channel=Channel.CHAT, to=())
    assert objection(a_heard(message=message), Place(1, sent=(99, 99)), mentorix) is None
