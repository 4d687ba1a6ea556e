"""Every mistake in a policy file is named: file, key, and what was expected. Nothing else ever happens."""

import contextlib
import random
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.deadline import deadline
from cases.errors import PolicyError
from cases.kind import Kind
from cases.policy import ClockName, Policy
from cases.term import Basis, Term, Unit
from storage.calendars import read_calendars
from storage.policies import FILE, SHIPPED, misquotes, read_policies, read_policy
from storage.policy_sense import MONTH

MENTORIX = (SHIPPED / "mentorix" / FILE).read_text(encoding="utf-8")


def read(folder: Path, text: str, id_: str = "mentorix") -> Policy:
    place = folder / id_
    place.mkdir(exist_ok=True)
    (place / FILE).write_text(text, encoding="utf-8")
    return read_policy(folder, id_)


def mistakes(folder: Path, text: str, id_: str = "mentorix") -> list[str]:
    with pytest.raises(PolicyError) as wrong:
        read(folder, text, id_)
    lines = str(wrong.value).splitlines()
    assert all(line.startswith(f"{folder / id_ / FILE}: ") for line in lines)
    return [line.removeprefix(f"{folder / id_ / FILE}: ") for line in lines]


def changed(old: str, new: str, text: str = MENTORIX) -> str:
    assert old in text
    return text.replace(old, new, 1)


FORM = [
    ('letters = "MX"', 'leters = "MX"', "organisation.letters: is missing; expected two capital letters"),
    ('letters = "MX"', 'leters = "MX"', 'organisation.leters: unknown key; did you mean "letters"?'),
    ('letters = "MX"', 'letters = "Mx"', 'organisation.letters: is "Mx"; expected two capital letters'),
    ("[links]", '[external_body]\nname = "Board"\n\n[links]', "external_body.link: is missing; expected a web address"),
    ('zone = "Europe/Copenhagen"', 'zone = "Europe/Kopenhagen"', 'organisation.zone: is "Europe/Kopenhagen"'),
    ('country = "DK"', 'country = "SE"', 'organisation.country: is "SE"; expected one of DK, NL'),
    ('role = "controller"', 'role = "boss"', 'organisation.role: is "boss"; expected one of controller, processor'),
    ('addresses = ["info@mentorix.dk"]', 'addresses = "info@mentorix.dk"', "organisation.addresses: is"),
    ('addresses = ["info@mentorix.dk"]', 'addresses = ["mentorix.dk"]', "organisation.addresses: is"),
    ('languages = ["da", "en", "nl"]', 'languages = ["da", "da"]', "organisation.languages: is"),
    ('email = "info@mentorix.dk"', "email = 7", "organisation.contact.email: is 7; expected one mail address"),
    ("start = 08:00:00", 'start = "8"', 'hours.start: is "8"; expected a time of day'),
    ("approves = true", 'approves = "yes"', 'role[course_administrator].approves: is "yes"; expected true or false'),
    ('kinds = ["complaint"]', 'kinds = ["complaints"]', "rules[complaints].kinds: is"),
    ('kinds = ["appeal"]', 'kinds = ["appeal", "complaint"]', "rules[appeal].kinds: complaint has rules already"),
    ('name = "handling"', 'name = "handeling"', "rules[complaint].clock[handeling].name: is"),
    (
        'basis = "promise"',
        'basis = "law"',
        'rules[complaint].clock[acknowledgement].basis: is "law"; expected one of eu',
    ),
    ('term = "48 hours"', 'term = "two days"', 'rules[appeal].clock[acknowledgement].term: term "two days" is not'),
    ('resolution = "14 working days"', "resolution = 14", "rules[complaint].resolution: is 14; expected a length of"),
    ('"documents"]', '"document"]', "rules[complaint].requires: is"),
    ('rule = "P-MX-05"\n', "", "rules[complaint].clock[handling].rule: is missing"),
    ('act = "escalate"', 'act = "shout"', 'rules[complaint].step[handling 2].act: is "shout"; expected one of remind'),
    ('"case_code"]', '"answer"]', "unseen.replies: is"),
    ('catch_up = "3 days"', 'catch_up = "3 months"', 'unseen.catch_up: is "3 months"; expected a length of time in h'),
    ('catch_up = "3 days"', 'catch_up = "soon"', 'unseen.catch_up: term "soon" is not'),
    ("da = ['\\bappel'", "da = ['(appel'", "statement[appeal_right].markers: is"),
    ("[statement.texts]\nda =", "[statement.texts]\nde =", "statement[appeal_right].texts: is"),
    ('peoplecert_terms = "https', 'peoplecert_terms = "www', "links: is"),
    ("[hours]", "[[hours]]", "hours: expected a table, written [hours]"),
    ("[[retention]]", "[retention]", "retention: expected tables, written [[retention]]"),
    ("# Complaints.", "[surprise]\nx = 1", "surprise: unknown key; known here: organisation, unseen, hours"),
]


