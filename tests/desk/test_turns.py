"""Of a long conversation the newest is shown at once; in the menu every deed has its place."""

from datetime import UTC, datetime, timedelta

from desk.deeds.all import ALL
from desk.deeds.groups import GROUPS
from desk.marking import Piece
from desk.turns import AT_ONCE, LETTERS_AT_ONCE, Turn, talk_of

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def turns(count: int, length: int = 10) -> tuple[Turn, ...]:
    """Give turns one after the other, each so long."""
    return tuple(_Turn(AT + timedelta(hours=n), pieces=(Piece("x" * length, marked=False),)) for n in range(count))


class _Turn(Turn):
    """A turn that is neither theirs nor ours, for what only counts them."""

    @property
    def in_chat(self) -> bool:
        """Say that it is a letter."""
        return False


def shown(turns: tuple[Turn, ...], until: int | None = None) -> tuple[int, int, int]:
    """Give how many are shown, how many stand before them, how many after."""
    talk = talk_of(turns, until)
    return sum(map(len, talk.groups)), talk.before, talk.after


def test_a_short_conversation_is_shown_whole() -> None:
    assert shown(turns(AT_ONCE)) == (AT_ONCE, 0, 0)
    assert talk_of(turns(AT_ONCE)).first is None


def test_of_a_long_conversation_what_began_it_and_the_newest_are_shown() -> None:
    every = turns(100)
    talk = talk_of(every)
    assert talk.first == every[0]
    assert talk.newest == every[-1]
    assert shown(every) == (AT_ONCE, 100 - AT_ONCE - 1, 0)


def test_earlier_ones_follow_where_the_others_began() -> None:
    every = turns(30)
    earlier = talk_of(every, talk_of(every).start)
    assert earlier.newest == every[30 - AT_ONCE - 1]
    assert shown(every, 30 - AT_ONCE) == (AT_ONCE, 30 - 2 * AT_ONCE - 1, AT_ONCE)


def test_long_letters_are_fewer_at_once_and_one_is_always_there() -> None:
    assert shown(turns(5, LETTERS_AT_ONCE // 2))[0] == 2
    assert shown(turns(5, LETTERS_AT_ONCE * 2))[0] == 1
    assert talk_of(()).newest is None


def test_every_deed_stands_in_one_group_of_the_menu() -> None:
    named = [id_ for _, ids in GROUPS for id_ in ids]
    assert sorted(named) == sorted(deed.id for deed in ALL)
