"""A letter signed for its domain: good for whoever asks the DNS, for nothing that was changed, the same every time."""

import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.errors import BadInput
from cases.office import Office
from cases.outgoing import Automatic
from mail.compose import compose
from mail.sign import SIGNED, Signer, read_key
from tests.builders import AT
from tests.mail.signing import ED25519, OTHER, RSA, a_signer, pem, public, small_key, verified
from tests.mail.test_compose import an_entry

BY_HEART = {name.lower() for name in SIGNED}


@pytest.fixture
def mentorix(offices: dict[str, Office]) -> Office:
    return offices["mentorix"]


def signed(office: Office, kind: str = RSA, **changed: Any) -> bytes:  # noqa: ANN401 - fields of the letter
    return compose(an_entry(**changed), office, (), a_signer(kind)).data


def tags(raw: bytes) -> dict[str, str]:
    written = str(message_from_bytes(raw, policy=default)["DKIM-Signature"])
    pairs = (part.partition("=") for part in "".join(written.split()).split(";"))
    return {name: value for name, _, value in pairs}


def test_a_signature_says_by_whom_when_and_over_what(mentorix: Office) -> None:
    found = tags(signed(mentorix))
    assert (found["v"], found["a"], found["c"]) == ("1", "rsa-sha256", "relaxed/relaxed")
    assert (found["d"], found["s"]) == ("mentorix.dk", "svar2026")
    assert found["t"] == str(int(AT.timestamp()))
    assert found["h"].split(":").count("from") == 2
    assert set(found["h"].split(":")) == BY_HEART
    assert "l" not in found


def test_the_letter_below_is_the_one_that_would_have_left_unsigned(mentorix: Office) -> None:
    plain = compose(an_entry(), mentorix).data
    assert signed(mentorix).endswith(b"\r\n" + plain)


@pytest.mark.parametrize("automatic", list(Automatic))
def test_a_reader_finds_it_good(mentorix: Office, automatic: Automatic) -> None:
    assert verified(signed(mentorix, automatic=automatic, answers="<one@example.org>"), RSA)


@given(st.text(max_size=300), st.text(max_size=120))
@settings(max_examples=25)
def test_whatever_a_letter_says_its_signature_is_good(offices: dict[str, Office], body: str, subject: str) -> None:
    assert verified(signed(offices["mentorix"], body=body, subject=subject), RSA)


def test_every_attempt_has_the_same_signature_whatever_the_time(mentorix: Office) -> None:
    assert signed(mentorix) == signed(mentorix)
    signer, letter = a_signer(RSA), b"From: a@mentorix.dk\r\n\r\nHej\r\n"
    assert signer.signed(letter, AT) != signer.signed(letter, AT + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"modtaget din klage", b"afvist din klage"),
        (b"Subject: Kvittering", b"Subject: Afvist"),
        (b"To: anna@", b"To: bo@"),
        (b"\r\nReply-To: ", b"\r\nReply-To: evil@example.net, "),
        (b"\r\nFrom: ", b"\r\nFrom: Direktionen <chef@mentorix.dk>\r\nFrom: "),
        (b"\r\nMIME-Version", b"\r\nIn-Reply-To: <other@example.org>\r\nMIME-Version"),
        (b"\r\n\r\nK", b"\r\nContent-Type: text/html\r\n\r\nK"),
    ],
)
def test_nothing_can_be_changed_or_added(mentorix: Office, before: bytes, after: bytes) -> None:
    raw = signed(mentorix)
    assert raw.count(before) == 1
    assert not verified(raw.replace(before, after), RSA)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"Subject: Kvittering", b"Subject:   Kvittering"),
        (b"\r\nFrom: Mentorix <", b"\r\nFROM: Mentorix\r\n <"),
        (b"modtaget din klage.\r\n", b"modtaget din klage. \r\n\r\n\r\n"),
        (b"DKIM-Signature: ", b"Received: by a relay\r\nDKIM-Signature: "),
    ],
)
def test_what_relays_do_to_spaces_does_no_harm(mentorix: Office, before: bytes, after: bytes) -> None:
    raw = signed(mentorix)
    assert raw.count(before) == 1
    assert verified(raw.replace(before, after), RSA)


def test_an_ed25519_key_signs_too(mentorix: Office) -> None:
    """Dkimpy checks these only with a package that we have no other use for; so the arithmetic is asked directly."""
    asked: list[tuple[bytes, bytes]] = []
    key = read_key("a key", pem(ED25519))

    class Listening:
        algorithm = key.algorithm

        def sign(self, digest: bytes) -> Any:  # noqa: ANN401 - as the key gives it
            signature = key.sign(digest)
            asked.append((digest, signature.signature))
            return signature

    raw = compose(an_entry(), mentorix, (), Signer("mentorix.dk", "s", Listening())).data
    assert tags(raw)["a"] == "ed25519-sha256"
    ((digest, signature),) = asked
    verifier = public(ED25519)
    assert isinstance(verifier, Ed25519PublicKey)
    verifier.verify(signature, digest)
    assert len(digest) == 32


@pytest.mark.parametrize(
    "written", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "æ"]
)
def test_what_is_no_key_is_told_with_the_setting_and_without_what_it_holds(written: str) -> None:
    with pytest.raises(BadInput, match=r"^a setting: is no key to sign with; expected a private key in PEM") as told:
        read_key("a setting", written)
    assert "AAAA" not in str(told.value)


def test_a_key_that_mail_servers_do_not_know_is_told() -> None:
    with pytest.raises(BadInput, match=r"^a setting: is a key of another kind; expected"):
        read_key("a setting", pem(OTHER))


def test_an_rsa_key_that_nobody_believes_is_told() -> None:
    with pytest.raises(BadInput, match=r"^a setting: "):
        read_key("a setting", small_key())


def test_a_public_key_signs_nothing() -> None:
    with pytest.raises(BadInput, match="is no key to sign with"):
        read_key("a setting", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n")


def test_signing_is_quick_enough_to_be_done_between_two_letters(mentorix: Office) -> None:
    """Half a millisecond: what dkimpy's own arithmetic takes is many times that, and nothing is sent meanwhile."""
    signer, letter, took = a_signer(RSA), compose(an_entry(), mentorix).data, []
    for _ in range(30):
        began = time.thread_time()
        signer.signed(letter, AT)
        took.append(time.thread_time() - began)
    assert min(took) < 0.005
