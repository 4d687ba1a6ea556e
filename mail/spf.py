"""SPF (RFC 7208): whether whoever handed a letter over may send for the domain of its return path.

pyspf decides. It asks the DNS in the middle of its work and would wait there; here it begins anew each time an answer
has come, until it knows all that it wants to know. So nothing waits but this one letter.
"""

from dataclasses import dataclass
from typing import Any

import spf

from cases.errors import TryLater
from mail.domains import a_label
from mail.lookup import KINDS, Lookup

QUESTIONS = 150
"""So many questions one letter may cost; pyspf itself stops at ten mechanisms (RFC 7208 §4.6.4)."""

RECORD_CAP, TERM_CAP = 4096, 400
"""A record that is longer, or has a longer term, is nobody's honest work."""

Known = dict[tuple[str, str], tuple[Any, ...]]


@dataclass(frozen=True)
class Handover:
    """How a letter was handed over: from which network address, under which name, with which return path."""

    peer: str
    helo: str
    sender: str

    @property
    def domain(self) -> str:
        """Give the domain that answers for it: that of the return path, of the name given where the path is null."""
        return a_label(self.sender.rpartition("@")[2] if "@" in self.sender else self.helo)


class _Unknown(Exception):
    """Something has to be asked first."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name, kind)
        self.question = (name, kind)


class _Query(spf.query):  # type: ignore[misc] # pyspf has no types
    """pyspf's evaluation, over what is known of the DNS so far."""

    def __init__(self, known: Known, handover: Handover) -> None:
        local = handover.sender.rpartition("@")[0].replace("@", ".") or "postmaster"
        super().__init__(i=handover.peer, s=f"{local}@{handover.domain}", h=a_label(handover.helo) or "unknown")
        self._known = known

    def dns(self, name: str, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - pyspf's own
        """Give what the DNS has; aliases were followed already."""
        question = (str(name).rstrip(".").lower(), qtype)
        if qtype not in KINDS:
            return []
        if question not in self._known:
            raise _Unknown(*question)
        found = self._known[question]
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("too many questions without an answer")
        return [_pieces(one) for one in found] if qtype == "TXT" else list(found)


async def check_spf(handover: Handover, lookup: Lookup) -> str:
    """Give the result as RFC 7208 §2.6 names it."""
    known: Known = {}
    if not handover.domain:
        return "none"
    try:
        for _ in range(QUESTIONS):
            try:
                return str(_Query(known, handover).check()[0])
            except _Unknown as wanted:
                known[wanted.question] = await lookup.records(*wanted.question)
    except TryLater:
        return "temperror"
    except Exception:  # noqa: BLE001 - a record that breaks pyspf is a broken record; the address of a peer may be none
        return "permerror"
    return "permerror"


def _pieces(record: bytes) -> tuple[bytes]:
    """Give a record as pyspf wants it; raise its error for a monstrous one, on which its patterns would dwell."""
    if record[:6].lower() == b"v=spf1" and (len(record) > RECORD_CAP or max(map(len, record.split(b" "))) > TERM_CAP):
        raise spf.PermError("the record is too long")
    return (record,)
