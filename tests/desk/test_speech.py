"""How the desk says times, sizes and events."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.case import Event
from cases.term import Term
from desk.speech import Say
from desk.texts import interface
from tests.desk.scene import POLICIES

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def say(language: str = "en", now: datetime = NOW) -> Say:
    return Say(interface(language), POLICIES["mentorix"], now)


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        ("2026-03-02T09:59:59", "Late since less than an hour", "late"),
        ("2026-03-02T08:30:00", "1 hour late", "late"),
        ("2026-03-02T05:00:00", "5 hours late", "late"),
        ("2026-03-01T22:30:00", "1 day late", "late"),
        ("2026-02-20T22:59:59", "10 days late", "late"),
        ("2026-03-02T10:00:00", "Due today, by 11:00", "today"),
        ("2026-03-02T22:59:59", "Due today, by 23:59", "today"),
        ("2026-03-02T23:00:00", "Due tomorrow", "soon"),
        ("2026-03-04T22:59:59", "Due in 2 days", "soon"),
        ("2026-03-05T22:59:59", "Due in 3 days", "calm"),
        ("2026-04-07T21:59:59", "Due in 36 days", "calm"),
    ],
)
def test_time_left_is_counted_in_days_of_the_organisation(due: str, words: str, tone: str) -> None:
    left = say().left(datetime.fromisoformat(due).replace(tzinfo=UTC))
    # 23:00 UTC is already the next day in Copenhagen, and 22:30 UTC of the day before is one day ago only by the clock
    assert (left.words, left.tone) == (words, tone)


def test_without_a_deadline_there_is_nothing_to_count() -> None:
    assert say("da").left(None).words == "Ingen frist"


@given(st.timedeltas(timedelta(days=-400), timedelta(days=400)), st.sampled_from(["da", "nl", "en"]))
def test_late_is_said_of_what_is_over_and_of_nothing_else(away: timedelta, language: str) -> None:
    left = say(language).left(NOW + away)
    assert (left.tone == "late") is (away < timedelta(0))
    assert "{" not in left.words


@pytest.mark.parametrize(
    ("language", "written"),
    [("da", "2. marts 2026 kl. 11.00"), ("nl", "2 maart 2026 om 11.00 uur"), ("en", "2 March 2026 at 11:00")],
)
def test_an_instant_is_told_by_the_organisation_s_clocks(language: str, written: str) -> None:
    assert say(language).moment(NOW) == written


@pytest.mark.parametrize(
    ("term", "written"),
    [("1 month", "1 maand"), ("14 working days", "14 werkdagen"), ("24 hours", "24 uur"), ("4 weeks", "4 weken")],
)
def test_a_term_is_told_in_the_language_of_the_desk(term: str, written: str) -> None:
    assert say("nl").term(Term.parse(term)) == written


@pytest.mark.parametrize(
    ("octets", "language", "written"),
    [(0, "en", "1 kB"), (182_334, "da", "182 kB"), (2_400_000, "da", "2,4 MB"), (2_400_000, "en", "2.4 MB")],
)
def test_a_size_is_told_as_people_read_it(octets: int, language: str, written: str) -> None:
    assert say(language).size(octets) == written


@pytest.mark.parametrize(("count", "written"), [(0, "0"), (999, "999"), (1000, "999+")])
def test_a_count_stops_where_counting_stops(count: int, written: str) -> None:
    assert say().number(count) == written


def test_whoever_did_something_is_called_by_name() -> None:
    names = {7: "Bo Lund"}
    assert [say().person(actor, names) for actor in ("staff 7", "staff 8", "svarfrist", None)] == [
        "Bo Lund",
        "",
        "svarfrist",
        "",
    ]


def test_an_event_tells_what_means_something_and_leaves_ids_out() -> None:
    event = Event(NOW, "met", "svarfrist", {"requirements": "name documents", "message": 12, "reply": None})
    assert say("da").event(event) == "Manglende dele modtaget: navn og dokumenter"


def test_a_reply_that_answers_is_named_by_its_kind() -> None:
    assert say("nl").reply("answer_access") == "antwoord (inzageverzoek)"
    assert say("nl").reply("acknowledgement") == "ontvangstbevestiging"


def test_a_queue_that_the_policy_dropped_keeps_its_id() -> None:
    assert say("da").queue("management") == "ledelsen"
    assert say("da").queue("old-queue") == "old-queue"


@pytest.mark.parametrize(
    ("language", "name", "value", "written"),
    [
        ("da", "dates", "2026-02-10, 2026-03-03", "10. februar 2026, 3. marts 2026"),
        ("nl", "dates", "2026-02-10", "10 februari 2026"),
        ("nl", "role", "parent", "ouder"),
        ("da", "consent", "attached", "vedlagt, ifølge brevet"),
        ("da", "name", "2026-02-10 parent", "2026-02-10 parent"),
    ],
)
def test_what_was_read_is_told_in_the_language_of_the_desk(language: str, name: str, value: str, written: str) -> None:
    assert say(language).field(name, value) == written


@pytest.mark.parametrize(
    ("media_type", "called"), [("application/pdf", "PDF"), ("application/x-dosexec", "application/x-dosexec")]
)
def test_a_type_of_file_is_called_what_people_call_it_where_they_have_a_word(media_type: str, called: str) -> None:
    assert say("da").format(media_type) == called
