"""The story says, of every letter, what was understood, what was answered, and by when and why; then time passes."""

import re
from datetime import UTC, datetime

import pytest

from service.trying.samples import SAMPLES, Sample
from storage.policies import read_policies
from tests.service.trying.told import TITLES, Told, told

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def story() -> Told:
    """Tell it on the Monday of AT, and let three days pass."""
    return told("72 hours")


def test_every_letter_is_told_in_order_under_its_organisation(story: Told) -> None:
    headings = re.findall(r"^── (\d+)  (.+?) ─+ (\S.*?) ──$", story.text, re.MULTILINE)
    names = [read_policies()[sample.organisation].name for sample in SAMPLES]
    assert headings == [(str(n), title, name) for n, (title, name) in enumerate(zip(TITLES, names, strict=True), 1)]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file)
def test_of_each_letter_it_says_who_wrote_what_was_understood_and_answered(story: Told, sample: Sample) -> None:
    said = story.letter(sample.title)
    for label in ("From", "Subject", "Understood", "Answered"):
        assert f"{label} " in said


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.answered], ids=lambda sample: sample.file)
def test_of_each_person_s_letter_it_says_what_is_missing_and_when_it_is_due(story: Told, sample: Sample) -> None:
    said = story.letter(sample.title)
    for label in ("Case NN", "Missing", "Due"):
        assert label in said


def test_the_evidence_is_in_the_words_of_the_letter(story: Told) -> None:
    assert 'Understood complaint ("Klage over", "Jeg vil gerne klage"); in Danish' in story.letter(TITLES[0])
    assert re.search(r'Understood access \(".*[Ii]nzage.*"\); in Dutch', story.letter("A request to a processor"))


def test_a_complete_complaint_is_answered_with_its_date(story: Told) -> None:
    said = story.letter("A complaint with its papers")
    assert "Missing nothing" in said
    assert "får svar senest den 20. marts 2026 (til og med)" in said
    assert "Due answered by Friday 20 March 2026 (14 working days, promise of Mentorix)" in said
    assert "day 1 is Tuesday 3 March 2026; day 14 is Friday 20 March 2026" in said


def test_its_answer_left_only_once_a_person_had_approved_it(story: Told) -> None:
    said = story.letter("A complaint with its papers")
    drafted, approved, sent = (
        said.index(word) for word in ("Drafted an answer", "Approved by course-admin", "Sent Svar")
    )
    assert drafted < approved < sent
    (answer,) = (one for one in story.caught if one.subject.startswith("Svar i din sag"))
    assert "Du får delvist medhold" in answer.text
    assert "ret til at appellere afgørelsen" in answer.text
    assert answer.letter["Auto-Submitted"] is None


def test_the_appeal_is_a_case_of_its_own_with_another_queue(story: Told) -> None:
    said = story.letter("An appeal against that answer")
    assert "Case NN, appeal, opened for appeals" in said
    assert "Vi har modtaget din appel" in said


def test_what_is_missing_is_asked_for_once_and_its_arrival_is_confirmed(story: Told) -> None:
    asked, came = story.letter("A complaint without papers"), story.letter("The missing paper")
    assert "Missing documents" in asked
    assert "Do you have documents" in asked
    assert "Missing nothing" in came
    assert "complaint, goes on at course administration" in came
    assert "We now have everything we asked you for" in came
    assert "(14 working days, promise of Mentorix); this has not moved" in came
    asking = [one for one in story.caught if "Do you have documents" in one.text]
    assert len(asking) == 1


def test_a_request_hidden_in_a_complaint_has_its_own_case_and_date(story: Told) -> None:
    said = story.letter("A complaint with a request for access inside")
    assert "Case NN, complaint, opened for administration" in said
    assert "Case NN, access, opened for privacy" in said
    assert "Due NN: taken in hand by Tuesday 3 March 2026 at 11:00 (24 hours" in said
    assert "Due NN: answered by Tuesday 7 April 2026 (1 month, GDPR Art. 12(3))" in said
    assert "2 April 2026 is Skærtorsdag" in said


def test_an_explanation_is_given_once_and_then_by_its_letter(story: Told) -> None:
    assert "counted as for letter 1" in story.letter("A complaint without papers")
    assert "counted as for letter 5" in story.letter("A request for erasure")


def test_each_country_counts_by_its_own_calendar(story: Told) -> None:
    said = story.letter("A request to a processor")
    assert "answered by Thursday 2 April 2026 (1 month, GDPR Art. 12(3))" in said
    assert "uiterlijk op 2 april 2026 (tot en met)" in said


def test_the_request_to_the_processor_waits_to_be_referred(story: Told) -> None:
    said = story.letter("A request to a processor")
    assert "Drafted a referral to privacy@academie-noord.example; a person completes and approves it" in said
    assert not any(one.recipient == "privacy@academie-noord.example" for one in story.caught)


def test_an_ordinary_question_has_a_number_and_no_date(story: Told) -> None:
    said = story.letter("An ordinary question")
    assert "an ordinary message; in Dutch" in said
    assert "Uw zaaknummer is NN" in said
    assert "Due the policy sets no date for an ordinary message" in said


def test_machines_are_not_answered_and_the_rule_is_named(story: Told) -> None:
    for title, rule in (("An out-of-office", "is_out_of_office"), ("A letter of ours comes back", "is_bounce")):
        said = story.letter(title)
        assert f"no person wrote this (rule {rule})" in said
        assert "Answered no: a machine never is" in said
    assert not any("mailer-daemon" in one.recipient.lower() for one in story.caught)


