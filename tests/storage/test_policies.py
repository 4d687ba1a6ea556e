"""The five organisations that come with the program keep what their own words promise."""

import re
from pathlib import Path

import pytest

from cases.kind import PRIVACY, Kind
from cases.organisation import Role, Sight
from cases.policy import MAY_LEAVE_UNSEEN, Act, ClockName, Policy, Quote, Start, Step
from cases.quote import misquoted, quotes_of
from cases.term import Basis
from storage.policies import SHIPPED, misquotes, read_policies, read_policy, read_texts

ALL = read_policies()
OTHERS = ("metier", "mentor", "alottbetter", "jensenskurser")
RULES_QUOTED = {"P-MX": 24, "P-ME": 15, "P-MB": 19, "P-AL": 15, "P-JK": 13}


def clocks(policy: Policy, kind: Kind) -> dict[str, str]:
    return {clock.name: f"{clock.term}, {clock.basis}" for clock in policy.rules(kind).clocks}


def steps(policy: Policy, kind: Kind, clock: ClockName) -> list[tuple[str, str, str]]:
    def when(step: Step) -> str:
        return f"{step.offset} before" if step.offset else "target" if step.before else "missed"

    return [(when(step), step.act, step.queue) for step in policy.rules(kind).steps if step.clock is clock]


def test_five_organisations_are_shipped_each_with_letters_of_its_own() -> None:
    assert {id_: policy.letters for id_, policy in ALL.items()} == {
        "mentorix": "MX",
        "metier": "ME",
        "mentor": "MB",
        "alottbetter": "AL",
        "jensenskurser": "JK",
    }


@pytest.mark.parametrize(
    ("organisation", "addresses"),
    [
        ("mentorix", ("info@mentorix.dk",)),
        ("metier", ("info@metier.dk",)),
        ("mentor", ("privacy@poweredbymmentor.nl", "info@poweredbymmentor.nl")),
        ("alottbetter", ("info@alottbetter.dk",)),
        ("jensenskurser", ("info@jensenskurser.dk",)),
    ],
)
def test_letters_come_to_the_addresses_of_the_policy(organisation: str, addresses: tuple[str, ...]) -> None:
    assert ALL[organisation].addresses == addresses


@pytest.mark.parametrize("organisation", [*ALL])
def test_every_quote_stands_in_the_organisations_own_words(organisation: str) -> None:
    policy = ALL[organisation]
    assert misquoted(quotes_of(policy), read_texts(SHIPPED, organisation)) == ()
    assert misquotes(SHIPPED, policy) == ()


def test_every_rule_of_the_five_policies_is_quoted_somewhere() -> None:
    quoted = {quote.rule for policy in ALL.values() for quote in quotes_of(policy)}
    assert quoted == {f"{name}-{n:02}" for name, last in RULES_QUOTED.items() for n in range(1, last + 1)}


@pytest.mark.parametrize("organisation", [*ALL])
def test_a_contact_that_is_not_assumed_stands_in_the_text(organisation: str) -> None:
    policy, (text,) = ALL[organisation], read_texts(SHIPPED, organisation).values()
    if "contact.email" not in policy.assumed:
        assert policy.contact.email in text.lower()
    if policy.contact.phone:
        digits = re.sub(r"\D", "", policy.contact.phone).removeprefix("45")
        assert digits in re.sub(r"\D", "", text)


@pytest.mark.parametrize("organisation", [*ALL])
@pytest.mark.parametrize("kind", sorted(PRIVACY))
def test_every_right_is_answered_within_the_month_of_the_law(organisation: str, kind: Kind) -> None:
    answer = ALL[organisation].rules(kind).clock(ClockName.ANSWER)
    assert answer is not None
    assert (str(answer.term), answer.basis, answer.law, answer.told) == ("1 month", Basis.EU, "GDPR Art. 12(3)", True)


@pytest.mark.parametrize("organisation", [*ALL])
@pytest.mark.parametrize("kind", sorted(PRIVACY))
def test_a_right_is_kept_in_view_until_it_is_answered(organisation: str, kind: Kind) -> None:
    assert steps(ALL[organisation], kind, ClockName.ANSWER) == [
        ("target", "remind", "privacy"),
        ("3 working days before", "remind", "privacy"),
        ("1 working day before", "escalate", "management"),
        ("missed", "escalate", "management"),
    ]


@pytest.mark.parametrize("organisation", [*ALL])
@pytest.mark.parametrize("kind", [*Kind])
def test_everybody_hears_back_and_a_chosen_time_says_that_it_was_chosen(organisation: str, kind: Kind) -> None:
    receipt = ALL[organisation].rules(kind).clock(ClockName.ACKNOWLEDGEMENT)
    assert receipt is not None
    assert not receipt.told
    assert receipt.assumed == (receipt.says is None)


