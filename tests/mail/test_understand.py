"""From bytes to understanding: what cannot be understood is held for a person, and never stops the others."""

from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.kind import Kind
from cases.message import Envelope, Verdict
from cases.office import Office
from cases.policy import Policy
from mail import understand as module
from mail.claims import Claims, Trust
from mail.understand import Bytes, understand, understand_all
from tests.builders import AT
from tests.smtp import PAPER, a_letter

TOKEN = "abcdefghijklmnop"
ENVELOPE = Envelope("anna@example.org", ("info@mentorix.dk",))


@pytest.fixture
def policy(offices: dict[str, Office]) -> Policy:
    return offices["mentorix"].policy


def some(raw: bytes, **changed: Any) -> Bytes:  # noqa: ANN401 - a builder takes any field
    return replace(Bytes("mentorix", raw, ENVELOPE, AT), **changed)


def test_a_letter_is_parsed_judged_and_read(policy: Policy) -> None:
    found = understand(some(a_letter(files=[PAPER])), policy)
    assert (found.judgement.verdict, found.judgement.may_answer) == (Verdict.ADMIT, True)
    assert [one.kind for one in found.reading.kinds] == [Kind.COMPLAINT]
    assert found.reading.fields["name"] == "Anna Holm"
    assert len(found.reading.documents) == 1
    assert found.message.received_at == AT
    assert found.tokens == ()


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\x00" * 99, b"\xff\xfe\xfd" * 99, b"no headers at all"])
def test_bytes_that_are_no_letter_are_held_for_a_person(policy: Policy, raw: bytes) -> None:
    found = understand(some(raw), policy)
    assert (found.judgement.verdict, found.judgement.reason) == (Verdict.HOLD, "is_unreadable")
    assert not found.judgement.may_answer
    assert found.message.sender.address == "anna@example.org"
    assert [one.kind for one in found.reading.kinds] == [Kind.OTHER]


def test_our_front_servers_word_stands_with_the_message(policy: Policy) -> None:
    said = b"Authentication-Results: mx.mentorix.dk; dmarc=fail header.from=example.org\r\n" + a_letter()
    found = understand(some(said, trust=Trust("mx.mentorix.dk")), policy)
    assert found.message.perhaps_forged
    assert found.judgement.verdict is Verdict.ADMIT, "failing never rejects (R-EM-83)"
    assert understand(some(said), policy).message.authentication is None


def test_at_the_border_what_a_letter_claims_is_handed_on_to_be_checked(policy: Policy) -> None:
    found = understand(some(a_letter(), trust=Trust(border=True)), policy)
    assert found.claims == Claims(("example.org",), ())
    assert understand(some(a_letter()), policy).claims is None
    assert understand(some(b"", trust=Trust(border=True)), policy).claims == Claims((), ())
    assert understand(some(a_letter(), trust=Trust(border=True), hopeless=True), policy).claims is None


def test_a_letter_that_failed_too_often_is_not_parsed_again(policy: Policy) -> None:
    found = understand(some(a_letter(), hopeless=True), policy)
    assert found.judgement.reason == "is_unreadable"
    assert "failed too often" in found.message.faults
    assert found.message.text == ""


def test_two_broken_letters_are_two_messages_and_the_same_one_twice_is_one(policy: Policy) -> None:
    first, second, again = (understand(some(raw), policy).message.fingerprint for raw in (b"x", b"y", b"x"))
    assert first != second
    assert first == again


@pytest.mark.parametrize(
    ("recipients", "to"),
    [
        ((f"info+t.{TOKEN}@mentorix.dk",), "info@mentorix.dk"),
        (("info@mentorix.dk",), f"Mentorix <info+t.{TOKEN}@mentorix.dk>"),
        ((f"INFO+T.{TOKEN.upper()}@mentorix.dk",), f"info+t.{TOKEN}@mentorix.dk"),
        ((f"bounce+t.{TOKEN}@mentorix.dk",), "info@mentorix.dk"),
    ],
    ids=["in the envelope", "in the To", "in both, in capitals", "on the way back"],
)
def test_the_token_is_found_wherever_the_answer_carried_it(
    policy: Policy, recipients: tuple[str, ...], to: str
) -> None:
    envelope = replace(ENVELOPE, recipients=recipients)
    assert understand(some(a_letter(to=to), envelope=envelope), policy).tokens == (TOKEN,)


def test_a_letter_that_fails_in_a_way_nobody_foresaw_leaves_the_others_understood(policy: Policy) -> None:
    module._known["mentorix"] = policy  # what `learn` does in a process of its own
    broken = some(cast("bytes", None))
    first, second, third = understand_all([some(a_letter()), broken, some(a_letter("Hej"))])
    assert first is not None
    assert second is None
    assert third is not None


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda tail: a_letter() + tail))
def test_whatever_the_bytes_are_there_is_a_message_in_the_end(offices: dict[str, Office], raw: bytes) -> None:
    found = understand(some(raw), offices["mentorix"].policy)
    assert found.reading.kinds
    assert found.message.fingerprint


@pytest.mark.parametrize("raw", [a_letter(files=[PAPER]), a_letter(Auto_Submitted="auto-replied"), b"", b"\xff" * 99])
def test_what_lay_in_a_mailbox_before_us_is_filed_whatever_it_is(policy: Policy, raw: bytes) -> None:
    found = understand(some(raw, envelope=replace(ENVELOPE, history=True)), policy)
    judgement = found.judgement
    assert (judgement.verdict, judgement.reason, judgement.may_answer) == (Verdict.FILE, "is_history", False)
    assert judgement.automatic is (b"auto-replied" in raw)


def test_a_letter_of_which_we_have_the_beginning_alone_is_held_and_its_sender_hears(policy: Policy) -> None:
    whole = a_letter(files=[("film.mp4", "video/mp4", bytes(9000))])
    found = understand(some(whole[:3000], envelope=replace(ENVELOPE, cut=True)), policy)
    judgement = found.judgement
    assert (judgement.verdict, judgement.reason, judgement.may_answer) == (Verdict.HOLD, "is_damaged", True)
    assert "klage" in found.reading.text
