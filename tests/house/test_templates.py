"""Every reply exists in every language, says every fact, and reads like a letter somebody wrote with care."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from jinja2 import meta, nodes

from cases.kind import Kind
from cases.policy import REQUIREMENTS
from replies import acknowledgement, catalogue, house_notice, staff_notice
from replies.answers import AnswerFacts, unfinished
from replies.forbidden import forbidden
from replies.render import FOLDER, Rendered, Shape, environment, names, render
from replies.words import LANGUAGES, day

REPLIES = sorted(path.parent.name for path in FOLDER.glob("*/__init__.py"))
CASE_NUMBER = re.compile(r"\b[A-Z]{2}-\d{2}-\d{6}\b")
DATE = re.compile(r"\b(\d{1,2})\.? ([a-z]+) (\d{4})\b", re.IGNORECASE)
MONTHS = {
    name: number
    for language in LANGUAGES
    for number in range(1, 13)
    for name in [day(date(2026, number, 1), language).split()[1].lower()]
}
WORDS_OF = {
    "da": r"du|din|dig|og|ikke|sagen|sagsnummer\w*|vi",
    "nl": r"u|uw|wij|het|een|niet|zaak|zaaknummers?",
    "en": r"you|your|the|and|not|we|case",
}
TO_STAFF = {"staff_notice", "house_notice", "staff_letter", "daily_overview", "gathered_notices"}
TO_OTHERS = {*TO_STAFF, "referral", "processor_reply", "authority_request"}
BY_MAIL_ALONE = {"identity_link", "case_link", "case_code", "staff_line"}
"""What shows that an address is somebody's own, and what goes there because nobody is in the chat any longer."""
SHARED = "words.txt"
"""The ending of what a reply's letter and its form for the chat have in common."""
BY_A_PERSON = {one.__name__.removeprefix("replies.") for one in (*catalogue.COMPLETED, *catalogue.APPROVED)}
AUTOMATICALLY = {
    "da": "skrevet automatisk",
    "nl": r"automatisch (verstuurd|geschreven)",
    "en": "written automatically",
}


def module(reply: str) -> ModuleType:
    return import_module(f"replies.{reply}")


def is_answer(reply: str) -> bool:
    return issubclass(module(reply).Facts, AnswerFacts)


def shapes(reply: str) -> list[Shape]:
    """Give the shapes of a reply; an answer has both in one file, as only what is around it differs."""
    return [shape for shape in Shape if is_answer(reply) or (FOLDER / reply / f"en.{shape}").exists()]


def letters(language: str, shape: Shape | None = None) -> Iterator[tuple[str, Any, Rendered]]:
    for reply in REPLIES:
        for which in shapes(reply) if shape is None else {shape} & set(shapes(reply)):
            for facts in module(reply).SAMPLES:
                yield reply, facts, render(facts, language, which)


def texts(language: str) -> Iterator[str]:
    for _, _, letter in letters(language):
        yield f"{letter.subject}\n\n{letter.body}"


def test_every_folder_of_a_reply_is_in_the_catalogue() -> None:
    others = (*catalogue.AUTOMATIC, *catalogue.COMPLETED, *catalogue.APPROVED)
    listed = {reply.__name__ for reply in others} | {facts.__module__ for facts in catalogue.ANSWERS.values()}
    assert listed == {f"replies.{reply}" for reply in REPLIES}


@pytest.mark.parametrize("reply", REPLIES)
def test_a_reply_has_a_letter_and_each_of_its_shapes_in_every_language(reply: str) -> None:
    found = {path.name for path in (FOLDER / reply).glob("*.txt")}
    assert Shape.LETTER in shapes(reply)
    endings = {Shape.LETTER} if is_answer(reply) else set(shapes(reply))
    shared = {f"{language}.{SHARED}" for language in LANGUAGES}
    assert found - shared == {f"{language}.{ending}" for language in LANGUAGES for ending in endings}
    assert found & shared in (set(), shared)


def test_every_reply_to_the_requester_has_a_form_for_the_chat() -> None:
    assert {reply for reply in REPLIES if Shape.BUBBLE not in shapes(reply)} == TO_OTHERS | BY_MAIL_ALONE


