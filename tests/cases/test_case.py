"""The life of a case is a table; what it does not list is not allowed."""

from itertools import product

import pytest

from cases.case import TABLE, Event, Move, Status, after
from cases.errors import NotAllowed
from cases.message import Channel
from tests.builders import AT, a_case

FORBIDDEN = sorted(set(product(Status, Move)) - TABLE.keys())


@pytest.mark.parametrize(("status", "move"), FORBIDDEN, ids=str)
def test_what_the_table_does_not_list_is_not_allowed(status: Status, move: Move) -> None:
    with pytest.raises(NotAllowed, match=f"a case that is {status} cannot {move}"):
        a_case(status=status).move(move)


@pytest.mark.parametrize(("status", "move"), sorted(TABLE), ids=str)
def test_what_the_table_lists_changes_the_status_and_nothing_else(status: Status, move: Move) -> None:
    case = a_case(status=status)
    assert case.move(move) == a_case(status=TABLE[status, move])
    assert case.status is status


def test_a_person_is_heard_whatever_the_case_has_come_to() -> None:
    assert all((status, Move.HEAR) in TABLE for status in Status)


def test_a_case_that_was_over_is_work_again_once_the_person_writes() -> None:
    assert after(Status.CLOSED, Move.HEAR) is Status.OPEN
    assert after(Status.ANSWERED, Move.HEAR) is Status.OPEN


def test_hearing_alone_never_takes_a_case_out_of_a_persons_hands() -> None:
    for status in (Status.HELD, Status.FORWARDED, Status.APPEALED, Status.OPEN):
        assert after(status, Move.HEAR) is status


def test_every_status_can_be_reached_and_left() -> None:
    reached = {Status.OPEN, Status.HELD} | set(TABLE.values())
    assert reached == set(Status)
    assert {status for status, _ in TABLE} == set(Status)


def test_only_a_person_lets_a_held_case_go_on() -> None:
    """Releasing and closing are acts of the desk; an answer and a referral leave after approval."""
    leaving = {move for (status, move), to in TABLE.items() if status is Status.HELD and to is not Status.HELD}
    assert leaving == {Move.RELEASE, Move.CLOSE, Move.ANSWER, Move.FORWARD}


LIFE = """
           hear       hold  release  forward    answer    appeal    close   reopen
held       held       -     open     forwarded  answered  -         closed  -
open       open       held  -        forwarded  answered  -         closed  -
forwarded  forwarded  -     -        -          answered  -         closed  -
answered   open       -     -        -          -         appealed  closed  open
appealed   appealed   -     -        -          -         -         closed  -
closed     open       -     -        -          -         appealed  -       open
"""
"""From each status by each move to which; - where it is not allowed."""


def test_the_life_of_a_case_is_this_and_no_other() -> None:
    head, *rows = LIFE.strip().splitlines()
    drawn = {
        (status, move): to
        for status, *targets in map(str.split, rows)
        for move, to in zip(head.split(), targets, strict=True)
        if to != "-"
    }
    assert drawn == TABLE
    assert len(rows) == len(Status)


def test_of_a_new_case_nothing_is_decided_known_or_held() -> None:
    case = a_case()
    assert (case.met, case.missing, case.flags, case.excluded) == (frozenset(), (), frozenset(), frozenset())
    assert (case.held_for, case.assigned_to, case.appeal_of, case.customer) == (None, None, None, None)
    assert (case.identity, case.relation, case.direct, case.authority) == (None, None, False, None)
    assert case.channel is Channel.MAIL
    assert case.requester.phone is None
    assert Event(AT, "received", "svarfrist").data == {}
