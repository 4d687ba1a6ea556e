"""What each right gives people to do, and what nobody may decide: by the rules of the law and of the policies."""

from typing import Any

import pytest

from cases.decision import Ruling
from cases.kind import PRIVACY, Flag, Kind
from cases.office import Office
from cases.policy import Policy
from cases.reading import FoundKind
from cases.task import Result, Task, TaskKind, ToDo
from handlers.all import ALL, handler_of, work_of
from handlers.interface import Judged, Matter
from tests.builders import AT, a_case, a_reading

ERASED_IN_PART = ("bookkeeping_dk",)


def a_matter(kind: Kind, text: str = "Jeg vil gerne bruge min ret.", **reading: Any) -> Matter:  # noqa: ANN401
    return Matter(kind, AT, a_reading(kind, text=text, **reading), "anna@example.org")


def judged(kind: Kind, ruling: Ruling, *grounds: str, **more: Any) -> Judged:  # noqa: ANN401
    return Judged(a_case(kind=kind), ruling, grounds, **more)


def a_task(kind: TaskKind, result: Result | None = None) -> Task:
    return Task(1, 1, kind, "", "", AT, result=result)


def kinds(work: tuple[ToDo, ...]) -> list[TaskKind]:
    return [one.kind for one in work]


@pytest.fixture
def metier(offices: dict[str, Office]) -> Policy:
    """Give Metier's policy."""
    return offices["metier"].policy


@pytest.fixture
def jensens(offices: dict[str, Office]) -> Policy:
    """Give Jensens Kurser's policy."""
    return offices["jensenskurser"].policy


def test_p_jk_03_every_right_has_a_handler_of_its_own() -> None:
    assert len({type(handler) for handler in ALL if handler.kind in PRIVACY}) == len(PRIVACY) == 8


@pytest.mark.parametrize("kind", sorted(PRIVACY))
def test_con_8_every_answer_about_privacy_names_the_authority_whatever_the_policy_says(
    kind: Kind, metier: Policy
) -> None:
    silent = {**metier.kinds, kind: metier.rules(kind).__class__("privacy", (), (), (), ())}
    policy = metier.__class__(**{**vars(metier), "kinds": silent})
    assert "authority_complaint" in handler_of(kind).statements(a_matter(kind), policy)


@pytest.mark.parametrize("ground", ["rights_of_others", "trade_secrets"])
def test_p_me_03_what_belongs_to_others_is_left_out_and_access_is_never_refused_for_it(
    ground: str, metier: Policy
) -> None:
    work = work_of(Kind.ACCESS)
    assert "P-ME-03" in (work.forbidden(judged(Kind.ACCESS, Ruling.REFUSED, ground), metier) or "")
    assert work.forbidden(judged(Kind.ACCESS, Ruling.PARTLY_GRANTED, ground), metier) is None
    assert work.forbidden(judged(Kind.ACCESS, Ruling.REFUSED, "not_identified"), metier) is None


def test_p_me_04_what_is_wrong_and_what_is_right_are_asked_for_and_a_correction_is_never_refused_for_want_of_them(
    metier: Policy,
) -> None:
    asked = handler_of(Kind.RECTIFICATION).missing(a_matter(Kind.RECTIFICATION), metier)
    assert asked == ("what_is_wrong", "proposed_value")
    assert handler_of(Kind.RECTIFICATION).clocks(a_matter(Kind.RECTIFICATION), metier)


def test_p_me_05_nobody_has_to_say_why_data_should_go(metier: Policy) -> None:
    assert handler_of(Kind.ERASURE).missing(a_matter(Kind.ERASURE, text="Slet mig."), metier) == ()
    assert kinds(work_of(Kind.ERASURE).after(judged(Kind.ERASURE, Ruling.GRANTED), metier))[0] is TaskKind.ERASE_DATA


def test_p_me_10_course_and_pass_data_are_erased_whenever_the_person_asks(metier: Policy) -> None:
    refused = work_of(Kind.ERASURE).forbidden
    for ground in ("still_needed", "legal_claims", "bookkeeping_dk", "excessive"):
        assert "P-ME-10" in (refused(judged(Kind.ERASURE, Ruling.REFUSED, ground), metier) or "")
    held = judged(Kind.ERASURE, Ruling.PARTLY_GRANTED, "still_needed", kept=("course-records",))
    assert "P-ME-10" in (refused(held, metier) or "")
    rest = judged(Kind.ERASURE, Ruling.PARTLY_GRANTED, "still_needed", kept=("case-files",))
    assert refused(rest, metier) is None
    assert refused(judged(Kind.ERASURE, Ruling.REFUSED, "not_identified"), metier) is None


