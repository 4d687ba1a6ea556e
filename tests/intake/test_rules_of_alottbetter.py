"""What ALOTTbetter's policy says, rule by rule, where no other test lives through it (P-AL-01 to P-AL-15)."""

from typing import Any, get_type_hints

import pytest

from bot import says
from bot.dialogue import begin
from cases.case import Case
from cases.conflicts import conflicts
from cases.kind import PRIVACY, Flag, Kind
from cases.message import Address, Channel
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import REQUIREMENTS, ClockName
from cases.reading import Reading
from reading.numbers import mask
from reading.read import read
from replies.signed_form import Facts, signed_form
from replies.statements import statement
from storage.book import Book
from storage.policies import SHIPPED, read_texts
from tests.builders import a_message, a_reading
from tests.intake.scene import Scene

IDA: dict[str, Any] = {"sender": Address("Ida Skov", "ida@example.org"), "return_path": "ida@example.org"}


@pytest.fixture
def alott(offices: dict[str, Office]) -> Office:
    """Give ALOTTbetter as it is shipped."""
    return offices["alottbetter"]


@pytest.fixture
def scene(book: Book, alott: Office) -> Scene:
    """Give a case book of ALOTTbetter's."""
    return Scene(book, alott)


def read_as(office: Office, text: str) -> Reading:
    """Give what is understood of a letter in these words."""
    return read(a_message(text=text, subject=""), office.policy)


async def receipt(scene: Scene, case: Case) -> str:
    """Give the words of a case's receipt."""
    return (await scene.letter(case, "acknowledgement")).outgoing.body


async def test_p_al_01_mail_telephone_and_the_site_are_all_named_as_ways(scene: Scene) -> None:
    contact = scene.office.policy.contact
    assert (contact.email, contact.phone, contact.web) == (
        "info@alottbetter.dk",
        "+45 52 11 97 07",
        "https://www.alottbetter.dk",
    )
    body = await receipt(scene, await scene.opened(a_reading(Kind.ACCESS), **IDA))
    assert contact.email in body
    assert "52 11 97 07" in body


async def test_p_al_03_nobody_is_taken_to_have_consented_because_another_tells_of_them(scene: Scene) -> None:
    """What is told of a third person is marked as such; no authority follows from it."""
    telling = a_reading(Kind.COMPLAINT, flags=frozenset({Flag.ON_BEHALF}), text="Min søn har allergi.")
    case = await scene.opened(telling, **IDA)
    assert Flag.ON_BEHALF in case.flags
    assert (case.authority, "authority" in case.missing) == (None, True)


@pytest.mark.parametrize("channel", [*Channel])
async def test_p_al_04_con_2_a_request_counts_in_full_however_it_comes(scene: Scene, channel: Channel) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS), **IDA, channel=channel)
    assert case.kind is Kind.ACCESS
    assert scene.office.day((await scene.clocks(case))[ClockName.ANSWER].due_at).isoformat() == "2026-04-07"
    assert not {"signature", "letter"} & set(case.missing)


async def test_p_al_04_con_2_the_reply_says_first_that_it_is_valid_and_runs_then_that_a_letter_is_voluntary(
    scene: Scene,
) -> None:
    body = await receipt(scene, await scene.opened(a_reading(Kind.ACCESS), **IDA))
    said = [
        "Vi har modtaget din anmodning om indsigt",
        "senest den 7. april 2026",
        "Din anmodning er gyldig, selv om den er sendt på e-mail",
        "fristen løber allerede",
        "Anmodning om persondataudtræk",
        "Det er frivilligt, og din sag går videre uden",
    ]
    places = [body.find(words) for words in said]
    assert -1 not in places
    assert places == sorted(places)


async def test_con_2_nobody_else_s_receipt_speaks_of_a_letter(scene: Scene, offices: dict[str, Office]) -> None:
    assert "persondataudtræk" not in await receipt(scene, await scene.opened(a_reading(Kind.ERASURE), **IDA))
    metier = Scene(scene.book, offices["metier"])
    assert "persondataudtræk" not in await receipt(metier, await metier.opened(a_reading(Kind.ACCESS), **IDA))