@pytest.mark.parametrize("reply", REPLIES)
def test_a_reply_says_in_its_first_line_what_it_is_and_shows_samples(reply: str) -> None:
    assert module(reply).__doc__
    assert module(reply).SAMPLES
    assert all(type(sample) is module(reply).Facts for sample in module(reply).SAMPLES)


def _read_through(facts: type[Any], used: set[str]) -> set[str]:
    """Give the facts that the used properties are made of."""
    getters = [getattr(facts, name).fget for name in used if isinstance(getattr(facts, name, None), property)]
    return {name for getter in getters for name in getter.__code__.co_names}


def _parsed(template: str, language: str) -> list[nodes.Template]:
    """Give a template with all that it extends and imports."""
    compiler = environment(language)
    assert compiler.loader
    tree = compiler.parse(compiler.loader.get_source(compiler, template)[0])
    others = [name for name in meta.find_referenced_templates(tree) if name]
    return [tree, *(part for name in others for part in _parsed(name, language))]


def _all_of(reply: str, language: str, shape: Shape) -> list[nodes.Template]:
    """Give all that a reply's words are put together from, an answer's frame among it."""
    if not is_answer(reply):
        return _parsed(f"{reply}/{language}.{shape}", language)
    files = (f"{reply}/{language}.{Shape.LETTER}", f"parts/answer.{language}.{shape}")
    return [part for file in files for part in _parsed(file, language)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reply", REPLIES)
def test_a_template_uses_every_fact_and_only_facts(reply: str, language: str) -> None:
    facts = module(reply).Facts
    for shape in shapes(reply):
        used = set().union(*(map(meta.find_undeclared_variables, _all_of(reply, language, shape)))) - {"frame"}
        assert used <= set(names(facts)), f"{reply}/{language}.{shape} uses what is no fact"
        expected = names(facts) if shape is Shape.LETTER else [field.name for field in fields(facts)]
        left_out = set(expected) - used - _read_through(facts, used)
        assert not left_out, f"{reply}/{language}.{shape} leaves out {left_out}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_uses_every_fact_of_a_line(language: str) -> None:
    line = get_args(get_type_hints(acknowledgement.Facts)["lines"])[0]
    for shape in Shape:
        trees = _parsed(f"acknowledgement/{language}.{shape}", language)
        read = {found.attr for tree in trees for found in tree.find_all(nodes.Getattr)}
        assert {field.name for field in fields(line)} <= read


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_every_requirement_has_its_words(language: str) -> None:
    parts: Any = environment(language).get_template(f"parts/{language}.txt").module
    assert set(parts.yours) == set(parts.nouns) == set(Kind)
    assert set(parts.questions) == set(REQUIREMENTS)


def test_the_samples_show_every_note_and_every_piece_of_news() -> None:
    documented = set(re.findall(r"^ {4}([a-z_]+)  +\S", acknowledgement.Facts.__doc__ or "", re.MULTILINE))
    assert documented == set().union(*(sample.notes for sample in acknowledgement.SAMPLES))
    assert {sample.news for sample in staff_notice.SAMPLES} == set(staff_notice.News)
    assert {sample.news for sample in house_notice.SAMPLES} == set(house_notice.News)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_has_a_hole_a_trailing_blank_or_a_leftover_of_the_template(language: str) -> None:
    for text in texts(language):
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]\n|\t|  | [,.;:?!](\s|$)|,,|\.\.|\.,", text), text
        assert not re.search(r"\bNone\b|[{}%]|&[a-z]+;|<", text)
        assert text == text.rstrip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_paragraph_is_longer_than_a_line_may_be(language: str) -> None:
    assert all(len(line.encode()) <= 998 for text in texts(language) for line in text.splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_of_a_letter_has_its_case_numbers_and_a_bubble_has_no_subject(language: str) -> None:
    of_cases = (found for found in letters(language, Shape.LETTER) if found[0] not in TO_STAFF - {"staff_notice"})
    for reply, facts, letter in of_cases:
        expected = getattr(facts, "numbers", None) or (facts.number,)
        assert letter.subject.endswith(f"[{', '.join(expected)}]"), reply
    assert {letter.subject for _, _, letter in letters(language, Shape.BUBBLE)} == {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_subject_tells_nothing_of_the_matter(language: str) -> None:
    """Nothing sensitive in a subject: neither the name nor the kind changes it (R-EM-26)."""
    subjects: dict[str, set[str]] = {}
    for reply, facts, letter in letters(language, Shape.LETTER):
        if reply not in TO_STAFF:
            subjects.setdefault(reply, set()).add(CASE_NUMBER.sub("", letter.subject).split("[")[0])
        assert not getattr(facts, "name", None) or facts.name not in letter.subject
    assert all(len(found) == 1 for found in subjects.values())
    assert len(set().union(*(found for reply, found in subjects.items() if reply.startswith("answer_")))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_words_and_never_digits(language: str) -> None:
    for text in texts(language):
        assert not re.search(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b", CASE_NUMBER.sub("", text))


def test_danish_says_du_in_small_letters() -> None:
    for text in texts("da"):
        assert not re.search(r"[a-zæøå,] (De|Dem|Deres|Du|Dig|Din|Dit|Dine)\b", text), text


def test_dutch_says_u_throughout() -> None:
    for text in texts("nl"):
        assert not re.search(r"\b(je|jij|jou|jouw|jullie|heeft u|u heeft)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_left_untranslated(language: str) -> None:
    foreign = "|".join(words for other, words in WORDS_OF.items() if other != language)
    for text in texts(language):
        plain = re.sub(r"https?://\S+|\S+@\S+|\"[^\"]*\"", "", text)
        assert not re.search(rf"\b({foreign})\b", plain, re.IGNORECASE), plain


def _dates(text: str) -> set[date]:
    found = [(int(year), MONTHS.get(month.lower()), int(number)) for number, month, year in DATE.findall(text)]
    return {date(year, month, number) for year, month, number in found if month}


def _said(letter: Rendered) -> tuple[set[str], set[date], set[str], set[str]]:
    body = letter.body
    return (
        set(CASE_NUMBER.findall(letter.subject + body)),
        _dates(body),
        {f"{hour}.{minute}" for hour, minute in re.findall(r"\b(\d\d)[.:](\d\d)\b", body)},
        {found.rstrip(".") for found in re.findall(r"https?://\S+|\S+@[a-z0-9.-]+", body)},
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_languages_say_the_same_facts(language: str) -> None:
    for (reply, _, danish), (_, _, other) in zip(letters("da"), letters(language), strict=True):
        assert _said(danish) == _said(other), reply
        assert len(danish.body.split("\n\n")) == len(other.body.split("\n\n")), reply


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_names_a_way_to_a_person(language: str) -> None:
    """R-AI-7."""
    for reply, facts, letter in letters(language):
        if reply not in TO_STAFF:
            assert facts.contact.email in letter.body
            assert (facts.contact.phone or "") in letter.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_automatic_says_so_and_what_a_person_answers_for_does_not(language: str) -> None:
    """R-AI-2."""
    for reply, _, letter in letters(language):
        says_so = bool(re.search(AUTOMATICALLY[language], letter.body, re.IGNORECASE))
        assert says_so == (not reply.startswith("answer_") and reply not in BY_A_PERSON), reply


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_answers_have_places_to_fill_in_and_every_answer_has(language: str) -> None:
    for reply, facts, letter in letters(language):
        is_answer = isinstance(facts, AnswerFacts)
        may_have = is_answer or module(reply) in catalogue.COMPLETED
        assert is_answer <= bool(unfinished(letter.body)) <= may_have, reply


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_contains_its_statements(language: str) -> None:
    for reply, facts, letter in letters(language):
        if isinstance(facts, AnswerFacts):
            assert all(letter.body.count(text) == 1 for text in facts.statements), reply


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_of_ours_says_what_is_forbidden(language: str) -> None:
    assert [forbidden(text) for text in texts(language) if forbidden(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_begins_with_regret_or_blames_anyone(language: str) -> None:
    for text in texts(language):
        assert not re.search(r"\b(desværre|beklager|helaas|unfortunately|regret)\b", text, re.IGNORECASE)


def test_there_is_nothing_in_a_folder_but_facts_and_templates() -> None:
    for reply in REPLIES:
        found = {path.suffix for path in (FOLDER / reply).iterdir() if path.is_file()}
        assert found == {".py", ".txt"}
    assert [line for line in Path(FOLDER / "__init__.py").read_text("utf-8").splitlines() if "import" in line] == []
