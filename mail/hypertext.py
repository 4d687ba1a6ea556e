"""HTML to the text that a reader of it sees. Nothing in it is run and nothing is fetched."""

import re
from collections.abc import Iterator
from html import unescape

from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml.etree import LxmlError
from lxml.html import HtmlElement, document_fromstring

from mail.decoding import clean_text
from mail.quoted_html import put_borders, with_marks

HTML_CAP = 500_000
MANY_TAGS = 250
"""The parser leaves out what is nested deeper than this."""

TOO_MANY_TAGS = 25_000
"""To lay out so many takes a third of a second; no letter has them, and what has loses its tags only."""

UNSEEN = (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>"), ("<svg", "</svg>"))
"""What no reader sees begins and ends so."""

GAP = "\xa0\xa0"
"""Stands between two cells of a row."""

_XML = re.compile(r"\s*<\?xml[^>]{0,300}>")
_PICTURE = re.compile(r"data:[a-z]{1,20}/[\w.+-]{1,60};[\w=;-]{0,60},?[^\"'<>)\s]*", re.IGNORECASE)
_REVEALED = re.compile(r"<!\[[^>]{0,100}\]-{0,2}>")
_MANY_BREAKS = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_HIDDEN = re.compile(r"(?<![\w-])(?:display:none|visibility:hidden|opacity:0(?![.\d]))")
_FLAT = re.compile(r"(?<![\w-])(?:max-)?height:0(?![.\d])")
_FONT_SIZE = re.compile(r"(?<![\w-])font(?:-size)?:(0(?![.\d]))?")
_KEEPS_SPACE = re.compile(r"(?<![\w-])white-space:pre(?:-wrap|-line)?(?![\w-])")
_WHITE = re.compile(r"\s+")
_STYLE_CAP = 2_000
_NAME = re.compile(r"/?([a-z0-9]*)")
_BREAKS = dict.fromkeys(("br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote"), "\n")
_BREAKS |= {"td": " ", "th": " "}
_ROWS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "caption"})
_CELLS = frozenset({"td", "th"})
_BLOCKS = frozenset({"table", "div", "p", "br", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "pre", "hr"})
_AS_READ = ParserConfig(css=STRICT_CSS_PROFILE, display_images=False, display_links=False)


def html_to_text(html: str) -> str:
    """Give the text a reader of the HTML would see; what cannot be laid out loses its tags only."""
    html = _seen(clean_text(html))[:HTML_CAP]
    text = _laid_out(html)
    if not text.strip() or html.count("<") > MANY_TAGS:
        bare = without_tags(html)
        text = bare if len("".join(text.split())) * 3 < len("".join(bare.split())) else text
    lines = (line.rstrip() for line in clean_text(text).replace("\xa0", " ").split("\n"))
    return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip("\n")


def _seen(html: str) -> str:
    """Leave out styles, scripts, comments (those for Outlook alone are such) and the bytes of pictures."""
    html = _XML.sub("", html, count=1) if "<?" in html[:100] else html
    if "data:" in html:
        html = _PICTURE.sub("", html)
    lower = html.lower()
    for begin, end in UNSEEN:
        if begin in lower:
            html = "".join(_between(html, lower, begin, end))
            lower = html.lower()
    return _REVEALED.sub("", html) if "<![" in html else html


def _between(html: str, lower: str, begin: str, end: str) -> Iterator[str]:
    """Give what stands outside of a pair of marks; one that never ends is left as it is."""
    if len(lower) != len(html):  # a letter that is longer in lower case: places do not match
        yield html
        return
    done = 0
    while (start := lower.find(begin, done)) >= 0 and (stop := lower.find(end, start)) >= 0:
        yield html[done:start]
        done = stop + len(end)
    yield html[done:]


def _laid_out(html: str) -> str:
    """Lay HTML out as text; "" where the parser gives up, as it does on thousands of nested tags."""
    try:
        if not html.strip() or html.count("<") > TOO_MANY_TAGS:
            return ""
        page = document_fromstring(html)
        put_borders(page, html)
        text = _text_of(page, hide=True)
        return with_marks(text) if text.strip() else _text_of(document_fromstring(html), hide=False)
    except (LxmlError, ValueError, RecursionError, AttributeError, TypeError, IndexError, KeyError, AssertionError):
        return ""


def _text_of(page: HtmlElement, *, hide: bool) -> str:
    _simplify(page, hide=hide)
    return str(Inscriptis(page, _AS_READ).get_text())


def _simplify(page: HtmlElement, *, hide: bool) -> None:
    """Take out what is hidden, and make lines of tables: columns side by side would mix their sentences."""
    waiting = [(page, False)]
    while waiting:
        element, tiny = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        style = _WHITE.sub("", element.get("style", "")[:_STYLE_CAP].lower())
        if hide and element is not page and _is_hidden(element, style):
            element.drop_tree()
            continue
        tiny = hide and _is_tiny(style, tiny)
        _plain(element, style)
        if tiny:
            _empty(element)
        waiting += [(child, tiny) for child in element]


def _is_hidden(element: HtmlElement, style: str) -> bool:
    """Say whether nobody sees an element, as with the line that a newsletter shows in the list of letters only."""
    if element.get("hidden") is not None or _HIDDEN.search(style):
        return True
    return "overflow:hidden" in style and _FLAT.search(style) is not None


def _empty(element: HtmlElement) -> None:
    """Take the words out of an element, not out of those within it."""
    element.text = None
    for child in element:
        child.tail = None


def _is_tiny(style: str, inherited: bool) -> bool:  # noqa: FBT001 - passed from parent to child
    """Say whether letters have no size here, by its own style or by that of what it stands in."""
    size = _FONT_SIZE.search(style)
    return bool(size[1]) if size else inherited


def _plain(element: HtmlElement, style: str) -> None:
    """Take off whatever could set a text wide apart, and give table parts the tags of plain blocks."""
    if element.tag in _ROWS:
        element.tag = "div"
    elif element.tag in _CELLS:
        _cell(element)
    element.attrib.clear()
    if _KEEPS_SPACE.search(style):
        element.set("style", "white-space:pre")


def _cell(element: HtmlElement) -> None:
    """Make a block of a cell that holds blocks, and words in a row of one that holds words."""
    if any(child.tag in _BLOCKS for child in element):
        element.tag = "div"
        return
    element.tag = "span"
    if element.getnext() is not None:
        element.tail = GAP


def without_tags(html: str) -> str:
    """Give what stands between the tags, styles and scripts left out; in linear time, whatever the HTML is like."""
    kept: list[str] = []
    inside = ""
    for piece in f">{html}".split("<"):
        tag, _, text = piece.partition(">")
        name = tag[:10].lower()
        if name.startswith(("style", "script")):
            inside = f"/{name[:5]}"
        elif inside and name.startswith(inside):
            inside = ""
        if not inside:
            kept += (_BREAKS.get(_NAME.match(name)[1], ""), text)  # type: ignore[index] # it matches nothing, too
    return unescape("".join(kept))
