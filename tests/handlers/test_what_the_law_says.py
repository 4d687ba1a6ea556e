"""Each piece of work names the article it rests on, and each refusal says what to do instead: in words staff read."""

from dataclasses import replace
from typing import Any

import pytest

from cases.decision import Ruling
from cases.kind import Flag, Kind
from cases.office import Office
from cases.organisation import ExternalBody, Recipient
from cases.policy import Policy, Retention
from cases.reading import Document, DocumentKind
from cases.task import Result, Task, TaskKind, ToDo
from handlers.all import handler_of, work_of
from handlers.interface import Judged, Matter
from handlers.requirements import lacking
from tests.builders import AT, a_case, a_policy, a_reading

RECIPIENT = Recipient("Mollie", {"en": "payments"})
TOLD = ToDo(TaskKind.TELL_RECIPIENT, "Mollie", "GDPR Art. 19")
EXAM_RECORDS = Retention("exam-records", None, "course_end", any_time=True)


def a_matter(kind: Kind, **reading: Any) -> Matter:  # noqa: ANN401
    bare: dict[str, Any] = {"text": "", "fields": {}, "documents": ()}
    return Matter(kind, AT, a_reading(kind, **{**bare, **reading}), None)


def judged(kind: Kind, ruling: Ruling, *grounds: str, **more: Any) -> Judged:  # noqa: ANN401
    return Judged(a_case(kind=kind), ruling, grounds, **more)


def a_task(kind: TaskKind, result: Result | None = None) -> Task:
    return Task(1, 1, kind, "", "", AT, result=result)


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        (Kind.RECTIFICATION, (ToDo(TaskKind.CORRECT_DATA, "", "GDPR Art. 16"), TOLD)),
        (Kind.ERASURE, (ToDo(TaskKind.ERASE_DATA, "", "GDPR Art. 17(1)"), TOLD)),
        (Kind.RESTRICTION, (ToDo(TaskKind.RESTRICT_DATA, "", "GDPR Art. 18"), TOLD)),
        (Kind.PORTABILITY, (ToDo(TaskKind.HAND_OVER_DATA, "", "GDPR Art. 20(1)"),)),
        (Kind.OBJECTION, (ToDo(TaskKind.STOP_PROCESSING, "", "GDPR Art. 21(1)"),)),
        (Kind.CONSENT_WITHDRAWAL, (ToDo(TaskKind.ERASE_DATA, "", "GDPR Art. 17(1)(b)"),)),
    ],
)
def test_what_is_granted_is_done_under_its_own_article(kind: Kind, done: tuple[ToDo, ...]) -> None:
    """Who does it reads why, and whom of the recipients to tell of it."""
    policy = a_policy(recipients=(RECIPIENT,), retention=())
    assert work_of(kind).after(judged(kind, Ruling.GRANTED), policy) == done


@pytest.mark.parametrize(
    ("matter", "begun"),
    [
        (a_matter(Kind.ACCESS), ToDo(TaskKind.SEARCH_DATA, "", "GDPR Art. 15")),
        (a_matter(Kind.CONSENT_WITHDRAWAL), ToDo(TaskKind.STOP_PROCESSING, "", "GDPR Art. 7(3)")),
        (
            a_matter(Kind.OTHER, flags=frozenset({Flag.DATA_UPDATE})),
            ToDo(TaskKind.CORRECT_DATA, "", "GDPR Art. 5(1)(d)"),
        ),
    ],
    ids=["access", "withdrawal of consent", "a change of data"],
)
def test_what_begins_before_anybody_decides_rests_on_an_article_too(matter: Matter, begun: ToDo) -> None:
    assert work_of(matter.kind).at_once(matter, a_policy(retention=())) == (begun,)


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.APPEAL])
def test_r_nl_1_who_complains_is_told_who_settles_it_outside_where_there_is_somebody(kind: Kind) -> None:
    body = ExternalBody("Geschillencommissie", "https://www.degeschillencommissie.nl", binding=True)
    said = handler_of(kind).statements
    assert "external_body" in said(a_matter(kind), a_policy(external_body=body))
    assert "external_body" not in said(a_matter(kind), a_policy(external_body=None))


@pytest.mark.parametrize(
    ("kind", "point"),
    [
        (Kind.ACCESS, "access_purposes"),
        (Kind.RECTIFICATION, "supplementary_statement"),
        (Kind.RESTRICTION, "told_before_lifting"),
        (Kind.PORTABILITY, "rest_as_access"),
        (Kind.CONSENT_WITHDRAWAL, "lawful_before"),
    ],
)
def test_the_answer_to_a_right_tells_the_points_of_that_right(
    kind: Kind, point: str, offices: dict[str, Office]
) -> None:
    """R-15-1, R-16-1, R-18-1, P-JK-05, R-7-3: whatever the policy lists."""
    for office in offices.values():
        assert point in handler_of(kind).statements(a_matter(kind), office.policy)


@pytest.mark.parametrize("stopped", [TaskKind.STOP_PROCESSING, TaskKind.STOP_DISCLOSURE, TaskKind.STOP_MARKETING])
def test_what_stands_still_since_the_objection_is_not_stopped_a_second_time(stopped: TaskKind) -> None:
    granted = judged(Kind.OBJECTION, Ruling.GRANTED, tasks=(a_task(stopped, Result.DONE),))
    assert work_of(Kind.OBJECTION).after(granted, a_policy()) == ()


