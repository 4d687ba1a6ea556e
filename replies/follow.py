"""One line in a letter to the person of a case: where they can follow it. It stands before the greeting at the end."""

from typing import Any

from replies.render import environment

_LONGEST_GREETING = 40
"""Characters of a line that may be a greeting, and is no sentence."""


def followed(body: str, page: str, language: str) -> str:
    """Give a letter that says where its case can be followed; one that nobody ends with a greeting says it last."""
    parts: Any = environment(language).get_template(f"parts/{language}.txt").module
    paragraphs = body.split("\n\n")
    ends = [number for number, one in enumerate(paragraphs) if _is_greeting(one, parts.goodbye)]
    place = ends[-1] if ends else len(paragraphs)
    return "\n\n".join((*paragraphs[:place], parts.follow(page), *paragraphs[place:]))


def _is_greeting(paragraph: str, goodbye: str) -> bool:
    first = paragraph.lstrip("\n").partition("\n")[0].lower()
    return goodbye in first and len(first) <= _LONGEST_GREETING
