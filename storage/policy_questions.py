"""How a policy lets a person be asked back, as its file has it, and the floor of the law under that."""

from collections.abc import Iterator

from cases.policy import ClockName, Policy
from cases.questions import ASK_WITHIN, GIVE_UP_AFTER, LATEST, REMIND_AFTER, Questions
from cases.term import Term, Unit
from storage.policy_forms import FLAG, SPAN, TERM
from storage.policy_table import Table

HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WEEKS: 7 * 24}


def questions_of(table: Table) -> Questions:
    """Read `[questions]`; each key can be left out."""
    return Questions(
        ask_within=table.may("ask_within", TERM, ASK_WITHIN),
        remind_after=table.may("remind_after", SPAN, REMIND_AFTER),
        give_up_after=table.may("give_up_after", SPAN, GIVE_UP_AFTER),
        promises=table.may("pause_promises", FLAG, False),
    )


def mistakes_in_questions(policy: Policy) -> Iterator[str]:
    """Hold that a time limit waits only for what is asked at once, and that a reminder comes before the end."""
    asked = policy.questions
    if asked.ask_within.count > LATEST.get(asked.ask_within.unit, 0):
        yield (
            f"questions.ask_within: {asked.ask_within} is not at once, and a time limit must not wait for what is asked"
            " later; expected at most 3 days (R-12-6b, R-CLK-5, GDPR Art. 12(6))"
        )
    if _hours(asked.remind_after) >= _hours(asked.give_up_after):
        yield (
            f"questions.give_up_after: {asked.give_up_after} is over before the reminder after {asked.remind_after};"
            " expected more (R-CLK-6)"
        )


def mistakes_about_breaches(policy: Policy) -> Iterator[str]:
    """Hold that no policy sets the time to report a breach: the law does (GDPR Art. 33(1))."""
    for kind, rules in policy.kinds.items():
        if rules.clock(ClockName.BREACH):
            yield (
                f"rules[{kind}].clock[breach]: the 72 hours are the law's, and run by themselves (GDPR Art. 33(1));"
                " expected no such clock"
            )


def _hours(term: Term) -> int:
    return term.count * HOURS.get(term.unit, 0)
