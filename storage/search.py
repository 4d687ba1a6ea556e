"""Cases found by what was said in them: SQLite's FTS5, PostgreSQL's tsvector, the same cases from both.

Both are given words as `cases.search` cuts them, so that neither's own idea of a word counts. Found is first what has
all words in its head (who, what about), then what has them anywhere; within each the newest case first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Row, and_, bindparam, column, delete, or_, select, table
from sqlalchemy.types import String

from cases.search import MOST_WORDS, Clue, Phrase, Wanted, words
from storage.page import Page
from storage.reach import LARGEST_KEY, not_excluded
from storage.search_tables import SEARCHED
from storage.tables import CASE

BATCH = 200
"""So many cases of the index are looked up at a time."""

MOST_LOOKED_AT = 10_000
"""So many are looked at for one page; what is left is behind "more"."""

_GAP = 8
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_INDEX = table("search_index", column("rowid"), column("search_index"))
_ROWID = _INDEX.c.rowid


@dataclass(frozen=True)
class Searched:
    """A case as it is indexed. `place` are codes: where it stands, whose it is, of which kind, whether it lives."""

    organisation: str
    case: int
    thread: int
    head: str
    text: str
    place: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """Among which cases somebody looks: those of some queues, and those assigned to some persons.

    None that excludes the viewer (P-MX-14). `live` None: those that are over as well. Received from `since` on and
    before `before`.
    """

    organisation: str
    queues: tuple[str, ...]
    persons: tuple[int, ...]
    viewer: int
    live: bool | None = None
    kind: str | None = None
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class At:
    """A place in what was found: behind this case, `head` while the cases come that have all words in their head."""

    case: int = LARGEST_KEY
    head: bool = True

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read what `str` wrote; the beginning where it is nothing of the kind."""
        tier, _, case = written.partition("-")
        if tier not in {"1", "2"} or not case.isascii() or not case.isdigit() or len(case) > len(str(LARGEST_KEY)):
            return cls()
        return cls(min(int(case), LARGEST_KEY), tier == "1")

    def __str__(self) -> str:
        """Write it for an address."""
        return f"{1 if self.head else 2}-{self.case}"


@dataclass(frozen=True)
class Hit:
    """A case that was found, with its text as it may be shown."""

    case: int
    number: str
    head: str
    text: str
    at: At


def place_of(queue: str, assigned_to: int | None, kind: str, *, live: bool, received: datetime) -> tuple[str, ...]:
    """Give the codes by which a case is among those that somebody sees."""
    codes = (f"q:{queue}", f"k:{kind}", "s:live" if live else "s:over", f"y:{received.astimezone(UTC).year}")
    return (*codes, f"a:{assigned_to}") if assigned_to is not None else codes


def put(page: Page, cases: Sequence[Searched]) -> None:
    """Put cases into the index, in place of what stood there."""
    if not cases:
        return
    page.execute(_REMOVED, [{"org": one.organisation, "key": one.case} for one in cases])
    for one in cases:
        page.add(SEARCHED, **row_of(one, on_postgres=page.on_postgres))


_REMOVED = delete(SEARCHED).where(SEARCHED.c.organisation == bindparam("org"), SEARCHED.c.case_id == bindparam("key"))


def row_of(one: Searched, *, on_postgres: bool) -> dict[str, Any]:
    """Give the row by which a database finds a case."""
    head, text = words(one.head)[:MOST_WORDS], words(one.text)[:MOST_WORDS]
    place = [f"{code[:2]}{one.organisation}:{code[2:]}" for code in one.place]
    place += [_head_code(one.organisation, word) for word in dict.fromkeys(head)]
    kept: tuple[str | None, ...]
    if on_postgres:
        kept = (None, None, None, _vector(place, head, text))
    else:
        kept = (" ".join(place), " ".join(head), " ".join(text), None)
    return {
        "organisation": one.organisation,
        "case_id": one.case,
        "thread_id": one.thread,
        "head": one.head,
        "text": one.text,
        **dict(zip(("place", "head_words", "words", "vector"), kept, strict=True)),
    }


