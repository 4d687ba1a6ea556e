"""An explanation as a person sees it: in words, the evidence marked, national numbers masked."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from cases.office import Office
from service.explaining import explain_letter, explain_text
from service.showing import UNSURE, show
from tests.builders import AT
from tests.smtp import KLAGE, PAPER, a_letter

BOTH = "Jeg vil klage over kurset. Send mig også en kopi af alle de personoplysninger, I har registreret om mig."
KINDS = [
    {"kind": "complaint", "confidence": 0.97, "evidence": ["Jeg vil klage"]},
    {"kind": "access", "confidence": 0.9, "evidence": ["en kopi af alle de personoplysninger"]},
]


def both(office: Office) -> dict[str, Any]:
    """Give the explanation of a letter with two matters; what shows them is not what is tested here."""
    return explain_text(BOTH, office, AT) | {"kinds": KINDS, "unsure": False}


def shown(told: dict[str, Any], *, colours: bool = False, bodies: bool = False, width: int = 120) -> str:
    console = Console(
        file=StringIO(), force_terminal=colours, width=width, color_system="standard" if colours else None
    )
    show(console, {"id": "a.eml"} | told, bodies=bodies)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def mentorix(offices: dict[str, Office]) -> Office:
    return offices["mentorix"]


def test_without_colours_evidence_stands_in_brackets_with_a_legend(mentorix: Office) -> None:
    text = flat(shown(both(mentorix)))
    assert "[1: Jeg vil klage] over kurset." in text
    assert "[1] complaint" in text
    assert "[2] access request" in text
    assert "marks [1: …] complaint, [2: …] access request" in text


def test_in_colours_each_kind_has_its_own_and_there_are_no_brackets(mentorix: Office) -> None:
    text = shown(both(mentorix), colours=True)
    assert "\x1b[30;43mJeg vil klage\x1b[0m" in text
    assert "\x1b[30;46m" in text
    assert "[1" not in text.replace("\x1b[1", "")
    assert "marks" not in text


def test_a_person_who_wants_no_colours_gets_brackets(mentorix: Office) -> None:
    console = Console(file=StringIO(), force_terminal=True, color_system="standard", no_color=True)
    show(console, {"id": "a"} | both(mentorix))
    assert isinstance(console.file, StringIO)
    assert "[1: Jeg vil klage]" in console.file.getvalue()


def test_evidence_in_the_subject_is_marked_too(mentorix: Office) -> None:
    told = explain_letter(
        a_letter("Se venligst emnet.", subject="Sletning af mine data, jeg vil slettes"), mentorix, AT
    )
    (line,) = (line for line in shown(told).splitlines() if line.strip().startswith("subject"))
    assert "[1: " in line


def test_an_unsure_reading_says_so_in_plain_words(mentorix: Office) -> None:
    told = both(mentorix)
    assert "unsure" not in shown(told | {"unsure": False})
    doubtful = told | {"unsure": True, "kinds": [told["kinds"][0] | {"confidence": 0.6}]}
    text = flat(shown(doubtful))
    assert flat(UNSURE) in text
    assert "complaint 0.60, unsure" in text


def test_a_machine_s_letter_says_that_nobody_is_answered_and_no_case_opens(mentorix: Office) -> None:
    away = a_letter("Jeg er på ferie.", subject="Automatisk svar", Auto_Submitted="auto-replied")
    text = flat(shown(explain_letter(away, mentorix, AT)))
    assert "Filed: out-of-office reply written by a machine nobody is answered automatically" in text
    assert "none is opened" in text


def test_national_numbers_are_masked_in_everything_that_is_shown(mentorix: Office) -> None:
    letter = a_letter(f"Mit cpr-nr. er 010203-1234, og det skal slettes.\n\n{KLAGE}", subject="Sletning 010203-1234")
    text = shown(explain_letter(letter, mentorix, AT), bodies=True)
    assert "010203-1234" not in text
    assert "••••••-••••" in text
    assert "Danish civil registration number" in text


def test_files_fields_and_what_is_missing_have_names_of_words(mentorix: Office) -> None:
    with_paper = flat(shown(explain_letter(a_letter(files=[PAPER]), mentorix, AT)))
    assert f"{PAPER[0]}, {PAPER[1]}, {len(PAPER[2]):,} bytes" in with_paper
    assert "clock handling begins" in with_paper
    assert "reply confirmation of receipt leaves at once" in with_paper
    assert "reply answer (complaint) a draft" in with_paper
    assert "name: Anna Holm e-mail: anna@example.org" in with_paper
    without = flat(shown(explain_text("Ik wil graag inzage in mijn persoonsgegevens.", mentorix, AT)))
    assert "missing name e-mail address" in without


def test_two_cases_have_their_clocks_told_apart(mentorix: Office) -> None:
    one = shown(explain_text("Jeg vil klage over kurset.", mentorix, AT))
    assert "promise of Mentorix (complaint)" not in one
    two = shown(both(mentorix))
    assert "14 working days, promise of Mentorix (complaint)" in two
    assert "1 month, GDPR Art. 12(3) (access request)" in two


@pytest.mark.parametrize("text", ["", "🎉", "\u200b", "> kun citat", "x" * 60_000])
def test_whatever_was_written_is_shown_somehow(mentorix: Office, text: str) -> None:
    assert "verdict" in shown(explain_text(text, mentorix, AT), width=80)


def test_what_looks_like_markup_is_text(mentorix: Office) -> None:
    assert "[bold]klage[/nothing]" in shown(explain_text("Hej [bold]klage[/nothing] hej", mentorix, AT)).replace(
        "[1: klage]", "klage"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jag vill att ni raderar alla uppgifter om mig.", "language Swedish (sv) answered in English (en) kinds"),
        ("ok", "language Danish (da): the organisation's first, as there is too little to tell kinds"),
        (
            f"{KLAGE}\n\n> Thank you for your letter.\n> We will get back to you soon.\n> Kind regards, Mentorix",
            "language Danish (da) English (en) in what is quoted kinds",
        ),
    ],
)
def test_the_language_is_named_and_that_of_what_is_quoted_and_whether_it_could_be_told(
    mentorix: Office, text: str, said: str
) -> None:
    assert said in flat(shown(explain_text(text, mentorix, AT)))


@pytest.mark.parametrize(
    ("read", "said"), [(True, "probably: invoice"), (False, "going by its name and the letter, perhaps: invoice")]
)
def test_what_a_file_is_is_never_said_to_be_certain(mentorix: Office, read: bool, said: str) -> None:  # noqa: FBT001 - a column of the table
    told = both(mentorix)
    file = {"name": "a.pdf", "media_type": "application/pdf", "size": 9, "kind": "invoice", "confidence": 1.0}
    text = flat(shown(told | {"attachments": [file | {"evidence": ["faktura"], "read": read}]}))
    assert f"a.pdf, application/pdf, 9 bytes {said} or receipt 1.00 faktura" in text


def test_who_writes_for_whom_is_told_in_words(mentorix: Office) -> None:
    fields = {"role": "parent", "for_whom": "Daan", "consent": "said"}
    text = flat(shown(both(mentorix) | {"fields": fields}))
    assert "writes as: parent writes for: Daan" in text
    assert "consent or authority: given, the letter says, but not attached" in text
