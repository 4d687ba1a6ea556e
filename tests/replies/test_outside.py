"""Who settles a complaint outside the organisation stands in its answers, where the policy names them."""

from dataclasses import replace

import pytest

from cases.kind import Kind
from cases.organisation import ExternalBody
from cases.policy import Policy
from handlers.all import handler_of
from handlers.interface import Matter
from replies.outside import ID
from replies.statements import absent, statement
from replies.words import LANGUAGES
from storage.policies import read_policies
from storage.policy_sense import mistakes_of
from tests.builders import AT, a_policy, a_reading

BODY = ExternalBody("Geschillencommissie Particuliere Onderwijsinstellingen", "https://www.degeschillencommissie.nl")
ODR = "https://ec.europa.eu/consumers/odr"


def demanded(kind: Kind, policy: Policy) -> tuple[str, ...]:
    """Give what an answer of a kind has to say."""
    return handler_of(kind).statements(Matter(kind, AT, a_reading(kind), "anna@example.org"), policy)


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.APPEAL])
def test_answers_to_complaints_and_appeals_name_the_body_of_the_policy(kind: Kind) -> None:
    assert ID in demanded(kind, a_policy(external_body=BODY))
    assert ID not in demanded(kind, a_policy())


def test_no_other_answer_names_it() -> None:
    assert ID not in demanded(Kind.OTHER, a_policy(external_body=BODY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_with_name_and_link_and_whether_it_binds(language: str) -> None:
    plain, binding = (a_policy(external_body=replace(BODY, binding=binds)) for binds in (False, True))
    text = statement(plain, ID, language)
    assert absent(plain, (ID,), text, language) == ()
    assert absent(plain, (ID,), text.replace(BODY.link, ""), language) == (ID,)
    assert statement(binding, ID, language).count(BODY.name) == 2


def test_no_policy_leads_to_the_closed_platform_of_the_union() -> None:
    """R-EU-1."""
    policy = read_policies()["metier"]
    wrong = [
        replace(policy, external_body=replace(BODY, link=ODR)),
        replace(policy, links={"odr": f"{ODR}/main"}),
    ]
    assert ["R-EU-1" in " ".join(mistakes_of(one, "metier")) for one in wrong] == [True, True]
    assert mistakes_of(replace(policy, external_body=BODY), "metier") == []
