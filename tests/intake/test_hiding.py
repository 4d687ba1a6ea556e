"""A message as it is shown holds no national number; as it is stored, it is what came."""

from dataclasses import replace

from cases.kind import Kind
from cases.message import Attachment, Judgement, Verdict
from cases.reading import FoundKind, Sensitive
from cases.redaction import BY_HAND, IN_TEXT, Fate, Redaction, at
from intake.hiding import hiding, shown
from intake.opening import masked
from intake.values import Heard
from reading.strike import STRUCK
from storage.messages import Told
from tests.builders import AT, a_message, a_reading

ADMITTED = Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)
CPR, MASKED = "1203851234", "••••••-••••"


def a_told(text: str = "Mit CPR er 120385-1234.", language: str = "da") -> Told:
    return Told(
        id=1,
        at=AT,
        channel="mail",
        sender_name=f"Anna {CPR}",
        sender_address="anna@example.org",
        subject=f"Vedr. {CPR}",
        text=text,
        whole=f"{text}\n\n> 120385-\n> 1234",
        language=language,
        judgement=ADMITTED,
        reading=a_reading(
            text=text,
            kinds=(FoundKind(Kind.RECTIFICATION, 0.9, (f"ret {CPR}",)),),
            fields={"proposed_value": CPR, "order": "2404921234"},
        ),
        arrival=None,
        attachments=(Attachment(1, f"scan_{CPR}.zip", "application/zip", 9, "", contents=(f"{CPR}.jpg",)),),
        repeats=0,
    )


def test_no_piece_of_a_message_shows_its_number() -> None:
    told = a_told()
    seen = shown(told, hiding(told))
    pieces = (seen.sender_name, seen.subject, seen.text, seen.whole, seen.reading.text, seen.attachments[0].name)
    evidence, contents = seen.reading.kinds[0].evidence[0], seen.attachments[0].contents[0]
    assert all(MASKED in piece and "1234" not in piece for piece in (*pieces, evidence, contents))
    assert seen.reading.fields == {"proposed_value": MASKED, "order": "2404921234"}


def test_what_another_message_named_is_hidden_in_this_one_too() -> None:
    named, bare = a_told(), a_told(text=f"Som skrevet: {CPR}", language="en")
    assert shown(bare, hiding(named, bare)).text == f"Som skrevet: {MASKED}"


def test_a_marked_passage_is_hidden_whole_although_a_number_stands_in_it() -> None:
    told = a_told(text="Mit CPR er 120385-1234 og min mor er syg.")
    words = "120385-1234 og min mor er syg"
    first = told.whole.index(words)
    marked = Redaction(1, 1, 1, BY_HAND, at(IN_TEXT, first, first + len(words)), AT, Fate.STRIKE_OUT, 7, AT)
    told = replace(told, redactions=(marked,))
    assert shown(told, hiding(told)).text == f"Mit CPR er {STRUCK}."


def test_that_a_number_came_is_noted_and_not_the_number() -> None:
    seen = (
        Sensitive("cpr", MASKED),
        Sensitive("bsn", "•••••••••"),
        Sensitive("cpr", MASKED),
        Sensitive("health", "health"),
    )
    (event,) = masked(Heard(7, a_message(), ADMITTED, a_reading(sensitive=seen)))
    assert (event.verb, event.data) == ("masked", {"message": 7, "numbers": "cpr bsn"})


def test_what_a_letter_tells_of_is_no_number_and_no_event() -> None:
    assert not list(masked(Heard(7, a_message(), ADMITTED, a_reading(sensitive=(Sensitive("health", "health"),)))))
