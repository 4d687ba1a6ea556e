"""Coverage-guided fuzzing of parse, judge and read with atheris, by hand: `docs/fuzzing.md` tells how to run it.

It ends at the first fault, and leaves the letter that showed it in a file beside itself.
"""

import sys
import time
from pathlib import Path

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore] # not in the lock: who fuzzes has it

with atheris.instrument_imports(include=["mail", "reading"]):
    from storage.policies import read_policies
    from tests.mail.soundness import sound
    from tests.mail.test_fuzz import SEEDS, TOKENS

POLICY = read_policies()["mentorix"]
SLOW = 5.0
"""Seconds, with every step counted: several times what it takes otherwise."""


def try_one(raw: bytes) -> None:
    """Check what is promised of any bytes, and that it takes no time to speak of."""
    begun = time.process_time()
    sound(raw, POLICY)
    taken = time.process_time() - begun
    assert taken < SLOW, f"{taken:.1f} s for {len(raw)} bytes"


def _prepare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS):
        (folder / f"seed-{number}").write_bytes(seed)
    lines = ('"' + "".join(f"\\x{octet:02x}" for octet in token) + '"\n' for token in TOKENS)
    (folder.parent / "tokens.dict").write_text("".join(lines))


if __name__ == "__main__":
    _prepare(Path(sys.argv[1]))
    atheris.Setup([*sys.argv, f"-dict={Path(sys.argv[1]).parent / 'tokens.dict'}"], try_one)
    atheris.Fuzz()
