"""Whether an automatic letter may leave, and to whom: every "no" has a name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.message import Address, Authentication, Channel, Message
from cases.office import Office
from cases.term import Term
from intake.permission import A_DAY, AN_HOUR, IN_CONVERSATION, destination, objection, typed_address
from intake.values import Place, Traffic
from tests.builders import AT, a_message
from tests.intake.scene import a_heard

PASSED = Authentication("pass", "none", "pass", "example.org", "mx.mentorix.dk", aligned=True)
VOUCHED = Authentication("pass", "none", "none", "example.org", "here", aligned=True)
FORGED = Authentication("fail", "none", "fail", "example.org", "here", policy="reject")
UNPROVEN = Authentication("softfail", "none", "none", "example.org", "here")
NOTHING_KNOWN = Authentication("none", "neutral", "none", "example.org", "here")
UNCHECKED = Authentication("temperror", "none", "temperror", "example.org", "here")


def from_elsewhere(**changed: object) -> Message:
    """Give a letter whose return path is of another domain than its sender."""
    return a_message(return_path="bounces@mailer.test", **changed)


def test_an_ordinary_letter_is_answered_to_its_sender(mentorix: Office) -> None:
    assert destination(a_message()) == "anna@example.org"
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
    assert destination(message) == ("anna@example.org" if credible else None)
    expected = None if credible else "sender_is_not_credible"
    assert objection(a_heard(message=message), Place(1), mentorix) == expected


def test_reply_to_is_never_followed() -> None:
    message = a_message(reply_to=(Address("", "victim@example.net"),))
    assert destination(message) == "anna@example.org"


def test_a_letter_without_a_sender_is_answered_to_nobody() -> None:
    assert destination(a_message(sender=Address("", ""))) is None


def test_dmarc_makes_another_return_path_good(mentorix: Office) -> None:
    assert destination(from_elsewhere(authentication=PASSED)) == "anna@example.org"
    assert objection(a_heard(message=from_elsewhere(authentication=PASSED)), Place(1), mentorix) is None


@pytest.mark.parametrize("known", [VOUCHED, FORGED, UNPROVEN, UNCHECKED, None])
def test_nothing_less_does(known: Authentication | None) -> None:
    """SPF or DKIM alone say nothing of the name in From (R-EM-22)."""
    assert destination(from_elsewhere(authentication=known)) is None


@pytest.mark.parametrize("known", [FORGED, UNPROVEN])
def test_whom_their_own_domain_does_not_vouch_for_is_not_written_to(mentorix: Office, known: Authentication) -> None:
    message = a_message(authentication=known)
    assert destination(message) is None
    assert objection(a_heard(message=message), Place(1), mentorix) == "sender_is_perhaps_forged"


@pytest.mark.parametrize("known", [PASSED, VOUCHED, UNCHECKED, NOTHING_KNOWN, None])
def test_everybody_else_is_answered_as_ever(mentorix: Office, known: Authentication | None) -> None:
    message = a_message(authentication=known)
    assert destination(message) == "anna@example.org"
    assert objection(a_heard(message=message), Place(1), mentorix) is None


def test_a_header_in_anybodys_name_is_only_a_header(mentorix: Office) -> None:
    said = ("authentication-results", "mx.mentorix.dk; dmarc=pass header.from=example.org")
    guarded = replace(mentorix, authserv_id="mx.mentorix.dk")
    message = from_elsewhere(headers=(said,))
    assert objection(a_heard(message=message), Place(1), guarded) == "sender_is_not_credible"


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
        (Traffic(AN_HOUR - 1, A_DAY - 1, domain=1999, conversation=IN_CONVERSATION - 1), None),
        (Traffic(hour=AN_HOUR, day=AN_HOUR), "too_many_letters"),
        (Traffic(day=A_DAY), "too_many_letters"),
        (Traffic(conversation=IN_CONVERSATION), "too_many_in_conversation"),
        (Traffic(domain=2000), "too_many_to_domain"),
    ],
)
def test_a_loop_ends_after_a_few_letters(mentorix: Office, sent: Traffic, named: str | None) -> None:
    assert objection(a_heard(), Place(1, sent=sent), mentorix) == named


def test_in_a_chat_the_person_holds_the_line(mentorix: Office) -> None:
    message = from_elsewhere(channel=Channel.CHAT, to=())
    assert objection(a_heard(message=message), Place(1, sent=Traffic(99, 99, 9999, 99)), mentorix) is None


def test_an_organisation_may_have_a_cap_of_its_own(mentorix: Office) -> None:
    small = replace(mentorix, domain_cap=30)
    assert objection(a_heard(), Place(1, sent=Traffic(domain=30)), small) == "too_many_to_domain"
    assert objection(a_heard(), Place(1, sent=Traffic(domain=29)), small) is None


@pytest.mark.parametrize(
    ("lain", "answered"), [("2 days", True), ("3 days", True), ("73 hours", False), ("9 days", False)]
)
def test_what_has_lain_too_long_is_a_persons_to_answer(mentorix: Office, lain: str, answered: bool) -> None:  # noqa: FBT001 - a row of the table
    count, unit = lain.split()
    heard = replace(a_heard(), heard_at=AT + timedelta(**{unit: int(count)}))
    assert objection(heard, Place(1), mentorix) == (None if answered else "came_too_late_to_answer")


@pytest.mark.parametrize(("written", "answered"), [("24 hours", False), ("5 days", True), ("1 week", True)])
def test_how_long_that_is_stands_in_the_policy(mentorix: Office, written: str, answered: bool) -> None:  # noqa: FBT001 - a row of the table
    office = replace(mentorix, policy=replace(mentorix.policy, catch_up=Term.parse(written)))
    heard = replace(a_heard(), heard_at=AT + timedelta(days=4))
    assert objection(heard, Place(1), office) == (None if answered else "came_too_late_to_answer")


def by_form(office: Office, sent: dict[str, int]) -> str | None:
    """Name the rule that holds the receipt of a form up, where so many letters were sent to the address before."""
    typed = a_heard(message=a_message(channel=Channel.FORM, sender=Address("", ""), return_path="", to=()))
    return objection(typed, Place(1, sent=Traffic(**sent)), office)


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        ({}, None),
        ({"hour": AN_HOUR - 1}, None),
        ({"hour": AN_HOUR}, "too_many_letters"),
        ({"day": A_DAY}, "too_many_letters"),
        ({"conversation": IN_CONVERSATION}, "too_many_in_conversation"),
    ],
)
def test_an_address_that_was_typed_into_a_form_gets_so_many_letters_and_no_more(
    mentorix: Office, sent: dict[str, int], rule: str | None
) -> None:
    assert by_form(mentorix, sent) == rule


def test_a_typed_address_is_nobodys_proof() -> None:
    typed = a_heard(message=a_message(channel=Channel.FORM, sender=Address("", ""), return_path=""))
    assert destination(typed.message) is None
    assert typed_address(replace(typed, reading=replace(typed.reading, fields={"email": "a@b.dk"}))) == "a@b.dk"
    mail = a_heard()
    assert typed_address(replace(mail, reading=replace(mail.reading, fields={"email": "a@b.dk"}))) is None