@pytest.mark.parametrize("organisation", [*ALL])
@pytest.mark.parametrize("kind", [Kind.FEEDBACK, Kind.OTHER])
def test_nobody_who_only_says_something_is_asked_for_anything_or_told_a_date(organisation: str, kind: Kind) -> None:
    rules = ALL[organisation].rules(kind)
    assert rules.requires == ()
    assert not any(clock.told for clock in rules.clocks)


@pytest.mark.parametrize("organisation", OTHERS)
@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.APPEAL])
def test_where_nobody_promised_a_date_none_is_told(organisation: str, kind: Kind) -> None:
    policy = ALL[organisation]
    assert clocks(policy, kind) == {"acknowledgement": "24 hours, promise", "handling": "24 hours, promise"}
    assert all(clock.assumed and not clock.told for clock in policy.rules(kind).clocks)


def test_mentorix_takes_a_complaint_in_hand_within_a_day_and_names_the_day_of_its_answer() -> None:
    policy = ALL["mentorix"]
    assert policy.rules(Kind.COMPLAINT).requires == ("name", "email", "documents")
    assert policy.rules(Kind.COMPLAINT).queue == "course-administration"
    assert policy.rules(Kind.COMPLAINT).statements == ("appeal_right",)
    assert clocks(policy, Kind.COMPLAINT) == {
        "acknowledgement": "24 hours, promise",
        "handling": "24 hours, promise",
        "answer": "14 working days, promise",
    }
    told = [clock for clock in policy.rules(Kind.COMPLAINT).clocks if clock.told]
    assert [(clock.name, clock.assumed) for clock in told] == [(ClockName.ANSWER, True)]


def test_a_complaint_that_mentorix_leaves_lying_goes_to_the_management_and_the_head_trainer_hears() -> None:
    policy = ALL["mentorix"]
    assert steps(policy, Kind.COMPLAINT, ClockName.HANDLING) == [
        ("4 hours before", "remind", "course-administration"),
        ("missed", "escalate", "management"),
        ("missed", "remind", "head-trainer"),
    ]
    assert steps(policy, Kind.COMPLAINT, ClockName.ANSWER) == [
        ("4 working days before", "remind", "course-administration"),
        ("missed", "escalate", "management"),
    ]


def test_an_appeal_to_mentorix_is_confirmed_in_two_days_and_decided_with_reasons() -> None:
    policy = ALL["mentorix"]
    rules = policy.rules(Kind.APPEAL)
    assert (rules.queue, rules.requires, rules.statements) == (
        "appeals",
        ("name", "email"),
        ("reasons", "procedure_ends"),
    )
    assert clocks(policy, Kind.APPEAL) == {
        "acknowledgement": "48 hours, promise",
        "answer": "14 working days, promise",
    }
    assert not any(clock.assumed for clock in rules.clocks)
    assert steps(policy, Kind.APPEAL, ClockName.ANSWER)[0] == ("4 working days before", "remind", "appeals")


def test_a_clock_that_was_promised_quotes_the_promise() -> None:
    handling = ALL["mentorix"].rules(Kind.COMPLAINT).clock(ClockName.HANDLING)
    assert handling is not None
    assert handling.law == "promise of Mentorix (P-MX-05)"
    assert handling.says == Quote(
        "Hurtigt svar: administrationen bør behandle klagerne efter 24 timer efter modtagelsen",
        "mentorix.da.txt",
        "P-MX-05",
    )


def test_metier_asks_what_is_wrong_and_how_it_should_read() -> None:
    policy = ALL["metier"]
    assert policy.rules(Kind.RECTIFICATION).requires == ("name", "email", "what_is_wrong", "proposed_value")
    assert policy.rules(Kind.ERASURE).requires == ("name", "email")


@pytest.mark.parametrize("kind", sorted(PRIVACY - {Kind.PRIVACY_COMPLAINT}))
def test_mentor_refers_every_right_to_the_customer_and_the_persons_month_runs_all_the_same(kind: Kind) -> None:
    policy = ALL["mentor"]
    assert policy.role is Role.PROCESSOR
    assert policy.rules(kind).requires == ("name", "email", "customer")
    assert clocks(policy, kind) == {
        "acknowledgement": "24 hours, promise",
        "referral": "1 working day, promise",
        "answer": "1 month, eu",
        "processor_reply": "4 weeks, promise",
    }
    starts = {clock.name: clock.starts for clock in policy.rules(kind).clocks}
    assert [name for name, start in starts.items() if start is Start.CUSTOMER_REQUEST] == [ClockName.PROCESSOR_REPLY]


def test_a_complaint_about_mentor_itself_is_mentors_own_to_answer() -> None:
    rules = ALL["mentor"].rules(Kind.PRIVACY_COMPLAINT)
    assert rules.clock(ClockName.REFERRAL) is None
    assert "customer" not in rules.requires


