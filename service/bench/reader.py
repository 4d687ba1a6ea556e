"""The process in which reading is measured: it holds nothing else, so that its time and memory are reading's own.

Runs as `python -m service.bench.reader ENGINE`: takes the letters on stdin, pickled by its parent, and writes its
figures on stdout as one JSON object.
"""

import json
import os
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from cases.message import Message
from cases.policy import Policy
from cases.reading import Reading

Reader = Callable[[Message, Policy], Reading]
Letters = Sequence[tuple[Message, Policy]]

ROUNDS = 3
"""So often each letter is read; its quickest time counts, since what else the machine does is not reading's."""
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Engine:
    """One way of reading: its name, the milliseconds a letter may take at the median, and what loads it.

    `load` gives None where it is not installed.
    """

    name: str
    wanted_ms: float
    load: Callable[[], Reader | None]


def _alone() -> Reader:
    from reading.likeness import no_model  # noqa: PLC0415 - what it costs to load is measured
    from reading.read import read  # noqa: PLC0415 - likewise

    return partial(read, model=no_model)


def _with_model() -> Reader | None:
    from reading.likeness import model  # noqa: PLC0415 - likewise
    from reading.read import read  # noqa: PLC0415 - likewise

    return read if model() else None


ENGINES = (Engine("rules alone", 5.0, _alone), Engine("with the model", 30.0, _with_model))
"""The weights of traits go with the rules; the model is what needs a package of its own."""


def measure(engine: Engine, sets: Mapping[str, Letters]) -> dict[str, Any] | None:
    """Read every letter of every set; give the seconds of each, and the seconds and megabytes of the start.

    A letter's seconds are processor time of all threads. The start is the time until the first letter has been read.
    None where the engine is not installed.
    """
    before, began = resident(), perf_counter()
    read = engine.load()
    if read is None:
        return None
    read(*next(iter(sets.values()))[0])
    ready, started = resident(), perf_counter() - began
    rounds = [
        {name: [_seconds(read, letter) for letter in letters] for name, letters in sets.items()} for _ in range(ROUNDS)
    ]
    seconds = {name: [min(times) for times in zip(*(one[name] for one in rounds), strict=True)] for name in sets}
    return {
        "start_s": round(started, 2),
        "rss_mb": {"before": before, "ready": ready, "after": resident()},
        "seconds": seconds,
    }


def _seconds(read: Reader, letter: tuple[Message, Policy]) -> float:
    began = process_time()
    read(*letter)
    return process_time() - began


def resident() -> float:
    """Give this process's resident memory in megabytes, 0.0 where the system has no /proc."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE, 1)


def main(name: str) -> None:
    """Measure one engine on the letters that the parent sends."""
    sets = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent made it
    (engine,) = (one for one in ENGINES if one.name == name)
    json.dump(measure(engine, sets), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
