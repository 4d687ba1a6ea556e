"""What a message means, purely: values in, values out, for every organisation."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.case import Status
from cases.kind import PRIVACY, Flag, Kind
from cases.message import Channel
from cases.office import Office
from cases.organisation import Customer, Role
from cases.outgoing import Automatic, Outgoing
from cases.policy import REQUIREMENTS, ClockName
from cases.reading import Document, Reading, Sensitive
from intake.consider import consider
from intake.relation import customer_of, is_referred
from intake.values import Draw, Heard, Outcome, Place
from replies.answers import unfinished
from replies.forbidden import forbidden
from replies.statements import absent
from tests.at_work import CHOICE
from tests.builders import AT, a_case, a_message, a_reading
from tests.intake.scene import FILED, PORTAL, a_heard

SECOND = timedelta(seconds=1)
ORGANISATIONS = ("alottbetter", "jensenskurser", "mentor", "mentorix", "metier")

some_kinds = st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=4, unique=True)
some_fields = st.dictionaries(st.sampled_from(REQUIREMENTS), st.just("here"), max_size=5)
readings = st.builds(
    lambda kinds, **rest: a_reading(*kinds, **rest),
    some_kinds,
    fields=some_fields,
    flags=st.frozensets(st.sampled_from(list(Flag))),
    documents=st.sampled_from([(), (Document(1),)]),
    language=st.sampled_from(["da", "nl", "en", "de"]),
    sensitive=st.sampled_from([(), (Sensitive("cpr", "••••••-••••"),)]),
)


def draws() -> Draw:
    numbers = count(1)

    def draw() -> tuple[int, str]:
        number = next(numbers)
        return number, f"XX-26-{100000 + number}"

    return draw


def outcome_of(heard: Heard, office: Office, place: Place | None = None) -> Outcome:
    """Consider a message that is addressed to this organisation."""
    message = replace(heard.message, to=(replace(heard.message.to[0], address=office.policy.addresses[0]),))
    return consider(replace(heard, message=message), place or Place(1), draws(), office)


def of(outcome: Outcome, reply: str) -> list[Outgoing]:
    return [letter for letter in outcome.letters if letter.reply == reply]


@pytest.fixture(params=ORGANISATIONS)
def office(request: pytest.FixtureRequest, offices: dict[str, Office]) -> Office:
    """Give each organisation in turn."""
    return offices[request.param]


@given(readings)
def test_every_kind_that_was_read_becomes_a_case_and_the_person_gets_one_letter(
    offices: dict[str, Office], reading: Reading
) -> None:
    for office in offices.values():
        outcome = outcome_of(a_heard(*(found.kind for found in reading.kinds), **_parts(reading)), office)
        assert [opening.case.kind for opening in outcome.openings] == [found.kind for found in reading.kinds]
        receipts = of(outcome, "acknowledgement")
        assert len(receipts) == (0 if Flag.AUTHORITY_REQUEST in reading.flags else 1)
        for receipt in receipts:
            assert all(opening.case.number in receipt.body for opening in outcome.openings)
            assert not unfinished(receipt.body)
            assert not forbidden(receipt.body)
            assert receipt.language in office.policy.languages


@given(readings)
def test_nothing_but_what_the_policy_lists_leaves_without_a_person(
    offices: dict[str, Office], reading: Reading
) -> None:
    for office in offices.values():
        outcome = outcome_of(a_heard(*(found.kind for found in reading.kinds), **_parts(reading)), office)
        for letter in outcome.letters:
            assert not letter.released or office.policy.leaves_unseen(letter.reply)
            assert (letter.automatic is Automatic.NONE) is not letter.released


@given(readings)
def test_a_right_is_never_asked_for_papers_and_nobody_for_a_national_number(
    offices: dict[str, Office], reading: Reading
) -> None:
    for office in offices.values():
        outcome = outcome_of(a_heard(*(found.kind for found in reading.kinds), **_parts(reading)), office)
        for opening in outcome.openings:
            assert not (opening.case.kind in PRIVACY and "documents" in opening.case.missing)


def _parts(reading: Reading) -> dict[str, Any]:
    names = ("fields", "flags", "documents", "language", "sensitive")
    return {name: getattr(reading, name) for name in names}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_case_has_a_draft_that_a_person_can_finish(office: Office, kind: Kind) -> None:
    """What the draft must say is in it already; what a person must fill in is marked.

    Where a customer decides, it answers its learner itself, and we draft nothing (P-MB-01).
    """
    outcome = outcome_of(a_heard(kind), office)
    drafts = of(outcome, f"answer_{kind}")
    assert len(drafts) == (0 if is_referred(outcome.openings[0].case, office.policy) else 1)
    for draft in drafts:
        can_be_finished(draft, office)


def can_be_finished(draft: Outgoing, office: Office) -> None:
    """Fill a draft in as a person would; all it must say is there then."""
    assert not draft.released
    assert draft.recipient == "anna@example.org"
    assert unfinished(draft.body)
    completed = draft.body
    for place in unfinished(draft.body):
        chosen = CHOICE.match(place)
        completed = completed.replace(place, chosen[1] if chosen else "Vi ændrer afgørelsen, begrundet i kurset.")
    assert absent(office.policy, draft.statements, completed, draft.language) == ()
    assert not forbidden(completed)


def test_a_machine_that_asks_opens_a_held_case_and_gets_nothing(office: Office) -> None:
    outcome = outcome_of(a_heard(Kind.ACCESS, judgement=PORTAL), office)
    assert [opening.case.status for opening in outcome.openings] == [Status.HELD]
    assert not [letter for letter in outcome.letters if letter.released]


def test_a_machine_is_not_told_that_its_case_is_complete(mentorix: Office) -> None:
    case = a_case(missing=("documents",))
    clock = outcome_of(a_heard(), mentorix).openings[0].clock(ClockName.ANSWER)
    assert clock
    place = Place(1, (case,), told_clocks={case.id: clock})
    came: dict[str, Any] = {"documents": (Document(1),)}
    assert of(outcome_of(a_heard(Kind.OTHER, **came), mentorix, place), "deadline_reply")
    for judgement in (PORTAL, FILED):
        outcome = outcome_of(a_heard(Kind.OTHER, judgement=judgement, **came), mentorix, place)
        assert of(outcome, "deadline_reply") == []


def test_the_receipt_stops_only_clocks_that_there_are(office: Office) -> None:
    outcome = outcome_of(a_heard(Kind.ACCESS, Kind.COMPLAINT), office)
    running = {(opening.case.id, clock.name) for opening in outcome.openings for clock, _ in opening.clocks}
    for letter in outcome.letters:
        assert letter.reply.startswith("answer_") or {(stop.case, stop.clock) for stop in letter.stops} <= running


def test_the_first_date_to_come_is_the_one_that_is_told(office: Office) -> None:
    for opening in outcome_of(a_heard(*Kind), office).openings:
        told = [clock for clock, _ in opening.clocks if clock.told]
        assert opening.told == min(told, key=lambda clock: clock.due_at, default=None)


def test_each_clock_begins_at_receipt_and_has_its_first_look(office: Office) -> None:
    for opening in outcome_of(a_heard(*Kind), office).openings:
        for clock, look in opening.clocks:
            assert clock.started_at == AT
            assert look
            assert AT < look <= clock.due_at + SECOND


def test_two_live_cases_of_a_conversation_both_hear_what_comes(mentorix: Office) -> None:
    cases = (a_case(missing=("name",)), a_case(id=2, number="MX-26-000002", kind=Kind.ACCESS, missing=("name",)))
    outcome = outcome_of(a_heard(Kind.OTHER), mentorix, Place(1, cases))
    assert [change.case.missing for change in outcome.changes] == [(), ()]
    assert outcome.openings == ()


def test_a_conversation_whose_cases_are_all_over_goes_on_with_the_latest(mentorix: Office) -> None:
    cases = (a_case(status=Status.CLOSED), a_case(id=2, number="MX-26-000002", status=Status.ANSWERED))
    outcome = outcome_of(a_heard(Kind.OTHER), mentorix, Place(1, cases))
    assert [(change.case.id, change.case.status) for change in outcome.changes] == [(2, Status.OPEN)]
    assert [letter.reply for letter in outcome.letters] == ["answer_complaint"]


def test_a_word_of_thanks_in_a_live_case_writes_nothing(mentorix: Office) -> None:
    outcome = outcome_of(a_heard(Kind.FEEDBACK), mentorix, Place(1, (a_case(),)))
    assert outcome.letters == ()


def test_a_person_who_writes_in_the_chat_is_answered_there(mentorix: Office) -> None:
    heard = a_heard(message=a_message(channel=Channel.CHAT))
    (receipt,) = of(outcome_of(heard, mentorix), "acknowledgement")
    assert (receipt.channel, receipt.released) == (Channel.CHAT, True)


@pytest.mark.parametrize(
    ("organisation", "reading", "says"),
    [
        ("mentorix", {"flags": frozenset({Flag.PEOPLECERT_DECISION})}, "peoplecert.org/complaint-management-policy"),
        ("mentorix", {"flags": frozenset({Flag.ON_BEHALF})}, "skriftlig fuldmagt"),
        ("mentorix", {"sensitive": (Sensitive("cpr", "••••••-••••"),)}, "Det har vi skjult i sagen"),
        ("mentor", {}, "verwerkingsverantwoordelijke"),
    ],
    ids=["peoplecert", "third party", "sensitive", "processor"],
)
def test_what_else_must_be_said_is_said(
    offices: dict[str, Office], organisation: str, reading: dict[str, Any], says: str
) -> None:
    kind = Kind.ACCESS if organisation == "mentor" else Kind.COMPLAINT
    language = "nl" if organisation == "mentor" else "da"
    office = offices[organisation]
    plain = outcome_of(a_heard(kind, language="da"), offices["mentorix"])
    (receipt,) = of(outcome_of(a_heard(kind, language=language, **reading), office), "acknowledgement")
    assert says in receipt.body
    assert says not in of(plain, "acknowledgement")[0].body


def test_a_controller_is_found_by_its_subdomain_or_name_however_written(offices: dict[str, Office]) -> None:
    mentor = offices["mentor"]
    assert mentor.policy.role is Role.PROCESSOR
    known = Customer("voorbeeld", "Voorbeeld Opleidingen", "privacy@voorbeeld.example")
    office = replace(mentor, policy=replace(mentor.policy, customers=(known,)))
    for named, found in (
        ("VOORBEELD", known),
        ("voorbeeld opleidingen", known),
        ("Voor", None),
        ("", None),
        (None, None),
    ):
        assert customer_of(a_case(customer=named), office) == found


def test_who_sends_the_last_papers_hears_so_where_the_policy_promises_no_date(offices: dict[str, Office]) -> None:
    case = a_case(organisation="metier", missing=("documents",))
    came: dict[str, Any] = {"documents": (Document(1),)}
    (letter,) = of(outcome_of(a_heard(Kind.OTHER, **came), offices["metier"], Place(1, (case,))), "deadline_reply")
    assert letter.released
    assert "nu fået alt" in letter.body
    assert "senest" not in letter.body
