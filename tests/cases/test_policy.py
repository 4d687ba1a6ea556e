"""What an organisation promised, looked up by name."""

import pytest

from cases.breach import QUEUE
from cases.errors import PolicyError
from cases.kind import Kind
from cases.organisation import Contact, Queue
from cases.policy import (
    LAW_STATEMENTS,
    MAY_LEAVE_UNSEEN,
    NEEDED_QUEUES,
    REQUIREMENTS,
    Act,
    ClockName,
    ClockRule,
    Quote,
    Retention,
    Start,
    Step,
)
from cases.task import TaskKind
from cases.term import Basis, Term
from tests.builders import a_policy


def test_what_is_kept_is_called_what_people_call_it_else_by_its_name_without_hyphens() -> None:
    kept = Retention("course-access-logs", Term.parse("1 year"), "course_end", names={"da": "adgang til kurset"})
    assert kept.name("da") == "adgang til kurset"
    assert kept.name("nl") == "course access logs"


def test_a_queue_is_found_by_its_id_and_one_that_is_not_there_is_the_policys_mistake() -> None:
    assert a_policy().queue("administration").roles == ("administrator",)
    with pytest.raises(PolicyError, match=r'^policy mentorix has no queue "sales"$'):
        a_policy().queue("sales")


@pytest.mark.parametrize(
    ("wished", "languages", "written"),
    [
        ("nl", ("da", "en", "nl"), "nl"),
        ("fr", ("da", "en", "nl"), "en"),
        ("fr", ("da", "nl"), "da"),
        ("en", ("nl",), "nl"),
    ],
    ids=["the person's own", "else English", "else the organisation's first", "not even English"],
)
def test_a_letter_is_in_the_persons_language_or_else_in_the_best_the_organisation_has(
    wished: str, languages: tuple[str, ...], written: str
) -> None:
    assert a_policy(languages=languages).language(wished) == written


@pytest.mark.parametrize(
    ("legal_name", "post", "registration", "written"),
    [
        ("Mentorix ApS", "Gade 1, 1000 K", "CVR 1", "Mentorix ApS, Gade 1, 1000 K, CVR 1"),
        ("Mentorix ApS", None, None, "Mentorix ApS"),
        ("Mentorix", None, "CVR 1", "Mentorix, CVR 1"),
        ("Mentorix", None, None, ""),
    ],
    ids=["all of it", "the legal name alone", "its number alone", "nothing that the name does not say"],
)
def test_p_jk_01_a_letter_names_the_legal_entity_unless_the_name_says_it_already(
    legal_name: str, post: str | None, registration: str | None, written: str
) -> None:
    contact = Contact("info@mentorix.dk", post=post)
    policy = a_policy(name="Mentorix", legal_name=legal_name, contact=contact, registration=registration)
    assert policy.legal_entity == written


def test_p_jk_07_sensitive_matter_is_struck_out_only_where_the_policy_says_so() -> None:
    assert a_policy(sensitive="strike out").strikes_out
    assert not a_policy().strikes_out


def test_restricted_files_are_for_those_the_policy_names_or_else_for_whoever_has_the_privacy_queue() -> None:
    queues = (Queue("administration", {}, ("clerk",)), Queue("privacy", {}, ("officer", "lawyer")))
    assert a_policy(queues=queues).trusted_roles == {"officer", "lawyer"}
    assert a_policy(queues=queues, restricted_to=("director",)).trusted_roles == {"director"}
    assert a_policy(queues=queues[:1]).trusted_roles == frozenset()


def test_con_2_con_3_neither_a_signature_nor_a_national_number_can_be_required() -> None:
    assert set(REQUIREMENTS) == {
        *("name", "email", "documents", "description", "customer"),
        *("authority", "what_is_wrong", "proposed_value", "programme"),
    }


def test_nothing_is_promised_assumed_or_allowed_that_a_policy_does_not_say() -> None:
    policy, rule = a_policy(), ClockRule(ClockName.ANSWER, Term.parse("1 month"), Basis.EU, "law")
    assert (rule.told, rule.assumed, rule.says, rule.starts) == (False, False, None, Start.RECEIPT)
    assert (policy.signature, policy.sensitive, policy.registration, policy.external_body) == (
        "none",
        "keep",
        None,
        None,
    )
    assert str(policy.catch_up) == "3 days"
    kept = Retention("case-files", Term.parse("5 years"), "case_closed")
    assert (kept.any_time, kept.register, kept.assumed, kept.task) == (False, False, False, TaskKind.ERASE_DATA)
    step, quote = Step(ClockName.ANSWER, Act.REMIND, "administration"), Quote("words", "file.txt", "P-1")
    assert (step.offset, step.before, step.says, quote.doubt) == (None, False, None, "")
    rules = policy.rules(Kind.COMPLAINT)
    assert (rules.impartial, rules.independent, rules.consult) == (None, False, ())


def test_nothing_that_decides_something_may_leave_unseen_whatever_a_policy_lists() -> None:
    """GDPR Art. 22: a receipt, news for staff, what a person has approved in substance; no outcome, no refusal."""
    assert set(MAY_LEAVE_UNSEEN) == {
        *("acknowledgement", "question_reminder", "deadline_reply", "staff_notice", "candidate_notice"),
        *("referral", "referral_notice", "file_refused", "struck_out", "case_link", "case_code"),
    }


def test_r_77_1_answers_name_the_authority_and_the_court_of_themselves() -> None:
    assert {"authority_complaint", "judicial_remedy"} == LAW_STATEMENTS


def test_every_organisation_has_a_queue_for_breaches_and_one_for_what_authorities_ask() -> None:
    assert NEEDED_QUEUES == (QUEUE, "authority-requests")
