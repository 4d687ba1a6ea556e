"""What the interface promises, asked of every kind of case under every organisation's policy."""

from dataclasses import replace

import pytest

from cases.kind import ORDINARY, PRIVACY, Flag, Kind
from cases.office import Office
from cases.policy import LAW_STATEMENTS, REQUIREMENTS, ClockName, Policy, Start
from cases.reading import Document
from handlers.all import ALL, handler_of
from handlers.interface import Handler, Matter
from handlers.requirements import PROOFS
from replies import points
from tests.builders import AT, a_policy, a_reading

ORGANISATIONS = ("alottbetter", "jensenskurser", "mentor", "mentorix", "metier")

pytestmark = pytest.mark.parametrize("handler", ALL, ids=lambda handler: handler.kind)


@pytest.fixture(params=ORGANISATIONS)
def policy(request: pytest.FixtureRequest, offices: dict[str, Office]) -> Policy:
    """Give each organisation's policy in turn."""
    policy: Policy = offices[request.param].policy
    return policy


def a_matter(handler: Handler, **changed: object) -> Matter:
    """Give a matter of this kind of which nothing is known yet."""
    bare = a_reading(handler.kind, fields={}, text="", documents=())
    return replace(Matter(handler.kind, AT, bare, None), **changed)  # type: ignore[arg-type]  # a builder takes any field


def everything(handler: Handler) -> Matter:
    """Give a matter that brings all there is to ask for."""
    reading = a_reading(
        handler.kind, fields=dict.fromkeys(REQUIREMENTS, "here"), text="x" * 50, documents=(Document(1),)
    )
    return a_matter(handler, reading=reading, address="anna@example.org")


def test_the_list_finds_it_by_its_kind(handler: Handler) -> None:
    assert handler_of(handler.kind) is handler


def test_nothing_is_missing_where_everything_was_sent(handler: Handler, policy: Policy) -> None:
    assert handler.missing(everything(handler), policy) == ()


def test_what_is_missing_is_asked_in_the_order_of_the_policy_and_never_more(handler: Handler, policy: Policy) -> None:
    asked = handler.missing(a_matter(handler), policy)
    required = policy.rules(handler.kind).requires
    assert [name for name in required if name in asked] == list(asked)


def test_what_came_with_an_earlier_message_is_not_asked_for_again(handler: Handler, policy: Policy) -> None:
    met = frozenset(policy.rules(handler.kind).requires)
    assert handler.missing(a_matter(handler, met=met), policy) == ()


def test_one_who_writes_for_another_is_asked_for_authority_unless_nothing_is_promised(
    handler: Handler, policy: Policy
) -> None:
    matter = a_matter(handler, reading=a_reading(handler.kind, flags=frozenset({Flag.ON_BEHALF})))
    assert ("authority" in handler.missing(matter, policy)) is (handler.kind not in ORDINARY)


def test_clocks_do_not_depend_on_what_is_missing(handler: Handler, policy: Policy) -> None:
    """Asking is never a condition: no clock waits for an answer (GDPR Art. 12(3))."""
    assert handler.clocks(a_matter(handler), policy) == handler.clocks(everything(handler), policy)


def test_its_clocks_are_those_that_the_persons_own_message_starts(handler: Handler, policy: Policy) -> None:
    clocks = handler.clocks(a_matter(handler), policy)
    assert all(rule.starts is Start.RECEIPT for rule in clocks)
    assert len({rule.name for rule in clocks}) == len(clocks)


def test_everybody_is_promised_a_receipt(handler: Handler, policy: Policy) -> None:
    assert any(rule.name is ClockName.ACKNOWLEDGEMENT for rule in handler.clocks(a_matter(handler), policy))


def test_the_statements_it_demands_have_words(handler: Handler, policy: Policy) -> None:
    demanded = handler.statements(everything(handler), policy)
    assert set(demanded) <= policy.statements.keys() | LAW_STATEMENTS | points.ALL
    assert len(set(demanded)) == len(demanded)


def test_a_right_is_never_asked_for_papers(handler: Handler) -> None:
    """Whatever a policy says: it would collect what nobody needs (GDPR Art. 5(1)(c))."""
    greedy = a_policy()
    rules = replace(greedy.rules(handler.kind), requires=("name", "documents"))
    asked = handler.missing(a_matter(handler), replace(greedy, kinds={**greedy.kinds, handler.kind: rules}))
    assert ("documents" in asked) is (handler.kind not in PRIVACY | ORDINARY)


def test_a_right_is_due_within_a_month_of_its_receipt(handler: Handler, policy: Policy) -> None:
    if handler.kind in PRIVACY:
        (answer,) = [rule for rule in handler.clocks(a_matter(handler), policy) if rule.name is ClockName.ANSWER]
        assert (str(answer.term), answer.law, answer.told) == ("1 month", "GDPR Art. 12(3)", True)


def test_a_question_and_praise_get_no_date_and_no_questions(handler: Handler, policy: Policy) -> None:
    if handler.kind in ORDINARY:
        assert handler.missing(a_matter(handler), policy) == ()
        assert not [rule for rule in handler.clocks(a_matter(handler), policy) if rule.told]


def test_it_only_asks_for_what_can_be_proved(handler: Handler, policy: Policy) -> None:
    assert set(handler.missing(a_matter(handler), policy)) <= PROOFS.keys()
    assert handler.kind in set(Kind)
