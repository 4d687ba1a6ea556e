"""HTML: the words that a reader sees, and only those; nothing is fetched, nothing takes its time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.hypertext import HTML_CAP, TOO_MANY_TAGS, html_to_text, without_tags

MSO = "<!--[if mso]><p>Outlook</p><![endif]--><!--[if !mso]><!--><p>others</p><!--<![endif]--><p>all</p>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Kære <b>alle</b></p><p>Hilsen</p>", "Kære alle\n\nHilsen"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<style>p{}</style><script>x()</script>a &amp; b&nbsp;c", "a & b c"),
        ("<ul><li>en</li><li>to</li></ul><ol><li>tre</li></ol>", "  * en\n  * to\n 1. tre"),
        ("a<br>b<!-- no -->", "a\nb"),
        ('<?xml version="1.0" encoding="utf-8"?><html><body>x</body></html>', "x"),
        ("<p>a</p>\n\n\n\n<p>&nbsp;</p><p>&nbsp;</p><p>b</p>", "a\n\nb"),
        ("<p>Se <a href='https://evil.example/x'>vores side</a></p>", "Se vores side"),
        ("&aelig;&#248;&#xe5; &euro; &#128512; 1 &lt; 2", "æøå € 😀 1 < 2"),
        ("<div style='white-space: pre-wrap'>a\n  b</div>", "a\n  b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<p class=MsoNormal>Hej<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>", "Hej"),
        ("<img src='data:image/png;base64,AAAA' alt='logo'><p>x</p>", "x"),
        ("", ""),
        ("<p></p>", ""),
        ("<<<>>>", "<<<>>>"),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>X</div>",
        "<span style='DISPLAY: NONE !important; color:#fff'>X</span>",
        "<div style='max-height:0;overflow:hidden'>X</div>",
        "<div style='overflow:hidden;height:0px'>X</div>",
        "<p style='font-size:0'>X</p>",
        "<p style='font-size:0px'>X<b>X</b></p>",
        "<p style='visibility: hidden'>X</p>",
        "<p style='opacity:0'>X</p>",
        "<p hidden>X</p>",
        "<head><title>X</title></head>",
    ],
)
def test_what_a_reader_does_not_see_is_not_read(hidden: str) -> None:
    assert html_to_text(f"{hidden}<p>Jeg klager</p>") == "Jeg klager"


@pytest.mark.parametrize(
    "shown",
    [
        "<p style='font-size:0.9em'>X</p>",
        "<div style='font-size:0'><p style='font-size:14px'>X</p></div>",
        "<p style='opacity:0.8'>X</p>",
        "<p style='overflow:hidden;max-height:0.5em'>X</p>",
        "<p style='mso-line-height-rule:exactly;line-height:0'>X</p>",
        "<p style='color:white'>X</p>",
        "<div style='display:none'>X</div>",
        "<p style='font:0/0 a'>X",
    ],
)
def test_what_may_be_seen_is_read_and_a_letter_is_never_hidden_wholly(shown: str) -> None:
    assert html_to_text(shown) == "X"


def test_what_is_written_for_outlook_alone_is_left_out() -> None:
    assert html_to_text(MSO) == "others\n\nall"
    assert html_to_text("<![if !mso]><p>a</p><![endif]><p>b</p>") == "a\n\nb"


def test_tables_are_read_row_by_row_and_columns_do_not_mix() -> None:
    assert html_to_text("<table><tr><td>Navn<td>Anna<tr><td>Hold<td>7</table>") == "Navn Anna\nHold 7"
    columns = "<table><tr><td><p>Jeg klager</p><p>over kurset</p></td><td><p>Reklame</p></td></tr></table>"
    assert html_to_text(columns) == "Jeg klager\n\nover kurset\n\nReklame"


def test_the_words_behind_a_large_picture_and_a_large_style_are_read() -> None:
    html = f"<style>{'p{}' * 300_000}</style><img src='data:image/png;base64,{'A' * 2_000_000}'><p>Jeg klager</p>"
    assert html_to_text(html) == "Jeg klager"


def test_comments_and_styles_that_never_end_do_not_swallow_the_letter() -> None:
    assert "Jeg klager" in html_to_text("<p>Jeg klager</p><style>p {")
    assert html_to_text("<p>Jeg klager</p><!-- ") == "Jeg klager"


def test_html_nested_beyond_what_the_parser_takes_still_gives_its_words() -> None:
    assert "Jeg klager" in html_to_text("<div>" * 20_000 + "Jeg klager")
    assert "Jeg klager" in html_to_text("<table><tr><td>" * 2_000 + "Jeg klager")


def test_a_word_is_not_torn_apart_where_its_tags_are_taken_off() -> None:
    assert without_tags(
        "<style>p > a {}</style><p>a<b>b</b>c</p><script>if (1 < 2) x()</script>d<br>e &lt;"
    ).split() == [
        "abc",
        "d",
        "e",
        "<",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "<td>x",
        "<br>",
        "<li>x",
        "<b>",
        "<!--",
        "<style>",
        "<div style='padding-left:99999em'>x",
        "<a href=x>",
        "&amp;",
        "data:image/png;",
        "<blockquote type=cite>x</blockquote>",
        "\0",
        "<select><option>x",
    ],
)
def test_half_a_million_signs_of_anything_are_read_within_a_second(piece: str) -> None:
    begun = time.process_time()
    text = html_to_text("<table><tr>" + piece * (HTML_CAP // len(piece)))
    assert time.process_time() - begun < 1
    assert len(text) < 2 * HTML_CAP


def test_a_wide_cell_does_not_widen_the_rows_above_it() -> None:
    rows = "<tr><td>x</td></tr>" * (TOO_MANY_TAGS // 5)
    assert len(html_to_text(f"<table>{rows}<tr><td>{'a' * 200_000}</td></tr></table>")) < 300_000


@given(st.text(st.sampled_from("<>/!-pdivtablestyle=\"' :;&#x0\n"), max_size=200))
def test_any_html_gives_text_that_can_be_stored(html: str) -> None:
    html_to_text(html).encode()
