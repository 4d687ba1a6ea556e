"""How sure it must be who asked, before an answer leaves: most where it holds personal data (R-ID-4, R-ID-5)."""

from dataclasses import replace
from typing import Any

import pytest

from cases.kind import Flag, Kind
from cases.learner import Known, Learner
from cases.message import Authentication
from intake.identity import DISCLOSES, WHY, Doubt, Going, enough, on_file
from storage.messages import Told
from tests.builders import AT, a_case, a_policy, a_reading
from tests.intake.scene import ADMITTED

PASSED = Authentication("pass", "pass", "pass", "example.org", "here", aligned=True)
FORGED = Authentication("fail", "none", "fail", "example.org", "here")
SILENT = Authentication("none", "none", "none", "example.org", "here")
ANNA = Learner("1001", "Anna Holm", "anna@example.org")
UNKNOWN = Known(register=True)
ON_FILE = Known(register=True, learners=(ANNA,))
NO_REGISTER = Known()
LESS = sorted(set(Kind) - DISCLOSES)
ADDRESS = "anna@example.org"


def said(sender: str = ADDRESS, known: Authentication | None = None, channel: str = "mail", id_: int = 1) -> Told:
    """Give something that was said."""
    return Told(
        id_, AT, channel, "", sender, "", "", "", "da", ADMITTED, a_reading(), None, (), 0, authentication=known
    )


def judged(kind: Kind, known: Known, *told: Told, to: str | None = ADDRESS, **case: Any) -> Doubt | None:  # noqa: ANN401 - fields of the case
    """Say what stands against an answer."""
    policy = a_policy(addresses=("info@mentorix.dk",))
    return enough(a_case(kind=kind, **case), told or (said(),), Going(to), known, policy)


@pytest.mark.parametrize("kind", sorted(DISCLOSES))
def test_r_id_4_personal_data_go_to_an_address_on_file_and_to_no_other(kind: Kind) -> None:
    assert judged(kind, ON_FILE) is None
    assert judged(kind, UNKNOWN) is Doubt.NOT_ON_FILE
    assert judged(kind, UNKNOWN, said(known=PASSED)) is Doubt.NOT_ON_FILE, "a domain is no person (R-EM-84)"
    assert judged(kind, replace(UNKNOWN, corresponded=True)) is Doubt.NOT_ON_FILE


@pytest.mark.parametrize("kind", LESS)
def test_r_id_5_what_tells_nothing_personal_needs_no_more_than_before(kind: Kind) -> None:
    assert judged(kind, UNKNOWN) is None
    assert judged(kind, NO_REGISTER, said(channel="desk")) is None
    assert judged(kind, ON_FILE, said(known=FORGED)) is Doubt.PERHAPS_FORGED


@pytest.mark.parametrize("kind", sorted(DISCLOSES))
def test_r_12_2b_whoever_cannot_be_identified_is_told_so(kind: Kind) -> None:
    """The refusal holds no data, so nothing has to be known for it to leave."""
    refusal = Going(ADDRESS, refuses=True)
    policy = a_policy()
    assert enough(a_case(kind=kind), (said(),), refusal, UNKNOWN, policy) is None
    assert enough(a_case(kind=kind), (said(known=FORGED),), refusal, UNKNOWN, policy) is Doubt.PERHAPS_FORGED


@pytest.mark.parametrize("kind", sorted(Kind))
@pytest.mark.parametrize("known", [UNKNOWN, NO_REGISTER, ON_FILE])
def test_r_id_1_once_somebody_made_sure_nothing_more_is_needed(kind: Kind, known: Known) -> None:
    assert judged(kind, known, said(known=FORGED), identity="called_back") is None


@pytest.mark.parametrize("kind", sorted(DISCLOSES))
def test_an_address_on_file_is_worth_nothing_where_the_letter_is_perhaps_forged(kind: Kind) -> None:
    assert judged(kind, ON_FILE, said(known=FORGED)) is Doubt.PERHAPS_FORGED
    assert judged(kind, ON_FILE, said("carl@example.net", PASSED)) is Doubt.ANOTHER_ADDRESS


