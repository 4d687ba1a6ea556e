"""What the person wrote this time, apart from quoted mail and signatures."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.quotes import own_words, parts

OWN = "Tak for svaret. Jeg vil gerne klage."
OLD = "Vi har modtaget din henvendelse.\nDu hører fra os."

ATTRIBUTION = "Den man. 2. mar. 2026 kl. 10.12 skrev Mentorix Kursusadministration\n<info@mentorix.dk>:"
BLOCK = "________________________________\nFra: Mentorix\nSendt: mandag\nTil: Anna\nEmne: Klage"
RULE = "-----Original Message-----"
MARKED = "\n".join(f"> {line}" for line in OLD.split("\n"))


@pytest.mark.parametrize("head", [ATTRIBUTION, BLOCK, RULE])
@pytest.mark.parametrize("old", [OLD, MARKED])
def test_a_letter_is_taken_apart_into_what_is_new_and_what_is_quoted(head: str, old: str) -> None:
    apart = parts(f"{OWN}\n\n{head}\n\n{old}\n")
    assert apart.own == OWN
    assert apart.quoted.split() == f"{head}\n{old}".strip("_").split()


def test_an_answer_between_quoted_lines_stays() -> None:
    text = "On Mon, 2 Mar 2026 at 10:12, A <a@b.dk> wrote:\n> Which course?\nPRINCE2.\n> When?\nIn January."
    assert own_words(text) == "PRINCE2.\nIn January."


def test_what_is_written_below_the_quotation_stays() -> None:
    assert own_words(f"{ATTRIBUTION}\n\n{MARKED}\n\n{OWN}") == OWN
    assert own_words(f"Hej\n\n{ATTRIBUTION}\n{MARKED}\n\n{OWN}").split() == ["Hej", *OWN.split()]


def test_a_piece_of_a_broken_link_between_marked_lines_is_no_answer() -> None:
    text = (
        f"{OWN}\n\n{ATTRIBUTION}\n> Se mere paa (https://mentorix.dk/\nkurser/prince2?nonce=3dd518)\n> og tilmeld dig"
    )
    assert own_words(text) == OWN


def test_a_short_answer_tight_between_marked_lines_stays() -> None:
    assert own_words(f"{ATTRIBUTION}\n> Hvilket hold\nAarhus\n> Hvornaar\nmarts") == "Aarhus\nmarts"


@pytest.mark.parametrize("subject", ["Klage", "", "Mit krav: fire ting"])
def test_what_a_person_set_apart_himself_stays(subject: str) -> None:
    text = "Jeres regler siger:\n> Svar inden en uge.\nDet skete ikke."
    assert own_words(text, subject) == text


@pytest.mark.parametrize("subject", ["Re: Kursus", "SV: Kursus", "Antw: Cursus", "AW: Kurs", "Re[2]: Kursus"])
def test_in_an_answer_marked_lines_are_quoted_whatever_stands_above_them(subject: str) -> None:
    assert own_words("> Hvilket kursus?\nPRINCE2.", subject) == "PRINCE2."


def test_a_forward_is_the_matter_and_stays() -> None:
    text = f"Se venligst denne klage.\n\n---------- Forwarded message ---------\nFrom: A <a@b.dk>\n\n{OLD}"
    assert OLD in own_words(text)
    block = f"Se denne.\n\nFra: A\nSendt: mandag\nTil: B\nEmne: Klage\n\n{OLD}"
    assert OLD in own_words(block, subject="VS: Klage")
    assert OLD not in own_words(block, subject="SV: Klage")


def test_a_forward_with_marked_lines_is_the_matter_too() -> None:
    text = f"Kan I tage den?\n\n{ATTRIBUTION}\n\n{MARKED}"
    assert own_words(text, subject="VS: Klage") == text
    assert own_words(text, subject="SV: VS: Klage") == "Kan I tage den?"


@pytest.mark.parametrize("line", ["Se nedenfor", "Zie hieronder.", "See below", "FYI"])
def test_who_points_below_means_what_is_below(line: str) -> None:
    assert OLD in own_words(f"{line}\n\n-----Original Message-----\n{OLD}")


def test_a_short_answer_is_an_answer() -> None:
    assert own_words(f"Ja tak\n\n-----Original Message-----\n{OLD}") == "Ja tak"


def test_where_nothing_is_left_nothing_is_cut() -> None:
    assert own_words("> Jeg vil klage.\n> Nu.") == "> Jeg vil klage.\n> Nu."


@pytest.mark.parametrize(
    "around", [("Hej Mentorix,", ""), ("Kære alle", "Mvh\nAnna"), ("", "Med venlig hilsen\nAnna Holm")]
)
def test_a_mere_greeting_says_that_the_answer_stands_in_the_quotation(around: tuple[str, str]) -> None:
    text = f"{around[0]}\n\n{around[1]}\n\n{ATTRIBUTION}\n{MARKED}\n> Ja, jeg vil klage (Anna)"
    assert "Ja, jeg vil klage" in own_words(text)


def test_an_answer_written_above_the_line_but_marked_is_not_lost() -> None:
    text = f"{ATTRIBUTION}\n> Ja, jeg vil klage.\n>\n> -- Svar over denne linje --\n{MARKED}"
    assert "Ja, jeg vil klage." in own_words(text)


def test_hello_alone_is_a_message() -> None:
    assert own_words(f"Hello\n\n{RULE}\n{OLD}") == "Hello"


def test_of_a_log_nothing_is_cut() -> None:
    text = "> error\n" * 20_000 + "end"
    assert own_words(text) == text


@pytest.mark.parametrize(
    "piece",
    [
        "On Mon, 2 Mar 2026 at 10:12 a <\n",
        "wrote:\n",
        "From: a@b\nSent: 10:00\n",
        "-- \n",
        "> a\nb\n",
        ">",
        "-",
        "On 2 ",
        "a:\n",
    ],
)
def test_hostile_text_takes_no_more_time_than_its_length_asks_for(piece: str) -> None:
    began = process_time()
    own_words((piece * 100_000)[:99_999])
    assert process_time() - began < 20  # a third of a second on an idle machine; what is not linear takes minutes


LINES = st.lists(
    st.one_of(
        st.sampled_from([ATTRIBUTION, BLOCK, RULE, "> gammelt", "-- ", "Sendt fra min iPhone", "", "Hej", "FYI"]),
        st.text(max_size=40),
    ),
    max_size=12,
).map("\n".join)


@given(LINES)
def test_no_text_with_words_is_cut_to_nothing(text: str) -> None:
    assert bool(own_words(text).strip()) >= any(letter.isalnum() for letter in text)


@given(LINES)
def test_every_line_that_is_kept_was_written(text: str) -> None:
    written = {line.strip() for line in text.split("\n")}
    assert {line.strip() for line in own_words(text).split("\n")} <= written | {""}
