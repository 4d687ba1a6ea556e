"""Who writes: the name under the letter, the one that is said, the one beside the address."""

import pytest

from reading.writer import name


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("Med venlig hilsen\nAnna Holm", "Anna Holm"),
        ("Mvh\n\nAnna Holm\nTlf. 22 41 55 87", "Anna Holm"),
        ("Mvh Anna", "Anna"),
        ("/Jonas Bruun", "Jonas Bruun"),
        ("Hilsen Pia (mor)", "Pia"),
        ("mvh ali", "ali"),
        ("Kærlig hilsen\nSøren Bjerregaard-Østergaard", "Søren Bjerregaard-Østergaard"),
        ("Med vriendelijke groet,\nSanne de Wit", "Sanne de Wit"),
        ("Hoogachtend,\n\nJ.P. van der Meulen\nKerkstraat 44", "J.P. van der Meulen"),
        ("Mvg, T. Kuipers", "T. Kuipers"),
        ("Groetjes Kim", "Kim"),
        ("mr. P. Dijkstra, advocaat", "P. Dijkstra"),
        ("Kind regards,\nFatima El Amrani", "Fatima El Amrani"),
        ("Yours sincerely\nDr. Helen Marsh", "Helen Marsh"),
        ("Thanks, Priya", "Priya"),
        ("Cheers\nLiam O'Brien", "Liam O'Brien"),
        ("Advokat Susanne Rold\nRold & Partnere", "Susanne Rold"),
        ("Gitte P.", "Gitte P."),
        ("H. Terwindt, practice manager", "H. Terwindt"),
        ("An Coppens, mede namens mijn man\nTurnhout", "An Coppens"),
        ("With friendly greetings,\nHarm Boonstra, Drachten", "Harm Boonstra"),
        ("Greetings from Nijmegen,\nSjoerd", "Sjoerd"),
        ("Met hoogachting, Yentl Maes", "Yentl Maes"),
        ("Warmly,\nShreya Iyer", "Shreya Iyer"),
        ("Solskinshilsner\nMie, Vita og Jonna", "Mie, Vita og Jonna"),
        ("Anne-Mette & Klaus Ravn", "Anne-Mette & Klaus Ravn"),
        ("Susanne i receptionen", "Susanne"),
        ("Datatilsynet\nInspection Unit\np.p. Cecilie Gram", "Cecilie Gram"),
        ("Hviid & Lunding\nv/ advokatfuldmægtig Simon Ørsted", "Simon Ørsted"),
        ("Med venlig hilsen\nJóannes í Lágabø", "Jóannes í Lágabø"),
        ("Groet, Pieter in 't Veld", "Pieter in 't Veld"),
        ("Best regard\nNguyen Thi Lan", "Nguyen Thi Lan"),
        ("Mvh Anna\n\nPS. Tak for sidst!", "Anna"),
        ("Kind regards,\nArnoud de Wilde RA\nWilde & Partners Accountants", "Arnoud de Wilde"),
    ],
)
def test_the_name_under_a_letter_is_the_writers(ending: str, expected: str) -> None:
    assert name(f"Kære Mentorix\nJeg har et spørgsmål om kurset.\n\n{ending}", "") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mit navn er Anna Holm og jeg vil gerne klage.", "Anna Holm"),
        ("Hej, jeg hedder Anna. Jeg vil klage.", "Anna"),
        ("Ik heet Jan de Boer en wil graag inzage.", "Jan de Boer"),
        ("My name is Mary Jane Watson and I need help.", "Mary Jane Watson"),
        ("Navn: Peter Lund\nE-mail: p@example.dk", "Peter Lund"),
        ("Klager: Peter Lund\nAdresse: Vej 1", "Peter Lund"),
        ("Ondergetekende, J. de Boer, verzoekt om inzage.", "J. de Boer"),
        ("hold praktik, mit navn Blessing, jeg arbejder til 17", "Blessing"),
        ("Nu hedder jeg Sofie Weiss og ikke Madsen.", "Sofie Weiss"),
        ("it's Monique from the beauty course, please delete me", "Monique"),
        ("Goedenmiddag ik ben Abdul, ik wil Nederlands leren", "Abdul"),
        ("hej det er yusuf fra aftenholdet", "yusuf"),
        ("he'll come with a letter, name's Declan Roe", "Declan Roe"),
    ],
)
def test_the_name_a_person_says_is_theirs(text: str, expected: str) -> None:
    assert name(text, "") == expected


def test_a_first_name_is_completed_from_the_address() -> None:
    assert name("Slet mig.\n\nMvh Anna", "Anna Holm") == "Anna Holm"
    assert name("Slet mig.\n\nMvh Anna", "Bo Holm") == "Anna"


def test_without_a_name_in_the_letter_the_address_has_it() -> None:
    assert name("slet mig", "Anna Holm") == "Anna Holm"
    assert name("slet mig", "Holm, Anna") == "Anna Holm"


@pytest.mark.parametrize("shown", ["", "info@firma.dk", "Larsen & Søn A/S", "Rold Advokater", "HR Team", "Kursus ApS"])
def test_a_company_is_nobodys_name(shown: str) -> None:
    assert name("Send venligst fakturaen igen.", shown) is None


def test_the_reader_addressed_is_not_the_writer() -> None:
    assert name("Kære Lise\nHvornår starter kurset?", "") is None
    assert name("Kære Mentorix\nMvh Mentorix", "Mentorix", frozenset({"mentorix"})) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kan i slette mig? hilsen ane marie skjødt", "ane marie skjødt"),
        ("wil mijn geld terug gr marco", "marco"),
        ("can it go pls. cheers, Devika", "Devika"),
        ("Haal het weg. Chayenne", "Chayenne"),
        ("Wie heeft dit bedacht? Elly van Os", "Elly van Os"),
        ("Ik zie graag een reactie. A. Kuipers", "A. Kuipers"),
        ("ring til mig. Brian, Lyngå Tømrer, 40 18 77 21", "Brian"),
        ("Alvast bedankt, Yara", "Yara"),
    ],
)
def test_a_line_of_chat_is_signed_at_its_end(line: str, expected: str) -> None:
    assert name(line, "") == expected


@pytest.mark.parametrize(
    "line",
    [
        "mit navn er stavet forkert på beviset",
        "my name is wrong in your system",
        "Op mijn naam staat niets. Precies.",
        "I am ukrainian. fix it today",
        "Ik ben Nederlandstalig, dat staat verkeerd bij u.",
        "det er dejligt I tænker på mig",
        "Klik her for at vinde",
        "Samtlige oplysninger om undertegnede bedes slettet",
        "slet mig nu tak",
        "her name is Anna and she is late",
    ],
)
def test_where_no_name_is_stated_none_is_invented(line: str) -> None:
    assert name(line, "") is None


def test_the_name_in_the_letter_comes_before_the_one_beside_the_address() -> None:
    assert name("Ret det.\n\nHarm Boonstra", "H. Boonstra") == "Harm Boonstra"
    assert name("Ret det.\n\nPetra Onderwater", "HR Kwekerij Groenrijk") == "Petra Onderwater"
