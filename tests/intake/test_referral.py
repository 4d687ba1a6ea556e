"""A processor's request goes to the customer that decides: by itself only where all is certain (P-MB-04)."""

from dataclasses import replace
from typing import Any

import pytest

from cases.case import Status
from cases.kind import Flag, Kind
from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus
from cases.policy import ClockName
from intake.looked import Looked, looked
from storage.book import Book
from tests.intake.scene import PORTAL, Scene
from tests.mentor import FORGED, GENUINE, JAN, NOORD, a_request, enrol, of_noord, with_customers

REFERRAL = "referral"


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of Mentor's with its customers."""
    return Scene(book, with_customers(offices["mentor"]))


async def test_p_mb_04_a_known_customers_learner_whose_domain_vouches_is_referred_at_once(scene: Scene) -> None:
    case = await scene.opened(of_noord(), **JAN, authentication=GENUINE)
    letter = await scene.letter(case, REFERRAL)
    assert (letter.status, letter.outgoing.recipient) == (OutboxStatus.RELEASED, NOORD.contact)
    assert letter.outgoing.automatic is Automatic.GENERATED
    assert letter.outgoing.attach == (case.opened_for,)


async def test_p_mb_04_whoever_stands_in_the_register_with_that_customer_is_referred_at_once(scene: Scene) -> None:
    await enrol(scene)
    case = await scene.opened(a_request(), **JAN)
    assert (case.customer, case.missing) == ("noord", ())
    assert (await scene.letter(case, REFERRAL)).status is OutboxStatus.RELEASED


async def test_p_mb_04_after_it_left_the_person_is_told_to_whom_and_when(scene: Scene) -> None:
    case = await scene.opened(of_noord(), **JAN, authentication=GENUINE)
    assert "referral_notice" not in await scene.replies(case)
    await scene.send(await scene.letter(case, REFERRAL))
    told = await scene.letter(case, "referral_notice")
    assert (told.status, told.outgoing.recipient) == (OutboxStatus.RELEASED, "jan@example.nl")
    assert "Academie Noord" in told.outgoing.body
    assert "2 maart 2026" in told.outgoing.body
    assert (await scene.case(case)).status is Status.FORWARDED


WAITS: dict[str, tuple[dict[str, Any], str]] = {
    "nobody vouches": ({}, "sender_is_not_known"),
    "the domain disowns it": ({"authentication": FORGED}, "sender_is_not_known"),
    "a machine wrote it": ({"judgement": PORTAL, "authentication": GENUINE}, "needs_a_person"),
    "we were not addressed": ({"to": (), "authentication": GENUINE}, "we_were_not_addressed"),
}


@pytest.mark.parametrize("why", [*WAITS])
async def test_p_mb_04_what_is_not_certain_waits_for_a_person_and_says_why(scene: Scene, why: str) -> None:
    letter, rule = WAITS[why]
    case = await scene.opened(of_noord(), **{**JAN, **letter})
    draft = await scene.letter(case, REFERRAL)
    assert (draft.status, draft.outgoing.note) == (OutboxStatus.DRAFT, rule)


async def test_r_clk_9_a_referral_that_waits_has_one_working_day_and_the_month_runs_beside_it(scene: Scene) -> None:
    case = await scene.opened(of_noord(), **JAN)
    clocks = await scene.clocks(case)
    assert scene.office.day(clocks[ClockName.REFERRAL].due_at).isoformat() == "2026-03-03"
    assert scene.office.day(clocks[ClockName.ANSWER].due_at).isoformat() == "2026-04-02"


async def test_in_the_register_of_another_customer_nobody_vouches_for_this_one(scene: Scene) -> None:
    await enrol(scene, "zuid")
    case = await scene.opened(of_noord(), **JAN)
    assert (case.customer, (await scene.letter(case, REFERRAL)).status) == ("noord", OutboxStatus.DRAFT)


async def test_a_forged_letter_in_the_name_of_somebody_in_the_register_is_not_referred_by_itself(scene: Scene) -> None:
    await enrol(scene)
    case = await scene.opened(of_noord(), **JAN, authentication=FORGED)
    assert (await scene.letter(case, REFERRAL)).status is OutboxStatus.DRAFT


async def test_a_letter_for_somebody_else_waits_until_their_consent_was_seen(scene: Scene) -> None:
    case = await scene.opened(replace(of_noord(), flags=frozenset({Flag.ON_BEHALF})), **JAN, authentication=GENUINE)
    assert (await scene.letter(case, REFERRAL)).outgoing.note == "is_written_for_another"


