"""What a letter says: the best of its texts, whole, and readable."""

import base64

import pytest

from mail.bodies import TEXT_CAP, unflowed
from tests.mail.letters import parsed


def of(*lines: str) -> str:
    """Give the text of a letter with these lines."""
    return parsed("\n".join(("From: anna@example.org", *lines)).encode()).text


def test_of_alternatives_the_plain_text_is_read() -> None:
    assert of(
        "Content-Type: multipart/alternative; boundary=b",
        "",
        "--b",
        "Content-Type: text/html",
        "",
        "<p>HTML</p>",
        "--b",
        "Content-Type: text/plain",
        "",
        "plain",
        "--b--",
    ) == ("plain")


@pytest.mark.parametrize(
    "plain", ["", " \t", "Your mail client does not support HTML.", "This is an HTML mail, please view it."]
)
def test_plain_text_that_says_nothing_gives_way_to_the_html(plain: str) -> None:
    parts = (
        "--b",
        "Content-Type: text/plain",
        "",
        plain,
        "--b",
        "Content-Type: text/html",
        "",
        "<p>Jeg klager</p>",
        "--b--",
    )
    assert of("Content-Type: multipart/alternative; boundary=b", "", *parts) == "Jeg klager"


def test_where_every_alternative_is_a_stub_the_first_is_better_than_nothing() -> None:
    parts = (
        "--b",
        "",
        "This mail is HTML, view it in a client.",
        "--b",
        "Content-Type: text/html",
        "",
        "<p></p>",
        "--b--",
    )
    assert of("Content-Type: multipart/alternative; boundary=b", "", *parts).startswith("This mail is HTML")


def test_text_on_both_sides_of_a_picture_is_read_together() -> None:
    parts = ("--b", "", "before", "--b", "Content-Type: image/png", "", "x", "--b", "", "after", "--b--")
    assert of("Content-Type: multipart/mixed; boundary=b", "", *parts) == "before\n\nafter"


def test_text_in_a_named_file_is_an_attachment_and_unnamed_text_is_read() -> None:
    named = ("--b", "Content-Type: text/plain; name=log.txt", "", "log", "--b", "", "said", "--b--")
    assert of("Content-Type: multipart/mixed; boundary=b", "", *named) == "said"


def test_a_letter_whose_only_text_calls_itself_an_attachment_is_read() -> None:
    assert of("Content-Disposition: attachment", "", "Hej") == "Hej"


WORDS = "Jeg vil gerne klage over kurset i januar, hvor underviseren aldrig mødte op."


def attached(*lines: str, kind: str = "message/rfc822") -> tuple[str, ...]:
    return ("--b", f"Content-Type: {kind}", "", "Subject: x", *lines)


def test_an_attached_letter_is_not_read_where_there_are_words_to_go_with_it() -> None:
    mixed = "Content-Type: multipart/mixed; boundary=b"
    assert (
        of(mixed, "", "--b", "Content-Type: text/plain; charset=utf-8", "", WORDS, *attached("", "theirs"), "--b--")
        == WORDS
    )


def test_where_nobody_says_anything_the_attached_letter_is_what_is_said() -> None:
    mixed = "Content-Type: multipart/mixed; boundary=b"
    assert of(mixed, "", *attached("", WORDS), "--b--") == WORDS
    assert of("Content-Type: message/rfc822", "", "Subject: x", "", WORDS) == WORDS
    assert of(mixed, "", "--b", "", "Se her.", *attached("", WORDS), "--b--") == f"Se her.\n\n{WORDS}"


def test_letters_within_letters_are_read_as_deep_as_somebody_may_forward_them() -> None:
    inner = f"Subject: x\n\n{WORDS}"
    for _ in range(3):
        inner = f"Subject: x\nContent-Type: message/rfc822\n\n{inner}"
    assert of(*inner.split("\n")) == WORDS
    assert of("Content-Type: message/rfc822", "", *inner.split("\n")) == ""


def test_a_letter_that_came_back_is_not_what_the_mail_server_says() -> None:
    report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b"
    assert of(report, "", "--b", "", "Failed.", *attached("", WORDS), "--b--") == "Failed."


