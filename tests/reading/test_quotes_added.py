"""What programs and servers add to a person's words is left out; what a person wrote and looks like it is not."""

import pytest

from reading.quotes import own_words, parts

OWN = "Tak for svaret. Jeg vil gerne klage."


@pytest.mark.parametrize(
    "line",
    [
        "Sendt fra min iPhone",
        "Sendt fra min Samsung Galaxy-smartphone.",
        "Sendt fra Outlook til iOS<https://aka.ms/o0ukef>",
        "Sendt fra Mail til Windows",
        "Sendt med Proton Mail.",
        "Hent Outlook til Android<https://aka.ms/AAb9ysg>",
        "Få Outlook for iOS",
        "Verzonden vanaf mijn iPhone",
        "Verstuurd vanaf mijn iPad",
        "Verzonden vanuit Mail voor Windows",
        "Verzonden met Outlook voor Android",
        "Outlook voor iOS downloaden",
        "Van mijn iPhone",
        "Sent from my Galaxy",
        "Sent from my mobile, please excuse any typos.",
        "(Sent from my phone)",
        "Sent via Gmail mobile",
        "Get Outlook for iOS",
        "Von meinem iPhone gesendet",
        "Gesendet mit der GMX Mail App",
        "Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.",
        "Skickat från min iPhone",
        "Hämta Outlook för iOS",
        "Envoyé de mon iPhone",
        "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Wysłane z iPhone'a",
        "Lähetetty iPhonesta",
        "Sent from [Proton Mail](https://proton.me/mail)",
    ],
)
def test_what_a_telephone_adds_is_dropped(line: str) -> None:
    assert own_words(f"{OWN}\n\n{line}") == OWN
    assert own_words(f"{OWN}\n\n{line}\n\n-----Original Message-----\nHi") == OWN


@pytest.mark.parametrize(
    "line",
    [
        "Sendt med posten den 3. marts.",
        "Sendt fra kursuslederen i går.",
        "Verzonden met PostNL op 3 maart.",
        "Sent from my desk, it is much easier than on my mobile phone.",
        "The mail was sent from my iPhone app to all of you.",
        "Sendt fra min mobil, men jeg fik aldrig svar på den,\nså nu skriver jeg igen.",
        "Hent mine oplysninger frem.",
    ],
)
def test_a_sentence_about_sending_stays(line: str) -> None:
    assert own_words(f"{OWN}\n\n{line}\n\nHvad gør vi?") == f"{OWN}\n\n{line}\n\nHvad gør vi?"


def test_a_signature_is_kept_apart() -> None:
    apart = parts(f"{OWN}\n\n-- \nAnna Holm\nTlf. 22 41 55 87")
    assert (apart.own, apart.signature) == (OWN, "Anna Holm\nTlf. 22 41 55 87")


def test_a_name_under_kind_regards_is_no_signature() -> None:
    text = f"{OWN}\n\nMed venlig hilsen\nAnna Holm"
    assert own_words(text) == text


def test_a_stroke_above_whole_sentences_is_no_signature() -> None:
    below = (
        "Jeg har tre spørgsmål, og jeg beder om svar på dem alle inden fredag den 6. marts, ellers går jeg til nævnet."
    )
    text = f"Hej. Her er sagen.\n--\n{below}"
    assert own_words(text) == text


def test_a_signature_above_the_quotation_does_not_take_the_answer_below_it() -> None:
    text = f"Se svaret her:\n-- \nAnna Holm\n\nOn Mon, 2 Mar 2026 at 10:12, A <a@b.dk> wrote:\n> Hvad nu?\n\n{OWN}"
    assert own_words(text) == f"Se svaret her:\n\n{OWN}"


def test_the_footer_of_a_mailing_list_is_dropped() -> None:
    footer = "_______________________________________________\nkurser mailing list\nkurser@lists.example.dk"
    assert own_words(f"{OWN}\n\n{footer}") == OWN


def test_a_rule_between_two_paragraphs_stays() -> None:
    text = f"{OWN}\n\n________________________________\n\nOg en sag til."
    assert own_words(text) == text


@pytest.mark.parametrize(
    "paragraph",
    [
        "Denne e-mail kan indeholde fortrolige oplysninger. Er du ikke rette modtager, bedes du slette den.",
        "Dit bericht is vertrouwelijk. Bent u niet de geadresseerde, verwijder het dan.",
        "This message is confidential. If you are not the intended recipient, please delete it.",
    ],
)
def test_a_lawyers_paragraph_does_not_ask_for_deletion(paragraph: str) -> None:
    assert own_words(f"{OWN}\n\n{paragraph}") == OWN


@pytest.mark.parametrize(
    "warning",
    [
        "CAUTION: This email originated from outside of the organization. Do not click\nlinks in it.",
        "You don't often get email from anna@holm.dk. Learn why this is important",
        "Du får ikke ofte mails fra anna@holm.dk. Få mere at vide om, hvorfor dette er vigtigt",
        "U ontvangt niet vaak e-mail van anna@holm.nl. Meer informatie over waarom dit belangrijk is",
        "ADVARSEL: Denne mail er sendt af en ekstern afsender.",
        "LET OP: Deze e-mail is afkomstig van buiten de organisatie.",
        "[EKSTERN]",
    ],
)
def test_a_servers_warning_above_is_dropped(warning: str) -> None:
    assert own_words(f"{warning}\n\n{OWN}") == OWN


def test_a_person_may_speak_of_outside() -> None:
    text = "Bemærk, at min mail af i går kom fra en ekstern konto. Jeg vil klage.\n\nAnna"
    assert "Jeg vil klage" in own_words(text)
