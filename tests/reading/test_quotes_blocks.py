"""The block "From: Sent: To: Subject:" above quoted mail; and the forms and lists that look like one."""

import pytest

from reading.quotes import own_words

OWN = "Tak for svaret. Jeg vil gerne klage."
OLD = "Vi har modtaget din henvendelse.\nDu hører fra os."
FROM = "Mentorix <info@mentorix.dk>"

BLOCKS = {
    "Outlook da": f"Fra: {FROM} \nSendt: 2. marts 2026 10:12\nTil: Anna Holm\nEmne: Klage",
    "Outlook nl": f"Van: {FROM}\nVerzonden: maandag 2 maart 2026 10:12\nAan: Anna\nOnderwerp: Klacht",
    "Outlook en": f"From: {FROM}\nSent: Monday, March 2, 2026 10:12 AM\nTo: Anna\nSubject: Complaint",
    "Outlook de": f"Von: {FROM}\nGesendet: Montag, 2. März 2026 10:12\nAn: Anna\nBetreff: Klage",
    "Outlook sv": f"Från: {FROM}\nSkickat: den 2 mars 2026 10:12\nTill: Anna\nÄmne: Klagomål",
    "Outlook no": f"Fra: {FROM}\nSendt: mandag 2. mars 2026 10:12\nTil: Anna\nEmne: Klage",
    "Outlook fr": f"De : {FROM}\nEnvoyé : lundi 2 mars 2026 10:12\nÀ : Anna\nObjet : Plainte",
    "Outlook es": f"De: {FROM}\nEnviado el: lunes, 2 de marzo de 2026 10:12\nPara: Anna\nAsunto: Queja",
    "Outlook it": f"Da: {FROM}\nInviato: lunedì 2 marzo 2026 10:12\nA: Anna\nOggetto: Reclamo",
    "Outlook pt": f"De: {FROM}\nEnviada em: segunda-feira, 2 de março de 2026 10:12\nPara: Anna\nAssunto: Queixa",
    "Outlook pl": f"Od: {FROM}\nWysłano: poniedziałek, 2 marca 2026 10:12\nDo: Anna\nTemat: Skarga",
    "Outlook fi": f"Lähettäjä: {FROM}\nLähetetty: 2. maaliskuuta 2026 10.12\nVastaanottaja: Anna\nAihe: Valitus",
    "Outlook for the Mac": f"Fra: {FROM}\nDato: mandag, 2. marts 2026 kl. 10.12\nTil: Anna\nCc: Bo\nEmne: Klage",
    "on behalf": "From: Mentorix <x@y.dk> on behalf of Info <i@y.dk>\nSent: Monday\nTo: Anna\nSubject: Complaint",
    "bold": "*From:* Mentorix\n*Sent:* Monday\n*To:* Anna",
    "bold twice": "**Fra:** Mentorix\n**Sendt:** mandag\n**Til:** Anna\n**Emne:** Klage",
    "indented, over two lines": "  *Fra:* Mentorix [mailto:\n  info@mentorix.dk]\n  *Sendt:* mandag\n  *Til:* Anna",
    "blank lines between": f"Fra: {FROM}\n\nSendt: mandag\n\nTil: Anna\n\nEmne: Klage",
    "the date first": f"Date: Mon, 2 Mar 2026 10:12:13 +0100\nTo: Anna\nFrom: {FROM}\nSubject: Complaint",
    "date and address alone": "Date: Mon, 2 Mar 2026 10:12:13 +0100\nTo: anna@holm.dk",
    "GMX": f"Gesendet: Montag, 02. März 2026 um 10:12 Uhr\nVon: {FROM}\nAn: anna@holm.dk\nBetreff: Klage",
    "many recipients": f"Van: {FROM}\nVerzonden: maandag\nAan: Anna; Bo;\n Carl; Dorthe\nCC: Emil\nOnderwerp: Klacht",
    "with files": f"Fra: {FROM}\nSendt: mandag\nTil: Anna\nEmne: Klage\nVedhæftede filer: brev.pdf\nVigtighed: Høj",
    "a label that we do not know": f"Fra: {FROM}\nSendt: mandag\nTil: Anna\nEmne: Klage\nFølsomhed: Privat",
    "Samsung": f"-------- Oprindelig meddelelse --------\nFra: {FROM}\nDato: 02.03.2026 10.12 (GMT+01:00)\nTil: Anna",
    "Samsung sv": f"-------- Originalmeddelande --------\nFrån: {FROM}\nDatum: 2026-03-02\nTill: Anna\nRubrik: Kurs",
    "a rule above": f"________________________________\nFra: {FROM}\nSendt: mandag\nTil: Anna\nEmne: Klage",
    "strokes above": f" ------------------------------\n*Van:* {FROM}\n*Verzonden:* maandag\n*Aan:* Anna",
    "all in one line": f"From: {FROM} Sent: Monday, March 2, 2026 10:12 AM To: Anna Holm Subject: Complaint",
}


@pytest.mark.parametrize("block", [pytest.param(block, id=program) for program, block in BLOCKS.items()])
def test_a_block_ends_what_the_person_wrote(block: str) -> None:
    assert own_words(f"{OWN}\n\n{block}\n\n{OLD}") == OWN
    assert own_words(f"{OWN}\n{block}\n\n> gammelt\n") == OWN


@pytest.mark.parametrize(
    "lines",
    [
        "Fra: mandag til fredag\ner kurset aflyst.",
        "Fra: 3. marts\nTil: 5. marts",
        "Kursus: PRINCE2\nDato: 3. marts 2026 10:00\nSted: Aarhus",
        "Dato: 3. marts\nEmne: eksamen",
        "Van: dinsdag 3 maart\nTot: donderdag 5 maart",
        "Fra: anna@holm.dk\nEmne: klage over kursus",
    ],
)
def test_what_a_person_lists_is_no_block(lines: str) -> None:
    text = f"Hej Mentorix. Her er sagen.\n\n{lines}\n\nJeg vil klage."
    assert own_words(text) == text


@pytest.mark.parametrize(
    "form",
    [
        "Kontaktformular:\nFra: Anna Holm <anna@holm.dk>\nEmne: Klage\nBesked:\nJeg vil klage.",
        "Ny henvendelse\nNavn: Anna\nFra: anna@holm.dk\nDato: 02-03-2026 10:12\nBesked: Jeg vil klage.",
        "New message from your site\nFrom: anna@holm.dk\nDate: 2 March 2026\nTo: you\n\nMessage body:\nI complain.",
        "Nieuw bericht\nVan: anna@holm.nl\nDatum: 2-3-2026 10:12\nOnderwerp: klacht\nTelefoon: 0612345678\nIk klaag.",
        "Sendt fra hjemmesiden\nFra: Anna <a@b.dk>\nTil: os\nDato: 2. marts\nEmne: Klage\n\nBesked:\nJeg vil klage.",
    ],
)
def test_a_form_on_a_web_page_is_no_block(form: str) -> None:
    assert own_words(form) == form
