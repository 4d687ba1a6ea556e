"""Where the reading errs, after what staff have corrected; and the corrected letters as others can be measured on."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from cases.errors import BadInput
from cases.kind import Kind
from service.settings import Settings, load_settings
from storage import corrections
from storage.book import Book
from storage.corrections import Example, Read
from storage.page import Page
from storage.policies import SHIPPED, read_policies

T = TypeVar("T")
NOTHING = "-"
"""Stands for a matter that was overlooked, and for one that was none."""

TENTHS = range(10)


@dataclass(frozen=True)
class Corrected:
    """All that is known of one organisation's letters: how often what was read, and those that were corrected."""

    organisation: str
    read: Sequence[Read]
    examples: Sequence[Example]


def gathered(organisation: str | None, since: datetime | None, config: Path | None) -> tuple[Corrected, ...]:
    """Look at one organisation or at all, from letters received since an instant; raise BadInput for one unknown."""
    settings = load_settings(config)
    wanted = _organisations(settings, organisation)

    def look(page: Page) -> tuple[Corrected, ...]:
        return tuple(
            Corrected(one, corrections.read(page, one, since), corrections.listed(page, one, since)) for one in wanted
        )

    return _look(settings, look)


def report(found: Corrected) -> dict[str, Any]:
    """Give an organisation's figures as JSON values. What nobody corrected counts as read rightly."""
    return {
        "organisation": found.organisation,
        **_share(sum(one.letters for one in found.read), len(found.examples)),
        "languages": dict(_languages(found)),
        "kinds": dict(_kinds(found)),
        "confusions": list(_confusions(found.examples)),
        "confidence": list(_confidence(found)),
        "fields": dict(_fields(found.examples)),
    }


def labelled(examples: Iterable[Example]) -> Iterator[dict[str, Any]]:
    """Give examples as labelled letters. Flags, names and fields are no labels: nobody has gone through all of them."""
    for one in examples:
        yield {
            "id": f"{one.organisation}-{one.message}",
            "language": one.language,
            "kinds": list(one.kinds),
            "subject": one.subject,
            "text": one.text,
        }


def pairs(example: Example) -> list[tuple[str, str]]:
    """Give what was read wrongly with what it is, in order; NOTHING where a matter was overlooked, or was none."""
    read = [found.kind for found in example.read]
    wrong = [str(kind) for kind in read if kind not in example.kinds]
    missed = [str(kind) for kind in example.kinds if kind not in read]
    most = max(len(wrong), len(missed))
    filled = (each + [NOTHING] * (most - len(each)) for each in (wrong, missed))
    return [pair for pair in zip(*filled, strict=True) if pair != (Kind.OTHER, NOTHING)]


def _share(letters: int, corrected: int) -> dict[str, Any]:
    return {"letters": letters, "corrected": corrected, "share": round(corrected / letters, 4) if letters else None}


def _languages(found: Corrected) -> Iterator[tuple[str, dict[str, Any]]]:
    letters, corrected = Counter[str](), Counter(one.language for one in found.examples)
    for one in found.read:
        letters[one.language] += one.letters
    for language, count in letters.most_common():
        yield language, _share(count, corrected[language])


def _kinds(found: Corrected) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give, for each kind that was read as the surest, how many such letters were corrected, and to what."""
    letters = Counter[Kind]()
    for one in found.read:
        letters[one.kind] += one.letters
    for kind in (kind for kind in Kind if letters[kind]):
        mine = [one for one in found.examples if one.read[0].kind is kind]
        right = Counter(",".join(one.kinds) for one in mine if set(one.kinds) != {each.kind for each in one.read})
        yield kind, {**_share(letters[kind], right.total()), "right": dict(right.most_common())}


def _confusions(examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
    """Give each kind taken for another, the most frequent first, with how sure the reading was of its first kind."""
    seen = [(pair, one) for one in examples for pair in pairs(one)]
    for pair, letters in Counter(pair for pair, _ in seen).most_common():
        mine = [one for which, one in seen if which == pair]
        sure = [one.read[0].confidence for one in mine]
        languages = Counter(one.language for one in mine)
        read, right = pair
        yield {
            "read": read,
            "right": right,
            "letters": letters,
            "languages": dict(languages.most_common()),
            "confidence": round(sum(sure) / len(sure), 2),
        }


def _confidence(found: Corrected) -> Iterator[dict[str, Any]]:
    """Give, for each tenth of confidence, how many letters were read so surely, and how many were corrected."""
    letters = Counter[int]()
    for one in found.read:
        letters[one.tenths] += one.letters
    wrong = Counter(int(one.read[0].confidence * 10 + 0.0001) for one in found.examples if pairs(one))
    for tenth in (tenth for tenth in TENTHS if letters[tenth]):
        yield {"from": tenth / 10, **_share(letters[tenth], wrong[tenth])}


def _fields(examples: Iterable[Example]) -> Iterator[tuple[str, dict[str, int]]]:
    faults = Counter(fault for one in examples for fault in one.fields.items())
    for name in sorted({name for name, _ in faults}):
        yield name, {fault: faults[name, fault] for fault in ("missed", "wrong", "invented") if faults[name, fault]}


def _organisations(settings: Settings, organisation: str | None) -> tuple[str, ...]:
    policies = read_policies(settings.policies or SHIPPED)
    if organisation and organisation not in policies:
        raise BadInput(f'there is no organisation "{organisation}"; expected one of {", ".join(policies)}')
    return (organisation,) if organisation else tuple(policies)


def _look(settings: Settings, look: Callable[[Page], T]) -> T:
    async def opened() -> T:
        async with Book(settings.database) as book:
            return await book.read(look)

    return asyncio.run(opened())
