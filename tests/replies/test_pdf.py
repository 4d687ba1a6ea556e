"""Letters on paper: the words of the letter and no others, in an order that a screen reader follows."""

import re
import sys
import zlib
from datetime import date

import pypdfium2
import pytest

from cases.errors import BadInput
from cases.policy import Policy
from replies import acknowledgement, answer_access
from replies import pdf as printing
from replies.pdf import Block, Run, Sheet, blocks, letter_page, pdf
from replies.render import render
from replies.signed_form import Facts, signed_form
from replies.words import LANGUAGES
from storage.policies import read_policies

POLICIES = read_policies()
HOUSE = ["Jensens", "Kurser", "A/S", "Borgergade", "20,", "1300", "København", "K", "CVR", "32666396"]
ADDRESS = ("Anna Holm", "Åboulevarden 12, 3. tv.", "8000 Aarhus C")


def sheet(language: str, policy: Policy = POLICIES["jensenskurser"], body: str | None = None) -> Sheet:
    words = render(acknowledgement.SAMPLES[1], language)
    return Sheet(words.subject, body or words.body, language, policy, ADDRESS, date(2026, 3, 2))


def words_of(octets: bytes) -> list[str]:
    """Give the words on all pages as they are read out; where a line broke at a hyphen, pdfium says so by U+FFFE."""
    pages = pypdfium2.PdfDocument(octets)
    text = "\n".join(pages[number].get_textpage().get_text_range() for number in range(len(pages)))
    return text.replace("\ufffe", "-").split()


def unpacked(octets: bytes) -> bytes:
    """Give all that is in a PDF, its streams unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", octets, re.DOTALL)
    return octets + b"\n".join(inflated for one in streams if (inflated := _inflated(one)))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def is_part(wanted: list[str], found: list[str]) -> bool:
    """Say whether words stand in this order, others between them or not."""
    rest = iter(found)
    return all(word in rest for word in wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_on_paper_says_what_the_letter_says(language: str) -> None:
    letter = sheet(language)
    found = words_of(pdf(letter_page(letter)))
    said = re.sub(r"(?m)^- ", "", f"{letter.subject}\n{letter.body}").split()
    assert is_part([*ADDRESS[0].split(), *said], found)
    assert is_part(HOUSE, found)
    assert str(2026) in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_r_acc_5_a_letter_on_paper_is_tagged_and_says_its_language_and_title(language: str) -> None:
    octets = pdf(letter_page(sheet(language)))
    document, raw = pypdfium2.PdfDocument(octets), unpacked(octets)
    assert b"/StructTreeRoot" in raw
    assert f"/Lang ({language})".encode() in raw
    assert b"/MarkInfo" in raw
    assert b"pdfuaid" in raw
    assert document.get_metadata_dict()["Title"] == sheet(language).subject
    kinds = set(re.findall(rb"/S /(\w+)", raw))
    assert {b"H1", b"P", b"L", b"LI", b"Link"} <= kinds


def test_a_long_answer_goes_on_on_another_page_with_its_number() -> None:
    words = render(answer_access.SAMPLES[0], "da")
    body = f"{words.body}\n\n" + "\n\n".join(f"Afsnit {number}: " + "ord " * 60 for number in range(20))
    found = words_of(pdf(letter_page(sheet("da", body=body))))
    assert is_part(["Side", "1", "af", "3"], found)
    assert is_part([f"{number}:" for number in range(20)], found)


def test_what_a_stranger_wrote_is_never_markup_and_nothing_is_fetched() -> None:
    evil = '<img src="https://evil.example/x.png"><style>@import "file:///etc/passwd";</style> & <b>fed</b>'
    found = words_of(pdf(letter_page(sheet("en", body=evil))))
    assert is_part(evil.split(), found)


def test_paragraphs_lists_and_links_are_told_apart() -> None:
    found = tuple(blocks("Hej\n\nDu kan\n- klage til dt@datatilsynet.dk\n- se https://x.dk/a.\n\nVenlig hilsen\nBo"))
    assert [(one.is_list, len(one.lines)) for one in found] == [(False, 1), (False, 1), (True, 2), (False, 2)]
    assert found[2] == Block(
        is_list=True,
        lines=(
            (Run("klage til "), Run("dt@datatilsynet.dk", "mailto:dt@datatilsynet.dk")),
            (Run("se "), Run("https://x.dk/a", "https://x.dk/a"), Run(".")),
        ),
    )


def test_the_words_of_the_blocks_are_those_of_the_letter() -> None:
    for language in LANGUAGES:
        body = render(acknowledgement.SAMPLES[8], language).body
        joined = [run.text for block in blocks(body) for line in block.lines for run in (*line, Run(" "))]
        assert "".join(joined).split() == re.sub(r"(?m)^- ", "", body).split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_p_al_04_the_form_is_filled_in_voluntary_and_fits_on_one_page(language: str) -> None:
    known = Facts(POLICIES["alottbetter"], language, "AL-26-123456", "Ida Sørensen", email="ida@example.org")
    octets = pdf(signed_form(known))
    found = " ".join(words_of(octets))
    assert len(pypdfium2.PdfDocument(octets)) == 1
    assert "Anmodning om persondataudtræk" in found
    assert "AL-26-123456" in found
    assert "IDA SØRENSEN" in found
    assert "ida@example.org" in found
    voluntary = {"da": "Dette brev er frivilligt", "nl": "Deze brief is vrijwillig", "en": "This letter is voluntary"}
    assert voluntary[language] in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_p_al_05_the_form_asks_for_place_date_signature_name_and_address_and_no_national_number(language: str) -> None:
    page = signed_form(Facts(POLICIES["alottbetter"], language))
    asked = re.findall(r'class="field">([^<]+)<', page)
    assert len(asked) == 6
    assert not [label for label in asked if re.search("cpr|person ?numm|bsn|national", label, re.IGNORECASE)]
    fields = {"da": {"By og dato", "Underskrift", "Navn med blokbogstaver", "Adresse"}}
    assert fields.get(language, set()) <= set(asked)


def test_where_pango_is_missing_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name.startswith("weasyprint"):
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    printing._weasyprint.cache_clear()
    with pytest.raises(BadInput, match="letters cannot be printed: Pango is missing; install libpango"):
        pdf("<p>Hej</p>")
