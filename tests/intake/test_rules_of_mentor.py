"""What Mentor BV's privacy statement says, rule by rule, where no other test lives through it (P-MB-01 to P-MB-19)."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from cases.case import Requester, Status
from cases.errors import NotAllowed
from cases.kind import PRIVACY, Kind
from cases.message import Address
from cases.office import Office
from cases.organisation import Role, Sight
from cases.outgoing import OutboxStatus
from cases.policy import MAY_LEAVE_UNSEEN, REQUIREMENTS, ClockName
from cases.relation import Relation
from cases.staff import Staff, queues_of, sees, sees_persons
from cases.term import Term
from intake.approve import approve
from intake.identity import WAYS
from intake.keep_out import KeepingOut, keep_out
from intake.relate import Relating, relate
from replies.acknowledgement import SAMPLES
from replies.processor_reply import Facts as Reply
from replies.render import render
from replies.statements import statement
from storage.book import Book
from storage.tables import CASE
from tests.at_work import approval_of
from tests.builders import AT, a_case
from tests.intake.scene import Scene
from tests.mentor import GENUINE, JAN, NOORD, NOORDS, a_request, of_noord, with_customers

RIGHTS = PRIVACY - {Kind.PRIVACY_COMPLAINT}


@pytest.fixture
def mentor(offices: dict[str, Office]) -> Office:
    """Give Mentor with its customers."""
    return with_customers(offices["mentor"])


@pytest.fixture
def scene(book: Book, mentor: Office) -> Scene:
    """Give a case book of Mentor's with its customers."""
    return Scene(book, mentor)


def test_p_mb_01_mentor_works_for_its_customers_and_every_right_is_tied_to_one(mentor: Office) -> None:
    assert mentor.policy.role is Role.PROCESSOR
    assert all("customer" in mentor.policy.rules(kind).requires for kind in RIGHTS)


def test_p_mb_02_requests_come_to_the_privacy_address_and_every_listed_contact_counts(mentor: Office) -> None:
    assert mentor.policy.addresses == ("privacy@poweredbymmentor.nl", "info@poweredbymmentor.nl")
    contact = mentor.policy.contact
    assert contact.email == "privacy@poweredbymmentor.nl"
    assert (contact.phone, contact.post) == ("06 51 14 70 70", "Heresingel 9, 9711 ER Groningen")


async def test_p_mb_03_a_learner_may_turn_to_mentor_and_the_customer_may_turn_to_it_for_one(scene: Scene) -> None:
    ours = await scene.opened(of_noord(), **JAN, authentication=GENUINE)
    theirs = await scene.opened(a_request(), **NOORDS, authentication=GENUINE)
    assert ClockName.REFERRAL in await scene.clocks(ours)
    assert ClockName.PROCESSOR_REPLY in await scene.clocks(theirs)


