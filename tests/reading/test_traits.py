"""What a letter is weighed by."""

from reading.letter import Letter
from reading.traits import LONGEST, of_word, sentences


def of(text: str, language: str = "da") -> list[set[str]]:
    return [said.traits for said in sentences(Letter.of("", text, language))]


def test_words_their_neighbours_and_their_pieces_are_traits() -> None:
    said = of("Jeg vil klage")[-1]
    assert {"w:klage", "b:vil klage", "s:jeg klage", "g: kla", "g:age "} <= said


def test_concepts_of_the_tables_are_traits_alone_and_in_pairs() -> None:
    said = of("I skal slette mine data")[-1]
    assert {"c:delete", "c:my_data", "p:delete+my_data"} <= said


def test_rules_are_no_traits_since_their_numbers_change() -> None:
    assert not any("rule " in trait for sentence in of("Jeg vil klage. Slet mine data!") for trait in sentence)


def test_neighbours_do_not_reach_over_the_end_of_a_sentence() -> None:
    assert not any("b:klage tak" in sentence for sentence in of("Jeg vil klage. Tak."))


def test_a_letter_without_a_word_has_no_traits() -> None:
    assert not any(of("🙂 …"))


def test_a_word_without_end_is_cut_into_pieces_only_where_it_begins() -> None:
    assert len(of_word("a" * 1_000_000)) < 4 * LONGEST
