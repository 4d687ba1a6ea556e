"""A letter of ours as bytes: the same at every attempt, with nothing in its headers that a stranger chose."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.message import Envelope
from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus, Stop
from cases.policy import ClockName
from mail.compose import Posted, compose
from mail.encoding import NoAddress
from mail.parse import parse
from mail.robots import judge
from mail.tokens import token_of
from storage.outbox import Entry
from tests.builders import AT
from tests.storage.written import a_reply

TOKEN = "abcdefghijklmnop"
AUTOMATIC = {"automatic": Automatic.REPLIED, "answers": "<one@example.org>"}


def an_entry(**changed: Any) -> Entry:  # noqa: ANN401 - fields of the letter
    return Entry(
        id=17,
        outgoing=a_reply(**changed),
        token=TOKEN,
        status=OutboxStatus.RELEASED,
        created_at=AT,
        attempt=0,
        message_id="<abcdefghijklmnop.17@mentorix.dk>",
        version=1,
        approved_by=None,
        released_at=None,
        sent_at=None,
        last_error=None,
    )


def headers(posted: Posted) -> dict[str, str]:
    parsed = message_from_bytes(posted.data, policy=default)
    return {name: str(value) for name, value in parsed.items()}


@pytest.fixture
def mentorix(offices: dict[str, Office]) -> Office:
    return offices["mentorix"]


def test_an_automatic_answer_says_so_and_threads(mentorix: Office) -> None:
    found = headers(compose(an_entry(**AUTOMATIC, references=("<zero@example.org>",)), mentorix))
    assert found["Auto-Submitted"] == "auto-replied"
    assert found["X-Auto-Response-Suppress"] == "All"
    assert found["In-Reply-To"] == "<one@example.org>"
    assert found["References"] == "<zero@example.org> <one@example.org>"
    assert found["From"] == '"Mentorix (automatisk svar)" <info@mentorix.dk>'
    assert found["To"] == "anna@example.org"
    assert found["Message-ID"] == "<abcdefghijklmnop.17@mentorix.dk>"
    assert found["Content-Language"] == "da"
    assert found["Date"] == "Mon, 02 Mar 2026 11:00:00 +0100"
    assert not {"Cc", "Bcc", "List-Id", "List-Unsubscribe", "Precedence"} & found.keys()


def test_what_is_not_asked_for_by_a_message_is_generated(mentorix: Office) -> None:
    found = headers(compose(an_entry(automatic=Automatic.GENERATED), mentorix))
    assert found["Auto-Submitted"] == "auto-generated"
    assert "In-Reply-To" not in found


def test_what_a_person_approved_is_a_persons_letter(mentorix: Office) -> None:
    found = headers(compose(an_entry(answers="<one@example.org>"), mentorix))
    assert not {"Auto-Submitted", "X-Auto-Response-Suppress"} & found.keys()
    assert found["From"] == "Mentorix <info@mentorix.dk>"


@pytest.mark.parametrize(
    ("language", "says"), [("da", "automatisk svar"), ("nl", "automatisch antwoord"), ("en", "automatic reply")]
)
def test_the_senders_name_says_in_the_readers_language_that_it_is_automatic(
    mentorix: Office, language: str, says: str
) -> None:
    assert says in headers(compose(an_entry(**AUTOMATIC, language=language), mentorix))["From"]


def test_answers_and_bounces_find_back_by_the_token(mentorix: Office) -> None:
    posted = compose(an_entry(), mentorix)
    assert posted.sender == f"bounce+t.{TOKEN}@mentorix.dk"
    assert posted.recipient == "anna@example.org"
    assert token_of(headers(posted)["Reply-To"]) == TOKEN
    assert headers(posted)["Reply-To"] == f"Mentorix <info+t.{TOKEN}@mentorix.dk>"


def test_every_attempt_is_the_same_letter(mentorix: Office) -> None:
    first = an_entry(**AUTOMATIC, attach=(1, 2))
    later = replace(
        first, attempt=7, last_error="451", outgoing=replace(first.outgoing, not_before=AT + timedelta(days=1))
    )
    letters = [b"From: a@example.org\r\n\r\nHej\r\n", bytes(range(256)) * 9]
    assert compose(first, mentorix, letters) == compose(later, mentorix, letters)


def test_attached_letters_arrive_byte_by_byte(mentorix: Office) -> None:
    letters = [b"From: a@example.org\r\n\r\nHej\r\n", bytes(range(256)) * 9, b"\r\n.\r\nMAIL FROM:<x@y>\r\n", b""]
    parsed = message_from_bytes(compose(an_entry(), mentorix, letters).data, policy=default)
    parts = list(parsed.iter_attachments())
    assert [part.get_payload(decode=True) for part in parts] == letters
    assert [part.get_filename() for part in parts] == ["1.eml", "2.eml", "3.eml", "4.eml"]
    assert [part.get_content_type() for part in parts] == ["application/octet-stream"] * 4


def test_a_long_conversation_keeps_its_beginning_and_its_end(mentorix: Office) -> None:
    earlier = tuple(f"<{number}@example.org>" for number in range(60))
    chain = headers(compose(an_entry(references=earlier, answers="<last@example.org>"), mentorix))["References"].split()
    assert (chain[0], chain[-1], len(chain)) == ("<0@example.org>", "<last@example.org>", 21)


def test_our_own_letter_is_a_machines_letter_to_ourselves(mentorix: Office) -> None:
    """Two of us that write to each other stop at once (RFC 3834 §2)."""
    posted = compose(an_entry(**AUTOMATIC), mentorix)
    message = parse(posted.data, envelope=Envelope(posted.sender, ("privacy@poweredbymmentor.nl",)), received_at=AT)
    judgement = judge(message, frozenset({"privacy@poweredbymmentor.nl"}))
    assert (judgement.automatic, judgement.may_answer) == (True, False)


printable = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)
one_line = printable.map(lambda text: " ".join(text.split())).filter(bool)


@given(one_line, printable)
def test_whatever_the_words_are_the_letter_can_be_sent_and_read_again(
    offices: dict[str, Office], subject: str, body: str
) -> None:
    posted = compose(an_entry(subject=subject, body=body), offices["mentorix"])
    assert all(len(line) <= 998 for line in posted.data.split(b"\r\n"))
    assert posted.data.isascii()
    assert b"\n" not in posted.data.replace(b"\r\n", b"")
    assert b"\r" not in posted.data.replace(b"\r\n", b"")
    parsed = message_from_bytes(posted.data, policy=default)
    assert " ".join(str(parsed["Subject"]).split()) == subject
    part = parsed.get_body(("plain",))
    assert part
    assert part.get_content().splitlines() == body.splitlines()


@pytest.mark.parametrize("hostile", ["Svar\r\nBcc: alle@example.org", "Svar\nX: y", "Svar\x00", "Svar\u202etxt"])
def test_a_subject_never_becomes_a_second_header(mentorix: Office, hostile: str) -> None:
    assert not {"Bcc", "X"} & headers(compose(an_entry(subject=hostile), mentorix)).keys()


@pytest.mark.parametrize("reference", ["<a@b>\r\nBcc: <x@y>", "<" + "a" * 950 + "@b>", "<æ@ø>", "<a b@c>"])
def test_an_id_that_cannot_stand_in_a_header_is_left_out_and_the_letter_leaves(
    mentorix: Office, reference: str
) -> None:
    found = headers(compose(an_entry(answers=reference, references=("<good@example.org>", reference)), mentorix))
    assert found["References"] == "<good@example.org>"
    assert not {"Bcc", "In-Reply-To"} & found.keys()


@pytest.mark.parametrize(
    "recipient", ["", "anna", "@example.org", "anna@", "a b@example.org", "a,b@example.org", "x@y\r\nBcc: z@w"]
)
def test_to_what_is_no_address_no_letter_is_made(mentorix: Office, recipient: str) -> None:
    with pytest.raises(NoAddress):
        compose(an_entry(recipient=recipient), mentorix)


def test_the_date_is_that_of_the_release_where_a_person_let_it_go(mentorix: Office) -> None:
    entry = replace(an_entry(), released_at=AT + timedelta(days=9))
    assert headers(compose(entry, mentorix))["Date"] == "Wed, 11 Mar 2026 11:00:00 +0100"


# Reports


@pytest.mark.parametrize(
    ("letter", "wanted"),
    [
        ({}, "FAILURE,DELAY"),
        ({"automatic": Automatic.REPLIED}, "NEVER"),
        ({"automatic": Automatic.REPLIED, "stops": (Stop(1, ClockName.ACKNOWLEDGEMENT),)}, "FAILURE"),
        ({"automatic": Automatic.REPLIED, "reply": "deadline_reply"}, "FAILURE"),
        ({"automatic": Automatic.GENERATED, "reply": "referral_notice"}, "FAILURE"),
        ({"automatic": Automatic.GENERATED, "reply": "staff_notice"}, "FAILURE"),
    ],
)
def test_a_letter_asks_to_be_told_what_its_case_has_to_know(
    mentorix: Office, letter: dict[str, Any], wanted: str
) -> None:
    """Of a receipt on which no clock depends, nothing (R-EM-30); of an answer also that it is late."""
    posted = compose(an_entry(**letter), mentorix)
    assert posted.notify == wanted
    assert f"<{posted.envelope_id}>" == an_entry().message_id


def test_a_receipt_that_a_person_let_go_is_as_important_as_an_answer(mentorix: Office) -> None:
    held = replace(an_entry(automatic=Automatic.REPLIED), approved_by="staff 7")
    assert compose(held, mentorix).notify == "FAILURE,DELAY"


@pytest.mark.parametrize("automatic", list(Automatic))
def test_no_letter_leaves_without_a_way_back(mentorix: Office, automatic: Automatic) -> None:
    """A null return path would hide that a receipt did not arrive; decisions must not have one at all (R-EM-21)."""
    sender = compose(an_entry(automatic=automatic), mentorix).sender
    assert sender.endswith("@mentorix.dk")
    assert token_of(sender) == TOKEN
