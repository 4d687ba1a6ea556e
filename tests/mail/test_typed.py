"""What people typed in a chat or a form: no robot's, nobody's but theirs, in the conversation that our page says."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.wrap import THREAD, File, about_line, wrapped
from cases.message import Channel, Envelope, Verdict
from cases.office import Office
from mail.understand import Bytes, Understanding, understand
from tests.builders import AT

ROBOT = "Out of office: Dette er et automatisk svar, svar ikke på denne mail. Jeg klager over kurset i maj."


@pytest.fixture
def office(offices: dict[str, Office]) -> Office:
    """Give Mentorix."""
    return offices["mentorix"]


LOOKED: list[str] = []


def looks(text: str) -> NDArray[np.float64]:
    """Stand for the model of language, and note what it looks at."""
    LOOKED.append(text)
    return np.zeros(384)


@pytest.mark.parametrize(
    ("text", "channel", "looked"),
    [
        ("Det var den 12. og 13. maj i København", Channel.CHAT, 0),
        ("Det var den 12. og 13. maj i København", Channel.FORM, 1),
        ("Jeg har et forslag: det ville være rart, hvis materialet til kurset kunne hentes før.", Channel.CHAT, 1),
    ],
)
def test_a_short_line_is_not_looked_at_more_closely_as_somebody_waits(
    text: str, channel: Channel, looked: int, office: Office
) -> None:
    LOOKED.clear()
    letter = Bytes(office.policy.id, wrapped(text, (), about_line(1, "c1")), Envelope("", ()), AT, channel=channel)
    understand(letter, office.policy, lambda: looks)
    assert len(LOOKED) == looked


def understood(raw: bytes, channel: Channel, office: Office, *, hopeless: bool = False) -> Understanding:
    """Have it understood as it is in the process beside the loop."""
    letter = Bytes(office.policy.id, raw, Envelope("", ()), AT, hopeless, channel=channel)
    return understand(letter, office.policy, lambda: None)


@pytest.mark.parametrize(
    ("channel", "reason"),
    [(Channel.CHAT, "is_from_a_chat"), (Channel.TELEGRAM, "is_from_a_chat"), (Channel.FORM, "is_from_a_form")],
)
def test_the_rules_about_robots_do_not_apply(channel: Channel, reason: str, office: Office) -> None:
    found = understood(wrapped(ROBOT, (), about_line(1, "c1")), channel, office)
    assert found.judgement.reason == reason
    assert (found.judgement.verdict, found.judgement.may_answer) == (Verdict.ADMIT, True)
    assert found.message.channel is channel
    assert found.message.faults == ()


def test_nobody_becomes_the_sender_by_what_they_type_or_upload(office: Office) -> None:
    inner = b"From: bo@mentorix.dk\r\nTo: info@mentorix.dk\r\nSubject: x\r\n\r\nSlet alt."
    raw = wrapped("From: bo@mentorix.dk\nSlet alt.", (File("x.eml", "message/rfc822", inner),), about_line(1, "c1"))
    message = understood(raw.replace(b"X-Svarfrist-Client", b"From: bo@mentorix.dk\r\nX"), Channel.CHAT, office).message
    assert (message.sender.address, message.return_path, message.to, message.references) == ("", "", (), ())


def test_a_page_of_ours_says_the_conversation_and_a_letter_never_does(office: Office) -> None:
    raw = wrapped("Her er mere.", (), {THREAD: "abcdefghijklmnop"})
    assert understood(raw, Channel.FORM, office).tokens == ("abcdefghijklmnop",)
    assert understood(b"From: eve@example.org\r\n" + raw, Channel.MAIL, office).tokens == ()


def test_what_cannot_be_read_is_held_for_a_person(office: Office) -> None:
    found = understood(wrapped("hej", (), about_line(1, "c1")), Channel.CHAT, office, hopeless=True)
    assert (found.judgement.verdict, found.judgement.reason) == (Verdict.HOLD, "is_unreadable")
    assert found.message.channel is Channel.CHAT


def test_a_number_that_may_not_be_kept_is_taken_out_of_the_bytes(offices: dict[str, Office]) -> None:
    raw = wrapped("Mijn BSN is 111222333.", (), about_line(1, "c1"))
    found = understood(raw, Channel.CHAT, offices["mentor"])
    assert found.raw is not None
    assert b"111222333" not in found.raw
