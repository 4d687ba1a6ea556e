"""What the organisation's own front mail server found out about a letter (RFC 8601), and nobody else.

A letter can bring along whatever header its sender wrote, also one in our server's name. So only those fields count
that stand where that server puts them: above everything that came with the letter (RFC 8601 §5, R-EM-80).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.message import Authentication
from mail.decoding import decode_line
from mail.domains import a_label, kin
from mail.mime import Fields
from mail.results import Result, Results, results_of

MICROSOFT = "microsoft365"
"""The setting for Microsoft 365, whose servers write the field without a name (they do not keep to RFC 8601 here)."""

MICROSOFT_HOSTS = "outlook.com"

TRACE = frozenset(
    {
        "authentication-results",
        "delivered-to",
        "delivery-date",
        "dkim-filter",
        "envelope-to",
        "received",
        "received-spf",
        "return-path",
        "thread-index",
        "authentication-results-original",
    }
)
TRACE_BEGINNINGS = ("x-", "arc-")
"""What mail servers put on top of a letter. The first field of another kind is the sender's."""

VALUE_CAP = 16_000
DEEPEST = 200
_BY = re.compile(r"(?:^|[\s)])by\s+([^\s();,]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Front:
    """A front server by the name it writes: which fields are its own, and which hosts."""

    authserv_id: str

    def wrote(self, results: Results) -> bool:
        """Say whether a field is in this server's name."""
        return results.authserv_id == ("" if self.authserv_id == MICROSOFT else self.authserv_id)

    def is_at(self, host: str) -> bool:
        """Say whether a host is this server, or one beside it."""
        if self.authserv_id == MICROSOFT:
            return kin(host, MICROSOFT_HOSTS)
        labels = self.authserv_id.split(".")
        beside = ".".join(labels[1:]) if len(labels) > 2 else self.authserv_id  # noqa: PLR2004 - mx.example.org
        return host == self.authserv_id or host.endswith(f".{beside}")


def told_by_front(fields: Fields, authserv_id: str | None, author: str) -> Authentication | None:
    """Give what the front server found about a letter whose author's domain is `author`; None where it says nothing.

    `fields` are the letter's, from the top down. Several fields of the server are taken together; of two that speak of
    the same method the upper one counts. ARC-Authentication-Results are those of others, and never count.
    """
    if not authserv_id:
        return None
    front = Front(authserv_id.strip().lower())
    found = _methods(_of_front(fields, front))
    if found.keys().isdisjoint({"spf", "dkim", "dmarc"}):
        return None
    return _authentication(found, author, front.authserv_id)


def _of_front(fields: Fields, front: Front) -> list[Results]:
    """Give the fields that the server put on top: above its own Received or, where none is there, right below it."""
    above: list[Results] = []
    below: list[Results] = []
    passed = ours = False
    for name, value in _top(fields):
        if name == "received":
            host = _by(value)
            if ours and not front.is_at(host):
                break  # a server of others: whatever follows came with the letter
            passed, ours = True, ours or front.is_at(host)
        elif name == "authentication-results" and front.wrote(told := results_of(value)):
            (below if passed else above).append(told) if ours or not passed else None
    return above or below


def _top(fields: Fields) -> Iterator[tuple[str, str]]:
    for name, value in fields[:DEEPEST]:
        if name not in TRACE and not name.startswith(TRACE_BEGINNINGS):
            return
        if name in {"received", "authentication-results"}:
            yield name, decode_line(value[:VALUE_CAP])


def _by(received: str) -> str:
    """Give the host that says it received the letter."""
    found = _BY.search(received)
    return a_label(found[1].strip("[]")) if found else ""


def _methods(said: Iterable[Results]) -> dict[str, tuple[Result, ...]]:
    """Give what was found by each method, as the uppermost field that speaks of it has it."""
    found: dict[str, tuple[Result, ...]] = {}
    for results in said:
        for method in {result.method for result in results.found} - found.keys():
            found[method] = tuple(result for result in results.found if result.method == method)
    return found


def _authentication(found: dict[str, tuple[Result, ...]], author: str, by: str) -> Authentication:
    spf = next(iter(found.get("spf", ())), None)
    dkim = _best(found.get("dkim", ()), author)
    dmarc = next(iter(found.get("dmarc", ())), None)
    spoken = dmarc.domain("header.from") if dmarc else ""
    aligned = _speaks_for(spf, author, "smtp.mailfrom", "smtp.helo") or _speaks_for(dkim, author, *SIGNER)
    result = dmarc.result if dmarc else "none"
    if spoken and not kin(a_label(spoken), author):
        result, aligned = "none", False  # it looked at another author than the one that we would answer
    return Authentication(
        spf=spf.result if spf else "none",
        dkim=dkim.result if dkim else "none",
        dmarc=result,
        domain=author,
        by=by,
        aligned=aligned or result == "pass",
        policy=dmarc.properties.get("policy.dmarc", "").lower() if dmarc else "",
    )


SIGNER = ("header.d", "header.i")


def _best(found: tuple[Result, ...], author: str) -> Result | None:
    """Give the signature that says most for the author: one of their own that holds, else any that holds."""
    return next(
        iter(sorted(found, key=lambda one: (not _speaks_for(one, author, *SIGNER), one.result != "pass"))), None
    )


def _speaks_for(result: Result | None, author: str, *names: str) -> bool:
    return result is not None and result.result == "pass" and kin(a_label(result.domain(*names)), author)
