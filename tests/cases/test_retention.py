"""How long a case's file is kept, by whose rule, and until which day."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.kind import Kind
from cases.policy import Policy, Quote, Retention
from cases.retention import (
    AT_LEAST,
    Ended,
    asks_for_the_end,
    earlier,
    kept_until,
    later,
    mail_term,
    register_until,
    triggers,
)
from cases.task import TaskKind
from cases.term import Term
from storage.policies import read_policies
from tests.builders import a_policy

POLICIES = read_policies()
CASE_FILES = Retention("case-files", Term.parse("5 years"), "case_closed", assumed=True)


def _policy(*retention: Retention) -> Policy:
    return replace(a_policy(), retention=retention)


def _ended(kind: Kind = Kind.COMPLAINT, **changed: date | None) -> Ended:
    plain = Ended(kind, date(2026, 3, 2), date(2026, 4, 1))
    return replace(plain, **changed)  # type: ignore[arg-type]  # days, all of them


def test_a_case_file_is_kept_from_the_day_the_case_ended() -> None:
    assert kept_until(_policy(CASE_FILES), _ended()).last_day == date(2031, 4, 1)


def test_a_policy_that_says_nothing_keeps_files_as_long_as_a_right_can_be_asked_about() -> None:
    kept = kept_until(_policy(), _ended())
    assert (kept.last_day, kept.rule) == (date(2031, 4, 1), "case-files 5 years")


def test_the_last_day_of_february_is_the_28th_where_there_is_no_29th() -> None:
    assert kept_until(_policy(CASE_FILES), _ended(over_on=date(2028, 2, 29))).last_day == date(2033, 2, 28)


def test_the_organisations_own_words_go_before_what_was_assumed_for_it() -> None:
    own = Retention("complaints", Term.parse("1 year"), "case_closed", kinds=(Kind.COMPLAINT,))
    policy = _policy(CASE_FILES, own)
    assert kept_until(policy, _ended()).last_day == date(2027, 4, 1)
    assert kept_until(policy, _ended(Kind.ACCESS)).last_day == date(2031, 4, 1)


def test_of_two_terms_that_the_policy_demands_the_longer_holds() -> None:
    short = Retention("complaints", Term.parse("1 year"), "case_closed", kinds=(Kind.COMPLAINT,))
    long = Retention("disputes", Term.parse("3 years"), "case_closed", kinds=(Kind.COMPLAINT,))
    assert kept_until(_policy(short, long), _ended()).rule == "disputes 3 years"


def test_a_case_is_not_gone_before_one_can_have_gone_to_court() -> None:
    at_once = Retention("case-files", None, "case_closed")
    kept = kept_until(_policy(at_once), _ended())
    assert (kept.last_day, kept.rule) == (date(2026, 5, 13), "case-files")


def test_of_two_rules_that_end_on_the_same_day_the_first_is_named() -> None:
    first = Retention("complaints", Term.parse("1 year"), "case_closed", kinds=(Kind.COMPLAINT,))
    second = Retention("disputes", Term.parse("12 months"), "case_closed", kinds=(Kind.COMPLAINT,))
    assert kept_until(_policy(first, second), _ended()).rule == "complaints 1 year"


@pytest.mark.parametrize(("review", "asked"), [("4 years", date(2030, 4, 1)), ("5 years", None), ("6 years", None)])
def test_nobody_is_asked_whether_a_file_is_still_needed_once_it_goes_anyway(review: str, asked: date | None) -> None:
    policy = _policy(replace(CASE_FILES, review=Term.parse(review)))
    assert kept_until(policy, _ended()).review_on == asked


def test_earlier_goes_back_as_later_goes_on() -> None:
    assert earlier(date(2026, 4, 1), Term.parse("6 weeks")) == date(2026, 2, 18)
    assert earlier(date(2028, 2, 29), Term.parse("1 year")) == date(2027, 2, 28)
    assert later(earlier(date(2026, 4, 1), AT_LEAST), AT_LEAST) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("ended_on", "last_day"),
    [
        (None, date(2031, 4, 1)),
        (date(2025, 6, 30), date(2035, 6, 30)),
        (date(2024, 3, 2), date(2034, 3, 2)),
        (date(2024, 3, 1), date(2031, 4, 1)),
    ],
    ids=["nobody knows when it ended", "within two years", "on the last day of the two years", "a day too late"],
)
def test_p_al_10_a_complaint_within_two_years_of_the_internship_is_kept_ten_years(
    ended_on: date | None, last_day: date
) -> None:
    assert kept_until(POLICIES["alottbetter"], _ended(ended_on=ended_on)).last_day == last_day


def test_p_al_10_only_a_complaint_is_kept_so_long() -> None:
    kept = kept_until(POLICIES["alottbetter"], _ended(Kind.ACCESS, ended_on=date(2025, 6, 30)))
    assert kept.last_day == date(2031, 4, 1)


def test_p_al_10_the_ten_years_run_from_the_end_of_the_internship_the_shortest_reading() -> None:
    """AMB-5: neither from the complaint nor from the end of the case."""
    kept = kept_until(POLICIES["alottbetter"], _ended(ended_on=date(2025, 6, 30)))
    assert kept.rule == "P-AL-10 programme-complaint 10 years"
    assert kept.last_day < later(date(2026, 3, 2), Term.parse("10 years"))


def test_p_al_10_after_three_years_a_person_looks_whether_it_is_still_needed() -> None:
    """CON-5."""
    assert kept_until(POLICIES["alottbetter"], _ended(ended_on=date(2025, 6, 30))).review_on == date(2029, 4, 1)
    assert kept_until(POLICIES["alottbetter"], _ended()).review_on is None


def test_p_al_09_records_stay_two_years_after_the_internship() -> None:
    (entry,) = (one for one in POLICIES["alottbetter"].retention if one.register)
    assert register_until(entry, date(2026, 6, 30)) == date(2028, 6, 30)


def test_p_me_10_what_somebody_took_stays_five_years_after_the_course() -> None:
    (entry,) = (one for one in POLICIES["metier"].retention if one.register)
    assert register_until(entry, date(2026, 6, 30)) == date(2031, 6, 30)


def test_p_me_15_as_long_as_the_law_allows_is_no_term_so_files_go_after_the_usual_one() -> None:
    kept = kept_until(POLICIES["metier"], _ended())
    assert kept.last_day == date(2031, 4, 1)
    assert all(one.term for one in POLICIES["metier"].retention if one.what == "case-files")


def test_p_jk_09_each_of_the_three_triggers_is_a_reason_to_erase_at_once() -> None:
    assert triggers(POLICIES["jensenskurser"]) == ("consent_withdrawal", "clarification_failed", "service_ended")


def test_p_mb_14_accounts_go_when_the_customers_term_ends() -> None:
    assert "customer_term_end" in triggers(POLICIES["mentor"])


def test_what_others_have_to_delete_is_no_reason_to_erase_a_case() -> None:
    elsewhere = Retention("mails", None, "course_end", task=TaskKind.DELETE_INVIGILATOR_MAILS)
    assert triggers(_policy(elsewhere)) == ()


def test_only_a_policy_that_needs_it_asks_when_something_ended() -> None:
    assert asks_for_the_end(POLICIES["alottbetter"], Kind.COMPLAINT)
    assert not asks_for_the_end(POLICIES["alottbetter"], Kind.ACCESS)
    assert not asks_for_the_end(POLICIES["mentorix"], Kind.COMPLAINT)


def test_mail_that_became_no_case_is_kept_as_long_as_a_file() -> None:
    assert mail_term(_policy(replace(CASE_FILES, term=Term.parse("2 years")))) == Term.parse("2 years")
    assert mail_term(_policy()) == Term.parse("5 years")
    assert mail_term(_policy(Retention("case-files", None, "case_closed"))) == AT_LEAST


def test_a_rule_is_named_by_its_id_what_it_keeps_and_how_long() -> None:
    says = Quote("ti år", "x.da.txt", "P-AL-10")
    named = Retention("complaints", Term.parse("10 years"), "case_closed", says=says, kinds=(Kind.COMPLAINT,))
    assert kept_until(_policy(named), _ended()).rule == "P-AL-10 complaints 10 years"


@given(
    st.sampled_from(sorted(POLICIES)), st.sampled_from(Kind), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.data()
)
def test_no_file_goes_before_the_time_to_go_to_court_is_over(
    id_: str, kind: Kind, over: date, data: st.DataObject
) -> None:
    end = data.draw(st.none() | st.dates(date(2010, 1, 1), over))
    kept = kept_until(POLICIES[id_], Ended(kind, over, over, end))
    assert kept.last_day >= later(over, AT_LEAST)
    assert kept.review_on is None or over < kept.review_on < kept.last_day
