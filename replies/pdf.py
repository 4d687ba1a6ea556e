"""A letter on paper: words become a page, and the page a PDF that a screen reader can follow (PDF/UA-1, R-ACC-5).

Nothing is fetched, from the network or from the disk: the page holds all it needs but the fonts of the system. The same
words give the same page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cases.errors import BadInput
from cases.policy import Policy
from replies.words import day

PAGES = Path(__file__).parent / "pages"

_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WHOLE = re.compile(r"(?<!\S)(?=\S*\w-\w)\S{1,24}(?!\S)")
"""What is not to be broken at its hyphen: a case number, "e-mail"."""
_ITEM = re.compile(r"[-•*] +")


@dataclass(frozen=True)
class Sheet:
    """One letter as it is to be printed: its words, whose it is, for whom, and the local date on it.

    `address` are the lines of the window: name, street, town; without any, the window holds only what is known.
    """

    subject: str
    body: str
    language: str
    policy: Policy
    address: tuple[str, ...]
    on: date


@dataclass(frozen=True)
class Run:
    """A stretch of a line: where it leads to, "" for nowhere; `whole`: it stays on one line."""

    text: str
    link: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list: its lines, each cut into runs."""

    is_list: bool
    lines: tuple[tuple[Run, ...], ...]


def letter_page(sheet: Sheet) -> str:
    """Give a letter as a page of HTML."""
    return page("letter.html", sheet.language, sheet=sheet, policy=sheet.policy, blocks=tuple(blocks(sheet.body)))


def page(name: str, language: str, **facts: Any) -> str:  # noqa: ANN401 - whatever the page is about
    """Give a page of HTML in a language; every value is data and never markup."""
    return _pages().get_template(name).render(language=language, say=_SAY[language], written=day, **facts)


def pdf(html: str) -> bytes:
    """Give a page as PDF/UA-1. It takes a third of a second: never on the event loop.

    Raises BadInput with one sentence where the libraries that draw letters are not installed.
    """
    weasyprint = _weasyprint()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    drawn: bytes = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return drawn


@cache
def _weasyprint() -> Any:  # noqa: ANN401 - the library has no types
    """Give the library, which looks for Pango when it is imported, so not before a letter is printed."""
    try:
        import weasyprint  # noqa: PLC0415 - as above
        import weasyprint.urls  # noqa: PLC0415
    except OSError as missing:
        raise BadInput(
            f"letters cannot be printed: Pango is missing; install libpango-1.0-0 and libpangoft2-1.0-0 ({missing})"
        ) from None
    return weasyprint


def blocks(body: str) -> Iterator[Block]:
    """Cut a letter's text into paragraphs and lists; joined, their words are the letter's."""
    for piece in re.split(r"\n[ \t]*\n+", body.strip()):
        lines = piece.splitlines()
        while lines:
            listed = bool(_ITEM.match(lines[0]))
            run = next((n for n, line in enumerate(lines) if bool(_ITEM.match(line)) is not listed), len(lines))
            yield Block(listed, tuple(_runs(_ITEM.sub("", line, count=1) if listed else line) for line in lines[:run]))
            lines = lines[run:]


def _runs(line: str) -> tuple[Run, ...]:
    """Cut a line where a link, or something that is not to be broken, begins and ends."""
    runs: list[Run] = []
    end = 0
    for found in _URL.finditer(line):
        link = found[0] if "://" in found[0] else f"mailto:{found[0]}"
        runs += [*_unbroken(line[end : found.start()]), Run(found[0], link)]
        end = found.end()
    return (*runs, *_unbroken(line[end:]))


def _unbroken(text: str) -> Iterator[Run]:
    end = 0
    for found in _WHOLE.finditer(text):
        yield from (Run(before) for before in [text[end : found.start()]] if before)
        yield Run(found[0], whole=True)
        end = found.end()
    if text[end:]:
        yield Run(text[end:])


_SAY = {
    "da": {"page": "Side", "of": "af", "phone": "Telefon", "email": "E-mail", "to": "Modtager", "from": "Afsender"},
    "nl": {
        "page": "Pagina",
        "of": "van",
        "phone": "Telefoon",
        "email": "E-mail",
        "to": "Ontvanger",
        "from": "Afzender",
    },
    "en": {"page": "Page", "of": "of", "phone": "Telephone", "email": "E-mail", "to": "Recipient", "from": "Sender"},
}
"""What stands on every page beside the letter."""


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, auto_reload=False, trim_blocks=True
    )
