"""`svarfrist try` in a process of its own, as somebody uses it who has just got the program."""

import contextlib
import fcntl
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = (sys.executable, "-c", "from service.cli import main; main()", "try")
PATIENCE = 60.0


def environment(folder: Path) -> dict[str, str]:
    """Give an environment with a temporary folder of its own, and settings that must not count."""
    real = {"SVARFRIST_DATABASE": f"sqlite:///{folder / 'real.db'}", "SVARFRIST_OUTGOING": "smtp://mail.invalid:25"}
    kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR"}}
    (folder / "tmp").mkdir()
    return kept | real | {"TMPDIR": str(folder / "tmp")}


@dataclass
class Trial:
    """A running trial. `text` is what it has said so far."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    text: str = field(default="")

    def until(self, words: str) -> None:
        """Read on until something is said; fail where it never is."""
        end = time.monotonic() + PATIENCE
        stdout = self.process.stdout
        assert stdout
        while words not in self.text:
            ready, _, _ = select.select([stdout], [], [], max(0, end - time.monotonic()))
            said = os.read(stdout.fileno(), 65536) if ready else b""
            assert said, f'"{words}" was never said:\n{self.text}'
            self.text += said.decode("utf-8", "replace")

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Send a signal to everybody, as a terminal does for Ctrl-C; give the status and what stderr says."""
        os.killpg(self.process.pid, number)
        out, err = self.process.communicate(timeout=PATIENCE)
        self.text += out.decode("utf-8", "replace")
        return self.process.returncode, err.decode()

    @property
    def left_behind(self) -> list[str]:
        """Give what still lies in the temporary folder, and whether the real database was touched."""
        return [path.name for path in (*(self.folder / "tmp").iterdir(), *self.folder.glob("real*"))]


@contextlib.contextmanager
def trying(folder: Path, *options: str) -> Iterator[Trial]:
    """Begin a trial; whatever happens, it ends with the block."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        (*PROGRAM, *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(folder),
        start_new_session=True,
    )
    assert process.stdout
    fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, 4096)  # so that it cannot run ahead of whoever reads
    try:
        yield Trial(process, folder)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
