"""What a person is told whose file was stopped: which one, how to go on, and nothing to be afraid of."""

from dataclasses import replace

import pytest

from replies.file_refused import SAMPLES, Facts
from replies.render import Shape, render
from replies.words import LANGUAGES

ONE = SAMPLES[0]


def test_one_file_is_named_and_another_way_is_shown() -> None:
    letter = render(ONE, "da")
    assert letter.subject == "Automatisk besked om en fil i din sag [MX-26-481903]"
    assert letter.body.startswith(
        "Kære Anna Holm\n\nTak for din besked i sagen med sagsnummer MX-26-481903. Vi har modtaget den, men filen "
        '"kvittering.pdf" kunne vi ikke tage imod.\n\nVores sikkerhedskontrol standsede den.'
    )
    assert "Gem det som en ny PDF" in letter.body
    assert "fristerne er de samme som før" in letter.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_files_are_listed(language: str) -> None:
    body = render(SAMPLES[1], language).body
    assert "\n- kvittering.pdf\n- billede 1.jpg\n" in body


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_what_was_found(language: str, shape: Shape) -> None:
    body = render(ONE, language, shape).body.lower().replace("virusscanner", "").replace("antivirus", "")
    assert "virus" not in body
    assert "malware" not in body


@pytest.mark.parametrize(
    "name",
    [
        "Buy now at www.example.org.pdf",
        "https://example.org/a.pdf",
        "write to bo@example.org.pdf",
        "example.org",
        "run-me.exe",
        'a" och.pdf',
        "a\nb.pdf",
        "x" * 60 + ".pdf",
        "",
    ],
)
@pytest.mark.parametrize("shape", Shape)
def test_our_letter_carries_no_stranger_s_words(name: str, shape: Shape) -> None:
    for files in ((name,), ("kvittering.pdf", name)):
        for language in LANGUAGES:
            body = render(replace(ONE, files=files), language, shape).body
            assert not name or name not in body
            assert "kvittering" not in body


@pytest.mark.parametrize("name", ["kvittering.pdf", "IMG_0001.HEIC", "Bevis på køb (2).docx", "факту́ра.zip", "a.jpeg"])
def test_what_reads_as_a_file_is_named(name: str) -> None:
    facts = Facts("MX-26-481903", "Mentorix", ONE.contact, None, (name,))
    assert facts.shown == (name,)
    assert f'"{name}"' in render(facts, "en").body
