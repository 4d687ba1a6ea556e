"""The chat's one file, as it lies there."""

import gzip
import re

from tests.chat_double import WIDGET
from tests.house.tree import ROOT


def test_every_language_says_everything() -> None:
    tables = re.findall(r"^  (da|nl|en): \{\n(.*?)^  \},", WIDGET.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names = {language: set(re.findall(r"(?:^    |\", )(\w+): \"", table, re.MULTILINE)) for language, table in tables}
    assert names["da"] == names["nl"] == names["en"]
    used = set(re.findall(r"\bt\.(\w+)", WIDGET.read_text("utf-8")))
    assert used <= names["en"]


def test_the_file_is_small_whole_and_free_of_what_a_strict_policy_forbids() -> None:
    text = WIDGET.read_text("utf-8")
    assert len(gzip.compress(WIDGET.read_bytes(), 9)) < 30_000
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|\"style\"|import\(", text
    )
    assert set(re.findall(r"https?://[^\s\"'/)]+", text)) <= {"http://www.w3.org", "https://…"}


def test_what_a_page_may_choose_is_in_the_handbook() -> None:
    chosen = {
        name.removesuffix("-dark") for name in re.findall(r"var\((--svarfrist-[a-z-]+)", WIDGET.read_text("utf-8"))
    }
    told = set(re.findall(r"--svarfrist-[a-z-]+", (ROOT / "docs" / "how-to.md").read_text("utf-8")))
    assert chosen == told
