"""The word of our own front server, and of nobody who writes in its name (RFC 8601 §5)."""

import pytest

from cases.message import Authentication
from mail.claims import front_says
from mail.front import MICROSOFT
from tests.mail.letters import written

OURS = "mx.mentorix.dk"
PASS = (
    f"Authentication-Results: {OURS}; spf=pass smtp.mailfrom=example.org; dkim=pass header.d=example.org; "
    "dmarc=pass header.from=example.org"
)
FAIL = (
    f"Authentication-Results: {OURS}; spf=fail smtp.mailfrom=evil.test; dkim=none; dmarc=fail header.from=example.org"
)
BORDER = f"Received: from out.example.org (out.example.org [192.0.2.7])\r\n\tby {OURS} (Postfix) with ESMTPS id 1"
INNER = f"Received: from {OURS} by box.mentorix.dk (Dovecot) with LMTP id 2"
THEIRS = "Received: from laptop by out.example.org with ESMTPSA id 3"


def told(*top: str, by: str | None = OURS, sender: str = "Anna Holm <anna@example.org>") -> Authentication | None:
    """Say what is believed of a letter with these fields on top."""
    return front_says(
        "\r\n".join(top).encode() + b"\r\n" + written("Hej", sender=sender) if top else written("Hej"), by
    )


GOOD = Authentication("pass", "pass", "pass", "example.org", OURS, aligned=True)


@pytest.mark.parametrize(
    "top",
    [
        (PASS,),
        (PASS, BORDER, THEIRS),
        (BORDER, PASS, THEIRS),
        (INNER, PASS, BORDER, THEIRS),
        (INNER, BORDER, PASS, THEIRS),
        ("Return-Path: <anna@example.org>", "Delivered-To: info", "X-Spam: no", BORDER, "Received-SPF: pass", PASS),
        (PASS.replace(OURS, OURS.upper()), BORDER),
        (PASS.replace("; ", ";\r\n\t"), BORDER),
        ("Authentication-Results: mx.elsewhere.test; dmarc=fail", PASS, BORDER),
        (PASS, BORDER, THEIRS, FAIL),
        (PASS, BORDER, FAIL),
    ],
)
def test_its_word_counts_where_it_puts_it(top: tuple[str, ...]) -> None:
    assert told(*top) == GOOD


@pytest.mark.parametrize(
    "top",
    [
        (),
        (BORDER, THEIRS, PASS),
        (THEIRS, PASS),
        (BORDER, "DKIM-Signature: v=1", PASS),
        (BORDER, "Subject: first", PASS),
        ("Subject: first", PASS, BORDER),
        (PASS.replace(OURS, "mx.evil.test"), BORDER),
        (PASS.replace(OURS, f"{OURS}.evil.test"), BORDER),
        (PASS.replace("Authentication-Results", "ARC-Authentication-Results"), BORDER),
        (PASS.replace("Authentication-Results", "X-Authentication-Results"), BORDER),
        (PASS.replace("Authentication-Results", "Authentication-Results-Original"), BORDER),
        (f"Authentication-Results: {OURS}; none", BORDER),
        (f"Authentication-Results: {OURS}; arc=pass; iprev=pass", BORDER),
        (f"Authentication-Results: dmarc=pass; {OURS}", BORDER),
    ],
)
def test_nobody_elses_word_does(top: tuple[str, ...]) -> None:
    assert told(*top) is None


def test_without_a_front_server_nobody_is_believed() -> None:
    assert told(PASS, BORDER, by=None) is None
    assert told(PASS, BORDER, by="") is None


def test_what_came_with_the_letter_does_not_add_to_what_the_server_said() -> None:
    """The sender wrote a header in our server's name; it stands below what our server wrote itself."""
    found = told(FAIL, BORDER, PASS)
    assert found
    assert (found.dmarc, found.dkim, found.failed) == ("fail", "none", True)
    found = told(BORDER, FAIL, PASS)
    assert found
    assert (found.dmarc, found.dkim, found.failed) == ("fail", "none", True)


def test_several_fields_of_the_server_are_one_word() -> None:
    spf, dkim, dmarc = (
        f"Authentication-Results: {OURS}; {said}"
        for said in (
            "spf=pass smtp.mailfrom=example.org",
            "dkim=fail header.d=list.test; dkim=pass header.i=@example.org",
            "dmarc=pass (p=reject) header.from=example.org policy.dmarc=reject",
        )
    )
    assert told(dmarc, dkim, spf, BORDER) == Authentication(
        "pass", "pass", "pass", "example.org", OURS, aligned=True, policy="reject"
    )


