"""Whom a note mentions."""

import pytest

from cases.note import mentioned
from cases.staff import Staff

BO = Staff("mentorix", 1, "bo@mentorix.dk", "Bo Lund", "course_administrator")
BOB = Staff("mentorix", 2, "bob@mentorix.dk", "Bo Lundgren", "course_administrator")
IDA = Staff("mentorix", 3, "ida@mentorix.dk", "Ida Juhl", "course_administrator")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ida Juhl, se her", (IDA,)),
        ("Se her, @ida.", (IDA,)),
        ("@IDA JUHL og @Bo Lund", (BO, IDA)),
        ("@Bo Lundgren", (BOB,)),
        ("@Bo", ()),
        ("@bo@mentorix.dk", (BO,)),
        ("ida@mentorix.dk har skrevet", ()),
        ("Idas @Idas", ()),
        ("Ida Juhl uden tegn", ()),
        ("", ()),
    ],
)
def test_a_name_after_an_at_sign_mentions_a_person(text: str, named: tuple[Staff, ...]) -> None:
    assert mentioned(text, (BO, BOB, IDA)) == named
