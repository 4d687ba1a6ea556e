"""Who a letter is really from, where we face the net ourselves: SPF, DKIM and DMARC, within a few seconds (R-EM-81).

Nothing here holds a letter up for long, and nothing refuses one (R-EM-83): it was kept and confirmed long before.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from cases.message import Authentication, Envelope
from mail.claims import Claims
from mail.dmarc import Verdict, Vouched, check_dmarc
from mail.domains import kin
from mail.lookup import Lookup
from mail.signatures import check_signature
from mail.spf import Handover, check_spf

log = structlog.get_logger()

HERE = "here"
"""Who looked, where it was us."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class Patience:
    """Seconds that SPF and DKIM may take together, and then DMARC."""

    vouching: float = 5.0
    policy: float = 5.0


class Border:
    """Looks at letters that came straight from the net."""

    def __init__(self, lookup: Lookup, patience: Patience | None = None) -> None:
        """Take what asks the DNS."""
        self._lookup = lookup
        self._patience = patience or Patience()

    async def look(self, claims: Claims, envelope: Envelope) -> Authentication:
        """Give what is known of a letter; "temperror" for what could not be found out in time. Never raises."""
        vouched = await self._vouched(claims, envelope)
        author = claims.authors[0] if len(claims.authors) == 1 else ""
        verdict = Verdict("none")  # nobody, or several, named as authors: DMARC says nothing (RFC 9989 §5.3.1)
        if author:
            checking = check_dmarc(author, vouched, self._lookup)
            verdict = await _within(self._patience.policy, checking, Verdict("temperror"))
        return Authentication(
            spf=vouched.spf[0],
            dkim=_most_telling(vouched.dkim, author),
            dmarc=verdict.result,
            domain=author,
            by=HERE,
            aligned=verdict.aligned,
            policy=verdict.policy,
        )

    async def _vouched(self, claims: Claims, envelope: Envelope) -> Vouched:
        handover = Handover(envelope.peer, envelope.helo, envelope.sender)
        seconds = self._patience.vouching
        spf, *dkim = await asyncio.gather(
            _within(seconds, check_spf(handover, self._lookup), "temperror"),
            *(_within(seconds, check_signature(one, self._lookup), "temperror") for one in claims.signatures),
        )
        domains = (signature.domain for signature in claims.signatures)
        return Vouched((spf, handover.domain), tuple(zip(dkim, domains, strict=True)))


async def _within(seconds: float, looking: Coroutine[Any, Any, Found], otherwise: Found) -> Found:
    """Give what was found, or `otherwise` where it takes too long or fails in a way that nobody foresaw."""
    try:
        async with asyncio.timeout(seconds):
            return await looking
    except TimeoutError:
        log.warning("the DNS was too slow to look at a letter")
    except Exception as failure:  # noqa: BLE001 - the letter goes on, unchecked
        log.warning("a letter could not be looked at", reason=type(failure).__name__)
    return otherwise


def _most_telling(found: tuple[tuple[str, str], ...], author: str) -> str:
    """Give the result of the signature that says most: the author's own first, and one that holds before others."""
    ranked = sorted(found, key=lambda one: (one[0] != "pass", not kin(one[1], author)))
    return ranked[0][0] if ranked else "none"
