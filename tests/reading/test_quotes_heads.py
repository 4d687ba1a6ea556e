"""Where quoted mail begins, as the mail programs of our readers write it; and what only looks so."""

import pytest

from reading.quotes import own_words
from reading.quotes_heads import heads

OWN = "Tak for svaret. Jeg vil gerne klage."
OLD = "Vi har modtaget din henvendelse.\nDu hører fra os."
MARKED = "> Vi har modtaget din henvendelse.\n> Du hører fra os."

NAME, ADDRESS = "Mentor Kursus", "info@mentorix.dk"
WROTE = {
    "Gmail da": "Den man. 2. mar. 2026 kl. 10.12 skrev {n} <{a}>:",
    "Gmail nl": "Op ma 2 mrt 2026 om 10:12 schreef {n} <{a}>:",
    "Gmail de": "Am Mo., 2. März 2026 um 10:12 Uhr schrieb {n} <{a}>:",
    "Gmail sv": "Den mån 2 mars 2026 kl 10:12 skrev {n} <{a}>:",
    "Gmail no": "man. 2. mars 2026 kl. 10:12 skrev {n} <{a}>:",
    "Gmail fr": "Le lun. 2 mars 2026 à 10:12, {n} <{a}> a écrit :",
    "Gmail es": "El lun, 2 mar 2026 a las 10:12, {n} (<{a}>) escribió:",
    "Gmail it": "Il giorno lun 2 mar 2026 alle ore 10:12 {n} <{a}> ha scritto:",
    "Gmail pt": "Em seg., 2 de mar. de 2026 às 10:12, {n} <{a}> escreveu:",
    "Gmail pl": "pon., 2 mar 2026 o 10:12 {n} <{a}> napisał(a):",
    "Gmail fi": "ma 2. maalisk. 2026 klo 10.12 {n} ({a}) kirjoitti:",
    "Gmail, a name over two lines": "Op ma 2 mrt 2026 om 10:12 schreef Mentor Klantenservice afdeling cursus\n<{a}>:",
    "Gmail, an address over two lines": "Den man. 2. mar. 2026 kl. 10.12 skrev Mentorix Kursusadministration <\n{a}>:",
    "Gmail, over three lines": "On Mon, Mar 2, 2026 at 10:12 AM Mentorix Courses in Copenhagen <\n{a}>\nwrote:",
    "Gmail, an old one": "2026-03-02 10:12 GMT+01:00 {n} <{a}>:",
    "Gmail, an older one": "2026/3/2 {n} <{a}>",
    "Google Groups": "On Mon, 2 Mar 2026 at 10:12, '{n}' via Kurser <{a}> wrote:",
    "Apple Mail da": "Den 2. mar. 2026 kl. 10.12 skrev {n} <{a}>:",
    "Apple Mail nl": "Op 2 mrt 2026, om 10:12 heeft {n} <{a}> het volgende geschreven:",
    "Apple Mail de": "Am 02.03.2026 um 10:12 schrieb {n} <{a}>:",
    "Apple Mail sv": "2 mars 2026 kl. 10:12 skrev {n} <{a}>:",
    "Apple Mail en": "On 2 Mar 2026, at 10.12, {n} <{a}> wrote:",
    "Thunderbird da": "Den 02.03.2026 kl. 10.12 skrev {n}:",
    "Thunderbird nl": "Op 2-3-2026 om 10:12 schreef {n}:",
    "Thunderbird de": "Am 02.03.26 um 10:12 schrieb {n}:",
    "Thunderbird sv": "Den 2026-03-02 kl. 10:12, skrev {n}:",
    "Thunderbird no": "Den 02.03.2026 10:12, skrev {n}:",
    "Thunderbird en": "On 02/03/2026 10:12, {n} wrote:",
    "Thunderbird fr": "Le 02/03/2026 à 10:12, {n} a écrit :",
    "Thunderbird it": "Il 02/03/2026 10:12, {n} ha scritto:",
    "Thunderbird pl": "W dniu 02.03.2026 o 10:12, {n} pisze:",
    "Thunderbird fi": "{n} kirjoitti 2.3.2026 klo 10.12:",
    "Yahoo da": "Den mandag den 2. marts 2026 kl. 10.12.13 CET skrev {n} <{a}>:",
    "Yahoo nl": "Op maandag 2 maart 2026 om 10:12:13 CET schreef {n} <{a}>:",
    "Yahoo de": "Am Montag, 2. März 2026 um 10:12:13 MEZ hat {n} <{a}> Folgendes geschrieben:",
    "Proton en": "On Monday, March 2nd, 2026 at 10:12 AM, {n} <{a}> wrote:",
    "Spark da": "Den 2. mar. 2026 10.12 +0100, {n} <{a}>, skrev:",
    "Outlook for iOS, nl": "{n} <{a}> schreef op ma 2 mrt 2026 om 10:12:",
    "Outlook.com, de": "{n} <{a}> schrieb am Mo., 2. März 2026, 10:12:",
    "Lotus Notes, da": "{n} skrev den 02-03-2026 10:12:13:",
    "Lotus Notes, en": "{n} wrote on 02/03/2026 10:12:13:",
    "Roundcube nl": "{n} schreef op 2026-03-02 10:12:",
    "Evolution da": "man, 02 03 2026 kl. 10:12 +0100, skrev {n}:",
    "K-9": "On 2 March 2026 10:12:13 CET, {n} <{a}> wrote:",
    "Claws": "On Mon, 2 Mar 2026 10:12:13 +0100\n{n} <{a}> wrote:",
    "Zoho": "---- On Mon, 02 Mar 2026 10:12:13 +0100 {n} <{a}> wrote ----",
    "Zimbra nl": "----- Op 2 mrt 2026 om 10:12 schreef {n} {a}:",
    "Airmail": "On 2 March 2026 at 10:12:13, {n} ({a}) wrote:",
    "Front": "On March 2, 2026 at 10:12 AM GMT+1 {a} wrote:",
    "AOL": "In a message dated 3/2/2026 10:12:13 AM, {a} writes:",
    "Tuta de": "2. Mär 2026, 10:12 von {a}:",
    "Horde nl": "Citeren {n} <{a}>:",
    "Yandex": '02.03.2026, 10:12, "{n}" <{a}>:',
}
HEADS = [pytest.param(line.format(n=NAME, a=ADDRESS), id=program) for program, line in WROTE.items()]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("old", [OLD, MARKED], ids=["unmarked", "marked"])
def test_a_mail_programs_line_ends_what_the_person_wrote(head: str, old: str) -> None:
    assert own_words(f"{OWN}\n\n{head}\n\n{old}\n") == OWN


