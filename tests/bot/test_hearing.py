"""What a line says of the conversation itself, in three languages and as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hearing import Line, plain
from cases.kind import Kind

YES = (
    "ja",
    "Ja!",
    "jo",
    "jep",
    "JEP",
    "jaaaa",
    "ja tak",
    "rigtigt",
    "det er rigtigt",
    "ja, det passer",
    "det stemmer",
    "klopt",
    "dat klopt",
    "ja hoor",
    "klopt helemaal",
    "prima",
    "yes",
    "Yep!",
    "yes please",
    "that's right",
    "that’s right",
    "correct",
    "all good",
    "ok",
    "👍",
    "👍🏽",
    "👍👍",
    "✅",
    "ja 👍",
    "Jau, det er rigtigt",
)
NO = (
    "nej",
    "Nej!",
    "næ",
    "nej tak",
    "det passer ikke",
    "det er ikke rigtigt",
    "forkert",
    "nee",
    "nee hoor",
    "klopt niet",
    "dat klopt niet helemaal",
    "niet goed",
    "no",
    "nope",
    "that's wrong",
    "not quite right",
    "incorrect",
    "👎",
    "nej, det er forkert",
)
HUMAN = (
    "menneske",
    "mennekse",
    "medarbjeder",
    "medwerker",
    "Menneske!",
    "et menneske, tak",
    "mens",
    "een mens graag",
    "human",
    "HUMAN",
    "a real person please",
    "medarbejder",
    "medewerker",
    "tal med en medarbejder",
    "jeg vil gerne tale med et menneske",
    "kan jeg tale med en rigtig person?",
    "Ik wil een mens spreken",
    "mag ik een medewerker spreken?",
    "kan ik iemand spreken?",
    "I want to talk to a human",
    "can I speak to someone?",
    "get me a human",
    "connect me to an agent",
    "er der et rigtigt menneske her?",
)
NOT_HUMAN = (
    "En medarbejder var uforskammet over for mig",
    "De medewerker was te laat",
    "I tried to talk to someone last week and nobody answered me",
    "jeg har prøvet at tale med nogen i telefonen",
    "er du et menneske?",
    "are you human?",
    "Persson",
    "Menning",
    "ben je een mens?",
    "Jeg vil klage over en medarbejder, der råbte",
    "alle mine personlige data",
    "ik wil mijn persoonlijke gegevens inzien",
)
STOP = (
    "stop",
    "STOP!!!",
    "stop nu",
    "ikke flere spørgsmål, tak",
    "det var det",
    "geen vragen meer",
    "dat was het, bedankt",
    "that's all, thanks",
    "no more questions",
    "/stop",
)
NOT_STOP = (
    "stop med at bruge mine data",
    "stop sending me newsletters",
    "stop met het verwerken van mijn gegevens",
    "jeg kunne ikke stoppe optagelsen",
)
TAKEN_BACK = (
    "glem det",
    "nej, glem det, jeg vil bare have indsigt",
    "jeg trækker min klage tilbage",
    "drop sagen",
    "jeg har fortrudt",
    "laat maar",
    "ik trek mijn klacht in",
    "ik wil mijn verzoek intrekken",
    "never mind",
    "Never mind, I just want access to my data",
    "I want to withdraw my complaint",
    "please cancel my request",
    "close my case",
)
NOT_TAKEN_BACK = (
    "jeg trækker mit samtykke tilbage",
    "ik trek mijn toestemming in",
    "I withdraw my consent",
    "I want you to forget me",
    "please cancel my registration for the course",
    "glemte I mig?",
    "jeg vil klage",
)


@pytest.mark.parametrize("written", YES)
def test_a_yes_is_heard_as_people_say_it(written: str) -> None:
    assert Line.of(written).is_only("yes", "thanks")
    assert not Line.of(written).is_only("no")


@pytest.mark.parametrize("written", NO)
def test_a_no_is_heard_as_people_say_it(written: str) -> None:
    assert Line.of(written).is_only("no", "thanks")
    assert not Line.of(written).is_only("yes", "thanks")


@pytest.mark.parametrize("written", HUMAN)
def test_somebody_who_wants_a_person_is_heard(written: str) -> None:
    assert Line.of(written).wants_human


@pytest.mark.parametrize("written", NOT_HUMAN)
def test_to_speak_of_people_is_not_to_ask_for_one(written: str) -> None:
    assert not Line.of(written).wants_human


@pytest.mark.parametrize("written", STOP)
def test_who_wants_no_more_questions_is_heard(written: str) -> None:
    assert Line.of(written).wants_stop


@pytest.mark.parametrize("written", NOT_STOP)
def test_to_want_something_stopped_is_a_matter_and_no_stop(written: str) -> None:
    assert not Line.of(written).wants_stop


@pytest.mark.parametrize("written", TAKEN_BACK)
def test_who_takes_a_matter_back_is_heard(written: str) -> None:
    assert Line.of(written).withdraws


@pytest.mark.parametrize("written", NOT_TAKEN_BACK)
def test_a_consent_or_a_booking_taken_back_is_a_matter_of_its_own(written: str) -> None:
    assert not Line.of(written).withdraws


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("klage", (Kind.COMPLAINT,)),
        ("Det drejer sig om en klage", (Kind.COMPLAINT,)),
        ("ik wil inzage", (Kind.ACCESS,)),
        ("nej, glem det, jeg vil bare have indsigt", (Kind.ACCESS,)),
        ("sletning og indsigt, tak", (Kind.ERASURE, Kind.ACCESS)),
        ("data portability please", (Kind.PORTABILITY,)),
        ("klage over en afgørelse", (Kind.APPEAL,)),
        ("klage over læreren", ()),
        ("hej", ()),
    ],
)
def test_a_noun_names_a_kind_where_nothing_else_is_said(written: str, kinds: tuple[Kind, ...]) -> None:
    assert Line.of(written).named == kinds


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("English please", "en"),
        ("kan vi skrive dansk", "da"),
        ("Nederlands graag!", "nl"),
        ("my English teacher", None),
    ],
)
def test_a_language_is_asked_for_by_its_name(written: str, language: str | None) -> None:
    assert Line.of(written).language == language


@pytest.mark.parametrize("written", ["", "   ", "\n\n", "...", "😀😀😀", "\u202e\u200b", "?!"])
def test_what_has_no_letter_and_no_number_says_nothing(written: str) -> None:
    assert not Line.of(written).words


def test_letters_that_are_drawn_out_or_dressed_up_are_themselves() -> None:
    assert plain("JAAAAAA!!!") == "ja"
    assert plain("ｙｅｓ") == "yes"
    assert Line.of("m\u200be\u200bn\u200bneske").wants_human


@given(st.text(max_size=400))
def test_a_line_is_covered_or_left_over_and_nothing_of_it_is_lost(text: str) -> None:
    line = Line.of(text)
    assert len(line.rest) <= len(line.words)
    assert len(line.lead) <= len(line.phrases)
    assert bool(line.words) == bool(line.rest or line.phrases)
    assert not (line.wants_stop and line.rest)


def test_a_line_of_a_million_letters_is_heard_at_once() -> None:
    line = Line.of("ja " * 350_000)
    assert line.is_only("yes")
    assert len(line.words) < 1_000