def test_what_somebody_found_needless_to_stop_is_stopped_when_the_objection_is_granted() -> None:
    needless = a_task(TaskKind.STOP_PROCESSING, Result.NOT_NEEDED)
    work = work_of(Kind.OBJECTION).after(judged(Kind.OBJECTION, Ruling.GRANTED, tasks=(needless,)), a_policy())
    assert [one.kind for one in work] == [TaskKind.STOP_PROCESSING]


def test_r_20_1_data_that_go_to_another_provider_are_not_handed_over_twice() -> None:
    after = work_of(Kind.PORTABILITY).after
    to_another = judged(Kind.PORTABILITY, Ruling.GRANTED, tasks=(a_task(TaskKind.HAND_OVER_DATA),))
    assert after(to_another, a_policy()) == ()
    something_else = judged(Kind.PORTABILITY, Ruling.GRANTED, tasks=(a_task(TaskKind.SEARCH_DATA),))
    assert [one.kind for one in after(something_else, a_policy())] == [TaskKind.HAND_OVER_DATA]


def test_what_bookkeeping_keeps_is_restricted_though_nobody_named_the_data() -> None:
    """The law keeps them, named or not: for everything else they are out of use (P-MB-15)."""
    decided = judged(Kind.ERASURE, Ruling.REFUSED, "bookkeeping_nl")
    work = work_of(Kind.ERASURE).after(decided, a_policy(retention=()))
    assert work == (ToDo(TaskKind.RESTRICT_DATA, "", "GDPR Art. 17(3)(b)"),)


def test_a_person_is_warned_only_of_what_is_erased_because_they_ask() -> None:
    """What goes by itself at the end of its term is no consequence of asking (P-ME-10)."""
    lost = replace(EXAM_RECORDS, warning="proof_of_certificate")
    by_itself = Retention("mail", None, "course_end", warning="no_consequence_of_asking")
    policy = a_policy(retention=(lost, by_itself, EXAM_RECORDS))
    assert work_of(Kind.ERASURE).warnings(policy) == ("proof_of_certificate",)


def test_an_identity_copy_is_no_paper_about_the_matter() -> None:
    """Who somebody is says nothing of what they complain about (R-ID-2)."""
    copy = Document(1, DocumentKind.IDENTITY_COPY, 0.9)
    invoice = Document(2, DocumentKind.INVOICE, 0.9)
    assert lacking(("documents",), a_matter(Kind.COMPLAINT, documents=(copy,))) == ("documents",)
    assert lacking(("documents",), a_matter(Kind.COMPLAINT, documents=(copy, invoice))) == ()


def test_r_prx_1_a_written_consent_in_the_letter_is_authority_to_write_for_another() -> None:
    consent = Document(1, DocumentKind.WRITTEN_CONSENT, 0.9)
    assert lacking(("authority",), a_matter(Kind.ACCESS, documents=(consent,))) == ()
    perhaps = replace(consent, confidence=0.4)
    assert lacking(("authority",), a_matter(Kind.ACCESS, documents=(perhaps,))) == ("authority",)


REFUSALS = [
    (
        judged(Kind.ACCESS, Ruling.REFUSED, "trade_secrets"),
        "what belongs to others or to the business is left out, and the rest is given (P-ME-03): grant partly",
    ),
    (
        judged(Kind.OBJECTION, Ruling.REFUSED, "compelling_grounds", tasks=(a_task(TaskKind.STOP_MARKETING),)),
        (
            "an objection to direct marketing always succeeds (GDPR Art. 21(3), CON-7): grant it; where it is about"
            " something else too, note that first; where it is not about marketing, end that task as not needed"
        ),
    ),
    (
        judged(Kind.CONSENT_WITHDRAWAL, Ruling.REFUSED, "other_basis"),
        "a withdrawal of consent takes effect by itself (GDPR Art. 7(3), R-7-3): grant it, at least partly",
    ),
    (
        judged(Kind.ERASURE, Ruling.REFUSED, "still_needed"),
        (
            "exam-records, pass-records: erased whenever the person asks (the policy); refuse the rest in part,"
            " and not this"
        ),
    ),
]


@pytest.mark.parametrize(
    ("decided", "told"), REFUSALS, ids=lambda one: one.case.kind if isinstance(one, Judged) else ""
)
def test_who_may_not_decide_so_reads_why_and_what_to_do_instead(decided: Judged, told: str) -> None:
    policy: Policy = a_policy(retention=(EXAM_RECORDS, replace(EXAM_RECORDS, what="pass-records")))
    assert work_of(decided.case.kind).forbidden(decided, policy) == told


def test_p_me_10_the_refusal_names_the_rule_where_the_policy_has_words_for_it(offices: dict[str, Office]) -> None:
    refused = judged(Kind.ERASURE, Ruling.REFUSED, "still_needed")
    told = work_of(Kind.ERASURE).forbidden(refused, offices["metier"].policy)
    assert told == ("course-records: erased whenever the person asks (P-ME-10); refuse the rest in part, and not this")