@pytest.mark.parametrize("head", HEADS)
def test_it_may_follow_without_a_blank_line(head: str) -> None:
    assert own_words(f"{OWN}\n{head}\n{MARKED}") == OWN


@pytest.mark.parametrize(
    "head",
    [
        "Den 02-03-2026 kl. 10:12 skrev du:",
        "At 3/2/2026 10:12 AM, you wrote:",
        "Am 02.03.2026 um 10:12 schrieben Sie:",
        "On Mon, 2 Mar 2026, the course desk of mentorix wrote:",
        "2026-03-02 10:12 GMT+01:00 Mentorix",
        "Mentorix via Kurser wrote:",
    ],
)
def test_a_line_that_a_person_may_write_too_counts_only_above_marked_lines(head: str) -> None:
    assert own_words(f"{OWN}\n\n{head}\n{MARKED}") == OWN
    assert OLD in own_words(f"{OWN}\n\n{head}\n{OLD}")


@pytest.mark.parametrize(
    "line",
    [
        "Den 3. marts kl. 10.15 skrev jeg følgende til jer:",
        "Den 3. marts 2026 kl. 10.15 skrev jeres kollega Lars:",
        "Den 3. marts 2026 skrev underviseren:",
        "Min kollega skrev den 3. marts 2026 kl. 10.15 til holdet:",
        "Jeg skrev den 3. marts 2026 kl. 10.15 til info@mentorix.dk:",
        "Underviseren skrev følgende til mig:",
        "Op 3 maart om 10:15 schreef ik jullie het volgende:",
        "Op 3 maart 2026 om 10:15 schreef uw collega Jan mij het volgende:",
        "Ik heb op 3 maart 2026 om 10:15 naar info@mentor.nl geschreven:",
        "On 3 March 2026 at 10:15 the teacher wrote:",
        "I sent an e-mail to info@mentorix.dk on 3 March 2026:",
        "Am 3. März 2026 um 10:15 habe ich an info@mentorix.dk geschrieben:",
        "Mine spørgsmål af 2. marts 2026 kl. 10.12:",
        "Bedes sendt til anna@holm.dk:",
        "Oprindelig besked:",
        "Se min mail af 2. marts 2026 kl. 10.12 til info@mentorix.dk",
    ],
)
def test_what_the_person_tells_is_no_head(line: str) -> None:
    text = f"Hej Mentorix. Her er sagen.\n\n{line}\nDu er for langsom.\n\nJeg vil klage."
    assert own_words(text) == text


@pytest.mark.parametrize(
    "rule",
    [
        "-----Oprindelig meddelelse-----",
        "-------- Oprindelig besked --------",
        "-----Oorspronkelijk bericht-----",
        "------ Origineel bericht ------",
        "-----Original Message-----",
        "*----- Original Message -----*",
        "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐",
        "-----Ursprüngliche Nachricht-----",
        "-----Original-Nachricht-----",
        "-----Ursprungligt meddelande-----",
        "-------- Opprinnelig melding --------",
        "-------- Message d'origine --------",
        "##- Please type your reply above this line -##",
        "--- Reply ABOVE THIS LINE to add a note ---",
        "--- Svar over denne linje ---",
        "## Skriv venligst dit svar over denne linje ##",
        "== Typ uw antwoord boven deze lijn ==",
        "##- Antwort bitte über dieser Linie schreiben -##",
        "-- Bitte über dieser Linie antworten/Please reply above this line --",
        "--- Svara ovanför den här raden ---",
    ],
)
def test_a_rule_that_names_what_follows_ends_what_the_person_wrote(rule: str) -> None:
    assert own_words(f"{OWN}\n\n{rule}\n\n{OLD}") == OWN


def test_words_before_a_head_on_its_line_stay() -> None:
    text = f"Ja tak, gerne --- On Mon, 2 Mar 2026 at 10:12, {NAME} <{ADDRESS}> wrote:\n{MARKED}"
    assert own_words(text) == "Ja tak, gerne"


def test_a_head_begins_at_its_nearest_opening() -> None:
    lines = ["On the one hand it was fine", "On Mon, 2 Mar 2026 at 10:12 Mentorix <", "info@mentorix.dk> wrote:"]
    assert {at: head.height for at, head in heads(lines).items()} == {1: 2}


def test_a_sentence_above_an_address_is_no_part_of_the_head() -> None:
    text = f"On Monday 2 March 2026 it was cancelled.\n{NAME} <{ADDRESS}> wrote:\n{MARKED}"
    assert own_words(text) == "On Monday 2 March 2026 it was cancelled."
