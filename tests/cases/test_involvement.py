"""Who took part in a case, after its log."""

from hypothesis import given
from hypothesis import strategies as st

from cases.case import Event
from cases.involvement import involved, kept_out, left
from cases.organisation import Sight, StaffRole
from cases.staff import Staff
from tests.builders import AT, a_case, a_policy

ADA, BO, CIA, DAN = 710001, 710002, 710003, 710004
EVERYBODY = (ADA, BO, CIA, DAN)


def event(verb: str, actor: str = "svarfrist", **data: str | int | None) -> Event:
    return Event(AT, verb, actor, data)


def test_whoever_did_something_took_part() -> None:
    log = (event("received", message=1), event("corrected", f"staff {ADA}"), event("closed", f"staff {BO}"))
    assert involved(a_case(), log, EVERYBODY) == {ADA, BO}


def test_so_did_whom_the_log_names() -> None:
    log = (
        event("assigned", f"staff {ADA}", to=BO),
        event("sent", letter=9, approved_by=f"staff {CIA}"),
        event("consulted", f"staff {ADA}", person=DAN),
    )
    assert involved(a_case(), log, EVERYBODY) == {ADA, BO, CIA, DAN}


def test_so_did_who_has_it_and_who_was_kept_out_of_it() -> None:
    assert involved(a_case(assigned_to=ADA, excluded=frozenset({BO})), (), EVERYBODY) == {ADA, BO}


def test_letters_messages_and_the_program_itself_are_nobody() -> None:
    log = (event("sent", letter=710099, approved_by=None), event("received", message=4), event("asked", missing="name"))
    assert involved(a_case(), log, EVERYBODY) == frozenset()


def test_whoever_no_longer_works_there_took_part_all_the_same() -> None:
    assert involved(a_case(), (event("closed", f"staff {DAN}"),), EVERYBODY) == {DAN}


@given(st.lists(st.sampled_from(EVERYBODY)), st.sampled_from(EVERYBODY))
def test_the_longer_the_log_the_more_took_part(actors: list[int], one_more: int) -> None:
    log = [event("did", f"staff {id_}") for id_ in actors]
    more = [*log, event("did", f"staff {one_more}")]
    assert involved(a_case(), log, EVERYBODY) | {one_more} == involved(a_case(), more, EVERYBODY)


def test_kept_out_is_whom_it_concerns_and_not_who_noted_it() -> None:
    log = (event("kept_out", f"staff {ADA}", person=BO), event("assigned", f"staff {CIA}", to=CIA))
    assert kept_out(log) == {BO}


def test_left_are_those_who_see_it_and_may_decide() -> None:
    helper = StaffRole("helper", {"en": "helper"}, Sight.CASES, approves=False)
    policy = a_policy(roles=(*a_policy().roles, helper))
    people = tuple(
        Staff("mentorix", id_, f"{id_}@x.example", "N", role)
        for id_, role in ((ADA, "administrator"), (BO, "administrator"), (CIA, "helper"))
    )
    assert [one.id for one in left(a_case(excluded=frozenset({ADA})), people, policy)] == [BO]
