"""The whole reading of a message."""

import json
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.kind import Kind
from cases.message import Address, Attachment
from cases.reading import Document, DocumentKind, Reading
from reading.kinds import SURE
from reading.read import read, read_text
from reading.tidy import tidy
from storage.messages import reading_to_json
from tests.builders import a_message, a_policy
from tests.reading.tricks import ORDERS, tricky_texts

POLICY = a_policy()


def test_a_plain_letter_is_understood() -> None:
    reading = read(a_message(), POLICY)
    assert reading.language == "da"
    assert reading.kinds[0].kind is Kind.COMPLAINT
    assert reading.fields["name"] == "Anna Holm"
    assert reading.fields["email"] == "anna@example.org"
    assert not reading.unsure


def test_only_what_the_person_wrote_now_is_read() -> None:
    text = "Tak, det er i orden.\n\nDen 2. marts 2026 kl. 10.12 skrev Mentorix <info@mentorix.dk>:\n> Vil du klage?"
    reading = read(a_message(subject="SV: Kursus", text=text), POLICY)
    assert reading.text == "Tak, det er i orden."
    assert reading.kinds[0].kind is Kind.OTHER


def test_a_request_in_the_subject_alone_is_a_request() -> None:
    assert read(a_message(subject="Sletning af mine data", text="Tak!\nAnna"), POLICY).kinds[0].kind is Kind.ERASURE


def test_a_line_of_chat_is_read_without_a_sender() -> None:
    reading = read_text("hvad har i liggende om mig? mvh ali", POLICY)
    assert reading.kinds[0].kind is Kind.ACCESS
    assert "email" not in reading.fields


def test_words_with_invisible_characters_in_them_are_found_and_shown_plain() -> None:
    reading = read_text("sl\u200bet m\u202eine da\u00adta", POLICY)
    assert reading.kinds[0].kind is Kind.ERASURE
    assert reading.kinds[0].evidence == ("slet mine data",)
    assert reading.text == "slet mine data"


def test_sensitive_numbers_are_named_and_never_repeated() -> None:
    reading = read_text("Mit cpr er 120385-1234", POLICY)
    assert [one.category for one in reading.sensitive] == ["cpr"]
    assert "120385" not in repr(reading.sensitive)


def test_a_number_in_a_signature_is_sensitive_too() -> None:
    assert read(a_message(text="Slet mig\n\n-- \nAnna\ncpr 120385-1234"), POLICY).sensitive


def test_the_papers_of_the_case_are_named_by_their_part() -> None:
    paper = Attachment(part=3, name="klage.pdf", media_type="application/pdf", size=9_000, digest="d")
    logo = Attachment(part=4, name="logo.png", media_type="image/png", size=900, digest="e", inline=True)
    assert read(a_message(attachments=(paper, logo)), POLICY).documents == (
        Document(3, DocumentKind.SIGNED_LETTER, 0.55, ("klage",)),
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " \n ",
            "🙂🙂",
            "👨‍👩‍👧‍👦❤️",
            "-- \nAnna Holm",
            "Mvh\nAnna",
            "> tak\n> hej",
            "<div><b>hej</b></div>",
        ),
        *(
            "\u202e\u200b",
            "\x00\x07",
            "\ud83d",
            "{{ }}",
            "{% %}",
            "[]",
            "...",
            "\u0301\u0301",
            "\ufffd\ufffd",
            "&nbsp;&nbsp;",
        ),
    ],
)
def test_a_letter_that_says_nothing_is_other(text: str) -> None:
    assert [one.kind for one in read(a_message(subject="", text=text), POLICY).kinds] == [Kind.OTHER]


