"""A deadline explains itself, step by step, in sentences that a student can follow."""

from datetime import datetime

import pytest

from cases.calendar import calendar_id
from cases.deadline import deadline
from cases.term import Basis, Term
from storage.calendars import read_calendars


def because(received: str, term: str, basis: str = "eu", country: str = "DK", paused: int = 0) -> tuple[str, ...]:
    calendar = read_calendars()[calendar_id(country, Basis(basis))]
    return deadline(datetime.fromisoformat(received), Term.parse(term), Basis(basis), calendar, paused).because


def test_a_month_that_ends_in_easter_names_every_day_and_every_law() -> None:
    assert because("2026-03-02T11:00:00+01:00", "1 month") == (
        "Received on Monday 2 March 2026 at 11:00:00 in Europe/Copenhagen.",
        "That day itself does not count (Reg. 1182/71 Art. 3(1)).",
        "1 month ends on the same date: Thursday 2 April 2026 (Reg. 1182/71 Art. 3(2)(c)).",
        (
            "2 April 2026 is Skærtorsdag, 3 April Langfredag, 4 April a Saturday, 5 April Påskedag and "
            "6 April 2. påskedag, so it moves to Tuesday 7 April 2026 (Reg. 1182/71 Art. 3(4))."
        ),
        "In time to and including Tuesday 7 April 2026 at 23:59:59 in Europe/Copenhagen.",
    )


def test_a_pause_and_a_missing_date_are_steps_of_their_own() -> None:
    assert because("2026-01-31T11:00:00+01:00", "1 month", paused=1)[2:5] == (
        "There is no 31 February 2026, so 1 month ends on Saturday 28 February 2026 (Reg. 1182/71 Art. 3(2)(c)).",
        "The pause of 1 day is added: Sunday 1 March 2026 (EDPB 01/2022 s. 5.3).",
        "1 March 2026 is a Sunday, so it moves to Monday 2 March 2026 (Reg. 1182/71 Art. 3(4)).",
    )


def test_an_end_on_an_ordinary_day_says_that_it_stays() -> None:
    assert "Friday 5 June 2026 is a working day, so the end stays there." in because(
        "2026-05-05T11:00:00+02:00", "1 month"
    )


def test_the_second_working_day_is_explained() -> None:
    assert because("2026-05-01T11:00:00+02:00", "2 days")[2:5] == (
        "2 days end with Sunday 3 May 2026 (Reg. 1182/71 Art. 3(2)(b)).",
        "3 May 2026 is a Sunday, so it moves to Monday 4 May 2026 (Reg. 1182/71 Art. 3(4)).",
        (
            "A period of 2 days or more has at least two working days, and this one has only Monday 4 May 2026, "
            "so it moves to Tuesday 5 May 2026 (Reg. 1182/71 Art. 3(5))."
        ),
    )


def test_weeks_keep_their_weekday_and_a_promise_says_why_it_stays() -> None:
    assert because("2026-03-30T11:00:00+02:00", "4 weeks", "promise", "NL") == (
        "Received on Monday 30 March 2026 at 11:00:00 in Europe/Amsterdam.",
        "That day itself does not count.",
        "4 weeks end on the same weekday: Monday 27 April 2026.",
        "A promise is read to its earliest date: weekends and holidays do not move it.",
        "In time to and including Monday 27 April 2026 at 23:59:59 in Europe/Amsterdam.",
    )


def test_weeks_of_the_law_cite_the_article_of_the_same_day() -> None:
    assert because("2026-05-04T11:00:00+02:00", "4 weeks")[2] == (
        "4 weeks end on the same weekday: Monday 1 June 2026 (Reg. 1182/71 Art. 3(2)(c))."
    )


@pytest.mark.parametrize("term", ["24 hours", "3 days", "5 working days", "2 weeks", "1 month", "1 year"])
def test_a_promise_rests_on_no_law_whatever_it_is_counted_in(term: str) -> None:
    """With a pause, and in working days with a roll: each step is said, and none is cited."""
    assert not any("(" in said for said in because("2026-01-05T09:00:00+01:00", term, "promise", paused=5))


def test_working_days_show_the_first_the_last_and_the_holidays_between() -> None:
    assert because("2025-05-20T12:00:00+02:00", "14 working days", "promise")[2:4] == (
        (
            "Saturdays, Sundays and public holidays do not count: day 1 is Wednesday 21 May 2025; "
            "day 14 is Wednesday 11 June 2025."
        ),
        "Public holidays left out on the way: 29 May 2025 (Kristi himmelfartsdag) and 9 June 2025 (2. pinsedag).",
    )


def test_holidays_on_a_weekend_are_not_told_twice() -> None:
    said = " ".join(because("2026-12-24T12:00:00+01:00", "2 working days", "promise"))
    assert "Public holidays left out on the way: 25 December 2026 (Juledag)." in said


def test_of_two_working_days_the_second_is_the_last() -> None:
    assert because("2026-03-02T12:00:00+01:00", "2 working days", "promise")[2] == (
        "Saturdays, Sundays and public holidays do not count: day 1 is Tuesday 3 March 2026; "
        "day 2 is Wednesday 4 March 2026."
    )