def test_p_me_10_the_answer_warns_that_the_proof_of_the_certificate_is_lost(metier: Policy, jensens: Policy) -> None:
    said = handler_of(Kind.ERASURE).statements
    assert "proof_of_certificate" in said(a_matter(Kind.ERASURE), metier)
    assert "proof_of_certificate" not in said(a_matter(Kind.ERASURE), jensens)


def test_p_mb_15_payments_stay_seven_years_and_are_out_of_use_meanwhile(offices: dict[str, Office]) -> None:
    decided = judged(Kind.ERASURE, Ruling.PARTLY_GRANTED, "bookkeeping_nl", kept=("payments",))
    work = work_of(Kind.ERASURE).after(decided, offices["mentor"].policy)
    assert ToDo(TaskKind.RESTRICT_DATA, "betaalgegevens", "GDPR Art. 17(3)(b)") in work
    assert ToDo(TaskKind.ERASE_DATA, "", "GDPR Art. 17(1)") in work


def test_what_stays_because_it_is_needed_is_not_restricted(jensens: Policy) -> None:
    decided = judged(Kind.ERASURE, Ruling.PARTLY_GRANTED, "still_needed", kept=("case-files",))
    assert TaskKind.RESTRICT_DATA not in kinds(work_of(Kind.ERASURE).after(decided, jensens))


@pytest.mark.parametrize("kind", [Kind.RECTIFICATION, Kind.ERASURE, Kind.RESTRICTION])
def test_p_jk_08_each_processor_is_told_of_what_was_corrected_erased_or_restricted(kind: Kind, jensens: Policy) -> None:
    work = work_of(kind).after(judged(kind, Ruling.GRANTED), jensens)
    told = [one.about for one in work if one.kind is TaskKind.TELL_RECIPIENT]
    assert told == ["ATEA", "Officekursus", "IDG-kurser", "Diplomasafe", "Google", "HubSpot", "MailChimp"]
    assert TaskKind.TELL_RECIPIENT not in kinds(work_of(kind).after(judged(kind, Ruling.REFUSED, "accurate"), jensens))


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (Kind.RECTIFICATION, TaskKind.CORRECT_DATA),
        (Kind.ERASURE, TaskKind.ERASE_DATA),
        (Kind.RESTRICTION, TaskKind.RESTRICT_DATA),
        (Kind.PORTABILITY, TaskKind.HAND_OVER_DATA),
        (Kind.OBJECTION, TaskKind.STOP_PROCESSING),
        (Kind.CONSENT_WITHDRAWAL, TaskKind.ERASE_DATA),
    ],
)
def test_what_is_granted_is_done_by_somebody_and_what_is_refused_by_nobody(
    kind: Kind, first: TaskKind, metier: Policy
) -> None:
    assert kinds(work_of(kind).after(judged(kind, Ruling.GRANTED), metier))[0] is first
    assert work_of(kind).after(judged(kind, Ruling.REFUSED, "not_identified"), metier) == ()


MARKETING = {
    "da": "Jeg vil ikke have flere nyhedsbreve og reklamer fra jer.",
    "nl": "Ik wil geen reclame en nieuwsbrieven meer van u ontvangen.",
    "en": "Please stop sending me your newsletters and offers.",
}


@pytest.mark.parametrize(("language", "text"), MARKETING.items())
@pytest.mark.parametrize("kind", [Kind.OBJECTION, Kind.CONSENT_WITHDRAWAL])
def test_p_me_07_marketing_stops_at_once_and_nothing_is_weighed(
    kind: Kind, language: str, text: str, metier: Policy
) -> None:
    """CON-7: GDPR Art. 21(2) and (3)."""
    work = work_of(kind).at_once(a_matter(kind, text, language=language), metier)
    assert ToDo(TaskKind.STOP_MARKETING, "", "GDPR Art. 21(3)") in work
    assert (TaskKind.STOP_PROCESSING in kinds(work)) is (kind is Kind.CONSENT_WITHDRAWAL)


def test_a_subject_alone_tells_of_marketing() -> None:
    found = (FoundKind(Kind.OBJECTION, 0.9, ("Afmeld nyhedsbrev",)),)
    matter = Matter(Kind.OBJECTION, AT, a_reading(text="Se emnet.", kinds=found), "anna@example.org")
    assert kinds(work_of(Kind.OBJECTION).at_once(matter, Policy.__new__(Policy))) == [TaskKind.STOP_MARKETING]


@pytest.mark.parametrize("ruling", [Ruling.REFUSED, Ruling.PARTLY_GRANTED])
def test_con_7_no_ground_refuses_an_objection_to_marketing(ruling: Ruling, metier: Policy) -> None:
    forbidden = work_of(Kind.OBJECTION).forbidden
    asked = (a_task(TaskKind.STOP_MARKETING),)
    assert "CON-7" in (forbidden(judged(Kind.OBJECTION, ruling, "compelling_grounds", tasks=asked), metier) or "")
    assert forbidden(judged(Kind.OBJECTION, Ruling.GRANTED, tasks=asked), metier) is None


