"""A letter as its sender laid it out: clean HTML that runs nothing, loads nothing, and shows no number it must not.

What is left are words, tables and lists. No style, no link, no picture but those that came inside the letter, and those
only where they are asked for: a picture that is fetched tells its sender who read the letter, when and where.
"""

import base64
import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import unquote

import nh3

from mail.bodies import is_text
from mail.decoding import clean_text, decode
from mail.hypertext import HTML_CAP, html_to_text
from mail.mime import Part, Splitter

PICTURES_CAP = 4_000_000
"""So many bytes of pictures are shown at most."""

PICTURES = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
"""How the bytes of a picture begin, and its type: what a letter says of it counts for nothing."""

TAGS = frozenset(
    {"a", "b", "blockquote", "br", "caption", "center", "code", "dd", "div", "dl", "dt", "em", "font", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"}
)
_CELL = {"colspan", "rowspan"}
_NUMBER = re.compile(r"[1-9]\d{0,2}")
_TAG = re.compile(r"(<[^>]*>)")
_PICTURE = re.compile(r"<img(?: src=\"cid:([^\"]*)\")?[^>]*>")

Change = Callable[[str], str]


def laid_out(raw: bytes, hide: Change, *, pictures: bool) -> str | None:
    """Give the HTML of a letter; `hide` masks what is not to be shown in a piece of it.

    None where the letter has no HTML, or where a number stands across its tags, so that nothing masks it for sure.
    """
    letter = Splitter().split(raw)
    part = next((one for one in letter.walk() if one.media_type == "text/html" and is_text(one)), None)
    if part is None:
        return None
    written = clean_text(decode(part.content(), part.params.get("charset")))[:HTML_CAP]
    masked = "".join(_masked(piece, hide) for piece in _TAG.split(_clean(written)))
    told = html_to_text(masked)
    if hide(told) != told:
        return None
    return _PICTURE.sub(_shown(letter if pictures else None), masked)


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"td": _CELL, "th": _CELL, "img": {"src"}},
        attribute_filter=_kept,
        url_schemes={"cid"},
        link_rel=None,
    )


def _kept(_tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if value.startswith("cid:") and not re.search(r"[<>\"\s]", value) else None
    return value if _NUMBER.fullmatch(value) else None


def _masked(piece: str, hide: Change) -> str:
    return piece if piece.startswith("<") else escape(hide(unescape(piece)), quote=False)


def _shown(letter: Part | None) -> Callable[[re.Match[str]], str]:
    """Give what puts a picture of the letter in its place; where it is not to be shown, nothing."""
    inside = _pictures(letter) if letter else {}

    def put(found: re.Match[str]) -> str:
        src = inside.get(unquote(found[1] or ""))
        return f'<img src="{src}" alt="">' if src else ""

    return put


def _pictures(letter: Part) -> Mapping[str, str]:
    """Give the pictures inside a letter by their ids (RFC 2392), as addresses that hold them."""
    found: dict[str, str] = {}
    left = PICTURES_CAP
    for part in letter.walk():
        id_ = decode(part.header("content-id")).strip(" <>")
        data = part.content() if id_ and part.media_type.startswith("image/") else b""
        media_type = next((name for head, name in PICTURES.items() if data.startswith(head)), None)
        if media_type and len(data) <= left:
            left -= len(data)
            found[id_] = f"data:{media_type};base64,{base64.b64encode(data).decode()}"
    return found