def test_a_holiday_on_which_it_came_is_none_left_out_on_the_way() -> None:
    """6 April 2026 is 2. påskedag, a Monday."""
    assert not any("left out" in said for said in because("2026-04-06T12:00:00+02:00", "3 working days", "promise"))


def test_one_working_day_has_no_other_last_day() -> None:
    said = because("2026-03-02T12:00:00+01:00", "1 working day", "eu")
    assert said[2] == (
        "Saturdays, Sundays and public holidays do not count: day 1 is Tuesday 3 March 2026 (Reg. 1182/71 Art. 2(2))."
    )
    assert len(said) == 4


def test_a_long_list_of_holidays_is_counted_after_the_eighth() -> None:
    said = because("2026-01-05T12:00:00+01:00", "400 working days", "promise")[3]
    assert said.count("(") == 8
    assert said.endswith("and 4 more.")


def test_eight_holidays_are_all_named_and_none_is_counted() -> None:
    said = because("2026-04-07T12:00:00+02:00", "276 working days", "promise")[3]
    assert said.count("(") == 8
    assert "more" not in said


def test_a_receipt_noted_in_another_zone_shows_both() -> None:
    said = because("2025-06-30T21:30:00+00:00", "1 month")[0]
    assert said == "Received on Monday 30 June 2025 at 23:30:00 in Europe/Copenhagen (2025-06-30T21:30:00+00:00)."


def test_hours_of_a_promise_run_through_and_the_change_of_clocks_is_mentioned() -> None:
    assert because("2026-03-28T10:15:00+01:00", "24 hours", "promise") == (
        "Received on Saturday 28 March 2026 at 10:15:00 in Europe/Copenhagen.",
        "24 hours of real time, weekends and holidays included.",
        "The clocks change on the way; what counts is the time that really passes.",
        "In time to and including Sunday 29 March 2026 at 11:15:00 in Europe/Copenhagen.",
    )


def test_hours_of_eu_law_cite_both_rules_and_the_pause() -> None:
    assert because("2026-05-22T15:20:00+02:00", "72 hours", "eu", paused=2)[1:4] == (
        "The hour in which it came does not count (Reg. 1182/71 Art. 3(1)).",
        (
            "72 hours of real time, weekends and holidays included, "
            "to the end of the last hour (Reg. 1182/71 Art. 3(2)(a))."
        ),
        "The pause of 2 days is added, 24 hours for each day.",
    )


def test_a_dutch_statute_cites_its_own_act_and_never_the_regulation() -> None:
    said = because("2026-04-02T12:00:00+02:00", "3 days", "nl-statute", "NL")
    assert said[3].endswith(" (Algemene termijnenwet art. 1).")
    assert said[4].endswith(" (Algemene termijnenwet art. 2).")
    assert not any("1182/71" in sentence for sentence in said)


def test_a_dutch_term_too_long_to_be_moved_says_by_which_article() -> None:
    assert because("2026-01-02T12:00:00+01:00", "4 months", "nl-statute", "NL")[3] == (
        "A term this long is not moved by weekends and holidays (Algemene termijnenwet art. 4)."
    )


@pytest.mark.parametrize(
    ("received", "warned"), [("2028-11-30", True), ("2022-11-30", False), ("2028-10-30", True), ("2028-10-27", False)]
)
def test_a_year_whose_decrees_are_not_known_is_mentioned(received: str, warned: bool) -> None:  # noqa: FBT001 - a row
    said = because(f"{received}T12:00:00+01:00", "2 months", "nl-statute", "NL")
    warning = (
        "Days equated by royal decree are known for 2023 to 2028 only: for 2029 a decree may make this date later."
    )
    assert [sentence for sentence in said if "decree" in sentence] == ([warning] if warned else [])


def test_decrees_are_no_matter_of_eu_law_or_of_long_terms() -> None:
    assert not any("decree" in sentence for sentence in because("2040-03-01T12:00:00+01:00", "1 month", "eu", "NL"))
    assert not any("decree" in s for s in because("2040-03-01T12:00:00+01:00", "2 years", "nl-statute", "NL"))


def test_a_roll_over_new_year_names_the_new_year() -> None:
    said = because("2026-12-01T11:00:00+01:00", "1 month")[3]
    assert said.startswith("1 January 2027 is Nytårsdag, 2 January a Saturday and 3 January a Sunday, so it moves to")
    from_old_to_new = because("2022-12-24T11:00:00+01:00", "1 week")[3]
    assert from_old_to_new.startswith("31 December 2022 is a Saturday and 1 January 2023 Nytårsdag, so it moves to")
    over = because("2027-12-25T11:00:00+01:00", "7 days", "nl-statute", "NL")
    assert "1 January 2028 is Nieuwjaarsdag and 2 January a Sunday" in over[3]


def test_the_edition_of_the_calendar_is_kept_with_the_deadline() -> None:
    calendar = read_calendars()["DK"]
    end = deadline(datetime.fromisoformat("2026-03-02T11:00:00+01:00"), Term.parse("1 month"), Basis.EU, calendar)
    assert end.calendar == f"DK {calendar.version}"
