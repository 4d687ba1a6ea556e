"""Why something was not done is said in the reader's language, and a sentence that nobody says is no sentence here."""

import ast
import re
from collections.abc import Iterator

import pytest

from desk.refusals import REFUSALS, refusal
from desk.texts import LANGUAGES, interface
from tests.desk.scene import Scene, fields
from tests.desk.test_drafts import a_draft
from tests.house.tree import modules


def role(code: str) -> str:
    return code.replace("_", " ")


def sentences() -> Iterator[str]:
    """Give every sentence with which a rule refuses something, with a word where it names something."""
    for path in modules("cases", "handlers", "intake", "desk", "storage"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"NotAllowed", "AlreadyDone"} and node.args:
                yield _plain(node.args[0])


def _plain(node: ast.expr) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "open" for part in parts)


@pytest.mark.parametrize("name", REFUSALS)
def test_every_sentence_that_is_known_here_is_one_that_a_rule_says(name: str) -> None:
    assert any(re.fullmatch(REFUSALS[name], sentence) for sentence in sentences())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REFUSALS)
def test_every_one_has_words_with_the_same_holes(name: str, language: str) -> None:
    text = interface(language).words[f"refusal.{name}"]
    assert set(re.findall(r"{(\w+)}", text)) <= set(re.compile(REFUSALS[name]).groupindex)


@pytest.mark.parametrize(
    ("reason", "language", "said"),
    [
        (
            "the role external_assessor may not approve letters",
            "da",
            "Rollen external assessor må ikke godkende breve.",
        ),
        ("a case that is closed is nobody's work", "nl", "De zaak is gesloten; er valt niets meer aan te doen."),
        ("the letter must still say: appeal_right", "en", "The letter must still say: right to appeal."),
        (
            "a refusal needs its ground (GDPR Art. 12(4), P-JK-04); choose at least one",
            "nl",
            "Een weigering heeft een grond nodig. Kies er ten minste één. (GDPR Art. 12(4), P-JK-04)",
        ),
        ("say first what is decided: justified, refused", "da", "Vælg først afgørelsen: Medhold, Afslået."),
    ],
)
def test_what_a_refusal_names_has_its_words_too(reason: str, language: str, said: str) -> None:
    found = refusal(reason, interface(language), role)
    assert (found.text, found.language) == (said, language)


def test_a_sentence_without_words_stays_english_and_says_so() -> None:
    found = refusal("something quite unheard of", interface("nl"), role)
    assert (found.text, found.language) == ("something quite unheard of", "en")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_page_says_it_in_the_reader_s_language(scene: Scene) -> None:
    number, _, browser = await a_draft(scene, language="nl")
    address = f"/desk/cases/{number}/deeds/hold"
    form = fields(await browser.get(f"/desk/cases/{number}"), address)
    await browser.post(address, data={**form, "reason": "advice_awaited"})
    answer = await browser.post(address, data={**form, "reason": "facts_examined"})
    assert answer.status_code == 422
    assert '<p lang="nl">Dat kan niet als een zaak aangehouden is.</p>' in answer.text
