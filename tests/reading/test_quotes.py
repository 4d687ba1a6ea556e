"""What the person wrote this time, apart from quoted mail and signatures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.quotes import own_words, parts

OWN = "Tak for svaret. Jeg vil gerne klage."
OLD = "Vi har modtaget din henvendelse.\nDu hører fra os."

ATTRIBUTIONS = [
    "Den man. 2. mar. 2026 kl. 10.12 skrev Mentorix <info@mentorix.dk>:",
    "Den 2. marts 2026 kl. 10.12 skrev Mentorix:",
    "Den 02-03-2026 kl. 10:12, skrev info@mentorix.dk:",
    "man. 2. mar. 2026 kl. 10.12 skrev Mentorix <info@mentorix.dk>:",
    "Mentorix <info@mentorix.dk> skrev den 2. marts 2026:",
    "Den man. 2. mar. 2026 kl. 10.12 skrev Mentorix Kursusadministration\n<info@mentorix.dk>:",
    "Op ma 2 mrt 2026 om 10:12 schreef Mentor <privacy@poweredbymmentor.nl>:",
    "Op 2 mrt. 2026, om 10:12 heeft Mentor <privacy@poweredbymmentor.nl> het volgende geschreven:",
    "Mentor <privacy@poweredbymmentor.nl> schreef op ma 2 mrt 2026 om 10:12:",
    "Op maandag 2 maart 2026 om 10:12 schreef Mentor\n<privacy@poweredbymmentor.nl>:",
    "On Mon, 2 Mar 2026 at 10:12, Mentorix <info@mentorix.dk> wrote:",
    "On Mar 2, 2026, at 10:12 AM, Mentorix <info@mentorix.dk> wrote:",
    "On Mon, Mar 2, 2026 at 10:12 AM Mentorix Course Administration Copenhagen\n<info@mentorix.dk>\nwrote:",
    "Am Mo., 2. März 2026 um 10:12 Uhr schrieb Mentorix <info@mentorix.dk>:",
    "Den mån 2 mars 2026 kl 10:12 skrev Mentorix <info@mentorix.dk>:",
    "man. 2. mars 2026 kl. 10:12 skrev Mentorix <info@mentorix.dk>:",
]
BLOCKS = [
    "Fra: Mentorix <info@mentorix.dk>\nSendt: 2. marts 2026 10:12\nTil: Anna\nEmne: Klage",
    "Fra: Mentorix\nDato: 2. marts 2026\nTil: Anna",
    "________________________________\nFra: Mentorix\nSendt: mandag\nTil: Anna\nEmne: Klage",
    "Van: Mentor <privacy@poweredbymmentor.nl>\nVerzonden: maandag 2 maart 2026 10:12\nAan: Anna\nOnderwerp: Klacht",
    "From: Mentorix\nSent: Monday, March 2, 2026 10:12 AM\nTo: Anna\nSubject: Complaint",
    "*From:* Mentorix\n*Sent:* Monday\n*To:* Anna",
    "Von: Mentorix\nGesendet: Montag\nAn: Anna\nBetreff: Klage",
    "Från: Mentorix\nSkickat: måndag\nTill: Anna\nÄmne: Klagomål",
    "-----Oprindelig meddelelse-----\nFra: Mentorix",
    "-----Oorspronkelijk bericht-----\nVan: Mentor",
    "-----Original Message-----\nFrom: Mentorix",
    "##- Please type your reply above this line -##",
]


@pytest.mark.parametrize("header", ATTRIBUTIONS)
def test_what_stands_below_an_attribution_is_quoted(header: str) -> None:
    marked = "\n".join(f"> {line}" for line in OLD.split("\n"))
    assert own_words(f"{OWN}\n\n{header}\n\n{marked}\n") == OWN
    assert own_words(f"{OWN}\n\n{header}\n\n{OLD}\n") == OWN


@pytest.mark.parametrize("header", BLOCKS)
def test_what_stands_below_a_header_block_is_quoted(header: str) -> None:
    own = own_words(f"{OWN}\n\n{header}\n\n{OLD}")
    assert own.replace("_", "").strip() == OWN


def test_an_answer_between_quoted_lines_stays() -> None:
    text = "On Mon, 2 Mar 2026 at 10:12, A <a@b.dk> wrote:\n> Which course?\nPRINCE2.\n> When?\nIn January."
    assert own_words(text) == "PRINCE2.\nIn January."


@pytest.mark.parametrize(
    "text",
    [
        "Den 3. marts kl. 10.15 skrev jeg følgende til jer:\nJeg vil have indsigt i mine data.",
        "Op 3 maart om 10:15 schreef ik jullie het volgende:\nIk wil inzage.",
        "I wrote to you on 3 March at 10:15 as follows:\nPlease delete my data.",
        "Underviseren skrev følgende til mig:\nDu er for langsom.",
        "Fra: mandag til fredag\ner kurset aflyst.",
    ],
)
def test_the_persons_own_story_is_no_quotation(text: str) -> None:
    assert own_words(text) == text


def test_a_forward_is_the_matter_and_stays() -> None:
    text = f"Se venligst denne klage.\n\n---------- Forwarded message ---------\nFrom: A <a@b.dk>\n\n{OLD}"
    assert OLD in own_words(text)
    block = f"Se denne.\n\nFra: A\nSendt: mandag\nTil: B\nEmne: Klage\n\n{OLD}"
    assert OLD in own_words(block, subject="VS: Klage")
    assert OLD not in own_words(block, subject="SV: Klage")


@pytest.mark.parametrize("line", ["Se nedenfor", "Zie hieronder.", "See below", "FYI"])
def test_who_points_below_means_what_is_below(line: str) -> None:
    assert OLD in own_words(f"{line}\n\n-----Original Message-----\n{OLD}")


def test_a_short_answer_is_an_answer() -> None:
    assert own_words(f"Ja tak\n\n-----Original Message-----\n{OLD}") == "Ja tak"


def test_where_nothing_is_left_nothing_is_cut() -> None:
    assert own_words("> Jeg vil klage.\n> Nu.") == "> Jeg vil klage.\n> Nu."


def test_a_signature_is_kept_apart() -> None:
    apart = parts(f"{OWN}\n\n-- \nAnna Holm\nTlf. 22 41 55 87")
    assert (apart.own, apart.signature) == (OWN, "Anna Holm\nTlf. 22 41 55 87")


@pytest.mark.parametrize(
    "line", ["Sendt fra min iPhone", "Verzonden vanaf mijn iPhone", "Sent from my iPhone", "Hent Outlook til iOS"]
)
def test_what_a_telephone_adds_is_dropped(line: str) -> None:
    assert own_words(f"{OWN}\n\n{line}") == OWN


@pytest.mark.parametrize(
    "paragraph",
    [
        "Denne e-mail kan indeholde fortrolige oplysninger. Er du ikke rette modtager, bedes du slette den.",
        "Dit bericht is vertrouwelijk. Bent u niet de geadresseerde, verwijder het dan.",
        "This message is confidential. If you are not the intended recipient, please delete it.",
    ],
)
def test_a_lawyers_paragraph_does_not_ask_for_deletion(paragraph: str) -> None:
    assert own_words(f"{OWN}\n\n{paragraph}") == OWN


LINES = st.lists(
    st.one_of(
        st.sampled_from([*ATTRIBUTIONS, *BLOCKS, "> gammelt", "-- ", "Sendt fra min iPhone", "", "Hej", "FYI"]),
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
