"""What the policies say of rights in passing, held against what is shipped."""

import re
from pathlib import Path

import pytest

from cases.cautions import cautions
from cases.kind import PRIVACY, Kind
from cases.office import Office
from cases.policy import ClockName, Policy

ROOT = Path(__file__).parents[2]
TABLES = "\n".join(path.read_text("utf-8") for path in (ROOT / "storage").glob("*tables.py"))
LETTERS = "\n".join(path.read_text("utf-8") for path in (ROOT / "replies").rglob("*.txt"))


@pytest.fixture
def metier(offices: dict[str, Office]) -> Policy:
    """Give Metier's policy."""
    return offices["metier"].policy


def doubts(policy: Policy, rule: str) -> list[str]:
    """Give what the check of a policy says of a rule."""
    return [line for line in cautions(policy) if line.startswith(f"{rule}: ")]


def test_p_me_01_the_contact_data_that_the_text_lacks_are_asked_for(metier: Policy) -> None:
    assert doubts(metier, "P-ME-01")
    assert {"addresses", "contact.email"} <= set(metier.assumed)


def test_p_me_14_the_organisation_is_told_that_heading_and_text_disagree(metier: Policy) -> None:
    (said,) = doubts(metier, "P-ME-14")
    assert "objecting always stops it" in said


def test_p_me_15_as_long_as_the_law_allows_is_no_period(metier: Policy) -> None:
    assert doubts(metier, "P-ME-15")
    assert not [kept for kept in metier.retention if kept.says and kept.says.rule == "P-ME-15"]


@pytest.mark.parametrize("organisation", ["alottbetter", "jensenskurser", "metier", "mentorix"])
def test_con_10_no_submission_sets_a_consent(organisation: str, offices: dict[str, Office]) -> None:
    """P-JK-10, R-REC-9: a right is handled because the law says so, whoever consented to what."""
    assert not re.search(r"^\s+consent\w*:", TABLES, re.MULTILINE)
    for kind in PRIVACY:
        answer = offices[organisation].policy.rules(kind).clock(ClockName.ANSWER)
        assert answer is not None
        assert answer.law == "GDPR Art. 12(3)"


def test_p_jk_10_no_letter_asks_for_consent_before_a_request_is_handled() -> None:
    asks = r"(giver du (os )?(dit )?samtykke|geeft u (ons )?toestemming|do you consent|samtykker du)"
    assert not re.search(asks, LETTERS, re.IGNORECASE)


def test_r_77_1_no_letter_makes_us_a_step_before_the_authority() -> None:
    before = (
        r"(først (klage|henvende|skrive)[^.]*\b(os|her)\b[^.]*(Datatilsynet|tilsynsmyndighed)"
        r"|eerst [^.]*\bons\b[^.]*(Autoriteit|toezichthouder)"
        r"|first [^.]*\bus\b[^.]*(authority|Datatilsynet))"
    )
    law = "\n".join(path.read_text("utf-8") for path in (ROOT / "replies/law").glob("*.toml"))
    assert not re.search(before, LETTERS + law, re.IGNORECASE)


def test_p_jk_13_the_date_of_the_policy_is_its_version(offices: dict[str, Office]) -> None:
    """Each case keeps the version it was opened under."""
    assert offices["jensenskurser"].policy.version == "18 December 2019"
    assert "policy_version" in TABLES


def test_r_rec_7_nobody_is_asked_how_to_be_addressed(offices: dict[str, Office]) -> None:
    """R-REC-7, R-11-1: it would collect what nobody needs (GDPR Art. 5(1)(c))."""
    for office in offices.values():
        asked = {name for kind in Kind for name in office.policy.rules(kind).requires}
        assert not asked & {"salutation", "gender", "title", "signature", "birthday"}


def test_p_jk_02_writing_to_the_info_address_is_enough(offices: dict[str, Office]) -> None:
    """Nothing but a name and where to answer is asked for, and neither is a condition."""
    policy = offices["jensenskurser"].policy
    assert policy.addresses == (policy.contact.email,) == ("info@jensenskurser.dk",)
    assert {policy.rules(kind).requires for kind in PRIVACY} == {("name", "email")}
