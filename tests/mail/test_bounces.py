"""Bounces of many makes: who was not reached, why, and with which letter of ours."""

import pytest

from cases.message import Report
from tests.mail.letters import Sample, collection, from_file, parsed, written


@pytest.mark.parametrize(
    ("name", "action", "status", "original"),
    [
        ("bounce_by_postfix_names_our_letter", "failed", "5.1.1", "<mx-1@mentorix.dk>"),
        ("bounce_by_qmail", "failed", "5.2.1", "<mx-2@mentorix.dk>"),
        ("bounce_by_exim", "failed", "5.7.1", "<mx-3@mentorix.dk>"),
        ("bounce_by_old_exchange_without_structure", "failed", "5.0.0", None),
        ("bounce_delayed_warning", "delayed", "4.4.1", "<mx-4@mentorix.dk>"),
    ],
)
def test_a_bounce_tells_what_became_of_our_letter(name: str, action: str, status: str, original: str | None) -> None:
    assert from_file(name).reports == (Report("anna@example.org", action, status, original),)


@pytest.mark.parametrize("name", ["read_receipt_from_outlook", "abuse_report_from_a_provider", "calendar_acceptance"])
def test_other_reports_are_no_bounces(name: str) -> None:
    assert from_file(name).reports == ()


def test_a_person_who_quotes_a_bounce_reports_nothing() -> None:
    letter = written("Jeres mail:\n> <anna@example.org>: 550 5.1.1 User unknown", subject="Sv: Undelivered Mail")
    assert parsed(letter).reports == ()


@pytest.mark.parametrize("sample", collection("bounces_of_many_makes"), ids=lambda sample: sample.kind)
def test_bounces_of_many_makes_tell_who_was_not_reached_and_why(sample: Sample) -> None:
    told = (f"{one.recipient} {one.action} {one.status}" for one in parsed(sample.raw).reports)
    assert " ; ".join(told) == sample.expected


@pytest.mark.parametrize(
    "returned", ["message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"]
)
def test_the_letter_is_known_by_its_returned_headers_whatever_form_they_have(returned: str) -> None:
    failed = delivery_status("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1")
    part = f"\n--b\nContent-Type: {returned}\n\nMessage-ID: <mx-7@mentorix.dk>\nSubject: x\n\n--b--".encode()
    (report,) = parsed(failed.replace(b"\n--b--", part)).reports
    assert report.original_message_id == "<mx-7@mentorix.dk>"


def test_a_report_in_unicode_is_read_like_any_other() -> None:
    failed = delivery_status("Final-Recipient: utf-8; søren@b.example\nAction: failed\nStatus: 5.6.7")
    (report,) = parsed(failed.replace(b"message/delivery-status", b"message/global-delivery-status")).reports
    assert (report.action, report.status) == ("failed", "5.6.7")


def delivery_status(*blocks: str) -> bytes:
    """Put together a report with these recipient blocks."""
    lines = [
        "From: MAILER-DAEMON@x.example",
        "Subject: Undelivered",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "",
        "--b",
        "",
        "Sorry.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; x.example",
        "",
        "\n\n".join(blocks),
        "--b--",
    ]
    return "\n".join(lines).encode()


def test_each_recipient_of_a_report_is_told_apart() -> None:
    failed = "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1"
    relayed = "Final-Recipient: RFC822;<c@d.example>\nAction: Relayed (to somewhere)\nStatus: 2.0.0 (ok)"
    assert parsed(delivery_status(failed, relayed)).reports == (
        Report("a@b.example", "failed", "5.1.1", None),
        Report("c@d.example", "relayed", "2.0.0", None),
    )


@pytest.mark.parametrize(
    ("block", "report"),
    [
        ("Final-Recipient: LOCAL; anna\nOriginal-Recipient: rfc822;a@b.example", ("a@b.example", "failed", "")),
        ("Final-Recipient: x400; /S=anna/\nAction: failure", ("/S=anna/", "failed", "")),
        ("Final-Recipient: rfc822; a@b.example\nAction: error", ("a@b.example", "failed", "")),
        (
            "Final-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 5.7.1 no",
            ("a@b.example", "failed", "5.7.1"),
        ),
    ],
)
def test_reports_that_keep_the_standard_loosely_are_understood(block: str, report: tuple[str, str, str]) -> None:
    assert parsed(delivery_status(block)).reports == (Report(*report, None),)


def test_a_report_without_recipients_is_read_by_its_words() -> None:
    empty = delivery_status("Nothing: here").replace(b"Sorry.", b"<a@b.example>: mailbox full, 452 4.2.2 over quota")
    assert parsed(empty).reports == (Report("a@b.example", "failed", "4.2.2", None),)


def test_a_report_names_no_more_recipients_than_the_cap() -> None:
    many = (f"Final-Recipient: rfc822; a{n}@b.example\nAction: failed" for n in range(500))
    assert len(parsed(delivery_status(*many)).reports) == 100


def test_the_addresses_of_the_bounce_itself_are_not_the_ones_that_failed() -> None:
    letter = written(
        "To info@mentorix.dk: mailer-daemon@x.example says\n<berit@example.org> could not be delivered to",
        subject="Delivery failure",
        sender="mailer-daemon@x.example",
    )
    assert [report.recipient for report in parsed(letter).reports] == ["berit@example.org"]