@pytest.mark.parametrize(
    ("said", "aligned"),
    [
        ("spf=pass smtp.mailfrom=anna@example.org", True),
        ("spf=pass smtp.mailfrom=bounce@mail.example.org", True),
        ("spf=pass smtp.helo=example.org", True),
        ("spf=pass smtp.mailfrom=evil.test", False),
        ("spf=softfail smtp.mailfrom=example.org", False),
        ("dkim=pass header.d=evil.test; dkim=pass header.d=example.org", True),
        ("dkim=pass header.d=evil.test", False),
        ("dkim=fail header.d=example.org", False),
        ("spf=pass; dkim=pass", False),
    ],
)
def test_without_dmarc_a_domain_has_to_vouch_for_its_own(said: str, aligned: bool) -> None:  # noqa: FBT001 - a row of the table
    found = told(f"Authentication-Results: {OURS}; {said}", BORDER)
    assert found
    assert (found.aligned, found.dmarc, found.failed) == (aligned, "none", not aligned)


def test_a_small_domain_about_which_there_is_nothing_to_know_is_no_forgers() -> None:
    found = told(f"Authentication-Results: {OURS}; spf=none smtp.mailfrom=example.org; dkim=none", BORDER)
    assert found
    assert (found.passed, found.failed) == (False, False)


def test_what_could_not_be_looked_up_fails_nobody() -> None:
    found = told(f"Authentication-Results: {OURS}; spf=temperror smtp.mailfrom=example.org; dkim=none", BORDER)
    assert found
    assert not found.failed
    assert not found.passed


def test_a_verdict_on_another_author_is_none_on_this_one() -> None:
    """The server and we may disagree on who the author is; then it did not look at whom we would answer."""
    found = told(PASS, BORDER, sender="Anna Holm <anna@victim.test>")
    assert found
    assert (found.passed, found.failed) == (False, True)


def test_a_letter_of_two_authors_is_nobodys() -> None:
    found = told(PASS, BORDER, sender="anna@example.org, boss@victim.test")
    assert found
    assert found.failed


# Microsoft 365 writes no name


SAID = (
    "Authentication-Results: spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=example.org; dkim=pass (signature was "
    "verified) header.d=example.org;dmarc=pass action=none header.from=example.org;compauth=pass reason=100"
)
HOPS = (
    "Received: from A.eurprd01.prod.outlook.com (2603::1) by B.eurprd01.prod.outlook.com with HTTPS; Mon, 2 Mar 2026",
    "Received: from C.prod.outlook.com (2603::2) by D.eurprd01.prod.outlook.com (2603::3) with Microsoft SMTP Server",
)
EDGE = (
    "Received: from out.example.org (192.0.2.7) by E.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server"
)


def test_microsoft_365_is_believed_where_the_setting_says_so() -> None:
    found = told(*HOPS, SAID, "Received-SPF: Pass (protection.outlook.com: …)", EDGE, THEIRS, by=MICROSOFT)
    assert found == Authentication("pass", "pass", "pass", "example.org", MICROSOFT, aligned=True)
    assert told(*HOPS, SAID, EDGE, by=OURS) is None


def test_a_header_without_a_name_further_down_is_the_senders() -> None:
    failed = SAID.replace("=pass", "=fail")
    found = told(*HOPS, failed, EDGE, SAID, by=MICROSOFT)
    assert found
    assert found.failed
    assert told(*HOPS, EDGE, THEIRS, SAID, by=MICROSOFT) is None


# Google writes below its own Received


GOOGLES = (
    "Authentication-Results: mx.google.com; dkim=pass header.i=@example.org header.s=a; "
    "spf=pass smtp.mailfrom=anna@example.org; dmarc=pass (p=REJECT) header.from=example.org"
)


def test_google_is_believed_though_it_writes_below() -> None:
    top = (
        "Delivered-To: info@mentorix.dk",
        "Received: by 2002:a05:6a20:6a1c:b0:1 with SMTP id p28; Mon, 2 Mar 2026 02:00:00 -0800 (PST)",
        "X-Received: by 2002:a05:600c with SMTP id q1; Mon, 2 Mar 2026 02:00:00 -0800 (PST)",
        "ARC-Seal: i=1; a=rsa-sha256; d=google.com",
        "ARC-Authentication-Results: i=1; mx.google.com; dmarc=fail header.from=example.org",
        "Return-Path: <anna@example.org>",
        "Received: from out.example.org (out.example.org. [192.0.2.7]) by mx.google.com with ESMTPS id x",
        "Received-SPF: pass (google.com: domain of anna@example.org designates 192.0.2.7)",
        GOOGLES,
        "DKIM-Signature: v=1",
    )
    assert told(*top, by="mx.google.com") == Authentication(
        "pass", "pass", "pass", "example.org", "mx.google.com", aligned=True
    )


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\x00\xff", b"Received: by\r\n\r\n", PASS.encode()])
def test_bytes_that_are_no_letter_break_nothing(raw: bytes) -> None:
    found = front_says(raw, OURS)
    assert found is None or found.failed
