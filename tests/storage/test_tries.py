"""Failed tries to log in, as the database remembers them: on every node, and after a restart."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from storage import tries
from storage.book import Book
from storage.page import Page
from storage.people import FAILED_LOGIN
from storage.tries import FREE, LONGEST, REMEMBERED, TRIES_PER_ADDRESS, TRIES_PER_PEER, WINDOW, Trying, network

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
BO = Trying("bo@x.example", "192.0.2.1")


def rows(page: Page) -> str:
    """Give everything that is kept of tries, as one text."""
    return str(page.all(select(FAILED_LOGIN)))


async def fail(book: Book, trying: Trying, times: int, at: datetime = NOW) -> None:
    for _ in range(times):
        await book.run(tries.try_again_at, trying, at)


async def test_the_wait_doubles_with_every_failure_and_never_gets_long(book: Book) -> None:
    await fail(book, BO, FREE)
    at, waits = NOW, []
    for _ in range(7):
        until = await book.run(tries.try_again_at, BO, at)
        assert until
        waits.append((until - at) // timedelta(minutes=1))
        at = until
        assert await book.run(tries.try_again_at, BO, at) is None
    assert waits == [1, 2, 4, 8, 15, 15, 15]
    assert timedelta(minutes=15) == LONGEST


async def test_whoever_tries_from_elsewhere_does_not_wait_for_it(book: Book) -> None:
    await fail(book, BO, FREE)
    assert await book.run(tries.try_again_at, Trying("BO@x.example ", "192.0.2.1"), NOW)
    assert await book.run(tries.try_again_at, Trying("bo@x.example", "192.0.2.99"), NOW) is None


async def test_waiting_is_no_try_so_that_a_wait_ends(book: Book) -> None:
    await fail(book, BO, FREE + 10)
    assert await book.run(tries.try_again_at, BO, NOW + timedelta(minutes=1)) is None


async def test_one_network_may_not_guess_at_everybody(book: Book) -> None:
    for number in range(TRIES_PER_PEER):
        assert await book.run(tries.try_again_at, Trying(f"{number}@x.example", "192.0.2.1"), NOW) is None
    assert await book.run(tries.try_again_at, Trying("new@x.example", "192.0.2.1"), NOW) == NOW + WINDOW


async def test_where_very_many_networks_guess_only_a_known_browser_gets_in(book: Book) -> None:
    for number in range(TRIES_PER_ADDRESS):
        assert await book.run(tries.try_again_at, Trying("bo@x.example", f"10.0.{number}.1"), NOW) is None
    assert await book.run(tries.try_again_at, BO, NOW) == NOW + WINDOW
    assert await book.run(tries.try_again_at, Trying("bo@x.example", "192.0.2.1", known=True), NOW) is None


async def test_a_letter_with_a_link_ends_the_wait_for_an_address_that_many_guess_at(book: Book) -> None:
    for number in range(TRIES_PER_ADDRESS):
        await book.run(tries.try_again_at, Trying("bo@x.example", f"10.0.{number}.1"), NOW)
    await book.run(tries.let_try, ("bo@x.example",))
    assert await book.run(tries.try_again_at, BO, NOW) is None


async def test_a_right_password_takes_back_its_own_tries_and_not_those_at_other_people(book: Book) -> None:
    for number in range(TRIES_PER_PEER - 1):
        await book.run(tries.try_again_at, Trying(f"{number}@x.example", "192.0.2.1"), NOW + timedelta(seconds=number))
    right = NOW + timedelta(minutes=1)
    await book.run(tries.try_again_at, BO, right)
    await book.run(tries.forgive, BO, right)
    assert await book.run(tries.try_again_at, Trying("a@x.example", "192.0.2.1"), right) is None
    assert await book.run(tries.try_again_at, Trying("b@x.example", "192.0.2.1"), right) is not None


async def test_what_was_typed_as_an_address_is_not_kept(book: Book) -> None:
    await book.run(tries.try_again_at, Trying("my secret password, typed too early", "192.0.2.1"), NOW)
    kept = await book.read(rows)
    assert "password" not in kept
    assert "192.0.2.1" not in kept


async def test_tries_that_no_longer_count_are_cleared_away(book: Book) -> None:
    await book.run(tries.try_again_at, Trying("else@x.example", "192.0.2.1"), NOW)
    await book.run(tries.forgive, Trying("bo@x.example", "192.0.2.9"), NOW + REMEMBERED)
    assert await book.read(rows) == "[]"


@pytest.mark.parametrize(
    ("peer", "same"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("testclient", "testclient"),
    ],
)
def test_whoever_has_a_whole_network_is_one_peer(peer: str, same: str) -> None:
    assert network(peer) == same
