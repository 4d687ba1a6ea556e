"""The sample letters are letters: each can be parsed, is read as what its title says, and names nobody who exists."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime

import pytest

from cases.errors import TryLater
from cases.kind import Kind
from cases.message import Envelope, Verdict
from mail.tokens import address_with_token, bounce_address
from mail.understand import Bytes, Understanding, understand
from replies.answers import unfinished
from service.trying.catcher import Caught
from service.trying.samples import COMPLAINT, FOLDER, SAMPLES, Posted, Sample, decision, post, posted
from service.trying.setting import free_ports
from storage.policies import read_policies
from tests.builders import AT

POLICIES = read_policies()
NUMBER = "MX-26-481903"
TOKEN = "abcdefghijklmnop"
KINDS = {
    COMPLAINT: (Kind.COMPLAINT,),
    "appeal.da.eml": (Kind.APPEAL,),
    "complaint_without_papers.en.eml": (Kind.COMPLAINT,),
    "missing_paper.en.eml": (Kind.COMPLAINT,),
    "complaint_and_access.da.eml": (Kind.COMPLAINT, Kind.ACCESS),
    "erasure.en.eml": (Kind.ERASURE,),
    "access_at_the_processor.nl.eml": (Kind.ACCESS,),
    "question.nl.eml": (Kind.OTHER,),
}


def our_letter(organisation: str) -> Caught:
    """Give a letter of ours that a sample reacts to."""
    domain = POLICIES[organisation].addresses[0].partition("@")[2]
    letter = EmailMessage(SMTP)
    letter["Subject"] = f"Automatisk kvittering: vi har modtaget dit spørgsmål [{NUMBER}]"
    letter["Message-ID"] = f"<ours@{domain}>"
    letter["Reply-To"] = address_with_token(POLICIES[organisation].addresses[0], TOKEN)
    letter.set_content("Kære Anna")
    return Caught(bounce_address(domain, TOKEN), "anna@kursist.example", letter, 0.0)


def filled(sample: Sample) -> Posted:
    return posted(sample, AT, our_letter(sample.organisation) if sample.follows else None)


def understood(sample: Sample) -> Understanding:
    letter = filled(sample)
    came = Bytes(sample.organisation, letter.raw, Envelope(letter.sender, (letter.recipient,)), AT)
    return understand(came, POLICIES[sample.organisation])


ALL = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.file for sample in SAMPLES])
ADMITTED = pytest.mark.parametrize("sample", [one for one in SAMPLES if one.answered], ids=lambda sample: sample.file)
FILED = [one for one in SAMPLES if not one.answered]


def test_every_letter_of_the_folder_is_told() -> None:
    assert {path.name for path in FOLDER.glob("*.eml")} == {sample.file for sample in SAMPLES}


def test_all_five_organisations_and_three_languages_have_a_letter() -> None:
    assert {sample.organisation for sample in SAMPLES} == POLICIES.keys()
    assert {sample.file.split(".")[1] for sample in SAMPLES} == {"da", "nl", "en"}


def test_a_letter_follows_only_one_that_came_before_it() -> None:
    seen: list[str] = []
    for sample in SAMPLES:
        assert sample.follows in {"", *seen}
        seen.append(sample.file)


@ALL
def test_a_sample_has_no_place_left_open_and_ends_its_lines_as_mail_does(sample: Sample) -> None:
    raw = filled(sample).raw
    assert b"$" not in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")


@ALL
def test_the_return_path_goes_into_the_envelope_and_not_into_the_letter(sample: Sample) -> None:
    letter = filled(sample)
    assert letter.letter["Return-Path"] is None
    assert letter.sender in {letter.author, ""}
    assert message_from_bytes(letter.raw, policy=SMTP)["From"] == letter.letter["From"]


@ALL
def test_a_sample_is_dated_when_it_is_sent_and_has_an_id_of_its_own(sample: Sample) -> None:
    one, other = filled(sample), filled(sample)
    assert abs(parsedate_to_datetime(str(one.letter["Date"])) - AT) < timedelta(seconds=1)
    assert one.id != other.id


@ALL
def test_a_sample_can_be_parsed_without_a_fault(sample: Sample) -> None:
    assert understood(sample).message.faults == ()


@ALL
def test_nobody_in_a_sample_exists(sample: Sample) -> None:
    written = (FOLDER / sample.file).read_text(encoding="utf-8")
    ours = {address.partition("@")[2] for policy in POLICIES.values() for address in policy.addresses}
    for domain in re.findall(r"[\w.+-]+@([\w.-]+\w)", written):
        assert domain.endswith(".example") or domain in ours


@ADMITTED
def test_a_letter_is_read_as_what_it_is(sample: Sample) -> None:
    what = understood(sample)
    assert (what.judgement.verdict, what.judgement.may_answer) == (Verdict.ADMIT, True)
    assert {found.kind for found in what.reading.kinds} == set(KINDS[sample.file])
    assert what.reading.language == sample.file.split(".")[1]
    assert what.reading.fields["name"]


def test_the_robots_are_known_by_their_rules() -> None:
    assert [(what.judgement.verdict, what.judgement.reason) for what in map(understood, FILED)] == [
        (Verdict.FILE, "is_out_of_office"),
        (Verdict.FILE, "is_bounce"),
    ]


def test_a_paper_is_a_real_document() -> None:
    with_papers = [letter for letter in map(filled, SAMPLES) if letter.papers]
    assert [letter.papers for letter in with_papers] == [("faktura-20417.pdf",), ("bank-statement.pdf",)]
    for letter in with_papers:
        (paper,) = letter.letter.iter_attachments()
        content = paper.get_content()
        assert content.startswith(b"%PDF-1.4\n")
        assert content.endswith(b"%%EOF\n")


def test_the_bounce_reports_on_our_own_letter() -> None:
    bounce = SAMPLES[-1]
    (report,) = understood(bounce).message.reports
    assert (report.action, report.status) == ("failed", "5.2.2")
    assert report.original_message_id == filled(bounce).about == "<ours@metier.dk>"
    assert filled(bounce).recipient == "bounce+t.abcdefghijklmnop@metier.dk"
    assert filled(bounce).sender == ""


def test_whoever_follows_up_answers_our_letter_at_its_reply_address() -> None:
    for sample in (one for one in SAMPLES if one.follows and one.answered):
        letter = filled(sample)
        assert f"+t.{TOKEN}@" in letter.recipient
        assert letter.letter["In-Reply-To"] == letter.about
        assert NUMBER in letter.subject


def test_a_subject_of_ours_that_comes_back_is_still_readable() -> None:
    out_of_office = filled(FILED[0])
    assert (
        out_of_office.subject
        == f"Automatisch antwoord: Automatisk kvittering: vi har modtaget dit spørgsmål [{NUMBER}]"
    )


def test_the_decision_leaves_nothing_open() -> None:
    assert len(decision()) >= 4
    assert not any(unfinished(said) for said in decision())


async def test_a_letter_that_nobody_takes_is_said_in_one_line() -> None:
    nobody = free_ports({"smtp": 0})["smtp"]
    with pytest.raises(TryLater, match=rf'"Please delete my account" was not taken at port {nobody}: ') as refused:
        await post(filled(next(one for one in SAMPLES if one.file == "erasure.en.eml")), nobody)
    assert "\n" not in str(refused.value)
