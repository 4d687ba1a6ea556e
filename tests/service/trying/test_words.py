"""What became of a letter is said in plain words, with what shows it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cases.clock import Clock
from cases.kind import Kind
from cases.message import Channel, Judgement, Verdict
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.reading import FoundKind
from cases.term import Basis, Term
from service.trying import words
from service.trying.followed import Followed, Matter
from storage.messages import Told
from storage.outbox import Entry
from tests.builders import AT, a_case, a_reading
from tests.storage.written import a_clock, a_reply

ADMITTED = Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)


def a_matter(*clocks: Clock, **changed: Any) -> Matter:  # noqa: ANN401 - a builder takes any field
    return Matter(a_case(queue="course-administration", **changed), clocks)


def followed(*matters: Matter, kinds: tuple[FoundKind, ...] = (), language: str = "da", **changed: Any) -> Followed:  # noqa: ANN401
    """Give what became of a letter from a person that opened cases."""
    reading = a_reading(language=language)
    reading = replace(reading, kinds=kinds or reading.kinds)
    told = Told(1, AT, Channel.MAIL, "Anna", "a@b.example", "Klage", "", "", language, ADMITTED, reading, 1, (), 0)
    return replace(Followed("is_from_a_person", told, matters, opened=True), **changed)


def an_entry(reply: str = "answer_complaint", status: OutboxStatus = OutboxStatus.DRAFT, **changed: Any) -> Entry:  # noqa: ANN401
    entry = Entry(1, a_reply(reply=reply), "token", status, AT, 0, "<one@mentorix.dk>", 1, None, None, None, None)
    return replace(entry, outgoing=replace(entry.outgoing, **changed))


def said(facts: Any) -> dict[str, str]:  # noqa: ANN401 - any iterable of facts
    return dict(facts)


def test_evidence_is_quoted_and_there_is_only_so_much_of_it(offices: Mapping[str, Office]) -> None:
    found = (FoundKind(Kind.COMPLAINT, 0.9, ("klage", "utilfreds", "skuffet")), FoundKind(Kind.ACCESS, 0.8, ()))
    facts = said(words.case_facts(followed(a_matter(), kinds=found), offices["mentorix"]))
    assert facts["Understood"] == 'complaint ("klage", "utilfreds"); access; in Danish'


def test_a_language_without_a_name_here_is_given_by_its_code(offices: Mapping[str, Office]) -> None:
    facts = said(words.case_facts(followed(a_matter(), language="pl"), offices["mentorix"]))
    assert facts["Understood"].endswith("; in pl")


def test_what_is_missing_is_named_once_for_all_cases(offices: Mapping[str, Office]) -> None:
    both = a_matter(missing=("documents", "what_is_wrong")), a_matter(missing=("documents",))
    assert said(words.case_facts(followed(*both), offices["mentorix"]))["Missing"] == "documents, what is wrong"


def test_a_case_that_goes_on_is_told_apart_from_one_that_begins(offices: Mapping[str, Office]) -> None:
    new, old = followed(a_matter()), followed(a_matter(), opened=False)
    cases = [said(words.case_facts(one, offices["mentorix"]))["Case"] for one in (new, old)]
    assert cases == [
        "MX-26-481903, complaint, opened for course administration",
        "MX-26-481903, complaint, goes on at course administration",
    ]


def test_the_date_that_was_told_matters_more_than_an_earlier_one_that_was_not() -> None:
    handling = a_clock(ClockName.HANDLING, told=False, due_at=AT + timedelta(days=1))
    answer = a_clock(ClockName.ANSWER, told=True)
    assert words.telling((handling, answer)) == answer
    assert words.telling((handling,)) == handling
    assert words.telling((a_clock(ClockName.ACKNOWLEDGEMENT, told=False),)) is None


def test_a_deadline_in_hours_has_its_hour_and_one_in_days_its_day(offices: Mapping[str, Office]) -> None:
    day = timedelta(days=1)
    hours = a_clock(ClockName.HANDLING, term=Term.parse("24 hours"), due_at=AT + day, law="promise of Mentorix")
    month = a_clock(term=Term.parse("1 month"), basis=Basis.EU, law="GDPR Art. 12(3)", due_at=AT + 14 * day)
    office = offices["mentorix"]
    assert words.due(hours, office) == "taken in hand by Tuesday 3 March 2026 at 11:00 (24 hours, promise of Mentorix)"
    assert words.due(month, office) == "answered by Monday 16 March 2026 (1 month, GDPR Art. 12(3))"


def test_a_deadline_is_given_where_the_organisation_is(offices: Mapping[str, Office]) -> None:
    late = a_clock(due_at=AT.replace(hour=23, minute=30))
    assert "Tuesday 3 March 2026" in words.due(late, offices["mentor"])


def test_a_new_deadline_is_explained_and_an_old_one_has_not_moved(offices: Mapping[str, Office]) -> None:
    clock = a_clock(because=("Received.", "That day does not count.", "In time to then."))
    new = list(words.due_facts(followed(a_matter(clock)), offices["mentorix"]))
    old = list(words.due_facts(followed(a_matter(clock), opened=False), offices["mentorix"]))
    assert new[1] == ("Because", "That day does not count.")
    assert [label for label, _ in old] == ["Due"]
    assert old[0][1].endswith("; this has not moved")


def test_with_several_cases_each_date_says_whose_it_is(offices: Mapping[str, Office]) -> None:
    both = followed(a_matter(a_clock()), a_matter(number="MX-26-100200", kind=Kind.OTHER))
    texts = [text for label, text in words.due_facts(both, offices["mentorix"]) if label == "Due"]
    assert texts[0].startswith("MX-26-481903: answered by")
    assert texts[1] == "MX-26-100200: the policy sets no date for an ordinary message"


def test_drafts_are_counted_and_a_referral_names_where_it_goes() -> None:
    def drafted(*entries: Entry) -> str:
        return said(words.draft_facts(followed(drafts=entries))).get("Drafted", "")

    one, referral = an_entry(), an_entry("referral", recipient="privacy@academie.example")
    assert drafted() == ""
    assert drafted(one) == "an answer; a person completes and approves it"
    assert drafted(one, one) == "2 answers; a person completes and approves them"
    assert drafted(one, referral).startswith("an answer and a referral to privacy@academie.example; ")


def test_what_was_filed_names_its_rule(offices: Mapping[str, Office]) -> None:
    facts = said(words.filed_facts(Followed("is_calendar_answer"), offices["mentorix"]))
    assert facts["Understood"] == "no person wrote this (rule is_calendar_answer)"
    assert facts.keys() == {"Understood", "Answered"}


def test_a_letter_that_came_back_lets_only_its_own_clock_run_again(offices: Mapping[str, Office]) -> None:
    stopped = a_clock(ClockName.ACKNOWLEDGEMENT, stopped_at=AT)
    running = replace(stopped, stopped_at=None)
    for clock, again in ((stopped, False), (running, True)):
        back = Followed("is_bounce", returned=a_matter(clock, a_clock()))
        assert ("Due" in said(words.filed_facts(back, offices["mentorix"]))) is again


def test_staff_who_are_at_work_are_told_at_once_and_others_when_they_are(offices: Mapping[str, Office]) -> None:
    at_once = an_entry("staff_notice", recipient="manager@mentorix.example", not_before=AT)
    monday = an_entry("staff_notice", recipient="head-trainer@mentorix.example", not_before=AT + timedelta(days=7))
    back = Followed("is_bounce", returned=a_matter(), notices=(at_once, monday))
    told = [text for label, text in words.filed_facts(back, offices["mentorix"]) if label == "Staff told"]
    assert told == ["manager: at once", "head-trainer: Monday 9 March 2026, 11:00, when they are at work"]


def test_somebody_who_gets_two_notices_is_named_once() -> None:
    notice = an_entry("staff_notice", recipient="manager@metier.example")
    assert words.readers([notice, notice]) == "manager"
