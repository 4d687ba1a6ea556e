"""The small language of phrases."""

import pytest

from reading.phrases import MOST_FINDS, Phrases
from reading.words import cut


def places(phrase: str, text: str, **concepts: list[str]) -> list[str]:
    words = cut(text)
    chart = Phrases({"it": [phrase], **concepts}).find(words)
    return [words.literal(*span) for span in chart.get("it", [])]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("slet", "Vil I slette det? Slet det.", ["Slet"]),
        ("slet*", "Vil I slette det? Slet det.", ["slette", "Slet"]),
        ("*data", "mine kursusdata", ["kursusdata"]),
        ("mine data", "slet mine data nu", ["mine data"]),
        ("slet data", "slet mine data nu", []),
        ("slet .. data", "slet alle mine gamle data", ["slet alle mine gamle data"]),
        ("slet .. data", "slet lige alle mine gamle data", []),
        ("slet ... data", "slet lige alle mine gamle data", ["slet lige alle mine gamle data"]),
        ("slet ... data", "Slet mig. Mine data er gamle.", []),
        ("slet|fjern mig", "fjern mig", ["fjern mig"]),
        ("data & slet*", "data skal slettes", ["data skal slettes"]),
        ("slet* & data", "data skal slettes", ["data skal slettes"]),
        ("did_not|never ask", "you did not ask, never ask", ["did not ask", "never ask"]),
        ("til ^", "send det til Niels og til mig", ["til Niels"]),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, text: str, found: list[str]) -> None:
    assert places(phrase, text) == found


def test_concepts_are_built_on_concepts() -> None:
    text = "Vil I fjerne mine gamle oplysninger"
    assert places(
        "{delete} .. {mine}", text, delete=["slet*", "fjern*"], mine=["mine .. {data}"], data=["oplysninger"]
    ) == ["fjerne mine gamle oplysninger"]


def test_a_long_word_is_known_with_a_letter_wrong() -> None:
    assert places("oplysninger", "mine oplysniger, oplysnigner og oplysnunger") == [
        "oplysniger",
        "oplysnigner",
        "oplysnunger",
    ]
    assert places("klage", "hele klasse og kløge") == []


def test_a_concept_spelt_right_is_not_looked_for_misspelt() -> None:
    words = cut("foraget")
    assert "angry" in Phrases({"angry": ["forarget"]}).find(words)
    assert "angry" not in Phrases({"angry": ["forarget"]}, spelt_right={"angry"}).find(words)


def test_a_barred_word_means_no_such_concept() -> None:
    words = cut("data I have")
    phrases = Phrases({"you": ["i", "you"]})
    assert "you" in phrases.find(words)
    assert "you" not in phrases.find(words, barred={("i", "you")})


@pytest.mark.parametrize("phrase", [".. data", "data ..", "{nobody} data"])
def test_a_phrase_that_cannot_be_understood_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be understood|without phrases"):
        Phrases({"it": [phrase]})


def test_finds_are_counted_up_to_a_point() -> None:
    assert len(places("slet data", "slet data " * 500)) <= MOST_FINDS


def test_what_is_needed_for_a_concept_finds_it_as_a_whole_search_does() -> None:
    told = {"rid": ["slet", "fjern"], "data": ["data", "alle_data"], "wish": ["{rid} .. {data}"], "thanks": ["tak for"]}
    phrases = Phrases(told)
    needed = phrases.needed({"wish"})
    assert set(told) & set(needed) == {"rid", "data", "wish"}
    words = cut("Slet mine data, fjern mine gamle data. Tak for nu.")
    some, every = phrases.find(words, needed=needed), phrases.find(words)
    assert some["wish"] == every["wish"]
    assert "thanks" in every
    assert "thanks" not in some


def test_places_that_are_known_are_those_of_the_same_names_in_every_phrase() -> None:
    text = "slet data, fjern data"
    chart = Phrases({"one": ["slet|fjern data"], "other": ["slet|fjern data", "fjern|slet data"]}).find(cut(text))
    assert chart["one"] == chart["other"] == [(0, 2), (2, 4)]
