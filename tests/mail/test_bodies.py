"""What a letter says: the best of its texts, whole, and readable."""

import pytest

from mail.bodies import TEXT_CAP, html_to_text, unflowed, without_tags
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


def test_an_attached_letter_is_not_read_as_this_one() -> None:
    parts = ("--b", "", "mine", "--b", "Content-Type: message/rfc822", "", "Subject: x", "", "theirs", "--b--")
    assert of("Content-Type: multipart/mixed; boundary=b", "", *parts) == "mine"


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
    ("html", "text"),
    [
        ("<p>Kære <b>alle</b></p><p>Hilsen</p>", "Kære alle\n\nHilsen"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<style>p{}</style><script>x()</script>a &amp; b&nbsp;c", "a & b c"),
        ("<ul><li>en</li><li>to</li></ul>", "  * en\n  * to"),
        ("a<br>b<!-- no -->", "a\nb"),
        ('<?xml version="1.0" encoding="utf-8"?><html><body>x</body></html>', "x"),
        ("<p>a</p>\n\n\n\n<p>&nbsp;</p><p>&nbsp;</p><p>b</p>", "a\n\nb"),
        ("", ""),
        ("<p></p>", ""),
        ("<<<>>>", "<<<>>>"),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_html_nested_beyond_what_the_parser_takes_still_gives_its_words() -> None:
    assert "Jeg klager" in html_to_text("<div>" * 20_000 + "Jeg klager")
    assert "Jeg klager" in html_to_text("<table><tr><td>" * 2_000 + "Jeg klager")


def test_tags_are_taken_off_without_styles_and_scripts() -> None:
    assert without_tags("<style>p > a {}</style><p>a</p><script>if (1 < 2) x()</script> b &lt;").split() == [
        "a",
        "b",
        "<",
    ]


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
