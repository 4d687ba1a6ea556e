"""What a letter of ours may hold so that every server passes it on, and whom it can go to."""

from dataclasses import replace
from datetime import timedelta
from email.parser import BytesParser
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.office import Office
from cases.outgoing import OutboxStatus, Outgoing
from mail.compose import Posted, compose
from mail.encoding import NoAddress, address_line
from storage.outbox import Entry
from tests.builders import AT, a_policy
from tests.storage.written import a_reply

HOME = Office(a_policy(), {})


def an_entry(outgoing: Outgoing) -> Entry:
    """Give a letter in the outbox that nobody has tried to send."""
    return Entry(
        id=5,
        outgoing=outgoing,
        token="a" * 16,
        status=OutboxStatus.RELEASED,
        created_at=AT,
        attempt=0,
        message_id="<x.5@mentorix.dk>",
        version=1,
        approved_by=None,
        released_at=None,
        sent_at=None,
        last_error=None,
    )


def composed(**changed: object) -> Posted:
    return compose(an_entry(replace(a_reply(), **changed)), HOME)  # type: ignore[arg-type]  # fields of Outgoing


def longest_line(posted: Posted) -> int:
    return max(map(len, posted.data.split(b"\r\n")))


def test_an_id_too_long_for_a_line_is_not_repeated_and_the_others_are() -> None:
    long = f"<{'a' * 985}@example.org>"
    posted = composed(answers=long, references=("<one@example.org>", long))
    assert b"In-Reply-To" not in posted.data
    assert b"\r\nReferences: <one@example.org>\r\n" in posted.data
    assert longest_line(posted) <= 998


@given(st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=1200), max_size=30))
def test_no_line_is_longer_than_servers_take_whatever_is_answered(ids: list[str]) -> None:
    assert longest_line(composed(answers=ids[0] if ids else None, references=tuple(ids))) <= 998


def test_a_letter_bears_the_date_on_which_it_was_let_go_not_that_of_its_draft() -> None:
    later = AT + timedelta(days=3)
    posted = compose(replace(an_entry(a_reply()), released_at=later), HOME)
    letter = BytesParser(policy=default).parsebytes(posted.data)
    assert letter["Date"].datetime == later


def test_a_letter_let_go_as_it_was_written_bears_that_date() -> None:
    assert b"Date: Mon, 02 Mar 2026 11:00:00 +0100\r\n" in composed().data


def test_a_name_outside_ascii_before_the_at_stands_in_the_letter_as_it_is() -> None:
    posted = composed(recipient="bjørn@blåbær.dk")
    assert posted.recipient == "bjørn@xn--blbr-roah.dk"
    assert "\r\nTo: bjørn@xn--blbr-roah.dk\r\n".encode() in posted.data


@pytest.mark.parametrize(
    "written",
    [
        "",
        "anna",
        "@example.org",
        "anna@",
        "an na@example.org",
        "anna\r\nBcc: x@example.org",
        "anna@exa mple.org",
        "<anna@example.org>",
        "a@b@example.org",
        "anna\x7f@example.org",
        "anna\u200b@example.org",
        "anna\ud800@example.org",
        f"{'a' * 65}@example.org",
        f"{'ø' * 33}@example.org",
        f"anna@{'ø' * 64}.org",
    ],
)
def test_what_no_letter_can_go_to_is_refused(written: str) -> None:
    with pytest.raises(NoAddress):
        address_line(written)


@given(st.text())
def test_an_address_is_one_word_or_refused(written: str) -> None:
    try:
        given_back = address_line(written)
    except NoAddress:
        return
    assert given_back.split() == [given_back]
    assert given_back.count("@") == 1
