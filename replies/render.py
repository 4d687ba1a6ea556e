"""Turn the facts of a reply into its words, in one language and one shape."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound

from cases.errors import BadInput
from cases.message import Channel
from replies import words
from replies.answers import AnswerFacts

FOLDER = Path(__file__).parent
_HOLES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_TRAILING = re.compile(r"[ \t]+\n")


class Shape(StrEnum):
    """The form of a reply: a letter with a subject, or a short bubble in a chat. The value is the file's ending."""

    LETTER = "txt"
    BUBBLE = "chat.txt"


class Facts(Protocol):
    """What a reply is about: a frozen dataclass `Facts` in the folder of its templates."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True)
class Rendered:
    """A reply in words. A bubble has the subject "". A paragraph is one line: the reader's program breaks it."""

    subject: str
    body: str


def render(facts: Facts, language: str, shape: Shape = Shape.LETTER) -> Rendered:
    """Give the words for the facts; their class's module is the folder of the templates.

    Raises BadInput where the reply does not exist in that language or shape. A value is data: it is never read as a
    template, whatever a stranger wrote.
    """
    frame = f"parts/answer.{language}.{shape}"
    text = _template(_file(type(facts), language, shape)).render(_context(facts), frame=frame)
    text = _TRAILING.sub("\n", _HOLES.sub("\n\n", text)).strip()
    if shape is Shape.BUBBLE:
        return Rendered("", text)
    head, _, body = text.partition("\n\n")
    return Rendered(head.removeprefix("Subject: "), body)


def words_on(channel: Channel, facts: Facts, language: str) -> Rendered:
    """Give the words for a channel: in a chat the bubble, where the reply has one.

    They stand under the letter's subject there too: what nobody is there to read goes on by mail.
    """
    letter = render(facts, language)
    if not channel.is_chat or not (FOLDER / _file(type(facts), language, Shape.BUBBLE)).is_file():
        return letter
    return Rendered(letter.subject, render(facts, language, Shape.BUBBLE).body)


def _context(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in names(type(facts))}


@cache
def names(facts: type[Facts]) -> tuple[str, ...]:
    """Give the names a template may use: the fields of the facts, and their properties."""
    return *facts.__dataclass_fields__, *(name for name in dir(facts) if isinstance(getattr(facts, name), property))


@cache
def environment(language: str) -> Environment:
    """Give the compiler of one language's templates, its filters speaking that language.

    Lines beginning with % are statements, so that a paragraph of text stays a line of text.
    """
    compiler = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text: nothing in it is markup, and who shows it as HTML escapes it there
        auto_reload=False,
        line_statement_prefix="%",
    )
    speaking = {
        name: partial(getattr(words, name), language=language) for name in ("day", "clock_time", "listed", "law")
    }
    compiler.filters.update(speaking, person=words.person)
    return compiler


@cache
def _file(facts: type[Facts], language: str, shape: Shape) -> str:
    """Give the file of a reply's words. An answer has one for both shapes: what is around it is its frame."""
    ending = Shape.LETTER if issubclass(facts, AnswerFacts) else shape
    return f"{facts.__module__.removeprefix('replies.')}/{language}.{ending}"


@cache
def _template(file: str) -> Template:
    language = file.rpartition("/")[2].partition(".")[0]
    try:
        return environment(language).get_template(file)
    except TemplateNotFound:
        raise BadInput(f'there is no replies/{file}; expected a language of "da", "nl" and "en"') from None
