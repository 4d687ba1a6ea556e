"""DMARC (RFC 9989): whether a domain that vouches for a letter is that of the author it names.

Which domains belong together, and whose policy holds, is found in the DNS itself, from the author's domain upwards
(RFC 9989 §4.10): no list of public suffixes is asked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cases.errors import TryLater
from mail.domains import kin
from mail.lookup import Lookup

LABELS = 7
"""From a name with more labels than this, the walk goes on with so many: eight questions at most (RFC 9989 §4.10)."""

REQUESTS = ("none", "quarantine", "reject")

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s,!]+")


@dataclass(frozen=True)
class Record:
    """A DMARC policy record, with the domain it was found at. Tags in lower case."""

    domain: str
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def psd(self) -> str:
        """Give whether it is a public suffix's: "y", "n", or "u" where that is not said."""
        said = self.tags.get("psd", "u").lower()
        return said if said in {"y", "n"} else "u"

    @property
    def applies(self) -> bool:
        """Say whether it can be applied: its requests are sound, or somebody wants reports (RFC 9989 §4.10.1)."""
        return self._sound or bool(_URI.search(self.tags.get("rua", "")))

    @property
    def _sound(self) -> bool:
        given = [self.tags[tag].lower() for tag in ("sp", "np") if tag in self.tags]
        return self.tags.get("p", "").lower() in REQUESTS and all(one in REQUESTS for one in given)

    def strict(self, tag: str) -> bool:
        """Say whether `adkim` or `aspf` wants the very same domain."""
        return self.tags.get(tag, "r").lower() == "s"

    def policy(self, *tags: str) -> str:
        """Give the request of the first of these tags that is there; in test mode the next milder one."""
        if not self._sound:
            return "none"
        level = REQUESTS.index(next(self.tags[tag].lower() for tag in (*tags, "p") if tag in self.tags))
        return REQUESTS[max(0, level - 1) if self.tags.get("t", "n").lower() == "y" else level]


@dataclass(frozen=True)
class Vouched:
    """What SPF and DKIM found: each a result with the domain it is about."""

    spf: tuple[str, str]
    dkim: tuple[tuple[str, str], ...] = ()

    def passed(self) -> Iterator[tuple[str, str]]:
        """Give the domains that vouch for the letter, each with the tag that says how strictly they must fit."""
        yield from ((domain, "adkim") for result, domain in self.dkim if result == "pass")
        if self.spf[0] == "pass":
            yield self.spf[1], "aspf"

    @property
    def unsure(self) -> bool:
        """Say whether something could not be looked up."""
        return "temperror" in {self.spf[0], *(result for result, _ in self.dkim)}


@dataclass(frozen=True)
class Verdict:
    """DMARC's result, whether a domain that vouches is the author's or kin, and what the author's owner asks for."""

    result: str
    aligned: bool = False
    policy: str = ""


async def check_dmarc(author: str, vouched: Vouched, lookup: Lookup) -> Verdict:
    """Give the verdict for a letter of `author`, a domain in ASCII; "temperror" where the DNS does not answer."""
    try:
        return await _Walks(lookup).verdict(author, vouched)
    except TryLater:
        return Verdict("temperror")


class _Walks:
    """The walks through the DNS that one letter takes."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    async def verdict(self, author: str, vouched: Vouched) -> Verdict:
        walked = await self._walk(author)
        record = _applicable(author, walked)
        if record is None or not record.applies:
            return Verdict("none", aligned=any(kin(domain, author) for domain, _ in vouched.passed()))
        policy = await self._policy(author, record)
        for domain, tag in vouched.passed():
            if domain == author or (not record.strict(tag) and await self._same_owner(domain, author, walked)):
                return Verdict("pass", aligned=True, policy=policy)
        return Verdict("temperror" if vouched.unsure else "fail", policy=policy)

    async def _same_owner(self, domain: str, author: str, walked: tuple[Record, ...]) -> bool:
        return organisational(domain, await self._walk(domain)) == organisational(author, walked)

    async def _policy(self, author: str, record: Record) -> str:
        if record.domain == author:
            return record.policy()
        if {"sp", "np"}.isdisjoint(record.tags) or await self._lookup.exists(author):
            return record.policy("sp")
        return record.policy("np", "sp")

    async def _walk(self, domain: str) -> tuple[Record, ...]:
        """Give the records on the way up, the longest name first, as far as one that says where to stop."""
        found: list[Record] = []
        for name in steps(domain):
            record = await self._record(name)
            if record:
                found.append(record)
            if record and record.psd in {"y", "n"}:
                break
        return tuple(found)

    async def _record(self, domain: str) -> Record | None:
        """Give the record of a name; of several, none counts."""
        texts = await self._lookup.texts(f"_dmarc.{domain}")
        records = [record for text in texts if (record := record_of(domain, text))]
        return records[0] if len(records) == 1 else None


def steps(domain: str) -> Iterator[str]:
    """Give the names that are asked, from the domain itself up to its last label (RFC 9989 §4.10)."""
    yield domain
    rest = domain.split(".")[1:][-LABELS:]
    for place in range(len(rest)):
        yield ".".join(rest[place:])


def record_of(domain: str, text: bytes) -> Record | None:
    """Read a TXT record; None where it is none of DMARC's. What is wrong in its tags is left out (RFC 9989 §4.8)."""
    pieces = [piece.partition("=") for piece in text.decode("ascii", "replace").split(";")]
    (first, _, version), *others = pieces
    if first.strip().lower() != "v" or version.strip() != "DMARC1":
        return None
    tags = {name.strip().lower(): value.strip() for name, equals, value in others if equals and value.strip()}
    return Record(domain, tags)


def organisational(start: str, walked: tuple[Record, ...]) -> str:
    """Give the organisational domain of `start` (RFC 9989 §4.10.2); `walked` are the records from there upwards."""
    for record in walked:
        if record.psd == "n":
            return record.domain
        if record.psd == "y" and record.domain != start:
            return _one_below(record.domain, start)
    return walked[-1].domain if walked else start


def _one_below(suffix: str, start: str) -> str:
    rest = start.removesuffix(suffix).rstrip(".")
    return f"{rest.rpartition('.')[2]}.{suffix}"


def _applicable(author: str, walked: tuple[Record, ...]) -> Record | None:
    """Give the record that holds: the author's own, that of the organisation, that of the public suffix."""
    organisation = organisational(author, walked)
    found = {record.domain: record for record in walked}
    suffix = next((record for record in walked if record.psd == "y"), None)
    return found.get(author) or found.get(organisation) or suffix
