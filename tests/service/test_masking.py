"""An explanation that is shown holds no national number and nothing that a terminal would obey."""

from typing import Any

import pytest

from cases.office import Office
from reading.numbers import BSN_SHOWN, CPR_SHOWN
from service.explaining import explain_letter, explain_text
from service.masking import masked
from tests.builders import AT
from tests.smtp import a_letter

CPR = "010203-1234"


def told(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    empty = dict.fromkeys(("id", "subject", "text"), "") | {"sender": {"name": None, "address": None}}
    lists: dict[str, list[Any]] = {name: [] for name in ("kinds", "attachments", "replies")}
    return {"language": "da", **empty, **lists, "fields": {}, "authentication": None, **changed}


def test_a_number_is_masked_wherever_it_stands() -> None:
    shown = masked(
        told(
            text=f"Mit cpr-nr. er {CPR}.",
            subject=f"Vedr. {CPR}",
            fields={"what_is_wrong": f"{CPR} er forkert", "name": "Anna Holm"},
            kinds=[{"kind": "erasure", "confidence": 0.9, "evidence": [f"slet {CPR}"]}],
            attachments=[{"name": f"{CPR}.pdf", "media_type": "application/pdf", "size": 9}],
        )
    )
    assert CPR not in str(shown)
    assert shown["text"] == f"Mit cpr-nr. er {CPR_SHOWN}."
    assert shown["fields"]["name"] == "Anna Holm"


def test_a_number_that_only_its_surroundings_show_is_masked_without_them_too() -> None:
    bsn = "111222333"
    shown = masked(
        told(language="nl", text=f"Mijn BSN is {bsn}.", fields={"proposed_value": bsn, "order": "111222334"})
    )
    assert shown["fields"] == {"proposed_value": BSN_SHOWN, "order": "111222334"}


def test_an_explanation_that_is_not_shown_is_left_as_it_is() -> None:
    before = told(text=f"cpr {CPR}")
    masked(before)
    assert before["text"] == f"cpr {CPR}"


@pytest.mark.parametrize("hidden", ["\x1b[2J", "\x9b2J", "\x07", "\u202e", "\u200b"])
def test_what_a_terminal_would_obey_is_left_out(hidden: str) -> None:
    shown = masked(told(id=f"a{hidden}.eml", subject=f"Hej{hidden}", sender={"name": f"An{hidden}na", "address": None}))
    assert hidden not in str(shown)


def test_a_real_letter_shows_no_number_in_any_of_its_parts(offices: dict[str, Office]) -> None:
    letter = a_letter(f"Slet alt om mig, cpr-nr. {CPR}.\n\nHilsen\nAnna Holm", subject=f"Sletning {CPR}")
    for one in (
        explain_letter(letter, offices["mentorix"], AT),
        explain_text(f"jeg vil slettes, mit cpr er {CPR}", offices["metier"], AT),
    ):
        shown = masked({"id": "a.eml"} | one)
        assert CPR not in str(shown)
        assert CPR_SHOWN in shown["text"]
        assert shown["clocks"] == one["clocks"]
