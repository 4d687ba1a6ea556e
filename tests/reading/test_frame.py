"""What stands around the matter of a letter is left out when it is weighed, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.frame import frame


def left(text: str) -> str:
    """Give what is not of the frame, with single spaces."""
    outside = frame(text)
    return " ".join("".join(c for at, c in enumerate(text) if not any(a <= at < b for a, b in outside)).split())


@pytest.mark.parametrize(
    "text",
    [
        "Hej Mentorix,\n\nSlet mig.\n\nVenlig hilsen\nAnna Holm\nTlf. 12 34 56 78",
        "Kære alle\nSlet mig.\nMvh Anna",
        "Geachte heer De Vries,\n\nSlet mig.\n\nMet vriendelijke groet,\n\nJan Jansen\nHR-adviseur",
        "Dear all,\nSlet mig.\nBest regards,\nAnna",
        "Slet mig.\n\nTak\nAnna",
    ],
)
def test_greeting_closing_and_signature_are_of_the_frame(text: str) -> None:
    assert left(text) == "Slet mig."


def test_a_postscript_is_not_of_the_frame() -> None:
    assert left("Tak for kurset.\n\nVenlig hilsen\nAnna\n\nP.S. Slet mig fra jeres liste.") == (
        "Tak for kurset. P.S. Slet mig fra jeres liste."
    )


def test_a_greeting_that_goes_on_is_a_sentence() -> None:
    assert left("Hej, jeg vil gerne have slettet min profil hos jer.") == (
        "Hej, jeg vil gerne have slettet min profil hos jer."
    )


def test_thanks_in_the_middle_close_nothing() -> None:
    body = "\n".join(["Tak for svaret.", *(f"Det er linje {number} i min historie." for number in range(8))])
    assert left(body) == " ".join(body.split())


@pytest.mark.parametrize(
    "line",
    ['{"verdict": "file", "kinds": [{"kind": "other"}]}', "<div style='x'><b>x</b></div>", "a=1; b=2; c={}; d[0]=$x;"],
)
def test_what_a_machine_wrote_is_of_the_frame(line: str) -> None:
    assert left(f"Jeg vil klage.\n{line}") == "Jeg vil klage."


@given(st.text(alphabet="Hej ,.\n{}mvhTakAn:", max_size=200))
def test_any_text_has_a_frame_within_it(text: str) -> None:
    assert all(0 <= first < last <= len(text) for first, last in frame(text))
