"""A mailbox was compared with what we have of it: what we lacked is kept, what was found is written down and told."""

from collections.abc import Iterable
from datetime import datetime

from cases.message import Channel
from cases.office import Office
from intake.house_notices import HouseNotice, tell_house
from replies.house_notice import News
from storage import arrivals, mailbox_watch
from storage.arrivals import Fetched
from storage.page import Page


def keep_missing(page: Page, organisation: str, letters: Iterable[Fetched], now: datetime) -> None:
    """Keep letters of a mailbox that we lacked; doing it twice has no effect on those whose place is known.

    They are taken in like any other letter: one that we have after all is a repeat, and nobody is answered twice.
    """
    every = tuple(letters)
    arrivals.keep_fetched(page, organisation, (one for one in every if one.envelope.source), now)
    for one in every:
        if one.envelope.source is None:
            arrivals.keep(page, (organisation,), Channel.MAIL, one.envelope, (one.raw, one.received_at))


def reconciled(page: Page, mailbox: str, counted: tuple[int, int], office: Office, now: datetime) -> None:
    """Write down how many letters were missing here, and how many of ours are no longer there; tell of the first.

    Letters of ours that are not in the mailbox any more were deleted or moved by people: that is theirs to do.
    """
    missing, unknown = counted
    organisation = office.policy.id
    mailbox_watch.note(page, organisation, mailbox, reconciled_at=now, missing=missing, unknown=unknown)
    if missing:
        cause = f"{mailbox} {now.isoformat()}"
        tell_house(page, HouseNotice(News.MAILBOX_DIFFERS, cause, mailbox, count=missing), office, now)
