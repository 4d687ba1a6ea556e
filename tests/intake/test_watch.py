"""A mailbox that falls silent is told once, and once more when it is back; a secret is told of before it ends."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.mailbox import Trouble
from intake.house_letter import HOUSE
from intake.watch import PATIENCE, WARNINGS, Since, Watched, last_success, silent, watch
from storage import mailbox_watch, outbox
from storage.book import Book
from storage.mailbox_watch import MailboxState
from storage.page import Page
from tests.builders import AT
from tests.intake.scene import Scene

INFO = Watched("mentorix", "info")
MINUTE = timedelta(minutes=1)
LONG_AGO = AT - timedelta(days=30)


@dataclass
class Night:
    """A mailbox, a service that began long ago, and somebody who is told."""

    scene: Scene
    watched: Watched = INFO
    started_at: datetime = LONG_AGO

    async def is_now(self, **values: Any) -> None:  # noqa: ANN401 - columns of the row
        """Let the part that fetches write down how the mailbox is."""
        await self.scene.book.run(_write, self.watched, values)

    async def passes(self, minutes: float = 0) -> int:
        """Let time pass, then look; give how many letters that made."""
        self.scene.later(minutes=minutes)
        since = Since(self.started_at, self.scene.now)
        offices = {self.scene.office.policy.id: self.scene.office}
        return await self.scene.book.run(watch, [self.watched], offices, since)

    async def subjects(self) -> list[str]:
        """Give what was told."""
        told = await self.scene.book.read(outbox.of_thread, "mentorix", HOUSE)
        return [one.outgoing.subject.removeprefix('Mentorix: the mailbox "info" ') for one in told]

    async def state(self) -> MailboxState:
        """Give how the mailbox is now."""
        (found,) = await self.scene.book.read(mailbox_watch.states)
        return found


def _write(page: Page, watched: Watched, values: dict[str, Any]) -> None:
    assert mailbox_watch.held(page, watched.organisation, watched.name)
    mailbox_watch.note(page, watched.organisation, watched.name, **values)


@pytest.fixture
async def night(scene: Scene) -> Night:
    await scene.hire("course_administrator", language="en")
    return Night(scene)


async def test_a_silence_is_told_once_and_its_end_once(night: Night) -> None:
    await night.is_now(polled_at=night.scene.now)
    assert await night.passes(15) == 0
    assert await night.passes(1) == 1
    assert await night.passes(60) == 0
    await night.is_now(polled_at=night.scene.now)
    assert await night.passes(1) == 1
    assert await night.passes(1) == 0
    assert await night.subjects() == ["is not being read", "is being read again"]


async def test_a_second_silence_is_told_again(night: Night) -> None:
    for _ in range(2):
        await night.is_now(polled_at=night.scene.now)
        await night.passes(16)
        await night.is_now(polled_at=night.scene.now)
        await night.passes(1)
    assert await night.subjects() == ["is not being read", "is being read again"] * 2


async def test_a_silence_is_told_with_its_reason(night: Night) -> None:
    await night.is_now(polled_at=AT, trouble=Trouble.SECRET_EXPIRED, trouble_since=AT + MINUTE)
    await night.passes(20)
    (letter,) = await night.scene.book.read(outbox.of_thread, "mentorix", HOUSE)
    assert "since 2 March 2026 at 11:00" in letter.outgoing.body
    assert "client secret) that the program logs in with has expired" in letter.outgoing.body


async def test_a_mailbox_that_was_never_opened_is_told_after_the_service_began(night: Night) -> None:
    night.started_at = AT
    assert await night.passes(15) == 0
    assert await night.passes(1) == 1
    (letter,) = await night.scene.book.read(outbox.of_thread, "mentorix", HOUSE)
    assert 'No letter has been fetched from the mailbox "info" yet.' in letter.outgoing.body
    assert "has not been heard from" in letter.outgoing.body
    night.started_at = night.scene.now  # it is begun again, and that opens no mailbox
    assert [await night.passes(minutes) for minutes in (1, 5, 10, 20)] == [0, 0, 0, 0]
    await night.is_now(begun_at=night.scene.now, polled_at=night.scene.now)
    assert await night.passes(1) == 1


async def test_what_lay_still_overnight_is_given_time_to_be_fetched(night: Night) -> None:
    await night.is_now(polled_at=AT)
    night.started_at = AT + timedelta(hours=14)
    assert await night.passes(14 * 60 + 1) == 0
    await night.is_now(polled_at=night.scene.now)
    assert await night.passes(10) == 0
    assert await night.subjects() == []


async def test_what_still_lies_there_after_that_is_told(night: Night) -> None:
    await night.is_now(polled_at=AT)
    night.started_at = AT + timedelta(hours=14)
    assert await night.passes(14 * 60 + PATIENCE / MINUTE) == 1


async def test_an_impatient_house_is_told_sooner(night: Night) -> None:
    night.watched = replace(INFO, patience=timedelta(minutes=2))
    await night.is_now(polled_at=AT)
    assert await night.passes(2.5) == 1


async def test_two_processes_tell_once(night: Night, database: str) -> None:
    await night.is_now(polled_at=AT)
    since, offices = Since(LONG_AGO, AT + 20 * MINUTE), {"mentorix": night.scene.office}
    async with Book(database) as other:
        told = [await book.run(watch, [INFO], offices, since) for book in (night.scene.book, other)]
    assert told == [1, 0]


async def test_an_organisation_that_is_not_at_work_here_is_passed_over(night: Night) -> None:
    night.watched = Watched("somebody-else", "info")
    assert await night.passes(100) == 0


async def test_a_secret_is_told_of_at_14_7_3_and_1_days(night: Night) -> None:
    await night.is_now(polled_at=AT + timedelta(days=365))
    night.watched = replace(INFO, secret_until=date(2026, 3, 22))  # in twenty days
    told = {20 - day: await night.passes(0 if day == 0 else 24 * 60) for day in range(23)}
    assert [days for days, letters in told.items() if letters] == list(WARNINGS)
    assert set(await night.subjects()) == {"can soon no longer be opened"}


async def test_who_begins_when_little_is_left_is_told_once_at_once(night: Night) -> None:
    await night.is_now(polled_at=AT + timedelta(days=365))
    night.watched = replace(INFO, secret_until=date(2026, 3, 7))
    assert [await night.passes(0), await night.passes(60), await night.passes(24 * 60)] == [1, 0, 0]
    (letter,) = await night.scene.book.read(outbox.of_thread, "mentorix", HOUSE)
    assert "expires on 7 March 2026, in 5 days" in letter.outgoing.body


async def test_a_new_secret_has_warnings_of_its_own(night: Night) -> None:
    await night.is_now(polled_at=AT + timedelta(days=365))
    night.watched = replace(INFO, secret_until=date(2026, 3, 3))
    assert await night.passes() == 1
    night.watched = replace(INFO, secret_until=date(2028, 3, 3))
    assert await night.passes() == 0
    assert (await night.state()).secret_until == datetime(2028, 3, 3, 22, 59, 59, 999999, UTC)
    night.watched = INFO
    await night.passes()
    assert (await night.state()).secret_until is None


instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3), timezones=st.just(UTC))  # noqa: DTZ001 - made aware by st


@given(instants, instants, instants, st.timedeltas(MINUTE, timedelta(hours=3)))
def test_whoever_is_silent_stays_so_until_something_is_fetched(
    polled_at: datetime, started_at: datetime, now: datetime, patience: timedelta
) -> None:
    watched, state = replace(INFO, patience=patience), MailboxState("mentorix", "info", polled_at, polled_at)
    if silent(watched, state, Since(started_at, now)):
        assert silent(watched, state, Since(started_at, now + MINUTE))
        assert not silent(watched, replace(state, polled_at=now), Since(started_at, now))
        assert last_success(state) == polled_at < now