def test_p_al_15_a_name_and_a_programme_are_not_enough_to_get_data() -> None:
    """She is in the register by that name; the letter is from elsewhere."""
    course = a_reading(Kind.ACCESS, fields={"name": "Anna Holm", "programme": "Praktik i Dublin"})
    told = replace(said("anna.holm@example.net"), reading=course)
    assert judged(Kind.ACCESS, UNKNOWN, told, to="anna.holm@example.net") is Doubt.NOT_ON_FILE
    silent = replace(told, authentication=SILENT)
    assert judged(Kind.ACCESS, NO_REGISTER, silent, to="anna.holm@example.net") is Doubt.NOT_KNOWN


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ((said(known=PASSED),), "its domain vouches for it"),
        ((said(known=SILENT), said(known=PASSED, id_=2)), "it did so once"),
        ((said(),), "nobody ever looks here"),
        ((said("bo@mentorix.dk"),), "our own people passed it on"),
    ],
)
def test_without_a_register_what_is_known_of_the_address_counts(told: tuple[Told, ...], why: str) -> None:
    assert judged(Kind.ACCESS, NO_REGISTER, *told) is None, why


@pytest.mark.parametrize(
    "told", [(said(known=SILENT),), (said("carl@example.net"),), (said(channel="desk"),), (said("", channel="form"),)]
)
def test_r_id_4_without_a_register_an_address_that_is_only_named_gets_no_data(told: tuple[Told, ...]) -> None:
    assert judged(Kind.ACCESS, NO_REGISTER, *told) is Doubt.NOT_KNOWN
    assert judged(Kind.ACCESS, replace(NO_REGISTER, corresponded=True), *told) is None, "it wrote before"


@pytest.mark.parametrize("kind", sorted(Kind))
def test_where_nobody_knows_an_address_approving_says_so_itself(kind: Kind) -> None:
    assert judged(kind, UNKNOWN, to=None) is None


def behalf(known: Known, *told: Told, to: str = ADDRESS, **case: Any) -> Doubt | None:  # noqa: ANN401 - fields of the case
    """Let Carl ask for Anna's data."""
    flags = frozenset({Flag.ON_BEHALF})
    return judged(Kind.ACCESS, known, *(told or (said("carl@example.net", PASSED),)), to=to, flags=flags, **case)


def test_r_prx_2_data_go_to_whoever_asks_for_another_only_when_both_are_known_and_the_authority_is_there() -> None:
    carl = "carl@example.net"
    assert behalf(UNKNOWN, to=carl) is Doubt.ON_BEHALF
    assert behalf(UNKNOWN, to=carl, identity="called_back") is Doubt.NO_AUTHORITY
    assert behalf(UNKNOWN, to=carl, identity="called_back", authority="known_address") is None


def test_r_prx_2_the_answer_may_go_to_the_person_directly() -> None:
    assert behalf(ON_FILE) is None
    assert behalf(ON_FILE, said(known=PASSED)) is Doubt.ON_BEHALF, "she writes for another herself"


def test_the_page_shows_who_is_on_file_unless_something_speaks_against_it() -> None:
    policy = a_policy()

    def shown(known: Known, told: Told, **case: Any) -> Learner | None:  # noqa: ANN401 - fields of the case
        asked = a_case(**case)
        return on_file(asked, (told,), known, policy)

    assert shown(ON_FILE, said()) == ANNA
    assert shown(UNKNOWN, said()) is None
    assert shown(ON_FILE, said(known=FORGED)) is None
    assert shown(ON_FILE, said(), flags=frozenset({Flag.ON_BEHALF})) is None


def test_every_doubt_is_told_in_a_sentence() -> None:
    assert set(WHY) == set(Doubt)