def test_who_sees_what_at_mentor_follows_its_own_words() -> None:
    sights = {role.id: (role.sight, role.approves) for role in ALL["mentor"].roles}
    assert sights["trainer"] == (Sight.OWN, False)
    assert sights["contentmanager"] == sights["planner"] == (Sight.NUMBERS, False)
    assert sights["privacy_officer"] == (Sight.CASES, True)


def test_an_assessor_from_outside_sees_one_case_and_approves_nothing() -> None:
    (assessor,) = (role for role in ALL["mentorix"].roles if role.id == "external_assessor")
    assert (assessor.sight, assessor.approves) == (Sight.ONE_CASE, False)


def test_alottbetter_may_ask_for_a_signed_letter_and_nobody_else_does() -> None:
    assert {id_: policy.signature for id_, policy in ALL.items() if policy.signature != "none"} == {
        "alottbetter": "ask"
    }


@pytest.mark.parametrize(
    ("organisation", "statements"),
    [
        ("mentorix", ("authority_complaint",)),
        ("jensenskurser", ("authority_complaint",)),
        ("mentor", ("authority_complaint", "judicial_remedy")),
    ],
)
def test_the_answer_to_a_right_says_where_to_complain(organisation: str, statements: tuple[str, ...]) -> None:
    assert ALL[organisation].rules(Kind.ACCESS).statements == statements


@pytest.mark.parametrize("organisation", [*ALL])
def test_only_what_decides_nothing_leaves_unseen(organisation: str) -> None:
    assert ALL[organisation].unseen <= set(MAY_LEAVE_UNSEEN)
    assert ("referral" in ALL[organisation].unseen) == (organisation == "mentor")


@pytest.mark.parametrize("organisation", [*ALL])
def test_a_reply_finds_a_language_and_a_letter_its_own(organisation: str) -> None:
    policy = ALL[organisation]
    assert policy.languages == (("nl", "en", "da") if organisation == "mentor" else ("da", "en", "nl"))
    assert policy.language("de") == "en"


@pytest.mark.parametrize(
    ("organisation", "kept"),
    [
        ("metier", {"course-records": "5 years course_end", "invigilator-mails": "None course_end"}),
        ("mentor", {"payments": "7 years payment", "customer-notes": "None customer_relation_end"}),
        (
            "alottbetter",
            {
                "programme-records": "2 years internship_end",
                "programme-records-by-consent": "10 years internship_end",
                "programme-complaint": "10 years internship_end",
            },
        ),
        ("jensenskurser", {"consent-data": "None consent_withdrawal", "service-data": "None service_ended"}),
    ],
)
def test_things_are_kept_as_long_as_the_policy_says(organisation: str, kept: dict[str, str]) -> None:
    rows = {row.what: f"{row.term} {row.starts}" for row in ALL[organisation].retention if row.says}
    assert rows.items() >= kept.items()


def fulfilled(text: str, markers: tuple[str, ...]) -> bool:
    return all(re.search(marker, " ".join(text.split()), re.IGNORECASE) for marker in markers)


@pytest.mark.parametrize("language", ["da", "nl", "en"])
@pytest.mark.parametrize("statement", ["appeal_right", "peoplecert_links"])
def test_a_statement_says_what_it_is_looked_for_by(statement: str, language: str) -> None:
    found = ALL["mentorix"].statements[statement]
    assert fulfilled(found.texts[language], found.markers[language])
    assert not fulfilled("Tak. Bedankt. Thank you.", found.markers[language])


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("da", "Vi fastholder den oprindelige afgørelse. Begrundelse: eksamen blev afholdt efter reglerne."),
        ("da", "Vi har ændret afgørelsen, fordi du fik for kort tid."),
        ("nl", "Wij handhaven de oorspronkelijke beslissing. Motivering: het examen verliep volgens de regels."),
        ("en", "We have decided to uphold the original decision, because the exam followed the rules."),
    ],
)
def test_a_decision_on_an_appeal_gives_its_reasons_once_a_person_has_written_them(language: str, answer: str) -> None:
    reasons = ALL["mentorix"].statements["reasons"]
    assert fulfilled(answer, reasons.markers[language])
    assert not fulfilled(reasons.texts[language], reasons.markers[language])


def test_a_reminder_is_never_an_escalation_to_the_queue_that_has_the_case() -> None:
    for policy in ALL.values():
        for kind, rules in policy.kinds.items():
            assert not [step for step in rules.steps if step.act is Act.ESCALATE and step.queue == rules.queue], kind


def test_one_policy_can_be_read_by_itself() -> None:
    assert read_policy(Path(SHIPPED), "mentor") == ALL["mentor"]