def test_p_al_05_con_3_nowhere_is_a_national_number_asked_for(alott: Office) -> None:
    assert not any("cpr" in name or "number" in name for name in REQUIREMENTS)
    form = signed_form(Facts(alott.policy, "da", "AL-26-100200", "Ida Skov"))
    assert "Ida Skov" in form or "IDA SKOV" in form
    assert "personnummer" not in form.casefold()
    assert "2705" not in mask("Mit CPR-nummer er 270585-1234.")


@pytest.mark.parametrize(
    "text",
    [
        "Jeg beder om indsigt efter § 31 i persondataloven.",
        "Med henvisning til § 31 i PDL vil jeg gerne have et registerudtræk over de oplysninger, I har om mig.",
    ],
)
async def test_p_al_06_who_cites_the_repealed_act_asks_for_access_all_the_same(scene: Scene, text: str) -> None:
    reading = read_as(scene.office, text)
    assert reading.kinds[0].kind is Kind.ACCESS
    body = await receipt(scene, await scene.opened(reading, **IDA))
    assert "databeskyttelsesforordningen" in body
    assert "ersondataloven" not in body


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jeg vil gerne have slettet alle mine oplysninger.", Kind.ERASURE),
        ("Min adresse i jeres system er forkert; ret den venligst til Skovvej 2.", Kind.RECTIFICATION),
        ("I må ikke længere bruge mine oplysninger til direkte reklame; det gør jeg indsigelse mod.", Kind.OBJECTION),
        ("Jeg anmoder om, at behandlingen af mine personoplysninger begrænses.", Kind.RESTRICTION),
    ],
)
def test_p_al_07_erase_correct_restrict_and_object_are_each_a_right_of_its_own(
    alott: Office, text: str, kind: Kind
) -> None:
    assert read_as(alott, text).kinds[0].kind is kind


async def test_p_al_08_a_withdrawal_is_answered_with_what_stops_what_stays_and_on_which_basis(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.CONSENT_WITHDRAWAL), **IDA)
    body = (await scene.letter(case, "answer_consent_withdrawal")).outgoing.body.casefold()
    for words in ("stop", "grundlag"):
        assert words in body, body


@pytest.mark.parametrize("kind", [*PRIVACY])
def test_p_al_12_every_answer_about_privacy_names_datatilsynet(alott: Office, kind: Kind) -> None:
    assert "authority_complaint" in alott.policy.rules(kind).statements
    assert "datatilsynet.dk" in statement(alott.policy, "authority_complaint", "da")


async def test_p_al_13_con_10_nothing_that_is_sent_in_counts_as_a_consent(scene: Scene) -> None:
    """There is no place in a case where a consent could be noted because somebody wrote."""
    words = "\n".join(read_texts(SHIPPED, "alottbetter").values())
    assert "CON-10" in {one.rule for one in conflicts(scene.office.policy, words)}
    case = await scene.opened(a_reading(Kind.FEEDBACK, text="Jeg bruger jeres hjemmeside og er glad for den."), **IDA)
    assert case.authority is None
    assert not [name for name in get_type_hints(Case) if "consent" in name]


def test_p_al_14_no_chat_begins_before_its_operator_is_named(scene: Scene) -> None:
    """Before anybody has written a word the chat says who runs it, and where the privacy notice is."""
    for language in ("da", "nl", "en"):
        (said,) = begin(language, scene.office).says
        shown = says.words(said, language, scene.office)
        assert "ALOTTbetter ApS" in shown
        assert says.privacy_notice(scene.office) in shown


async def test_p_al_15_a_name_and_a_programme_make_nobody_known(scene: Scene) -> None:
    named = a_reading(Kind.ACCESS, fields={"name": "Ida Skov", "course": "Praktik i Malta", "programme": "Malta"})
    case = await scene.opened(named, **IDA)
    assert case.identity is None
    assert await scene.replies(case, OutboxStatus.DRAFT) == ["answer_access"]
