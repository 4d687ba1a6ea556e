"""Who sees what (P-MB-08 to P-MB-10)."""

from dataclasses import replace

import pytest

from cases.errors import NotAllowed
from cases.organisation import Queue, Sight, StaffRole
from cases.policy import Policy
from cases.staff import Staff, queues_of, role_of, sees, sees_persons
from tests.builders import a_case, a_policy

BO = Staff("mentorix", 7, "bo@x.example", "Bo Lund", "administrator")
ROLES = {sight: StaffRole(sight.value, {}, sight, approves=False) for sight in Sight}


def policy() -> Policy:
    queues = (
        Queue("administration", {}, tuple(ROLES)),
        Queue("privacy", {}, ("officer",)),
        Queue("management", {}, (Sight.CASES,)),
    )
    return a_policy(roles=tuple(ROLES.values()), queues=queues)


@pytest.mark.parametrize(
    ("sight", "in_queue", "assigned", "queues"),
    [
        (Sight.CASES, True, True, ("administration", "management")),
        (Sight.OWN, False, True, ()),
        (Sight.ONE_CASE, False, True, ()),
        (Sight.NUMBERS, False, False, ()),
    ],
)
def test_a_role_sees_as_far_as_the_policy_says(
    sight: Sight, *, in_queue: bool, assigned: bool, queues: tuple[str, ...]
) -> None:
    person = replace(BO, role=sight.value)
    assert sees(person, a_case(), policy()) is in_queue
    assert sees(person, a_case(assigned_to=7), policy()) is assigned
    assert sees(person, a_case(queue="privacy", assigned_to=7), policy()) is assigned
    assert queues_of(person, policy()) == queues
    assert sees_persons(person, policy()) is (sight is not Sight.NUMBERS)


def test_a_queue_of_another_role_is_not_seen() -> None:
    person = replace(BO, role=Sight.CASES.value)
    assert not sees(person, a_case(queue="privacy"), policy())
    assert not sees(person, a_case(queue="privacy", assigned_to=8), policy())


def test_another_organisation_s_case_is_never_seen_not_even_with_the_same_numbers() -> None:
    person = replace(BO, role=Sight.CASES.value)
    assert not sees(person, a_case(organisation="metier", assigned_to=7), policy())


def test_a_role_that_the_policy_does_not_have_sees_nothing_at_all() -> None:
    person = replace(BO, role="of_old")
    with pytest.raises(NotAllowed, match='no role "of_old"'):
        role_of(person, policy())
    with pytest.raises(NotAllowed):
        sees(person, a_case(), policy())
