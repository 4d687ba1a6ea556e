"""A letter ready to be understood."""

from reading.letter import TOPIC, Letter


def test_a_courses_name_in_quotation_marks_is_a_topic() -> None:
    letter = Letter.of("Hi", 'I like the course "Right of Access". Now, access to my data please.', "en")
    assert letter.sentences(TOPIC) == {1}


def test_subject_and_text_are_sentences_apart() -> None:
    letter = Letter.of("Klage", "over kurset", "da")
    assert letter.words.sentence[0] != letter.words.sentence[1]


def test_the_danish_you_is_no_you_in_english() -> None:
    assert not Letter.of("", "the data I have", "en").chart.get("you")
    assert Letter.of("", "de data I har", "da").chart.get("you")