@pytest.mark.parametrize(("old", "new", "line"), FORM, ids=[f"{n} {row[2][:50]}" for n, row in enumerate(FORM)])
def test_a_mistake_of_form_is_named_with_its_key(tmp_path: Path, old: str, new: str, line: str) -> None:
    found = mistakes(tmp_path, changed(old, new))
    assert any(one.startswith(line) for one in found), found


SENSE = [
    ('id = "mentorix"', 'id = "mentrix"', 'organisation.id: is "mentrix"; expected the name of its folder, "mentorix"'),
    ('addresses = ["info@mentorix.dk"]', "addresses = []", "organisation.addresses: is empty"),
    ("languages = [", "languages = [] # [", "organisation.languages: is empty"),
    ("end = 16:00:00", "end = 08:00:00", "hours: nobody is ever there"),
    ('queue = "appeals"', 'queue = "appels"', 'rules[appeal].queue: unknown queue "appels"; expected one of appeals,'),
    ('queue = "head-trainer"', 'queue = "trainer"', 'rules[complaint].step[handling 3].queue: unknown queue "trainer"'),
    ('consult = ["managing_director"', 'consult = ["director"', 'rules[complaint].consult: unknown role "director"'),
    ('impartial = "management"', 'impartial = "board"', 'rules[complaint].impartial: unknown queue "board"'),
    ('roles = ["head_trainer"]', 'roles = ["headtrainer"]', 'queue[head-trainer].roles: unknown role "headtrainer"'),
    ('id = "authority-requests"', 'id = "authorities"', 'queue: no queue "authority-requests"'),
    ('id = "head_trainer"', 'id = "management"', "role[management].id: is there twice"),
    ('["appeal_right"]', '["appealright"]', 'rules[complaint].statements: unknown statement "appealright"'),
    ('id = "reasons"', 'id = "judicial_remedy"', "statement[judicial_remedy].id: is the law's own statement"),
    ('kinds = ["feedback", "other"]', 'kinds = ["other"]', "rules: no rules for feedback; expected every kind once"),
    ('name = "handling"', 'name = "acknowledgement"', "rules[complaint].clock[acknowledgement]: is there twice"),
    ('clock = "handling"', 'clock = "referral"', 'rules[complaint].step[referral].clock: unknown clock "referral"'),
    ('name = "handling"', 'name = "referral"', "rules[complaint].clock[referral]: only a processor has this clock"),
    ('roles = ["course_administrator"]', "roles = []", "queue[course-administration].roles: nobody sees this queue"),
    (
        'roles = ["course_administrator"]',
        'roles = ["course_administrator"]\nnotify = "INFO@mentorix.dk"',
        "queue[course-administration].notify: is an address where letters come in",
    ),
    ("# Complaints.", '[[customer]]\nsubdomain = "a"\nname = "A"\ncontact = "a@b.nl"', "customer: only a processor"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), SENSE, ids=[f"{n} {row[2][:50]}" for n, row in enumerate(SENSE)])
def test_a_mistake_of_sense_is_named_with_its_key(tmp_path: Path, old: str, new: str, line: str) -> None:
    found = mistakes(tmp_path, changed(old, new))
    assert any(one.startswith(line) for one in found), found


RIGHTS = MENTORIX.index('kinds = ["access"')
LAW = [
    ('term = "1 month"', 'term = "2 months"', "rules[access].clock[answer].term: 2 months, basis eu"),
    ('term = "1 month"', 'term = "30 days"', "rules[access].clock[answer].term: 30 days"),
    ('term = "1 month"', 'term = "1 year"', "rules[access].clock[answer].term: 1 year"),
    ('basis = "eu"', 'basis = "nl-statute"', "rules[access].clock[answer].term: 1 month, basis nl-statute"),
    ('name = "answer"', 'name = "handling"', "rules[access].clock: no answer clock; expected at most 1 month"),
    ('"name", "email"]', '"name", "email", "documents"]', "rules[access].requires: a privacy request is never asked"),
]