def find(
    page: Page, scope: Scope, wanted: Wanted, after: At, shown: tuple[int, Callable[[Hit], bool]]
) -> tuple[tuple[Hit, ...], At | None]:
    """Give the next cases that have all that is wanted, and the place to go on from (None at the end).

    `shown` is how many there may be, and what says of each whether the viewer sees it as things are now. Where hardly
    any fits there may be fewer, and a place to look on from.
    """
    limit, sees = shown
    hits: list[Hit] = []
    looked = 0
    at: At | None = after if wanted and (scope.queues or scope.persons) else None
    while at:
        ids = _matching(page, scope, wanted, at)
        looked += len(ids)
        for hit in _seen(page, scope, ids, at):
            if sees(hit):
                hits.append(hit)
            if len(hits) > limit:
                return tuple(hits[:limit]), hits[limit - 1].at
        at = _next(at, ids, wanted)
        if looked >= MOST_LOOKED_AT:
            break
    return tuple(hits), at


def _next(at: At, ids: Sequence[int], wanted: Wanted) -> At | None:
    """Give where to look on: further down, then among what has the words anywhere, then nowhere."""
    if len(ids) == BATCH:
        return replace(at, case=ids[-1])
    return At(head=False) if at.head and wanted.found else None


def _matching(page: Page, scope: Scope, wanted: Wanted, at: At) -> list[int]:
    """Give the next cases of the index, newest first."""
    if page.on_postgres:
        query = bindparam("match", _tsquery(scope, wanted, head=at.head), String, literal_execute=True)
        fits = SEARCHED.c.vector.op("@@", is_comparison=True)(query.op("::")(column("tsquery")))
        which = select(SEARCHED.c.case_id).where(
            SEARCHED.c.organisation == scope.organisation, fits, SEARCHED.c.case_id < at.case
        )
        ids = page.all(which.order_by(SEARCHED.c.case_id.desc()).limit(BATCH))
    else:
        match = _INDEX.c.search_index.op("MATCH", is_comparison=True)(_fts5(scope, wanted, head=at.head))
        which = select(_ROWID).where(match, at.case > _ROWID)
        ids = page.all(which.order_by(_ROWID.desc()).limit(BATCH))
    return [row[0] for row in ids]


def _seen(page: Page, scope: Scope, ids: Sequence[int], at: At) -> Iterator[Hit]:
    """Give those of some cases that the viewer sees, as the cases are now: the index may be a moment behind."""
    if not ids:
        return
    theirs = or_(CASE.c.queue.in_(scope.queues), CASE.c.assigned_to.in_(scope.persons))
    wanted = (CASE.c.organisation == scope.organisation, CASE.c.id.in_(ids), theirs, not_excluded(scope.viewer))
    seen = select(CASE.c.id, CASE.c.number).where(*wanted, _filtered(scope)).order_by(CASE.c.id.desc())
    rows: Sequence[Row[Any]] = page.all(seen)
    for row in rows:
        mine = (SEARCHED.c.organisation == scope.organisation) & (SEARCHED.c.case_id == row.id)
        if text := page.one(select(SEARCHED.c.head, SEARCHED.c.text).where(mine)):
            yield Hit(row.id, row.number, text.head, text.text, replace(at, case=row.id))


def _filtered(scope: Scope) -> ColumnElement[bool]:
    fits: list[ColumnElement[bool]] = [CASE.c.id.is_not(None)]
    if scope.live is not None:
        fits.append(CASE.c.live == scope.live)
    if scope.kind:
        fits.append(CASE.c.kind == scope.kind)
    if scope.since:
        fits.append(CASE.c.received_at >= scope.since)
    if scope.before:
        fits.append(CASE.c.received_at < scope.before)
    return and_(*fits)


def _codes(scope: Scope) -> list[list[str]]:
    """Give the codes that a case has to have, of each group one."""
    org = scope.organisation
    groups = [[f"q:{org}:{queue}" for queue in scope.queues] + [f"a:{org}:{person}" for person in scope.persons]]
    groups += [[f"k:{org}:{scope.kind}"]] if scope.kind else []
    if scope.before:
        first = (scope.since or _EARLIEST).year
        groups.append([f"y:{org}:{year}" for year in range(max(first, _EARLIEST.year), scope.before.year + 1)])
    groups += [] if scope.live is None else [[f"s:{org}:{'live' if scope.live else 'over'}"]]
    return groups


