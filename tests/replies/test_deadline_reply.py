"""The date for the answer, told when it is known."""

from dataclasses import replace

import pytest

from cases.kind import Kind
from replies.deadline_reply import SAMPLES
from replies.render import Shape, render
from replies.words import LANGUAGES

COMPLETE = SAMPLES[0]


def test_all_has_come_and_this_is_the_date() -> None:
    assert render(COMPLETE, "da").body.startswith(
        "Kære Anna Holm\n\nVi har nu fået alt, hvad vi bad dig om i sagen med sagsnummer MX-26-481903. "
        "Du får svar på din klage senest den 20. marts 2026 (til og med).\n\n"
        "Det er vores egen frist for at løse problemet.\n"
    )


def test_a_date_that_was_set_is_told_without_saying_that_anything_came() -> None:
    body = render(replace(COMPLETE, complete=False), "nl").body
    assert "De termijn staat nu vast in de zaak met zaaknummer MX-26-481903." in body
    assert "ontvangen" not in body


def test_a_right_rests_on_law_and_has_no_problem_to_solve() -> None:
    body = render(replace(COMPLETE, kind=Kind.ERASURE, law="GDPR Art. 12(3)"), "en").body
    assert "This time limit follows from Article 12(3) of the GDPR." in body
    assert "problem" not in body


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_can_be_promised_a_date(language: str, shape: Shape) -> None:
    bodies = {render(replace(COMPLETE, kind=kind, law=""), language, shape).body for kind in Kind}
    assert len(bodies) == len(Kind)
    assert all("20" in body and "2026" in body for body in bodies)
