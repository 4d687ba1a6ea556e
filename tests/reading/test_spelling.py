"""Which words a written word may be."""

import pytest

from reading.spelling import Speller


def a_speller() -> Speller:
    speller = Speller()
    for word, name in (
        ("slet", "delete"),
        ("verwijder*", "delete"),
        ("*gegevens", "data"),
        ("ønsker", "want"),
        ("påvirke", "touch"),
    ):
        speller.learn(word, name, misspelt=True)
    return speller


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("slet", ("delete",)),
        ("slut", ()),
        ("verwijdering", ("delete",)),
        ("verwijdr", ("delete",)),
        ("verwjiderd", ("delete",)),
        ("wverwijder", ()),
        ("leergegevens", ("data",)),
        ("oensker", ("want",)),
        ("onsker", ("want",)),
        ("paavirke", ("touch",)),
        ("pavirke", ("touch",)),
        ("", ()),
        ("x" * 100, ()),
    ],
)
def test_a_word_goes_by_its_names(word: str, names: tuple[str, ...]) -> None:
    assert a_speller().names(word) == names


def test_a_word_known_as_it_stands_is_never_a_misspelt_one() -> None:
    speller = a_speller()
    speller.learn("verwijten", "blame", misspelt=True)
    speller.learn("verwijdden", "widen", misspelt=True)
    assert speller.names("verwijten") == ("blame",)
    assert speller.names("verwijten") != speller.names("verwijden")


def test_what_is_learnt_later_is_known_at_once() -> None:
    speller = a_speller()
    assert speller.names("ny") == ()
    speller.learn("ny", "new", misspelt=False)
    assert speller.names("ny") == ("new",)
