"""Letters were fetched from a mailbox: keep them and move the cursor on, in one transaction.

Only after this is committed may they be flagged or moved there.
"""

from collections.abc import Iterable
from datetime import datetime

from storage import arrivals, mailboxes
from storage.arrivals import Fetched
from storage.mailboxes import Cursor, Holder
from storage.page import Page


def fetched(page: Page, holder: Holder, letters: Iterable[Fetched], cursor: Cursor, now: datetime) -> None:
    """Keep letters that we do not have yet, and the cursor as it is after them.

    Doing it twice has no effect. Raises NotOurs, and keeps nothing, where another process works on the mailbox now.
    """
    mailboxes.advance(page, holder, cursor, now)
    arrivals.keep_fetched(page, holder.organisation, letters, now)
