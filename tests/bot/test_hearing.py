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
    "kan jeg få fat i et menneske?",
    "jeg gider ikke snakke med en robot",
    "ik heb een mens nodig",
    "is there a human I can talk to",
    "ring til mig på 22415587",
    "kunt u mij bellen?",
    "can someone call me please",
)
NOT_HUMAN = (
    "I skal holde op med at ringe til mig",
    "jullie bellen mij steeds",
    "please stop calling me",
    "call me Bob",
    "er der mange mennesker på kurset?",
    "is this a real person?",
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
DISTRESS = (
    "jeg har ikke lyst til at leve længere",
    "Jeg vil bare dø",
    "jeg tager livet af mig selv",
    "ik wil niet meer leven",
    "Ik maak er een eind aan",
    "ik zie het leven niet meer zitten",
    "I want to kill myself",
    "i don't want to live anymore",
    "maybe everybody is better off without me",
    "Jeg vil klage. " + "Kurset var dårligt og ingen svarede. " * 60 + "Jeg overvejer selvmord.",
)
NO_DISTRESS = (
    "kurset om selvmordsforebyggelse var dårligt",
    "daar kan ik niet mee leven",
    "det kan jeg ikke leve med",
    "my laptop died during the exam",
    "jeg er død træt af jer",
    "jeg klarer mig nok",
    "this exam is killing me",
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


@pytest.mark.parametrize("written", DISTRESS)
def test_somebody_who_does_not_want_to_live_is_heard_in_a_line_of_any_length(written: str) -> None:
    assert Line.of(written).is_in_distress


@pytest.mark.parametrize("written", NO_DISTRESS)
def test_a_manner_of_speaking_is_no_distress(written: str) -> None:
    assert not Line.of(written).is_in_distress


@pytest.mark.parametrize(
    ("written", "asks"),
    [
        ("hvornår starter kurset", True),
        ("wie krijgt mijn gegevens te zien?", True),
        ("hej kan man det", True),
        ("jeg har ikke fået mit kursusbevis", False),
        ("i took your class", False),
        ("", False),
    ],
)
def test_a_question_is_heard_with_its_sign_or_without(written: str, *, asks: bool) -> None:
    assert Line.of(written).asks is asks


@pytest.mark.parametrize(
    "written", ["er du et menneske?", "is this a real person?", "taler jeg med en robot", "hvem spørger?"]
)
def test_who_asks_what_sits_here_is_heard(written: str) -> None:
    assert Line.of(written).asks_who


@pytest.mark.parametrize(
    "written", ["hvorfor vil i vide det", "what do you need my name for?", "waar is dat voor nodig"]
)
def test_who_asks_what_a_thing_is_for_is_heard(written: str) -> None:
    assert Line.of(written).asks_why
    assert not Line.of("hvorfor har i slettet mig").asks_why


@pytest.mark.parametrize("written", ["yes that's me", "ja, det ser ud til at være rigtigt", "det kan du tro", "jo tak"])
def test_a_yes_with_more_around_it_agrees(written: str) -> None:
    assert Line.of(written).agrees


@pytest.mark.parametrize("written", ["ja men navnet er forkert", "yes but not the name", "ja, hvornår?", "nej"])
def test_a_yes_that_is_taken_back_at_once_does_not_agree(written: str) -> None:
    assert not Line.of(written).agrees


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
        ("can we do this in english please", "en"),
        ("do you have the course in English?", None),
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
