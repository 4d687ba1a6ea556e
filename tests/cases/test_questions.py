"""How long a question to a person is waited for, where a policy says nothing of its own."""

from cases.questions import LATEST, Questions
from cases.term import Term, Unit


def test_r_12_6b_a_question_is_asked_within_three_days_reminded_of_after_a_week_and_given_up_after_a_month() -> None:
    usual = Questions()
    assert [str(term) for term in (usual.ask_within, usual.remind_after, usual.give_up_after)] == [
        "3 days",
        "7 days",
        "30 days",
    ]
    assert not usual.promises


def test_r_12_6b_no_policy_makes_prompt_longer_than_three_days_whatever_it_counts_in() -> None:
    assert [str(Term(count, unit)) for unit, count in LATEST.items()] == ["72 hours", "3 days", "3 working days"]
    assert Unit.WEEKS not in LATEST