def test_text_that_is_shown_as_a_file_is_read_where_there_is_no_other() -> None:
    named = ("--b", "Content-Disposition: inline; filename=brev.txt", "", WORDS, "--b--")
    assert of("Content-Type: multipart/mixed; boundary=b", "", *named) == WORDS
    assert of("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "Hej", *named) == "Hej"
    enclosed = ("--b", "Content-Disposition: attachment; filename=brev.txt", "", WORDS, "--b--")
    assert of("Content-Type: multipart/mixed; boundary=b", "", *enclosed) == ""
    assert of("Content-Type: text/html; name=brev.html", "", f"<p>{WORDS}") == WORDS


def test_a_clearsigned_letter_is_read_without_its_armour() -> None:
    signature = ("-----BEGIN PGP SIGNATURE-----", "", "iQEz", "-----END PGP SIGNATURE-----")
    assert of("", "-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "", "Jeg klager", *signature) == "Jeg klager"


def test_the_foot_that_a_mailing_list_puts_under_a_packed_text_is_read_as_it_stands() -> None:
    packed = base64.encodebytes(WORDS.encode()).decode().strip()
    headers = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "")
    assert of(*headers, packed, "_" * 30, "kursister mailing list") == f"{WORDS}\n{'_' * 30}\nkursister mailing list"


def test_words_that_only_call_themselves_packed_are_read() -> None:
    assert of("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "", WORDS) == WORDS


def test_parts_between_other_boundaries_than_the_declared_ones_are_found() -> None:
    parts = ("--other", "Content-Type: text/html", "", f"<p>{WORDS}</p>", "--other--")
    assert of("Content-Type: multipart/alternative; boundary=declared", "", "preamble", *parts) == WORDS


def test_a_multipart_that_was_packed_as_a_whole_is_unpacked() -> None:
    packed = base64.encodebytes(f"--b\n\n{WORDS}\n--b--\n".encode()).decode()
    assert of("Content-Type: multipart/mixed; boundary=b", "Content-Transfer-Encoding: base64", "", packed) == WORDS


def test_a_broken_part_within_a_letter_is_read_as_text() -> None:
    inner = ("--b", "Content-Type: multipart/alternative; boundary=c", "", "no boundary here")
    assert of("Content-Type: multipart/mixed; boundary=b", "", *inner, "--b--") == "no boundary here"


def test_parts_without_their_last_boundary_or_without_any_are_read_all_the_same() -> None:
    assert of("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "open end") == "open end"
    assert of("Content-Type: multipart/mixed; boundary=b", "", "no boundary at all") == "no boundary at all"
    assert of("Content-Type: multipart/mixed", "", "--guess", "", "guessed", "--guess--") == "guessed"


def test_html_that_calls_itself_plain_is_made_readable() -> None:
    assert (
        of("Content-Type: text/plain", "", "<html><body><p>Jeg klager</p><br>Anna</body></html>")
        == "Jeg klager\n\nAnna"
    )
    assert of("Content-Type: text/plain", "", "<3 kurset, men 5 > 4") == "<3 kurset, men 5 > 4"


def test_quoted_mail_stays_in_the_text() -> None:
    assert of("", "Nej.", "", "> Har I min klage?") == "Nej.\n\n> Har I min klage?"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("a \nb\nc", "a b\nc"),
        ("> a \n> b\nc", "> a b\nc"),
        ("> a \n>> b", "> a \n>> b"),
        ("a\n-- \nAnna \nHolm", "a\n-- \nAnna Holm"),
        (" >no quote", ">no quote"),
        ("", ""),
    ],
)
def test_flowed_lines_are_joined(text: str, joined: str) -> None:
    assert unflowed(text, delsp=False) == joined


def test_flowed_lines_of_languages_without_spaces_lose_the_soft_one() -> None:
    assert unflowed("件 \n名", delsp=True) == "件名"


def test_a_text_without_end_is_cut() -> None:
    assert len(of("", "x" * (TEXT_CAP + 9))) == TEXT_CAP
