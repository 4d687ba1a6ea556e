"""The Authentication-Results header field taken apart (RFC 8601 §2.2). Pure, linear in its length, never raises."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PIECE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|;|[^\";]+|\"", re.DOTALL)
_TERM = re.compile(r"(?<![\w./-])([\w./-]+)\s*=\s*((?:\"(?:[^\"\\]|\\.)*\"|[^\s\"])+)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

KNOWN = frozenset({"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy"})
"""The results there are (RFC 8601 §2.7)."""

MEANS = {"hardfail": "fail", "error": "temperror", "temp_error": "temperror", "perm_error": "permerror"}
"""Older names of results that servers still write."""


@dataclass(frozen=True)
class Result:
    """What one method found: its name and its result in lower case, and properties such as `header.from`."""

    method: str
    result: str
    properties: Mapping[str, str]

    def domain(self, *names: str) -> str:
        """Give the domain in the first of these properties that is there, "" where none is."""
        value = next((self.properties[name] for name in names if self.properties.get(name)), "")
        return value.rpartition("@")[2].strip("<> ").lower()


@dataclass(frozen=True)
class Results:
    """One field: who says it, "" where they do not name themselves, and what they found."""

    authserv_id: str
    found: tuple[Result, ...]


def results_of(value: str) -> Results:
    """Read the unfolded value of a field; what cannot be understood is left out."""
    pieces = list(_pieces(_without_comments(value)))
    first = pieces[0].split() if pieces else []
    named = bool(first) and "=" not in pieces[0]
    authserv_id = _unquoted(first[0]).lower() if named else ""
    found = (_result(piece) for piece in (pieces[1:] if named else pieces))
    return Results(authserv_id, tuple(result for result in found if result))


def _without_comments(value: str) -> str:
    """Take out what stands in round brackets, however deep, but not within quotes."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in value:
        plain = not escaped
        escaped = plain and letter == "\\"
        if plain and letter == '"' and not depth:
            quoted = not quoted
        if plain and not quoted and letter in "()":
            depth = depth + 1 if letter == "(" else max(0, depth - 1)
            kept.append(" ")
        elif not depth:
            kept.append(letter)
    return "".join(kept)


def _pieces(value: str) -> Iterator[str]:
    """Cut at the semicolons that stand outside quotes."""
    piece = ""
    for part in _PIECE.findall(value):
        if part == ";":
            yield piece
            piece = ""
        else:
            piece += part
    yield piece


def _result(piece: str) -> Result | None:
    """Read `method=result` with what follows it; None for "none" and for what is nothing of the kind."""
    terms = [(name.lower(), _unquoted(value)) for name, value in _TERM.findall(piece)]
    if not terms:
        return None
    (method, said), *properties = terms
    result = MEANS.get(said.lower(), said.lower())
    known: dict[str, str] = {}
    for name, value in properties:
        known.setdefault(name, value)
    return Result(method.partition("/")[0], result if result in KNOWN else "none", known)


def _unquoted(text: str) -> str:
    return _ESCAPED.sub(r"\1", text.replace('"', "")) if '"' in text else text
