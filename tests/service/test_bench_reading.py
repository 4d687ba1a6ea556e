"""`svarfrist bench reading`: what is measured is reading alone, on letters of several lengths."""

import json
import sys

import pytest

from cases.errors import TryLater
from cases.policy import Policy
from service.bench.letters import texts
from service.bench.reader import ENGINES, Engine, measure
from service.bench.reading import LENGTHS, in_its_own_process, letter_sets, measured, table
from service.cli import main
from storage.policies import SHIPPED, read_policies

POLICIES: tuple[Policy, ...] = tuple(read_policies(SHIPPED).values())
SETS = letter_sets(12, POLICIES)


def test_every_set_has_letters_of_its_length_and_the_same_ones_every_time() -> None:
    assert {name: len(letters) for name, letters in SETS.items()} == {
        "as people write": 12,
        **dict.fromkeys(LENGTHS, 4),
    }
    for name, length in LENGTHS.items():
        words = [len(message.text.split()) for message, _ in SETS[name]]
        assert all(length <= count <= length + 60 for count in words)
    assert letter_sets(12, POLICIES) == SETS


def test_one_line_is_one_line_and_longer_texts_have_paragraphs() -> None:
    assert all("\n" not in text for text, _ in texts(20, 1, POLICIES))
    assert all("\n\n" in text for text, _ in texts(3, 1000, POLICIES))


def test_the_rules_are_measured_on_every_letter() -> None:
    found = measure(ENGINES[0], SETS)
    assert found
    assert {name: len(seconds) for name, seconds in found["seconds"].items()} == {k: len(v) for k, v in SETS.items()}
    assert all(0 < one < 5 for seconds in found["seconds"].values() for one in seconds)
    assert 0 < found["rss_mb"]["before"] <= found["rss_mb"]["after"] * 1.5


def test_what_is_not_installed_is_not_measured() -> None:
    assert measure(Engine("none", 1.0, lambda: None), SETS) is None


def test_a_process_that_fails_is_told_in_one_line() -> None:
    with pytest.raises(TryLater, match=r"^reading cannot be measured: .+"):
        in_its_own_process(Engine("unheard of", 1.0, lambda: None), b"")


def test_the_figures_are_those_of_a_process_that_reads_and_does_nothing_else() -> None:
    said: list[str] = []
    figures = measured(9, said.append)
    rules = figures["engines"][0]
    assert rules["engine"] == "rules alone"
    assert [row["letters"] for row in rules["sets"]] == [9, 3, 3, 3]
    assert rules["median_ms"] == rules["sets"][0]["ms"]["p50"]
    assert 0 < rules["start_s"] < 60
    assert rules["rss_mb"]["before"] < rules["rss_mb"]["ready"] <= rules["rss_mb"]["after"]
    assert rules["rss_mb"]["before"] < 60, "a database or a web server has been loaded"
    assert said


def test_the_table_says_what_is_reached_and_what_is_not() -> None:
    row = {"set": "as people write", "letters": 9, "words": 80, "ms": {"p50": 1.5, "p95": 3.0, "p99": 9.9}}
    engine = {
        "engine": "rules alone",
        "median_ms": 1.5,
        "wanted_ms": 5.0,
        "start_s": 2.5,
        "rss_mb": {"before": 19.0, "ready": 41.0, "after": 58.0},
        "sets": [row],
    }
    shown = table({"letters": 9, "engines": [engine, engine | {"engine": "a model"}]})
    assert "wanted: p50 under 5 ms; reached" in shown
    assert "start: 2.5 s, wanted under 2 s; NOT reached" in shown
    assert "19.0 before, 41.0 after the start, 58.0 at the end" in shown
    assert "a model, ms a letter" in shown
    assert max(map(len, shown.splitlines())) <= 80


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    monkeypatch.setattr(sys, "argv", ["svarfrist", "bench", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


def test_the_command_writes_json_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "reading", "--messages", "6", "--json") == 0
    assert json.loads(capsys.readouterr().out)["letters"] == 6


def test_options_before_the_word_reading_are_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--messages", "6", "reading") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "svarfrist: the options of reading stand after it: svarfrist bench reading --messages …\n"