def test_a_letter_that_came_back_does_not_count(story: Told) -> None:
    said = story.letter("A letter of ours comes back")
    assert "Case NN: our confirmation did not arrive, so it does not count" in said
    assert "Due confirmed by Tuesday 3 March 2026 at 11:00" in said
    assert "Staff told manager, privacy-officer: at once" in said


def test_one_person_gets_one_automatic_letter_for_one_of_theirs(story: Told) -> None:
    automatic = [one for one in story.caught if one.letter["Auto-Submitted"] == "auto-replied"]
    asked = [str(one.letter["In-Reply-To"]) for one in automatic]
    assert len(asked) == len(set(asked)) == len([sample for sample in SAMPLES if sample.answered])


def test_reminders_missed_terms_and_escalations_come_in_their_time(story: Told) -> None:
    passed = story.plain.partition("Time passes, until Thursday 5 March 2026")[2]
    moments = (
        "Tuesday 3 March 2026",
        "07:00 NN, complaint: reminder to course administration, it has to be taken in hand by Tue 11:00",
        "08:00 NN, complaint: notice to course-administrator",
        "11:00 NN, complaint: late, it was not taken in hand in time; moves to management; head trainer is told too",
        "19:59 NN, access: reminder to privacy, it has to be passed on by Tue 23:59",
        "Wednesday 4 March 2026 00:00 NN, access: late, it was not passed on in time; moves to management",
        "08:00 NN, access: notice to manager",
    )
    places = [passed.find(moment) for moment in moments]
    assert -1 not in places, moments[places.index(-1)]
    assert places == sorted(places)


def test_the_answered_complaint_is_never_late(story: Told) -> None:
    number = re.search(r"Svar i din sag \[(.+?)\]", story.text)
    assert number
    assert number[1] not in story.text.partition("Time passes")[2]


def test_a_notice_names_the_case_and_no_person(story: Told) -> None:
    notices = [one for one in story.caught if one.letter["Auto-Submitted"] == "auto-generated"]
    assert len(notices) > 5
    for notice in notices:
        assert notice.recipient.endswith(".example")
        assert not re.search(r"Anna|Priya|Mads|Sofie|Joris|Sanne", f"{notice.subject}{notice.text}")
    assert one_notice_is_shown(story.text)


def one_notice_is_shown(text: str) -> bool:
    return "│ Open the case: http://127.0.0.1:" in text.partition("Such a notice says:")[2]


def test_it_ends_with_where_to_look_and_who_can(story: Told) -> None:
    end = story.plain.partition(" Have a look ")[2]
    assert re.search(r"Desk http://127\.0\.0\.1:\d+/desk/ Log in as managing-director@mentorix\.example", end)
    assert re.search(r"Password ([a-z2-9]{4}-){4}[a-z2-9]{4} ", end)
    assert re.search(r"Health http://127\.0\.0\.1:\d+/readyz", end)
    for organisation in read_policies():
        assert f"at {organisation}.example" in end


def test_it_ends_with_where_a_person_would_look_the_chat_and_the_page_of_a_case(story: Told) -> None:
    end = story.text.partition("Have a look")[2]
    assert re.search(r"Chat +http://127\.0\.0\.1:\d+/chat/mentorix/", end)
    link = re.search(r"^http://127\.0\.0\.1:\d+/case/[\w-]{43}$", end, re.MULTILINE)
    assert link
    assert any(link[0] in one.text for one in story.caught), "it is the link that a person got"


def test_eighty_columns_are_enough_and_nothing_hangs_over(story: Told) -> None:
    lines = story.text.splitlines()
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if line != line.rstrip()]


def test_where_it_is_no_terminal_there_are_no_colours(story: Told) -> None:
    assert "\x1b" not in story.text


def test_nothing_is_left_behind(story: Told) -> None:
    assert not story.folder.exists()


def test_with_nothing_due_it_says_so_and_goes_on() -> None:
    """Half an hour after the letters nobody has anything to do yet."""
    quiet = told("1 hour", datetime(2026, 6, 10, 7, 30, tzinfo=UTC))
    assert "Nothing became due." in quiet.plain
    assert "Such a notice says" not in quiet.text
    assert "Log in as course-administrator@mentorix.example" in quiet.plain


def test_before_a_long_holiday_staff_are_told_when_they_are_back() -> None:
    easter = told("8 days", datetime(2026, 4, 1, 13, 30, tzinfo=UTC))
    passed = easter.plain.partition("Time passes")[2]
    assert re.search(r"Thursday 2 April 2026 .*late, it was not taken in hand in time", passed)
    holidays, _, back = passed.partition("Tuesday 7 April 2026")
    assert "moves to management" in holidays
    assert "notice to management" not in holidays
    assert "08:00 NN, complaint: notice to management, managing-director, head-trainer" in back


def test_in_six_weeks_every_privacy_request_that_nobody_answered_is_late() -> None:
    long = told("6 weeks")
    passed = long.plain.partition("Time passes")[2]
    for kind in ("access", "erasure", "complaint", "appeal"):
        assert f"NN, {kind}: late, it was not answered in time" in passed
    assert re.search(r"Tuesday 7 April 2026 .*NN, erasure: late, it was not answered", passed)