async def test_p_mb_06_a_complaint_about_privacy_is_mentors_own_to_answer(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await scene.opened(of_noord(Kind.PRIVACY_COMPLAINT), **JAN, authentication=GENUINE)
    assert case.queue == "privacy"
    assert await scene.replies(case, OutboxStatus.DRAFT) == ["answer_privacy_complaint"]
    entry = await scene.letter(case, "answer_privacy_complaint")
    await scene.book.run(approve, approval_of(entry), officer, scene.office.policy, scene.now)


@pytest.mark.parametrize("kind", [*PRIVACY])
def test_p_mb_07_every_answer_about_privacy_names_the_autoriteit_persoonsgegevens(mentor: Office, kind: Kind) -> None:
    assert "authority_complaint" in mentor.policy.rules(kind).statements
    for language in ("nl", "en", "da"):
        assert "autoriteitpersoonsgegevens.nl" in statement(mentor.policy, "authority_complaint", language)


def a_person(role: str, id_: int = 7) -> Staff:
    return Staff("mentor", id_, f"{role}@mentor.example", "Bo Lund", role)


def test_p_mb_08_a_trainer_sees_the_cases_given_to_them_and_no_other(mentor: Office) -> None:
    trainer, case = a_person("trainer"), a_case(organisation="mentor", queue="privacy")
    assert queues_of(trainer, mentor.policy) == ()
    assert not sees(trainer, case, mentor.policy)
    assert sees(trainer, replace(case, assigned_to=trainer.id), mentor.policy)


async def test_p_mb_08_a_complaint_about_a_trainer_is_nothing_that_trainer_sees(scene: Scene) -> None:
    trainer, clerk = await scene.hire("trainer"), await scene.hire("administrator")
    case = await scene.opened(a_request(Kind.COMPLAINT), **JAN)
    keeping = KeepingOut("mentor", case.id, trainer.id)
    await scene.book.run(keep_out, keeping, clerk, scene.office, scene.now)
    about = replace(await scene.case(case), assigned_to=trainer.id)
    assert not sees(trainer, about, scene.office.policy), "not even where somebody gives it to them"


async def test_p_mb_09_a_learner_reaches_no_case_but_their_own(scene: Scene) -> None:
    """Whoever names the number of somebody else's case gets a number of their own, and nothing of that case."""
    case = await scene.opened(of_noord(), **JAN)
    kim: dict[str, Any] = {"sender": Address("Kim", "kim@example.nl"), "return_path": "kim@example.nl"}
    other = await scene.opened(a_request(reference=case.number), **kim)
    assert other.thread != case.thread
    assert (other.status, other.held_for) == (Status.HELD, "third_party")
    bodies = [one.outgoing.body for one in await scene.letters(other) if one.outgoing.recipient == "kim@example.nl"]
    assert not any(case.number in body or "Noord" in body for body in bodies)


@pytest.mark.parametrize("role", ["contentmanager", "planner"])
def test_p_mb_10_content_managers_and_planners_see_no_case_whatever_is_done_with_it(mentor: Office, role: str) -> None:
    person, case = a_person(role), a_case(organisation="mentor", queue="privacy", assigned_to=7)
    assert not sees_persons(person, mentor.policy)
    assert not sees(person, case, mentor.policy)
    assert not sees(person, replace(case, requester=Requester(None, None)), mentor.policy)
    assert {one.id for one in mentor.policy.roles if one.sight is Sight.NUMBERS} == {"contentmanager", "planner"}


@pytest.mark.parametrize(
    ("language", "says"),
    [("nl", "Over u wordt niets automatisch beslist."), ("en", "No machine makes decisions about you.")],
)
async def test_p_mb_11_the_receipt_says_that_no_machine_decides(scene: Scene, language: str, says: str) -> None:
    case = await scene.opened(replace(a_request(), language=language), **JAN)
    assert says in (await scene.letter(case, "acknowledgement")).outgoing.body


async def test_p_mb_11_no_outcome_leaves_without_a_person(scene: Scene) -> None:
    assert not [reply for reply in MAY_LEAVE_UNSEEN if reply.startswith("answer_")]
    case = await scene.opened(a_request(Kind.PRIVACY_COMPLAINT), **JAN, authentication=GENUINE)
    clerk = await scene.hire("trainer")
    entry = await scene.letter(case, "answer_privacy_complaint")
    with pytest.raises(NotAllowed):
        await scene.book.run(approve, approval_of(entry), clerk, scene.office.policy, scene.now)


async def test_p_mb_13_who_is_not_known_is_asked_for_a_user_name_or_reference_and_for_no_identity_paper(
    scene: Scene,
) -> None:
    body = (await scene.letter(await scene.opened(a_request(), **JAN), "acknowledgement")).outgoing.body
    assert "uw gebruikersnaam of referentie" in body
    assert "een kopie van een identiteitsbewijs is niet nodig" in body
    assert not any("identity" in name or "passport" in name for name in REQUIREMENTS)
    assert not any("copy" in way or "passport" in way for way in WAYS)


def test_p_mb_12_the_one_question_asks_what_somebody_is_to_mentor() -> None:
    asks = next(one for one in SAMPLES if "customer" in one.missing)
    for language, words in (("nl", "(mogelijke) klant"), ("da", "(mulig) kunde"), ("en", "(potential) customer")):
        assert words in render(asks, language).body


def test_p_mb_14_how_long_accounts_are_kept_is_what_the_customers_record_says(mentor: Office) -> None:
    facts = Reply("MB-26-1", "Mentor", mentor.policy.contact, NOORD.name, Kind.ACCESS, AT.date(), NOORD.accounts)
    assert NOORD.accounts == Term.parse("2 years")
    assert "Accountgegevens bewaren wij 2 jaar, zoals wij met u hebben afgesproken." in render(facts, "nl").body
    assert "Accountgegevens" not in render(replace(facts, accounts=None), "nl").body
    kept = next(one for one in mentor.policy.retention if one.what == "accounts")
    assert (kept.term, kept.starts) == (None, "customer_term_end")


def test_p_mb_17_whoever_gets_data_outside_the_eea_is_known_as_such(mentor: Office) -> None:
    outside = {one.name for one in mentor.policy.recipients if one.outside_eea}
    assert outside == {"Sendgrid", "Sentry", "Pubnub", "Tokbox"}


async def test_p_mb_18_the_recipients_are_named_in_the_answer_about_access(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await scene.opened(a_request(), **JAN)
    visitor = Relating("mentor", case.id, Relation.VISITOR)
    await scene.book.run(relate, visitor, officer, scene.office, scene.now)
    body = (await scene.letter(case, "answer_access")).outgoing.body
    for name in ("Xaurum", "Mollie", "Buckaroo", "Ingenico", "Pubnub", "Tokbox", "Sendgrid", "Sentry", "Transip"):
        assert name in body


async def test_p_mb_19_the_version_of_the_statement_stands_with_every_case(scene: Scene) -> None:
    case = await scene.opened(a_request(), **JAN)
    rows = await scene.book.read(lambda page: page.all(select(CASE.c.policy_version).where(CASE.c.id == case.id)))
    assert [row.policy_version for row in rows] == ["3.1 of 30 January 2023"]