def _fts5(scope: Scope, wanted: Wanted, *, head: bool) -> str:
    """Write a query in FTS5's language. Words hold letters and digits only, codes no quotation mark."""
    places = " AND ".join(f"place : ({' OR '.join(map(_quoted, group))})" for group in _codes(scope))
    found = " AND ".join(f"({_fts5_term(term)})" for term in wanted.found)
    heads = " AND ".join(_fts5_head(term, scope.organisation) for term in wanted.found)
    anywhere = f"{{head_words words}} : ({found})"
    without = [f"({_fts5_term(term)})" for term in wanted.terms if term.without] + ([] if head else [heads])
    kept = " AND ".join([f"({places})", *([f"({heads if head else anywhere})"] if found else [])])
    return f"({kept})" + "".join(f" NOT ({one})" for one in without)


def _fts5_term(term: Clue) -> str:
    return " OR ".join(_quoted(" ".join(phrase)) + (" *" if term.begins else "") for phrase in term.spellings)


def _head_code(organisation: str, word: str) -> str:
    """Give the code of a word in the head: how rare it is there, its places elsewhere do not tell."""
    return f"h:{organisation}:{word}"


def _fts5_head(term: Clue, organisation: str) -> str:
    """Look for words in the head by their codes; for words that follow each other, at the head's own places as well."""
    each = ([_quoted(_head_code(organisation, word)) for word in phrase] for phrase in term.spellings)
    coded = " OR ".join(f"({' AND '.join(codes)}{' *' if term.begins else ''})" for codes in each)
    if all(len(phrase) == 1 for phrase in term.spellings):
        return f"place : ({coded})"
    return f"place : ({coded}) AND {{head_words}} : ({_fts5_term(term)})"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', "") + '"'


def _tsquery(scope: Scope, wanted: Wanted, *, head: bool) -> str:
    """Write a query in PostgreSQL's language."""
    places = [f"({' | '.join(map(_lexeme, group))})" for group in _codes(scope)]
    found = " & ".join(_ts_term(term, "") for term in wanted.found)
    heads = " & ".join(f"{_ts_codes(term, scope.organisation)} & {_ts_term(term, 'A')}" for term in wanted.found)
    without = [f"!{_ts_term(term, '')}" for term in wanted.terms if term.without]
    if not found:
        return " & ".join([*places, *without])
    return " & ".join([*places, *([heads] if head else [found, f"!({heads})"]), *without])


def _ts_term(term: Clue, weight: str) -> str:
    return f"({' | '.join(_ts_phrase(phrase, weight, begins=term.begins) for phrase in term.spellings)})"


def _ts_codes(term: Clue, organisation: str) -> str:
    each = ([_lexeme(_head_code(organisation, word)) for word in phrase] for phrase in term.spellings)
    return f"({' | '.join('(' + ' & '.join(codes) + (':*' if term.begins else '') + ')' for codes in each)})"


def _ts_phrase(phrase: Phrase, weight: str, *, begins: bool) -> str:
    last = f":{'*' if begins else ''}{weight}" if begins or weight else ""
    marked = [_lexeme(word) + (f":{weight}" if weight else "") for word in phrase[:-1]] + [_lexeme(phrase[-1]) + last]
    return f"({' <-> '.join(marked)})"


def _lexeme(word: str) -> str:
    return "'" + word.replace("\\", "").replace("'", "") + "'"


def _vector(place: Sequence[str], head: Sequence[str], text: Sequence[str]) -> str:
    """Write the words of a case as PostgreSQL keeps them: those of the head have the weight A."""
    at: dict[str, list[str]] = {}
    for number, word in enumerate(head, 1):
        at.setdefault(word, []).append(f"{number}A")
    for number, word in enumerate(text, len(head) + _GAP):
        at.setdefault(word, []).append(str(number))
    codes = [_lexeme(code) for code in place]
    return " ".join([*codes, *(f"{_lexeme(word)}:{','.join(where[:255])}" for word, where in at.items())])