@pytest.mark.parametrize(("old", "new", "line"), LAW, ids=[row[2][:60] for row in LAW])
def test_no_policy_goes_below_the_floor_of_the_law(tmp_path: Path, old: str, new: str, line: str) -> None:
    text = MENTORIX[:RIGHTS] + changed(old, new, MENTORIX[RIGHTS:])
    found = mistakes(tmp_path, text)
    assert any(one.startswith(line) and ("GDPR Art. 12" in one) for one in found), found


def test_a_signed_letter_can_be_asked_for_and_never_demanded(tmp_path: Path) -> None:
    asked = changed('version = "undated"', 'version = "undated"\nsignature = "ask"')
    assert read(tmp_path, asked).signature == "ask"
    (line,) = mistakes(tmp_path, changed('"ask"', '"require"', asked))
    assert line.startswith('organisation.signature: is "require"; expected none or ask')
    assert "CON-2" in line


@pytest.mark.parametrize("thing", ["signature", "signed_letter", "cpr", "bsn", "id_copy", "salutation"])
def test_nothing_can_be_required_that_the_law_does_not_let_one_ask(tmp_path: Path, thing: str) -> None:
    (line,) = mistakes(tmp_path, changed('"documents"]', f'"{thing}"]'))
    assert line.startswith("rules[complaint].requires:")
    assert line.endswith("never a signature (CON-2), never a national number (CON-3)")


def test_a_shorter_time_than_the_law_gives_is_a_promise_one_may_make(tmp_path: Path) -> None:
    text = MENTORIX[:RIGHTS] + changed(
        'term = "1 month"\nbasis = "eu"', 'term = "10 days"\nbasis = "promise"', MENTORIX[RIGHTS:]
    )
    answer = read(tmp_path, text).rules(Kind.ACCESS).clock(ClockName.ANSWER)
    assert answer is not None
    assert str(answer.term) == "10 days"


UNITS = [unit for unit, most in MONTH.items() if most]


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 11, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from(UNITS),
    st.sampled_from(["DK", "NL"]),
    st.sampled_from([Basis.EU, Basis.PROMISE]),
)
@settings(max_examples=300)
def test_what_is_let_through_never_ends_after_the_month(
    moment: datetime, unit: Unit, country: str, basis: Basis
) -> None:
    calendar, received = read_calendars()[country], moment.replace(tzinfo=UTC)
    longest = deadline(received, Term(MONTH[unit], unit), basis, calendar)
    assert longest.due_at <= deadline(received, Term.parse("1 month"), Basis.EU, calendar).due_at + timedelta(hours=1)


def test_without_a_time_for_the_solution_no_date_is_told_and_the_steps_may_stay(tmp_path: Path) -> None:
    rules = read(tmp_path, changed('resolution = "14 working days"\n', "")).rules(Kind.COMPLAINT)
    assert rules.clock(ClockName.ANSWER) is None
    assert not any(clock.told for clock in rules.clocks)


def test_a_time_for_the_solution_that_the_provider_gave_is_not_assumed(tmp_path: Path) -> None:
    text = changed('resolution = "14 working days"\nassumed = ["resolution"]', 'resolution = "10 working days"')
    answer = read(tmp_path, text).rules(Kind.COMPLAINT).clock(ClockName.ANSWER)
    assert answer is not None
    assert (str(answer.term), answer.told, answer.assumed) == ("10 working days", True, False)


def test_all_mistakes_of_form_are_named_at_once(tmp_path: Path) -> None:
    text = changed('letters = "MX"', 'letters = "M"', changed('country = "DK"', 'country = "DE"'))
    assert [line.split(":")[0] for line in mistakes(tmp_path, text)] == ["organisation.letters", "organisation.country"]


def test_addresses_are_compared_in_small_letters(tmp_path: Path) -> None:
    text = changed('addresses = ["info@mentorix.dk"]', 'addresses = ["Info@Mentorix.DK"]')
    assert read(tmp_path, text).addresses == ("info@mentorix.dk",)


def test_hours_that_are_left_out_are_those_of_an_office(tmp_path: Path) -> None:
    text = re.sub(r"\[hours\]\n(?:.+\n)+", "", MENTORIX)
    assert str(read(tmp_path, text).hours) == "Monday, Tuesday, Wednesday, Thursday, Friday 08:00 to 16:00"


def test_a_processor_names_its_customers(tmp_path: Path) -> None:
    text = (SHIPPED / "mentor" / FILE).read_text(encoding="utf-8")
    text += '\n[[customer]]\nsubdomain = "voorbeeld"\nname = "Voorbeeld"\ncontact = "Privacy@voorbeeld.example"\n'
    (customer,) = read(tmp_path, text, "mentor").customers
    assert (customer.subdomain, customer.contact) == ("voorbeeld", "privacy@voorbeeld.example")


