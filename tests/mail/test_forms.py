"""A form on the organisation's site writes for a person: believed where its domain vouches for it, held elsewhere."""

from dataclasses import replace

import pytest

from cases.message import Address, Authentication, Envelope, Judgement, Message, Verdict
from mail.claims import Trust
from mail.forms import through_a_form
from mail.robots import judge
from mail.understand import Bytes, understand
from tests.builders import AT, a_message, a_policy
from tests.mail.letters import written

FORM = Address("Kontaktformular", "noreply@mentorix.dk")
ANNA = Address("Anna Holm", "anna@example.org")
POLICY = replace(a_policy(), form_senders=("noreply@mentorix.dk",))
GENUINE = Authentication("pass", "pass", "pass", "mentorix.dk", "mx.mentorix.dk", aligned=True)
FORGED = Authentication("fail", "none", "fail", "mentorix.dk", "mx.mentorix.dk")

FILLED_IN = a_message(
    sender=FORM,
    reply_to=(ANNA,),
    subject="Ny besked fra hjemmesiden",
    text="Navn: Anna Holm\nE-mail: anna@example.org\nBesked: Underviseren kom ikke, og jeg vil vide hvorfor.",
    headers=(("auto-submitted", "auto-generated"), ("precedence", "bulk")),
    authentication=GENUINE,
)


def heard(message: Message) -> tuple[Message, Judgement]:
    """Give the message and its judgement as they are taken in."""
    return through_a_form(message, judge(message, frozenset(POLICY.addresses)), POLICY)


def test_what_a_form_passes_on_is_the_person_s_and_may_be_answered() -> None:
    message, judgement = heard(FILLED_IN)
    assert (message.sender, message.return_path, message.text) == (ANNA, ANNA.address, FILLED_IN.text)
    assert judgement == Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)


def test_what_vouches_for_the_form_does_not_vouch_for_the_person() -> None:
    assert heard(FILLED_IN)[0].authentication is None


@pytest.mark.parametrize(
    "otherwise",
    [
        replace(FILLED_IN, authentication=None),
        replace(FILLED_IN, authentication=FORGED),
        replace(FILLED_IN, sender=Address("", "noreply@other.example")),
        replace(FILLED_IN, reply_to=()),
        replace(FILLED_IN, reply_to=(ANNA, Address("Bo", "bo@example.org"))),
        replace(FILLED_IN, reply_to=(Address("", "noreply@example.org"),)),
        replace(FILLED_IN, reply_to=(Address("", "info@mentorix.dk"),)),
    ],
    ids=["nobody looked", "forged", "not a form of ours", "nobody", "two people", "a machine", "ourselves"],
)
def test_anything_else_is_left_to_a_person_to_look_at(otherwise: Message) -> None:
    message, judgement = heard(otherwise)
    assert message == otherwise
    assert (judgement.verdict, judgement.may_answer) == (Verdict.HOLD, False)


def test_spam_through_a_form_is_still_spam() -> None:
    assert heard(replace(FILLED_IN, headers=(("x-spam-flag", "YES"),)))[1].reason == "is_spam"


def test_doing_it_again_changes_nothing() -> None:
    once = heard(FILLED_IN)
    assert through_a_form(*once, POLICY) == once


def test_the_word_of_the_front_server_is_what_vouches_for_a_form() -> None:
    head = (
        "Authentication-Results: mx.mentorix.dk; dmarc=pass header.from=mentorix.dk; spf=pass smtp.mailfrom=mentorix.dk"
    )
    raw = written(FILLED_IN.text, f"Reply-To: {ANNA.address}", sender=FORM.address).replace(
        b"From:", head.encode() + b"\r\nAuto-Submitted: auto-generated\r\nFrom:", 1
    )
    envelope = Envelope(FORM.address, ("info@mentorix.dk",))
    believed, doubted = (
        understand(Bytes("mentorix", raw, envelope, AT, trust=Trust(front)), POLICY).judgement
        for front in ("mx.mentorix.dk", None)
    )
    assert (believed.reason, doubted.reason) == ("is_from_a_person", "is_automatic_and_asks")
