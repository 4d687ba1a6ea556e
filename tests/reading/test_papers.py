"""What a document probably is: by its name, by what the letter says, by its own words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.message import Attachment
from cases.reading import Document, DocumentKind, Sensitive
from reading.documents import READABLE, documents, may_be_read
from reading.letter import Letter
from reading.papers import KINDS, judged, of_numbers, signs_of_content, with_content, with_kinds
from tests.papers import CERTIFICATE, CONSENT, INVOICE, LETTER, MEDICAL, PASSPORT, RESULT

EXAM, PROOF, BILL = DocumentKind.EXAM_RESULT, DocumentKind.CERTIFICATE, DocumentKind.INVOICE
CONSENTED, MEDICINE = DocumentKind.WRITTEN_CONSENT, DocumentKind.MEDICAL_CERTIFICATE
SIGNED, IDENTITY, OTHER = DocumentKind.SIGNED_LETTER, DocumentKind.IDENTITY_COPY, DocumentKind.OTHER
SURE_OF_A_NAME = 0.8


def kinds(text: str, *names: str, media_type: str = "application/pdf") -> list[DocumentKind]:
    """Say what files of these names are, in a letter of this text."""
    files = [Attachment(part, name, media_type, 90_000, "d") for part, name in enumerate(names)]
    return [one.kind for one in documents(files, Letter.of("", text, "da"))]


def test_every_kind_but_other_has_its_table() -> None:
    assert set(KINDS) == set(DocumentKind) - {OTHER}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Eksamensresultat.pdf", EXAM),
        ("ExamResult2024.pdf", EXAM),
        ("cijferlijst_2025.pdf", EXAM),
        ("Score report PRINCE2.pdf", EXAM),
        ("kursusbevis.jpg", PROOF),
        ("certificaat-Prince2.pdf", PROOF),
        ("Certificate of completion.pdf", PROOF),
        ("faktura_10233.pdf", BILL),
        ("Bon.jpg", BILL),
        ("payment receipt.pdf", BILL),
        ("Factuurkopie.docx", BILL),
        ("Fuldmagt_underskrevet.pdf", CONSENTED),
        ("toestemmingsformulier.pdf", CONSENTED),
        ("letter-of-authority.pdf", CONSENTED),
        ("Lægeerklæring_Anna.pdf", MEDICINE),
        ("laegeerklaering.pdf", MEDICINE),
        ("doktersverklaring.jpeg", MEDICINE),
        ("doctors_note.pdf", MEDICINE),
        ("underskrevet brev.pdf", SIGNED),
        ("klachtbrief.pdf", SIGNED),
        ("KopiAfPas.jpg", IDENTITY),
        ("paspoort-kopie.jpg", IDENTITY),
        ("driving licence.png", IDENTITY),
        ("IMG_2041.jpg", OTHER),
        ("scan0001.pdf", OTHER),
        ("CV 2024.pdf", OTHER),
        ("Skærmbillede 2026-03-02 kl. 10.12.png", OTHER),
        ("kursusplan.pdf", OTHER),
    ],
)
def test_a_name_says_what_a_file_is(name: str, kind: DocumentKind) -> None:
    assert kinds("", name) == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vedhæftet er min lægeerklæring.", MEDICINE),
        ("Lægens notat vedlægges.", MEDICINE),
        ("Jeg sender hermed mit eksamensresultat.", EXAM),
        ("Her er et billede af mit kursusbevis", PROOF),
        ("Fuldmagt ligger i vedhæftet fil.", CONSENTED),
        ("Se vedhæftede kvittering fra banken.", BILL),
        ("Vedlagt: kopi af mit pas.", IDENTITY),
        ("Hierbij het ondertekende toestemmingsformulier waar u om vroeg.", CONSENTED),
        ("In de bijlage vindt u de factuur van de cursus.", BILL),
        ("De verklaring van mijn huisarts heb ik bijgevoegd.", MEDICINE),
        ("Ik stuur een kopie van mijn paspoort mee.", IDENTITY),
        ("De examenuitslag is bijgevoegd.", EXAM),
        ("I attach my doctor's note.", MEDICINE),
        ("A signed letter of authority is enclosed.", CONSENTED),
        ("Please find attached the invoice for the course.", BILL),
        ("Attached is a photo of my certificate.", PROOF),
        ("Jeg vil klage over min eksamen. Afgørelsen er vedhæftet.", OTHER),
        ("My CV is attached.", OTHER),
        ("Jeg har ikke fået mit certifikat. Se vedhæftede.", OTHER),
        ("Lægeerklæringen eftersendes, vedhæftet er min plan.", OTHER),
        ("Ik heb nog geen factuur ontvangen, zie bijlage.", OTHER),
        ("The medical certificate will follow, attached is the form.", OTHER),
        ("Lægeerklæringen fik I i januar.", OTHER),
    ],
)
def test_a_letter_says_what_its_file_is(text: str, kind: DocumentKind) -> None:
    assert kinds(text, "scan0001.pdf") == [kind]


def test_papers_that_a_letter_lists_are_its_files_in_that_order() -> None:
    names = ("scan1.pdf", "scan2.pdf", "scan3.pdf")
    assert kinds("Bilag: fuldmagt, lægeerklæring, faktura", *names) == [CONSENTED, MEDICINE, BILL]
    assert kinds("Fuldmagt, lægeerklæring og faktura er vedhæftet.", *names) == [CONSENTED, MEDICINE, BILL]


def test_what_a_name_says_is_not_said_of_the_file_beside_it() -> None:
    text = "Vedhæftet er min faktura og min lægeerklæring."
    assert kinds(text, "scan1.pdf", "faktura.pdf") == [MEDICINE, BILL]


def test_several_photographs_may_be_one_paper() -> None:
    assert kinds("Her er billeder af mit kursusbevis", "1.jpg", "2.jpg", media_type="image/jpeg") == [PROOF, PROOF]


def test_a_recording_is_no_paper_whatever_the_letter_says() -> None:
    assert kinds("Vedhæftet er min faktura.", "voice.m4a", media_type="audio/mp4") == [OTHER]


def test_what_is_in_an_archive_says_what_it_is() -> None:
    box = Attachment(2, "bilag.zip", "application/zip", 9_000, "d", contents=("lægeerklæring.pdf",))
    assert [one.kind for one in documents([box])] == [MEDICINE]


def test_name_and_letter_together_are_surer_than_either() -> None:
    file = Attachment(2, "faktura.pdf", "application/pdf", 9_000, "d")
    (alone,) = documents([file])
    (both,) = documents([file], Letter.of("", "Vedhæftet er fakturaen.", "da"))
    assert alone.confidence < both.confidence
    assert both.evidence == ("faktura", "fakturaen")


def test_a_number_in_a_name_is_masked_in_what_shows_it() -> None:
    (found,) = documents([Attachment(2, "pas til 120385-1234 kopi.pdf", "application/pdf", 9_000, "d")])
    assert "1234" not in repr(found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (MEDICAL, MEDICINE),
        (INVOICE, BILL),
        (RESULT, EXAM),
        (CONSENT, CONSENTED),
        (PASSPORT, IDENTITY),
        (CERTIFICATE, PROOF),
        (LETTER, SIGNED),
        (
            "To whom it may concern\nI am the GP of Ms Reed. She was under my care here, diagnosis: pneumonia.",
            MEDICINE,
        ),
        ("Kursusbevis\nDet bekræftes, at Anna Holm har gennemført kurset Projektledelse. Udstedt 3. maj 2025.", PROOF),
        ("KVITTERING\nOrdrenr. 2231  Betalt med Dankort\nI alt DKK 4.500,00 heraf moms 900,00", BILL),
        ("Hierbij machtig ik, ondergetekende, mevrouw De Wit om namens mij op te treden. VOLMACHT", CONSENTED),
        ("Dagsorden for kursusdag 2: velkomst, gruppearbejde, frokost, opsamling og tak for i dag.", OTHER),
    ],
)
def test_its_words_say_what_a_paper_is(text: str, kind: DocumentKind) -> None:
    assert with_content(Document(2), text).kind is kind


def test_words_read_badly_are_understood_all_the_same() -> None:
    assert (
        judged(2, signs_of_content("LÆGEERKLÆRlNG\nPatlent: Anna\nDet attesteres at hun er sygemeidt")).kind is MEDICINE
    )


def test_content_counts_for_more_than_a_name() -> None:
    named = Document(2, BILL, 0.55, ("regn",))
    assert with_content(named, MEDICAL).kind is MEDICINE


def test_content_that_says_nothing_of_it_makes_a_name_doubtful() -> None:
    named = Document(2, BILL, 0.8, ("faktura",))
    found = with_content(named, "Dagsorden for dagen med mange ord om gruppearbejde og frokost. " * 5)
    assert (found.kind, found.read) == (BILL, True)
    assert found.confidence < SURE_OF_A_NAME


def test_a_paper_with_hardly_a_word_stays_what_it_was() -> None:
    named = Document(2, BILL, 0.8, ("faktura",))
    assert with_content(named, "21%") is named


def test_a_passport_and_a_medical_certificate_are_sensitive() -> None:
    papers = (
        Document(2, IDENTITY, 0.9),
        Document(3, MEDICINE, 0.9),
        Document(4, IDENTITY, 0.9),
        Document(5, BILL, 0.9),
    )
    assert with_kinds((), papers) == (Sensitive("identity_copy", "identity_copy"), Sensitive("health", "health"))


def test_what_is_perhaps_a_passport_is_not_called_sensitive() -> None:
    assert with_kinds((), (Document(2, IDENTITY, 0.4),)) == ()


def test_numbers_in_a_paper_are_named_once_and_never_repeated() -> None:
    found = of_numbers("CPR 120385-1234 og igen 120385-1234", "da")
    assert [one.category for one in found] == ["cpr"]
    assert "1234" not in repr(found)


def test_only_files_that_may_have_words_are_read() -> None:
    assert all(may_be_read(Attachment(2, "x", kind, 90_000, "d")) for kind in READABLE)
    assert not may_be_read(Attachment(2, "film.mov", "video/quicktime", 90_000, "d"))
    assert not may_be_read(Attachment(2, "logo.png", "image/png", 900, "d"))
    assert not may_be_read(Attachment(2, "disk.pdf", "application/pdf", 2**30, "d"))


@settings(max_examples=40)
@given(st.text(max_size=400), st.text(max_size=60), st.floats(0, 1), st.sampled_from(DocumentKind))
def test_any_words_and_any_name_make_a_document(text: str, name: str, sure: float, kind: DocumentKind) -> None:
    (by_name,) = documents([Attachment(2, name or "x", "application/pdf", 9, "d")], Letter.of("", text, "nl"))
    found = with_content(Document(2, kind, sure), text)
    assert 0 <= by_name.confidence <= 1
    assert 0 <= found.confidence <= 1
    assert len(repr(found.evidence)) < 500