def test_what_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    (line,) = mistakes(tmp_path, changed('letters = "MX"', "letters = = 3"))
    assert line.startswith("not TOML: ")
    assert "line 5" in line


def test_what_is_not_utf8_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "mentorix").mkdir()
    (tmp_path / "mentorix" / FILE).write_bytes(MENTORIX.encode("latin-1", "replace"))
    with pytest.raises(PolicyError, match="not UTF-8 text"):
        read_policy(tmp_path, "mentorix")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"nobody/policy\.toml: cannot be read: No such file"):
        read_policy(tmp_path, "nobody")


def test_a_folder_without_policies_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no policies here"):
        read_policies(tmp_path)
    with pytest.raises(PolicyError, match="no such folder"):
        read_policies(tmp_path / "gone")


def test_two_organisations_cannot_have_one_address_or_the_same_letters(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "metier" / FILE
    text = path.read_text(encoding="utf-8").replace("info@metier.dk", "INFO@mentorix.dk").replace('"ME"', '"MX"')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as wrong:
        read_policies(tmp_path)
    assert [line.split(": ", 1)[1] for line in str(wrong.value).splitlines()] == [
        "organisation.addresses: info@mentorix.dk belongs to mentorix, metier; expected one organisation for each",
        "organisation.letters: MX belongs to mentorix, metier; expected one organisation for each",
    ]


def test_mistakes_of_two_organisations_are_named_together(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    for id_ in ("metier", "mentor"):
        path = tmp_path / id_ / FILE
        path.write_text(path.read_text(encoding="utf-8").replace("approves = true", "approves = 1"), encoding="utf-8")
    with pytest.raises(PolicyError) as wrong:
        read_policies(tmp_path)
    assert {line.split("/policy.toml")[0].rsplit("/", 1)[1] for line in str(wrong.value).splitlines()} == {
        "metier",
        "mentor",
    }


def test_a_quote_that_does_not_stand_in_the_text_is_found_with_its_rule(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "mentorix", tmp_path / "mentorix")
    policy = read(tmp_path, changed("klagerne efter 24 timer", "klagerne inden for 24 timer"))
    (line,) = misquotes(tmp_path, policy)
    assert "P-MX-05" in line
    assert "inden for 24 timer" in line


@given(st.integers(0, 2**32))
@settings(max_examples=150)
def test_a_file_with_lines_lost_and_swapped_is_a_policy_or_a_policy_error(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - to shuffle lines
    lines = MENTORIX.splitlines()
    for _ in range(chance.randint(1, 4)):
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[here] = chance.choice(["", lines[there], lines[here].partition("=")[0] + "= 3", lines[here][::-1]])
    folder = tmp_path_factory.mktemp("policies")
    with contextlib.suppress(PolicyError):
        assert set(read(folder, "\n".join(lines)).kinds) == set(Kind)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('ask_within = "4 days"', "questions.ask_within: 4 days is not at once"),
        ('ask_within = "1 week"', "questions.ask_within: 1 week is not at once"),
        ('ask_within = "4 working days"', "questions.ask_within: 4 working days is not at once"),
        ('remind_after = "30 days"', "questions.give_up_after: 30 days is over before the reminder"),
        ('remind_after = "1 month"', "questions.remind_after: is"),
        ("pause_promises = 1", "questions.pause_promises: is 1"),
        ('ask_whithin = "1 day"', 'questions.ask_whithin: unknown key; did you mean "ask_within"?'),
    ],
)
def test_r_12_6b_a_policy_that_asks_late_and_still_stops_the_clock_is_refused(
    tmp_path: Path, written: str, said: str
) -> None:
    (found,) = mistakes(tmp_path, f"{MENTORIX}\n[questions]\n{written}\n")
    assert found.startswith(said)


def test_what_a_policy_says_of_questions_holds(tmp_path: Path) -> None:
    written = 'ask_within = "1 working day"\nremind_after = "5 days"\ngive_up_after = "3 weeks"\npause_promises = true'
    asked = read(tmp_path, f"{MENTORIX}\n[questions]\n{written}\n").questions
    assert [str(asked.ask_within), str(asked.remind_after), str(asked.give_up_after)] == [
        "1 working day",
        "5 days",
        "3 weeks",
    ]
    assert asked.promises


def test_no_policy_sets_the_72_hours_of_a_breach(tmp_path: Path) -> None:
    slower = MENTORIX.replace('name = "handling"', 'name = "breach"', 1)
    found = mistakes(tmp_path, slower)
    assert any("the 72 hours are the law's" in one for one in found)
