"""What an answer about a right has to tell is seen in its draft, and missed where it is gone, in each language."""

from dataclasses import replace
from typing import Any

import pytest

from cases.decision import Ruling
from cases.kind import Kind
from cases.office import Office
from replies import answers, points
from replies.answers import unfinished
from replies.catalogue import ANSWERS
from replies.points import ACCESS, POINTS, points_of
from replies.render import render
from replies.statements import absent, statement
from replies.words import LANGUAGES

EVERY = [(kind, id_) for kind, ids in POINTS.items() for id_ in ids]


def draft(kind: Kind, language: str, **facts: Any) -> str:  # noqa: ANN401 - facts of any reply
    plain = vars(replace(answers.SAMPLES[0], statements=()))
    return render(ANSWERS[kind](**{**plain, **facts}), language).body


def completed(body: str) -> str:
    """Give a draft with its places filled in by words that tell nothing of their own."""
    for place in unfinished(body):
        body = body.replace(place, "…")
    return body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", POINTS)
def test_a_draft_tells_every_point_of_its_right(kind: Kind, language: str, offices: dict[str, Office]) -> None:
    body = completed(draft(kind, language))
    wanted = [
        id_ for id_ in points_of(kind) if id_ not in {"access_confirmation", "access_transfers", "rest_as_access"}
    ]
    assert absent(offices["metier"].policy, wanted, body, language) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "id_"), EVERY)
def test_a_point_says_itself_and_is_missed_in_an_empty_letter(
    kind: Kind, id_: str, language: str, offices: dict[str, Office]
) -> None:
    policy = offices["metier"].policy
    words = statement(policy, id_, language)
    assert absent(policy, [id_], words, language) == ()
    assert absent(policy, [id_], "Kære Anna, beste Anna, dear Anna", language) == (id_,)
    assert kind in POINTS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", [one for one in ACCESS if one not in {"access_confirmation", "access_transfers"}])
def test_p_me_02_an_access_letter_that_has_lost_a_point_is_not_complete(
    id_: str, language: str, offices: dict[str, Office]
) -> None:
    """R-15-1: each section is looked for; without it the letter must not leave."""
    policy = offices["metier"].policy
    kept = [
        part for part in completed(draft(Kind.ACCESS, language)).split("\n\n") if absent(policy, [id_], part, language)
    ]
    assert id_ in absent(policy, ACCESS, "\n\n".join(kept), language)


@pytest.mark.parametrize(
    ("language", "nothing"),
    [
        ("da", "Vi har undersøgt det og behandler ikke personoplysninger om dig."),
        ("nl", "Wij hebben dit onderzocht en verwerken geen persoonsgegevens van u."),
        ("en", "We have looked into it and do not process personal data about you."),
    ],
)
def test_who_has_no_data_there_is_told_just_that(language: str, nothing: str, offices: dict[str, Office]) -> None:
    assert absent(offices["metier"].policy, ACCESS, nothing, language) == ()


def test_what_is_refused_or_corrected_needs_no_points() -> None:
    assert points_of(Kind.ACCESS, Ruling.REFUSED) == ()
    assert points_of(Kind.ACCESS, Ruling.PARTLY_GRANTED) == ACCESS
    assert points_of(Kind.RECTIFICATION, Ruling.GRANTED) == ()
    assert points_of(Kind.RECTIFICATION, Ruling.REFUSED) == ("supplementary_statement",)
    assert points_of(Kind.COMPLAINT) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_p_jk_08_an_access_letter_names_the_recipients_that_the_policy_lists(
    language: str, offices: dict[str, Office]
) -> None:
    policy = offices["jensenskurser"].policy
    named = tuple(one.described(language) for one in policy.recipients)
    body = draft(Kind.ACCESS, language, recipients=named, outside=named[-1:])
    assert all(body.count(f"\n- {one}\n") == (2 if one == named[-1] else 1) for one in named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_p_jk_05_a_portability_letter_offers_the_rest_as_access(language: str) -> None:
    offered = {"da": "(indsigt)", "nl": "(inzage)", "en": "(access)"}[language]
    assert offered in draft(Kind.PORTABILITY, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.ERASURE, Kind.RECTIFICATION, Kind.RESTRICTION, Kind.ACCESS, Kind.PORTABILITY])
def test_p_jk_04_a_refusal_states_its_basis_where_it_says_what_is_not_done(kind: Kind, language: str) -> None:
    refused = draft(kind, language, ruling="refused", grounds=("+++ +++.",), statements=("=== ===.",))
    granted = draft(kind, language, ruling="granted", grounds=(), statements=("=== ===.",))
    assert refused.index("+++ +++.") < refused.index("=== ===.")
    assert "+++" not in granted
    assert len(unfinished(refused)) < len(unfinished(draft(kind, language)))
    assert granted != refused


def test_every_point_has_words_in_every_language() -> None:
    for id_ in points.ALL:
        found = points.words_of(id_)
        assert set(found.texts) == set(found.markers) == set(LANGUAGES)
