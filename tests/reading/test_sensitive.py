"""What is nobody else's business is pointed out by its category; what is taught in a course is not."""

import pytest

from cases.reading import Sensitive
from reading.numbers import BSN_SHOWN, CPR_SHOWN
from reading.sensitive import CATEGORIES, hints, sensitive
from reading.words import cut

TOLD = [
    ("da", "health", "Jeg vedlægger lægeerklæring."),
    ("da", "health", "Jeg er ordblind og har brug for ekstra tid."),
    ("da", "health", "Min søn har ADHD og fik ikke sin pause."),
    ("da", "health", "jeg er syg i dag og kommer ikke"),
    ("da", "religion", "Jeg er muslim og faster under ramadanen."),
    ("da", "union", "Jeg er medlem af 3F, og de hjælper mig."),
    ("da", "criminal", "Jeg har en plettet straffeattest."),
    ("da", "biometric", "I tager fingeraftryk i døren."),
    ("da", "sexual_orientation", "Jeg er homoseksuel og blev hånet på holdet."),
    ("da", "identity", "Vedhæftet er en kopi af mit pas."),
    ("da", "ethnicity", "Han sagde noget om min hudfarve."),
    ("da", "politics", "Underviseren spurgte til min politiske overbevisning."),
    ("da", "genetic", "I bad om en DNA-test."),
    ("nl", "health", "Ik stuur een medische verklaring mee."),
    ("nl", "health", "Mijn dochter heeft epilepsie."),
    ("nl", "religion", "Ik draag een hoofddoek op de foto."),
    ("nl", "union", "Ik ben lid van de FNV."),
    ("nl", "criminal", "Ik heb een strafblad van vroeger."),
    ("nl", "identity", "Bijgevoegd een kopie van mijn paspoort."),
    ("nl", "biometric", "De gezichtsherkenning bij de deur moet uit."),
    ("en", "health", "My doctor's note is attached."),
    ("en", "health", "I am hard of hearing."),
    ("en", "religion", "Is there a prayer room?"),
    ("en", "union", "My union is looking into it."),
    ("en", "criminal", "You asked for my criminal record."),
    ("en", "identity", "I enclose a scan of my driving licence."),
    ("en", "sexual_orientation", "I'm gay and the trainer laughed."),
    ("da", "health", "Jeg har KOL, og der bliver røget ved døren."),
    ("da", "health", "Kunne I hjælpe? Jeg er sygemeldt med stress."),
    ("da", "union", "I ved, hvilken fagforening jeg er i."),
    ("nl", "health", "Uw advies noemt mijn eerdere burn-out."),
    ("nl", "health", "Goedemorgen, ik ben blind."),
    ("nl", "religion", "Ik heb gevraagd om een gebedsruimte."),
    ("en", "health", "He's got dementia."),
    ("en", "health", "The eye thing is nystagmus."),
    ("en", "religion", "Is there a quiet room for prayer?"),
    ("en", "ethnicity", "I told it about my asylum interview."),
    ("en", "politics", "Somebody noted that I voted against the library."),
]
IDLE = [
    ("da", "Jeg havde ondt i maven af nervøsitet."),
    ("da", "Det gør ondt at læse jeres svar."),
    ("da", "Jeg er psykolog og vil tage kurset."),
    ("da", "Vores lærer er syg, så holdet er aflyst."),
    ("da", "Hans Christian Jensen har bestilt."),
    ("da", "Resultatet stemte på øren."),
    ("nl", "Mag ik mijn vraag aan u voor leggen?"),
    ("nl", "U kunt mijn vorige mail negeren."),
    ("nl", "Ik werk in het ziekenhuis in Zwolle."),
    ("nl", "De docent was ziek en ik wil een nieuwe datum."),
    ("nl", "Ik ben fysiotherapeut."),
    ("en", "If it is, I'll pay at once."),
    ("en", "My course was cancelled because of corona."),
    ("en", "The picture came out as a potato."),
    ("en", "My lunch was free of charge with the course."),
    ("en", "The passport photo on my badge is an old one."),
    ("en", "I failed by 2 pts."),
    ("en", "I am a surgeon and lecture in anatomy."),
]
TAUGHT = [
    ("da", "Hvornår starter kurset i projektledelse?"),
    ("da", "Har I et kursus i mental sundhed?"),
    ("da", "Jeg læser på sygeplejerskeuddannelsen og vil på jeres førstehjælpskursus."),
    ("da", "Ordblindekursus til voksne, hvad koster det?"),
    ("da", "Er der plads på kurset om diagnoser og autisme?"),
    ("da", "Kurset i arbejdsmiljø, sikkerhed og sundhed"),
    ("da", "Jeg arbejder på sygehuset i Vejle."),
    ("nl", "Is er een training over burn-out en stress?"),
    ("nl", "De opleiding verpleegkunde, wanneer begint die?"),
    ("nl", "Veiligheid en gezondheid op de werkvloer, hoeveel kost die?"),
    ("en", "Do you offer a course in mental health?"),
    ("en", "The health and safety course was good, first aid too."),
    ("en", "Is the union of both courses cheaper?"),
    ("en", "GDPR training about medical records"),
    ("en", "I'll be there, and I'll pay."),
]


@pytest.mark.parametrize(("language", "category", "text"), TOLD)
def test_what_a_person_tells_of_is_named_by_its_category(language: str, category: str, text: str) -> None:
    assert category in tuple(hints(cut(text), language))


@pytest.mark.parametrize(("language", "text"), TAUGHT)
def test_what_is_taught_is_nobodys_secret(language: str, text: str) -> None:
    assert sensitive(cut(text), language=language) == ()


@pytest.mark.parametrize(("language", "text"), IDLE)
def test_what_only_sounds_like_a_secret_is_none(language: str, text: str) -> None:
    assert sensitive(cut(text), language=language) == ()


def test_a_category_is_shown_as_itself_and_is_no_number() -> None:
    (found,) = sensitive(cut("Jeg er sygemeldt."))
    assert found == Sensitive("health", "health")
    assert not found.is_number


def test_every_category_can_be_found() -> None:
    assert {category for _, category, _ in TOLD} == set(CATEGORIES)


def test_what_is_shown_never_holds_the_number() -> None:
    found = sensitive(cut("Mit cpr er 120385-1234, og min søns er 010115-4321."))
    assert [(one.category, one.shown_as) for one in found] == [("cpr", CPR_SHOWN), ("cpr", CPR_SHOWN)]
    assert all(one.is_number for one in found)


def test_the_same_number_twice_is_one() -> None:
    assert len(sensitive(cut("cpr 120385-1234. Igen: cpr 1203851234"), ("120385-1234.pdf",))) == 1


def test_a_number_in_what_is_quoted_or_in_the_name_of_a_file_counts() -> None:
    quoted, file = "Mijn BSN is 123456782", "cpr_120385-1234.pdf"
    found = sensitive(cut("Zie onder."), (quoted, file), "nl")
    assert {(one.category, one.shown_as) for one in found} == {("bsn", BSN_SHOWN), ("cpr", CPR_SHOWN)}


def test_a_copy_with_its_number_is_pointed_out_once() -> None:
    found = sensitive(cut("Copy of my passport attached, passport number NXY123456"), language="en")
    assert [one.category for one in found] == ["identity"]
