"""Conflicts with the law are found in an organisation's own words, whoever the organisation is."""

from dataclasses import replace

import pytest

from cases.conflicts import RULES, conflicts
from cases.kind import Kind
from cases.organisation import Role
from cases.policy import ClockName, ClockRule, Policy, Quote, Start
from cases.term import Basis, Term
from storage.policies import SHIPPED, read_policies, read_texts
from tests.builders import a_policy

IN_ORDER = "Du kan klage til Datatilsynet."
"""Words that conflict with nothing."""

EXPECTED = {
    "mentorix": ["CON-1", "CON-8"],
    "metier": ["CON-7", "CON-8"],
    "mentor": ["CON-4"],
    "alottbetter": ["CON-1", "CON-2", "CON-3", "CON-5", "CON-7", "CON-10"],
    "jensenskurser": ["CON-1", "CON-6", "CON-9"],
}


def found(text: str, policy: Policy | None = None) -> list[str]:
    return [conflict.rule for conflict in conflicts(policy or a_policy(), text)]


@pytest.mark.parametrize("organisation", EXPECTED)
def test_each_organisation_conflicts_where_it_is_known_to_and_nowhere_else(organisation: str) -> None:
    texts = "\n".join(read_texts(SHIPPED, organisation).values())
    assert found(texts, read_policies()[organisation]) == EXPECTED[organisation]


@pytest.mark.parametrize("organisation", EXPECTED)
def test_the_words_that_are_shown_are_the_organisations_own(organisation: str) -> None:
    policy, texts = read_policies()[organisation], "\n".join(read_texts(SHIPPED, organisation).values())
    for conflict in conflicts(policy, texts):
        assert conflict.says in " ".join(texts.split()), conflict.rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("CON-1", "Dine rettigheder følger af persondataloven."),
        ("CON-1", "Wij houden ons aan de Wet bescherming persoonsgegevens."),
        ("CON-2", "Uw verzoek om inzage moet voorzien zijn van uw handtekening."),
        ("CON-2", "A request for access must be signed by hand."),
        ("CON-2", "Een verzoek kan niet per e-mail worden ingediend."),
        ("CON-2", "Anmodninger om indsigt kan ikke sendes via mail."),
        ("CON-3", "Oplys dit navn og dit personnummer, når du beder om indsigt."),
        ("CON-3", "Vermeld uw naam en uw BSN."),
        ("CON-3", "Please provide your name and your national identification number."),
        ("CON-5", "Na een klacht bewaren wij alle gegevens 10 jaar."),
        ("CON-5", "If you complain, we keep all your information for 7 years."),
        ("CON-6", "Ontvangen wij toch bijzondere persoonsgegevens, dan worden deze direct verwijderd."),
        ("CON-6", "Do not send us sensitive data. If we receive any, we delete it."),
        ("CON-7", "Indien uw bezwaar gegrond is, staken wij de verwerking."),
        ("CON-7", "If your objection is justified, we stop."),
        ("CON-7", "Du kan anmode om, at vi ikke bruger dine data til direkte markedsføring."),
        ("CON-9", "Our supplier adheres to the EU-US Privacy Shield."),
        ("CON-10", "Door het gebruik van onze website geeft u toestemming voor de verwerking."),
        ("CON-10", "By using our services you give your consent."),
    ],
)
def test_another_organisation_is_judged_by_its_words_too(rule: str, words: str) -> None:
    assert found(f"{IN_ORDER}\n{words}") == [rule]


@pytest.mark.parametrize(
    "words",
    [
        "Du behøver ikke underskrive din anmodning, den skal blot nå os.",
        "Kursusaftalen skal underskrives af begge parter.",
        "Never provide your national identification number in a mail.",
        "By using our site you see all our courses. You can give your consent on a form of its own.",
        "Personoplysninger er f.eks. navn, personnummer og adresse.",
        "Vi beder dig aldrig oplyse dit CPR-nummer.",
        "Disse oplysninger bliver gemt i 5 år efter endt kursus.",
        "Vi behandler ikke følsomme oplysninger.",
        "Wij verwerken deze gegevens op basis van ons gerechtvaardigd belang; u kunt bezwaar maken.",
        "Du kan altid gøre indsigelse mod direkte markedsføring.",
        "Når du bruger vores hjemmeside, indsamler vi statistik.",
        "Vi behandler kun dine oplysninger, hvis du har givet samtykke.",
        "Databeskyttelsesloven og databeskyttelsesforordningen gælder.",
    ],
)
def test_words_that_are_in_order_raise_nothing(words: str) -> None:
    assert found(f"{IN_ORDER}\n{words}") == []


@pytest.mark.parametrize(
    "words",
    [
        "Du kan klage til Datatilsynet.",
        "U kunt een klacht indienen bij de Autoriteit Persoonsgegevens.",
        "You can complain to a supervisory authority.",
    ],
)
def test_who_names_an_authority_is_not_told_to(words: str) -> None:
    assert found(words) == []


def test_who_names_no_authority_is_told_what_is_left_out() -> None:
    (conflict,) = conflicts(a_policy(), "Vi passer på dine oplysninger.")
    assert (conflict.rule, conflict.says) == ("CON-8", "")
    assert "GDPR Art. 12(4)" in conflict.law
    assert conflict.treatment == "the product adds the words to every answer that needs them"


QUOTE = Quote("uiterlijk binnen de termijn", "x.txt", "P-1")


def a_processor(
    term: str,
    role: Role = Role.PROCESSOR,
    starts: Start = Start.CUSTOMER_REQUEST,
    says: Quote | None = QUOTE,
) -> Policy:
    reply = ClockRule(
        ClockName.PROCESSOR_REPLY, Term.parse(term), Basis.PROMISE, "own promise", says=says, starts=starts
    )
    kinds = dict(a_policy().kinds)
    kinds[Kind.ACCESS] = replace(kinds[Kind.ACCESS], clocks=(reply,))
    return a_policy(role=role, kinds=kinds)


@pytest.mark.parametrize("term", ["4 weeks", "1 month", "1 year", "22 days", "16 working days", "505 hours"])
def test_a_processor_that_may_end_after_the_controllers_month_is_told_so(term: str) -> None:
    (conflict,) = conflicts(a_processor(term), IN_ORDER)
    assert (conflict.rule, conflict.says) == ("CON-4", "uiterlijk binnen de termijn")


def test_a_processor_s_time_that_nobody_wrote_down_is_shown_as_it_was_assumed() -> None:
    (conflict,) = conflicts(a_processor("4 weeks", says=None), IN_ORDER)
    assert conflict.says == "4 weeks"


@pytest.mark.parametrize("term", ["10 days", "21 days", "3 weeks", "504 hours", "15 working days"])
def test_a_processor_that_leaves_time_to_answer_is_in_order(term: str) -> None:
    assert found(IN_ORDER, a_processor(term)) == []


def test_a_time_that_runs_with_the_persons_own_request_is_no_conflict() -> None:
    assert found(IN_ORDER, a_processor("4 weeks", starts=Start.RECEIPT)) == []


def test_every_rule_names_its_law_and_what_is_done_instead() -> None:
    assert [rule for rule, *_ in RULES] == [f"CON-{number}" for number in range(1, 11)]
    assert all(law and treatment for _, _, law, treatment in RULES)