def test_an_objection_to_more_than_marketing_may_be_granted_in_part(metier: Policy) -> None:
    forbidden = work_of(Kind.OBJECTION).forbidden
    both = (a_task(TaskKind.STOP_MARKETING, Result.DONE), a_task(TaskKind.STOP_PROCESSING))
    assert forbidden(judged(Kind.OBJECTION, Ruling.PARTLY_GRANTED, "compelling_grounds", tasks=both), metier) is None
    assert forbidden(judged(Kind.OBJECTION, Ruling.REFUSED, "compelling_grounds", tasks=both), metier)
    misread = (a_task(TaskKind.STOP_MARKETING, Result.NOT_NEEDED),)
    assert forbidden(judged(Kind.OBJECTION, Ruling.REFUSED, "compelling_grounds", tasks=misread), metier) is None


def test_other_processing_stands_still_while_the_objection_is_weighed(metier: Policy) -> None:
    """GDPR Art. 18(1)(d), R-21-1."""
    matter = a_matter(Kind.OBJECTION, "Jeg gør indsigelse mod, at I bruger mine karakterer til statistik.")
    assert work_of(Kind.OBJECTION).at_once(matter, metier) == (
        ToDo(TaskKind.STOP_PROCESSING, "", "GDPR Art. 18(1)(d)"),
    )


def test_p_me_08_nothing_is_done_about_a_disclosure_before_the_person_knows_what_it_costs(
    metier: Policy, jensens: Policy
) -> None:
    text = "Jeg gør indsigelse mod, at I giver mine oplysninger videre til eksamensudbyderen."
    matter = a_matter(Kind.OBJECTION, text, flags=frozenset({Flag.CERTIFICATION_DISCLOSURE}))
    assert work_of(Kind.OBJECTION).at_once(matter, metier) == ()
    assert kinds(work_of(Kind.OBJECTION).at_once(matter, jensens)) == [TaskKind.STOP_PROCESSING]


def test_p_me_09_the_invigilators_mails_are_found_before_they_go(metier: Policy) -> None:
    work = work_of(Kind.ACCESS).at_once(a_matter(Kind.ACCESS), metier)
    assert [one.about for one in work] == ["", "begge mails til underviser og eksamensvagt"]
    assert set(kinds(work)) == {TaskKind.SEARCH_DATA}


def test_p_me_11_a_withdrawal_takes_effect_by_itself_and_is_never_refused(metier: Policy) -> None:
    """R-7-3: one step, as easy as giving it."""
    work = work_of(Kind.CONSENT_WITHDRAWAL)
    assert kinds(work.at_once(a_matter(Kind.CONSENT_WITHDRAWAL), metier)) == [TaskKind.STOP_PROCESSING]
    refused = judged(Kind.CONSENT_WITHDRAWAL, Ruling.REFUSED, "other_basis")
    assert "R-7-3" in (work.forbidden(refused, metier) or "")
    partly = judged(Kind.CONSENT_WITHDRAWAL, Ruling.PARTLY_GRANTED, "other_basis")
    assert work.forbidden(partly, metier) is None
    assert handler_of(Kind.CONSENT_WITHDRAWAL).missing(a_matter(Kind.CONSENT_WITHDRAWAL), metier) == ()


def test_p_jk_09_what_was_given_by_consent_goes_when_it_is_withdrawn(jensens: Policy) -> None:
    work = work_of(Kind.CONSENT_WITHDRAWAL).after(judged(Kind.CONSENT_WITHDRAWAL, Ruling.GRANTED), jensens)
    assert work == (ToDo(TaskKind.ERASE_DATA, "oplysninger givet med samtykke", "GDPR Art. 17(1)(b)"),)


@pytest.mark.parametrize("kind", [Kind.OTHER, Kind.COMPLAINT])
def test_p_me_12_a_change_of_data_is_no_right_and_is_carried_out(kind: Kind, metier: Policy) -> None:
    changed = a_matter(kind, "Jeg er flyttet til Nygade 1.", flags=frozenset({Flag.DATA_UPDATE}))
    assert kinds(work_of(kind).at_once(changed, metier)) == [TaskKind.CORRECT_DATA]
    assert work_of(kind).at_once(a_matter(kind), metier) == ()


@pytest.mark.parametrize("kind", sorted(Kind))
def test_nothing_but_a_right_is_forbidden_or_followed_by_work(kind: Kind, metier: Policy) -> None:
    if kind not in PRIVACY:
        assert work_of(kind).forbidden(judged(kind, Ruling.GRANTED), metier) is None
        assert work_of(kind).after(judged(kind, Ruling.GRANTED), metier) == ()
        assert work_of(kind).warnings(metier) == ()
