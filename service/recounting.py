"""When an edition of the law's calendar is new: the open clocks of every organisation, counted anew, page by page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.office import Office
from intake.recount import FIRST, Recounted, recount
from storage.book import Book


@dataclass(frozen=True)
class Moved:
    """A clock of an organisation whose end is another by the new edition."""

    organisation: str
    clock: Recounted

    def __str__(self) -> str:
        """Say in one line what becomes of it."""
        was, now = self.clock.was, self.clock.clock
        then = "the earlier date holds until the person is told" if self.clock.waits else "it moves"
        dates = f"{was.due_at.isoformat()} ({was.calendar}) to {now.due_at.isoformat()} ({now.calendar})"
        return f"{self.organisation} {self.clock.number} {now.name}: {dates}; {then}"


async def recount_all(
    book: Book, offices: Mapping[str, Office], clock: Callable[[], datetime], *, dry_run: bool = False
) -> Sequence[Moved]:
    """Count anew what another edition had counted; give what ends at another instant. With `dry_run`, change nothing.

    Letters come in between two pages; doing it twice has no effect.
    """
    moved: list[Moved] = []
    for organisation, office in offices.items():
        after = FIRST
        while True:
            walked = await book.run(recount, office, after, clock(), dry_run=dry_run)
            moved += [Moved(organisation, one) for one in walked.moved]
            if walked.more is None:
                break
            after = walked.more
    return moved
