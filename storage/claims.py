"""Who works on what: a claim holds while its process lives, and for a lease when that cannot be known."""

import contextlib
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Table, or_, select, update

from storage.inbox_tables import ARRIVAL, LOOK, MAILBOX
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.telegram_table import TELEGRAM_BOT

CLAIMED = (ARRIVAL, LOOK, MAILBOX, OUTBOX, TELEGRAM_BOT)
"""The tables whose rows are taken by one process at a time."""

PROCESSES = Path("/proc")
_ENDED = ("Z", "X", "x")
_STATE, _BEGAN = 0, 19
"""Where the state of a process stands in its stat behind its name, and when it began (proc(5), fields 3 and 22)."""

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NUMBERED = Path("/proc/self/ns/pid")


@dataclass(frozen=True)
class Node:
    """This process as the claims know it, and the clock it goes by."""

    name: str
    clock: Callable[[], datetime]


def new_node() -> str:
    """Name this process: where it runs, its number there, when it began, and a word that no later process shares."""
    return f"{where()}:{os.getpid()}.{began(os.getpid())}:{secrets.token_hex(4)}"


def where() -> str:
    """Name what process numbers are counted in: this machine since it was started, and the container in it.

    Two containers may share a hostname; where Linux does not tell them apart, the hostname is all there is.
    """
    with contextlib.suppress(OSError):
        namespace = "".join(filter(str.isdigit, str(_NUMBERED.readlink())))
        return f"{socket.gethostname()}/{_BOOT.read_text('ascii').strip()}/{namespace}"
    return socket.gethostname()


def began(process: int, processes: Path = PROCESSES) -> str:
    """Say when a process began, as the system counts since it was started; "" where it does not say."""
    return (_stat(process, processes)[_BEGAN:] or [""])[0]


def free(table: Table, now: datetime | BindParameter[Any]) -> ColumnElement[bool]:
    """Say in SQL: nobody has it, or who had it let the lease run out."""
    return or_(table.c.claimed_until.is_(None), table.c.claimed_until < now)


def release_dead(page: Page, node: str) -> int:
    """Free what processes of this machine had claimed that no longer run; give how many claims that were.

    A crash must not make people wait for a lease: the successor looks who is still alive.
    """
    freed = 0
    for table in CLAIMED:
        holders = page.all(select(table.c.claimed_by).where(table.c.claimed_by.is_not(None)).distinct())
        dead = [holder for (holder,) in holders if _dead(holder, node)]
        if dead:
            done = update(table).where(table.c.claimed_by.in_(dead)).values(claimed_by=None, claimed_until=None)
            freed += page.execute(done).rowcount
    return freed


def release_own(page: Page, node: str) -> None:
    """Free what this process had claimed; called when it stops, so that nobody waits for a lease."""
    for table in CLAIMED:
        page.execute(update(table).where(table.c.claimed_by == node).values(claimed_by=None, claimed_until=None))


def _dead(holder: str, node: str) -> bool:
    host, process, _word = holder.rsplit(":", 2)
    own_host, own_process, _own_word = node.rsplit(":", 2)
    if holder == node or host != own_host:
        return False
    number, _, since = process.partition(".")
    return number == own_process.partition(".")[0] or not _runs(int(number), since)


def _runs(process: int, since: str) -> bool:
    """Say whether a process runs that began then. Its number alone tells little: numbers are given again."""
    stat = _stat(process, PROCESSES)
    if since and len(stat) > _BEGAN:
        return stat[_BEGAN] == since and stat[_STATE] not in _ENDED
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _stat(process: int, processes: Path) -> list[str]:
    """Give what the system says of a process behind its name, in which anything may stand; [] where it says nothing."""
    with contextlib.suppress(OSError):
        return (processes / str(process) / "stat").read_bytes().decode("ascii", "replace").rpartition(")")[2].split()
    return []
