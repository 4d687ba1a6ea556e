"""A letter's own layout is shown without anything that runs, loads, leads away, or tells a number."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.laid_out import laid_out
from reading.numbers import mask

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def letter(html: str, *pictures: tuple[str, str, bytes]) -> bytes:
    """Build a letter with HTML and pictures inside: (id, type, bytes)."""
    parts = [f"Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n".encode()]
    for id_, media_type, data in pictures:
        head = f"Content-Type: {media_type}\r\nContent-ID: <{id_}>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        parts.append(head.encode() + base64.encodebytes(data))
    between = b"--cut\r\n" + b"\r\n--cut\r\n".join(parts) + b"\r\n--cut--\r\n"
    return b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=cut\r\n\r\n" + between


def shown(html: str, *pictures: tuple[str, str, bytes], asked: bool = False) -> str | None:
    """Give what is shown of HTML."""
    found = laid_out(letter(html, *pictures), mask, pictures=asked)
    return found.strip() if found is not None else None


def test_words_tables_and_lists_stay() -> None:
    html = "<h2>Klage</h2><table><tbody><tr><td colspan='2'>Kursus</td></tr></tbody></table><ul><li>en</li></ul>"
    assert shown(html) == (
        '<h2>Klage</h2><table><tbody><tr><td colspan="2">Kursus</td></tr></tbody></table><ul><li>en</li></ul>'
    )


@pytest.mark.parametrize(
    "trick",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="https://evil.example/t?me">x</a>',
        '<p style="background:url(https://evil.example)">x</p>',
        "<style>@import url(https://evil.example)</style>",
        '<iframe src="https://evil.example"></iframe>',
        '<form action="https://evil.example"><input name="a"></form>',
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
        '<base href="https://evil.example">',
        '<svg onload="alert(1)"><image href="https://evil.example"/></svg>',
        '<link rel="stylesheet" href="https://evil.example">',
        '<img src="https://evil.example/pixel.gif">',
        '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<td colspan='2 onclick=alert(1)'>x</td>",
        "<object data='https://evil.example'></object>",
        "<video src='https://evil.example' autoplay></video>",
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_nothing_runs_nothing_loads_and_nothing_leads_away(trick: str, *, asked: bool) -> None:
    found = shown(f"<p>Hej</p>{trick}", asked=asked)
    assert found is not None
    assert "Hej" in found
    for word in ("<script", "evil.example", "javascript:", "<style", "<iframe", "<form", "<svg", "<meta", "href="):
        assert word not in found.lower()
    assert not any(
        f" {name}=" in found.lower().partition("&lt;")[0] for name in ("onerror", "onload", "onclick", "style")
    )


def test_a_picture_inside_the_letter_is_shown_when_asked_for_and_only_then() -> None:
    html, inside = '<p>Se <img src="cid:one@x" onload="x"></p>', ("one@x", "image/png", PNG)
    assert shown(html, inside) == "<p>Se </p>"
    found = shown(html, inside, asked=True)
    assert found == f'<p>Se <img src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt=""></p>'


@pytest.mark.parametrize("data", [b"<svg onload='alert(1)'/>", b"<html>", b"", b"\x89PNG\r\n" + b"0" * 5_000_000])
def test_what_is_no_picture_or_too_large_is_not_shown(data: bytes) -> None:
    assert shown('<p>a<img src="cid:one"></p>', ("one", "image/png", data), asked=True) == "<p>a</p>"


def test_a_number_is_masked_where_it_stands() -> None:
    found = shown("<p>CPR 010190-1234 &amp; &lt;b&gt;</p>")
    assert found == "<p>CPR ••••••-•••• &amp; &lt;b&gt;</p>"


@pytest.mark.parametrize("html", ["<p>CPR 010190-<b>1234</b></p>", "<p>CPR 0101<span>90-1234</span></p>"])
def test_a_letter_with_a_number_across_its_tags_is_not_laid_out(html: str) -> None:
    assert shown(html) is None


def test_a_letter_without_html_is_not_laid_out() -> None:
    assert laid_out(b"Subject: x\r\nContent-Type: text/plain\r\n\r\nHej\r\n", mask, pictures=True) is None


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/=\"'&; ascriptonimgd:x\n", max_size=80))
def test_whatever_stands_in_it_no_attribute_and_no_script_is_left(html: str) -> None:
    found = shown(f"<p>{html}</p>") or ""
    assert "<script" not in found
    assert "<img" not in found