async def test_a_customer_that_has_left_gets_nothing_by_itself(scene: Scene) -> None:
    case = await scene.opened(a_request(customer="oost"), **JAN, authentication=GENUINE)
    assert (await scene.letter(case, REFERRAL)).outgoing.note == "customer_has_left"


@pytest.mark.parametrize("key", ["username", "their_reference"])
async def test_p_mb_13_a_user_name_or_reference_leads_to_the_customer_and_a_person_looks(
    scene: Scene, key: str
) -> None:
    """Whoever names one need not be its owner, and would hear whose learner that is."""
    await enrol(scene, address="other@example.nl", reference="NRD-100")
    named = {"username": "jdevries1", "their_reference": "NRD-100"}[key]
    case = await scene.opened(a_request(Kind.ACCESS, **{key: named}), **JAN, authentication=GENUINE)
    assert (case.customer, case.missing) == ("noord", ())
    assert (await scene.letter(case, REFERRAL)).outgoing.note == "customer_is_only_inferred"


async def test_a_policy_that_does_not_let_referrals_leave_keeps_them_as_drafts(scene: Scene) -> None:
    policy = scene.office.policy
    scene.office = replace(scene.office, policy=replace(policy, unseen=policy.unseen - {REFERRAL}))
    case = await scene.opened(of_noord(), **JAN, authentication=GENUINE)
    assert (await scene.letter(case, REFERRAL)).status is OutboxStatus.DRAFT


async def test_with_a_scanner_it_leaves_when_nothing_was_found(scene: Scene) -> None:
    scene.office = replace(scene.office, scans=True)
    case = await scene.opened(of_noord(), **JAN, authentication=GENUINE)
    assert (await scene.letter(case, REFERRAL)).outgoing.note == "waits_for_scanner"
    clean = Looked(case.opened_for, "clean", {})
    for _ in range(2):
        await scene.book.run(looked, clean, scene.office, scene.now)
    left = [one for one in await scene.letters(case) if one.outgoing.reply == REFERRAL]
    assert [one.status for one in left] == [OutboxStatus.DROPPED, OutboxStatus.RELEASED]
    assert left[1].outgoing.attach == (case.opened_for,)


async def test_with_a_virus_in_it_a_person_passes_it_on(scene: Scene) -> None:
    scene.office = replace(scene.office, scans=True)
    case = await scene.opened(of_noord(), **JAN, authentication=GENUINE)
    await scene.book.run(looked, Looked(case.opened_for, "Eicar-Test-Signature", {}), scene.office, scene.now)
    assert (await scene.letter(case, REFERRAL)).status is OutboxStatus.DRAFT


async def test_naming_the_customer_later_refers_at_once_too(scene: Scene) -> None:
    case = await scene.opened(a_request(), **JAN, authentication=GENUINE)
    assert case.missing == ("customer",)
    await scene.hear(of_noord(), **JAN, authentication=GENUINE, references=("<1@example.org>",))
    letter = await scene.letter(case, REFERRAL)
    assert letter.status is OutboxStatus.RELEASED
    assert letter.outgoing.attach[0] == case.opened_for


async def test_who_names_nobody_we_know_is_asked_once_and_staff_are_told(scene: Scene) -> None:
    await scene.hire("privacy_officer")
    case = await scene.opened(a_request(customer="onbekend"), **JAN)
    assert case.missing == ()
    notices = [one.outgoing.subject for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    assert any("een klant is niet bekend" in subject for subject in notices)
    assert REFERRAL not in await scene.replies(case, OutboxStatus.DRAFT)


async def test_who_was_asked_and_still_names_nobody_is_not_asked_again(scene: Scene) -> None:
    await scene.hire("privacy_officer")
    case = await scene.opened(a_request(), **JAN)
    await scene.hear(a_request(Kind.OTHER), **JAN, references=("<1@example.org>",))
    asked = [one for one in await scene.letters(case) if "Bij welke organisatie" in one.outgoing.body]
    assert len(asked) == 1
    assert any("een klant is niet bekend" in one.outgoing.subject for one in await scene.letters(case))


async def test_the_question_lists_no_customers(scene: Scene) -> None:
    case = await scene.opened(a_request(), **JAN)
    body = (await scene.letter(case, "acknowledgement")).outgoing.body
    assert "Bij welke organisatie" in body
    assert "Noord" not in body
    assert "Zuid" not in body
