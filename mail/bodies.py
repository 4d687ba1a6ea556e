"""What a letter says as text: its best readable parts, HTML turned into text, flowed lines joined."""

import re
from html import unescape

from inscriptis import get_text
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.model.config import ParserConfig

from mail.decoding import clean_text, decode
from mail.mime import Part

TEXT_CAP = 500_000
HTML_CAP = 500_000
MANY_TAGS = 250

_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|body|head|div|p|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_ENDS_A_TAG = re.compile(r"</(?:html|body|div|p|table|a|span)>|<br\s*/?>", re.IGNORECASE)
_STUB = re.compile(
    r"\bhtml\b.{0,80}(?:mail|client|format|view|display|support|vis|lees|weergeven)|text/plain version"
    r"|(?:support|view|display|understøtte|vise|ondersteun|weergeven|anzeigen).{0,40}\bhtml\b",
    re.IGNORECASE | re.DOTALL,
)
_MANY_BREAKS = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_STUB_LENGTH = 300
_AS_READ = ParserConfig(css=STRICT_CSS_PROFILE, display_images=False, display_links=False)


def text_of(letter: Part) -> str:
    """Give everything the sender's program sent as text, quoted mail included, "" where there is none."""
    text = "\n\n".join(piece for piece in _texts(letter) if piece.strip())
    return text.strip("\n")[:TEXT_CAP]


def is_text(part: Part) -> bool:
    """Say whether a part is read as text of the letter, not kept as a file."""
    kind, params = part.disposition
    named = params.get("filename") or part.params.get("name")
    return part.media_type in {"text/plain", "text/html"} and not named and (kind != "attachment" or part.index == 0)


def _texts(part: Part) -> list[str]:
    """List the texts of a part in reading order; of alternatives only the best."""
    if part.media_type == "multipart/alternative":
        return _best(part.within)
    if part.within:
        return [text for child in part.within for text in _texts(child)]
    if not is_text(part) and not (part.index == 0 and part.media_type.startswith("multipart/")):
        return []
    return [readable(part)]


def _best(alternatives: tuple[Part, ...]) -> list[str]:
    """Choose among alternatives: plain text unless it is empty or only says that the letter is HTML."""
    stub: list[str] = []
    for part in sorted(alternatives, key=lambda part: part.media_type != "text/plain"):
        texts = _texts(part)
        if not _is_stub(texts):
            return texts
        stub = stub if "".join(stub).strip() else texts
    return stub


def _is_stub(texts: list[str]) -> bool:
    """Say whether a text is blank, or only tells that another part should be read."""
    whole = "".join(texts).strip()
    return not whole or (len(whole) < _STUB_LENGTH and bool(_STUB.search(whole)))


def readable(part: Part) -> str:
    """Give one text part as text: decoded, unflowed, HTML turned into text even where it calls itself plain."""
    text = decode(part.content(), part.params.get("charset"))
    if part.media_type == "text/html" or (_LOOKS_LIKE_HTML.match(text) and _ENDS_A_TAG.search(text)):
        return html_to_text(text)
    text = clean_text(text)
    if part.params.get("format", "").lower() == "flowed":
        return unflowed(text, delsp=part.params.get("delsp", "").lower() == "yes")
    return text


def html_to_text(html: str) -> str:
    """Give the text a reader of the HTML would see; what cannot be laid out loses its tags only."""
    html = clean_text(html)[:HTML_CAP]
    text = _laid_out(html)
    if not text.strip() or html.count("<") > MANY_TAGS:
        bare = without_tags(html)
        text = bare if len("".join(text.split())) * 3 < len("".join(bare.split())) else text
    lines = (line.rstrip() for line in clean_text(text).replace("\xa0", " ").split("\n"))
    return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip("\n")


def _laid_out(html: str) -> str:
    """Lay HTML out as text; "" where the parser gives up, as it does on thousands of nested tags."""
    try:
        return str(get_text(html, _AS_READ)) if html.strip() else ""
    except (ValueError, RecursionError, AttributeError, TypeError, IndexError, KeyError, AssertionError):
        return ""


def without_tags(html: str) -> str:
    """Give what stands between the tags, styles and scripts left out; in linear time, whatever the HTML is like."""
    kept: list[str] = []
    inside = ""
    for piece in f">{html}".split("<"):
        tag, _, text = piece.partition(">")
        name = tag[:7].lower()
        if name.startswith(("style", "script")):
            inside = f"/{name[:5]}"
        elif inside and name.startswith(inside):
            inside = ""
        if not inside:
            kept.append(text)
    return unescape(" ".join(kept))


def unflowed(text: str, *, delsp: bool) -> str:
    """Join the soft line breaks of format=flowed (RFC 3676); quotes keep their depth, "-- " stays a line."""
    lines: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        if depth != open_depth or bare == "-- ":
            lines.append([">" * depth + " "] if depth else [])
        soft = bare.endswith(" ") and bare != "-- "
        lines[-1].append(bare[:-1] if soft and delsp else bare)
        open_depth = depth if soft else -1
    return "\n".join("".join(pieces) for pieces in lines)
