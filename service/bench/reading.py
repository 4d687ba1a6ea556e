"""How long it takes to read a letter: each way of reading in a process of its own, on letters of several lengths."""

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from statistics import median
from typing import Any

from cases.errors import TryLater
from cases.message import Envelope
from cases.policy import Policy
from mail.parse import parse
from service.bench.figures import points
from service.bench.letters import BEGAN, Nature, letters, texts
from service.bench.reader import ENGINES, Engine, Letters
from storage.policies import SHIPPED, read_policies

LENGTHS = {"one line": 1, "100 words": 100, "1,000 words": 1000}
"""Sets of bare texts, and the words in each."""
MOST_OF_A_LENGTH = 200
START_WANTED = 2.0
"""Seconds that reading may add to the start of a process."""
COLUMNS = ("p50", "p95", "p99")


def measured(count: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure every way of reading that is installed, telling `say` what is going on; give figures as JSON values.

    `count` letters are as people write them; of each length there are a third as many, 200 at most. Milliseconds are
    processor time. Raises TryLater where a process that measures ends early.
    """
    say(f"{count} letters are written")
    sets = letter_sets(count, tuple(read_policies(SHIPPED).values()))
    packed = pickle.dumps(sets)
    engines = []
    for engine in ENGINES:
        say(f"{engine.name}: reading")
        if found := in_its_own_process(engine, packed):
            engines.append(_figures(engine, found, sets))
    return {"letters": count, "engines": engines}


def letter_sets(count: int, policies: tuple[Policy, ...]) -> dict[str, Letters]:
    """Give letters as people write them, and bare texts of each length, each with the policy it is read by."""
    by_address = {policy.addresses[0]: policy for policy in policies}
    people = [one for one in letters(count * 5 // 4 + 10, policies) if one.nature is Nature.PERSON][:count]
    mixed: Letters = [
        (parse(one.data, envelope=Envelope(one.sender, (one.recipient,)), received_at=BEGAN), by_address[one.recipient])
        for one in people
    ]
    bare = replace(mixed[0][0], subject="", attachments=())
    few = min(-(-count // 3), MOST_OF_A_LENGTH)
    lengths: dict[str, Letters] = {
        name: [(replace(bare, text=text), policy) for text, policy in texts(few, length, policies)]
        for name, length in LENGTHS.items()
    }
    return {"as people write": mixed} | lengths


def in_its_own_process(engine: Engine, packed: bytes) -> dict[str, Any] | None:
    """Have the packed sets read by a process that does nothing else; raise TryLater where it fails."""
    words = [sys.executable, "-m", "service.bench.reader", engine.name]
    done = subprocess.run(words, input=packed, capture_output=True, check=False)  # noqa: S603 - our own program
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise TryLater(f"reading cannot be measured: {last or 'the process said nothing'}")
    found: dict[str, Any] | None = json.loads(done.stdout)
    return found


def _figures(engine: Engine, found: dict[str, Any], sets: Mapping[str, Letters]) -> dict[str, Any]:
    rows = [
        {
            "set": name,
            "letters": len(seconds),
            "words": int(median(len(message.text.split()) for message, _ in sets[name])),
            "ms": points(seconds),
        }
        for name, seconds in found["seconds"].items()
    ]
    return {
        "engine": engine.name,
        "median_ms": rows[0]["ms"]["p50"],
        "wanted_ms": engine.wanted_ms,
        "start_s": found["start_s"],
        "start_wanted_s": START_WANTED,
        "rss_mb": found["rss_mb"],
        "sets": rows,
    }


def table(figures: Mapping[str, Any]) -> str:
    """Give the figures for people."""
    return "\n\n".join("\n".join(_lines(one)) for one in figures["engines"])


def _lines(engine: Mapping[str, Any]) -> Iterator[str]:
    yield f"{engine['engine'] + ', ms a letter':<34}{'letters':>8}{'words':>7}" + "".join(
        f"{one:>8}" for one in COLUMNS
    )
    for row in engine["sets"]:
        times = "".join(f"{row['ms'][one]:>8}" for one in COLUMNS)
        yield f"  {row['set']:<32}{row['letters']:>8}{row['words']:>7}{times}"
    memory = engine["rss_mb"]
    yield f"  wanted: p50 under {engine['wanted_ms']:g} ms; {_kept(engine['median_ms'] < engine['wanted_ms'])}"
    yield f"  start: {engine['start_s']} s, wanted under {START_WANTED:g} s; {_kept(engine['start_s'] < START_WANTED)}"
    yield f"  memory, MB: {memory['before']} before, {memory['ready']} after the start, {memory['after']} at the end"


def _kept(in_time: bool) -> str:  # noqa: FBT001 - one word for one fact
    return "reached" if in_time else "NOT reached"
