"""A message as it was handed over: its headers, and what is known of the domain it says it is from."""

import pytest

from cases.message import Attachment, Authentication, Channel, Envelope
from tests.builders import a_message


def test_of_a_header_that_stands_twice_the_first_counts() -> None:
    message = a_message(headers=(("precedence", "bulk"), ("auto-submitted", "no"), ("precedence", "list")))
    assert message.header("precedence") == "bulk"
    assert message.header("auto-submitted") == "no"
    assert message.header("list-id") is None


@pytest.mark.parametrize(
    ("results", "domain", "aligned", "failed"),
    [
        ("pass pass pass", "example.org", True, False),
        ("fail none pass", "example.org", False, False),
        ("pass pass fail", "example.org", True, True),
        ("none none none", "example.org", False, False),
        ("neutral none none", "example.org", False, False),
        ("none none none", "", False, True),
        ("softfail none none", "example.org", False, True),
        ("fail fail none", "example.org", False, True),
        ("pass none none", "example.org", True, False),
        ("pass none none", "example.org", False, True),
        ("temperror none none", "example.org", False, False),
        ("fail temperror none", "", False, False),
        ("fail none temperror", "example.org", False, False),
    ],
    ids=[
        *("DMARC passed", "DMARC alone speaks for it", "DMARC failed, whatever else passed", "a small domain has none"),
        *("SPF says nothing either way", "no domain at all", "SPF says rather not", "all that was looked at failed"),
        *("SPF for that very domain", "SPF for another domain", "SPF could not be looked up"),
        *("a key could not be looked up", "the wish of its owner could not be looked up"),
    ],
)
def test_r_em_84_a_domain_failed_where_somebody_looked_and_nothing_speaks_for_it(
    results: str, domain: str, *, aligned: bool, failed: bool
) -> None:
    spf, dkim, dmarc = results.split()
    found = Authentication(spf, dkim, dmarc, domain, "here", aligned)
    assert found.failed is failed
    assert found.passed is (dmarc == "pass")
    assert a_message(authentication=found).perhaps_forged is failed


def test_a_letter_that_nobody_looked_at_is_not_called_forged() -> None:
    assert not a_message().perhaps_forged


def test_a_conversation_is_answered_where_it_is_held_and_all_else_by_mail() -> None:
    assert {channel: channel.answered_by for channel in Channel} == {
        Channel.MAIL: Channel.MAIL,
        Channel.CHAT: Channel.CHAT,
        Channel.TELEGRAM: Channel.TELEGRAM,
        Channel.FORM: Channel.MAIL,
        Channel.DESK: Channel.MAIL,
    }


def test_what_nobody_said_of_a_letter_or_a_file_is_not_assumed() -> None:
    envelope, file = (
        Envelope("anna@example.org", ("info@mentorix.dk",)),
        Attachment(1, "a.pdf", "application/pdf", 9, "d"),
    )
    assert (envelope.peer, envelope.helo, envelope.source, envelope.history, envelope.cut) == (
        "",
        "",
        None,
        False,
        False,
    )
    assert (file.inline, file.verdict, file.contents, file.restricted, file.erased_at) == (False, None, (), False, None)
    assert Authentication("pass", "pass", "pass", "example.org", "here").policy == ""
    assert not Authentication("pass", "none", "none", "example.org", "here").aligned