@pytest.mark.parametrize(
    "text",
    [
        "s\u200bl\u200bet m\u200big og a\u00adl\u00adl\u00ade mi\u00adne data",
        "ｓｌｅｔ mig og alle mine ｄａｔａ",
        "𝘀𝗹𝗲𝘁 mig og alle mine 𝓭𝓪𝓽𝓪",
        "ѕlеt mіg og аlle minе dаtа",
        "slet\u00a0mig\u2003og\u202falle\u3000mine data",
        "\u2067slet mig\u2069 og \u202aalle mine\u202c data\u200f",
        "s̶l̶e̶t̶ mig og alle mine data",
        "slet mig\x00 og\x07 alle mine\x1b[0m data\ud800",
        "<p style='color:red'>slet mig og <b>alle mine data</b></p><!-- x -->",
        "SLET MIG og alle mine data " + "🙂" * 200,
        "slet mig og alle mine data\n" + "\n" * 2_000 + "-- \nAnna",
        "> " * 50 + "\nslet mig og alle mine data",
        "Linje 4711 i kalenderen: mandag klokken ni, lokale fire\n" * 4_000 + "\n\nslet mig og alle mine data",
        "\u200b" * 200_000 + "slet mig og alle mine data",
    ],
    ids=range(14),
)
def test_a_request_is_read_however_it_is_written(text: str) -> None:
    reading = read(a_message(subject="", text=text), POLICY)
    assert reading.kinds[0].kind is Kind.ERASURE
    stands_word_for_word(reading)


def stands_word_for_word(reading: Reading, subject: str = "") -> None:
    """Check that all evidence can be found, and marked, in what is shown of the letter."""
    shown = f"{tidy(subject)}\n{reading.text}".replace("\n", " ")
    assert all(words.replace("\n", " ") in shown for one in reading.kinds for words in one.evidence)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("Slet venligst alle mine oplysninger.", Kind.ERASURE),
        ("Hvilke oplysninger har I om mig?", Kind.ACCESS),
        ("Jeg vil klage over kurset.", Kind.COMPLAINT),
    ],
)
@pytest.mark.parametrize("form", ["{asked}\n\n{order}", "{order}\n\n{asked}"])
def test_what_gives_orders_to_a_program_changes_nothing_of_what_is_asked(
    order: str, asked: str, kind: Kind, form: str
) -> None:
    reading = read_text(form.format(asked=asked, order=order), POLICY)
    assert reading.kinds[0].kind is kind
    assert reading.language == "da"
    assert reading.kinds[0].confidence >= SURE


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=40))
def test_any_text_is_a_reading(text: str, subject: str, shown: str) -> None:
    reading = read(a_message(text=text, subject=subject, sender=Address(shown, "x@example.org")), POLICY)
    assert reading.kinds
    assert all(0 <= one.confidence <= 1 for one in reading.kinds)


@settings(max_examples=150, deadline=None)
@given(tricky_texts(), tricky_texts(), tricky_texts(), st.sampled_from([("da", "en"), ("nl",)]))
def test_a_tricky_text_is_a_reading_that_can_be_kept(
    text: str, subject: str, shown: str, languages: tuple[str, ...]
) -> None:
    policy = a_policy(languages=languages)
    reading = read(a_message(text=text, subject=subject, sender=Address(shown, "x@example.org")), policy)
    json.dumps(reading_to_json(reading), ensure_ascii=False).encode("utf-8")
    assert reading.text.encode("utf-8").decode("utf-8") == reading.text
    assert len(reading.language) == 2
    stands_word_for_word(reading, subject)


@settings(max_examples=60, deadline=None)
@given(tricky_texts())
def test_a_tricky_line_of_chat_is_read_as_the_letter_without_a_subject_is(text: str) -> None:
    chat, letter = read_text(text, POLICY), read(a_message(text=text, subject="", sender=Address("", "")), POLICY)
    assert (chat.kinds, chat.language, chat.text) == (letter.kinds, letter.language, letter.text)


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "slet mine data ",
        "\n",
        ">",
        "> a\n",
        "Fra: a\n",
        "1 ",
        "a@",
        "://",
        "<a ",
        "Mvh\n",
        "120385-1234 ",
        "skal være ",
        "e\u0301\u0316",
        "aя ",
        "𝓼",
        "🙂",
        "{{ 7*7 }}",
        "Den 3. marts 2026 kl. 10.10 skrev A <a@b.dk>:\n",
        "".join(">" * (depth % 200) + " den 3. marts 2026 kl. 10.10 skrev A <a@b.dk>:\n" for depth in range(200)),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_megabyte_of_anything_takes_no_long_time(text: str) -> None:
    whole = (text * (MEGABYTE // len(text) + 1))[:MEGABYTE]
    began = process_time()
    reading = read(a_message(text=whole, subject=whole[:2_000]), POLICY)
    assert process_time() - began < 3
    stands_word_for_word(reading, whole[:500])
