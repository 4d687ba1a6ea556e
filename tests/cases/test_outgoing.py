"""A letter that leaves says so itself where no person has approved it."""

from cases.message import Channel
from cases.outgoing import Automatic, Outgoing
from tests.builders import AT


def test_a_letter_is_nobodys_automatic_reply_answers_nothing_and_stops_no_clock_unless_said() -> None:
    letter = Outgoing(
        *("mentorix", 1, 1, "answer", "message 17", Channel.MAIL, "anna@example.org", "da", "Svar", "Kære Anna"),
        released=False,
        not_before=AT,
    )
    assert letter.automatic is Automatic.NONE
    assert (letter.answers, letter.references, letter.stops, letter.statements) == (None, (), (), ())
    assert (letter.attach, letter.note) == ((), None)
