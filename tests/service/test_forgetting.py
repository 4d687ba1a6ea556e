"""Every night what was kept long enough goes; a crash at any moment leaves nothing half done for good."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from cases.errors import TryLater
from cases.learner import Course, Learner
from cases.message import Address
from cases.office import Office
from service.cli import app
from service.forgetting import clear_vault, forgetting, night, sweep_old
from service.settings import Settings
from service.staffing import Applicant
from service.staffing import add as hire
from storage import erasing
from storage.audit import Walked, breaks
from storage.book import Book
from storage.claims import Node
from storage.page import Page
from storage.procedure_tables import PROOF
from storage.tables import CASE
from storage.vault import Vault
from tests import registers
from tests.builders import AT, a_reading
from tests.intake.scene import FILED, Scene
from tests.old_cases import WORD, fill
from tests.remains import files_with, traces

NODE = Node("test", lambda: AT)
RUN = CliRunner()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """Give a vault of its own."""
    return Vault(str(tmp_path / "vault"))


async def _filled(book: Book, vault: Vault, count: int) -> None:
    for key, raw in await book.run(fill, count):
        vault.put(key, raw)


async def test_what_is_old_goes_from_the_book_and_the_vault(
    book: Book, vault: Vault, offices: dict[str, Office], tmp_path: Path
) -> None:
    await _filled(book, vault, 3)
    assert len(files_with(tmp_path / "vault", WORD)) == 3
    gone = await sweep_old(book, vault, offices, NODE)
    assert [one.number for one in gone.cases] == ["MX-20-100000", "MX-20-100001", "MX-20-100002"]
    assert await book.read(traces, WORD) == []
    assert files_with(tmp_path / "vault", WORD) == []
    assert (await sweep_old(book, vault, offices, NODE)).cases == ()


async def test_p_me_09_the_night_after_a_course_the_mails_about_it_go(
    book: Book, vault: Vault, offices: dict[str, Office]
) -> None:
    """Nobody has a case: the register alone says whom the mail is about, and when the course ended."""
    yesterday = Course("PRINCE2", end=AT.date() - timedelta(days=1))
    await book.run(
        registers.upsert, "metier", {"17": Learner("17", "Anna Holm", "anna@x.dk", courses=(yesterday,))}, AT
    )
    text = f"{WORD}: Anna Holm er tilmeldt PRINCE2."
    system = Address("", "noreply@system.example")
    await Scene(book, offices["metier"]).hear(a_reading(text=text), FILED, sender=system, text=text)
    assert await book.read(traces, WORD) != []
    assert (await sweep_old(book, vault, offices, NODE)).messages == 1
    assert await book.read(traces, WORD) == []


class Away(Vault):
    """A vault that has gone away after so many letters were deleted."""

    def __init__(self, written: str, after: int) -> None:
        super().__init__(written)
        self.left = after

    def delete(self, key: str) -> None:
        """Delete, or be away."""
        self.left -= 1
        if self.left < 0:
            raise TryLater("the vault does not answer")
        super().delete(key)


async def test_a_vault_that_is_away_is_cleared_when_it_is_back(
    book: Book, vault: Vault, offices: dict[str, Office], tmp_path: Path
) -> None:
    await _filled(book, vault, 3)
    with pytest.raises(TryLater):
        await sweep_old(book, Away(str(tmp_path / "vault"), 1), offices, NODE)
    assert await book.read(traces, WORD) == []
    assert len(files_with(tmp_path / "vault", WORD)) == 2
    assert await clear_vault(book, vault, offices) == 3
    assert files_with(tmp_path / "vault", WORD) == []
    assert await book.read(erasing.vault_left, "mentorix", 10) == ()


async def test_without_the_setting_the_night_erases_nothing(
    book: Book, vault: Vault, offices: dict[str, Office]
) -> None:
    await _filled(book, vault, 2)
    await night(book, vault, offices, NODE, erases=False)
    assert await book.read(_counted) == (2, 0)
    await night(book, vault, offices, NODE, erases=True)
    assert await book.read(_counted) == (0, 2)


def test_until_an_owner_says_so_nothing_is_erased_by_itself() -> None:
    assert not Settings().forget


def test_the_timetable_goes_through_the_book_at_night(book: Book, vault: Vault, offices: dict[str, Office]) -> None:
    jobs = forgetting(book, vault, offices, NODE, erases=False).get_jobs()
    assert {job.id: str(job.trigger) for job in jobs} == {
        "forget": "cron[hour='2']",
        "clear the vault": "interval[0:10:00]",
    }


def _counted(page: Page) -> tuple[int, int]:
    cases, proved = page.one(select(func.count()).select_from(CASE)), page.one(select(func.count()).select_from(PROOF))
    assert cases
    assert proved
    return cases[0], proved[0]


@pytest.fixture
def environment(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands work on the test's database and vault."""
    monkeypatch.setenv("SVARFRIST_DATABASE", database)
    monkeypatch.setenv("SVARFRIST_VAULT", str(tmp_path / "vault"))


COUNT = 25


@pytest.mark.usefixtures("environment")
async def test_whoever_is_killed_in_the_middle_is_followed_by_one_that_ends_the_work(
    book: Book, vault: Vault, offices: dict[str, Office], tmp_path: Path
) -> None:
    await _filled(book, vault, COUNT)
    killed = subprocess.Popen([sys.executable, "-c", "from service.cli import main; main()", "forget"])  # noqa: ASYNC220
    while killed.poll() is None and (await book.read(_counted))[1] < 3:  # noqa: ASYNC110 - another process wakes nobody
        await asyncio.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    cases, proved = await book.read(_counted)
    assert cases + proved == COUNT
    assert await book.read(_broken) == []
    await sweep_old(book, vault, offices, NODE)
    assert await book.read(_counted) == (0, COUNT)
    assert await book.read(traces, WORD) == []
    assert files_with(tmp_path / "vault", WORD) == []
    assert await book.read(_broken) == []


def _broken(page: Page) -> list[object]:
    return list(breaks(page, "mentorix", Walked()))


def test_what_is_deleted_is_not_left_in_the_file(
    tmp_path: Path, sqlite_template: Path, offices: dict[str, Office]
) -> None:
    """SQLite keeps deleted pages in its file until something else is written there; we overwrite them."""
    path = tmp_path / "book.db"
    path.write_bytes(sqlite_template.read_bytes())
    vault = Vault(str(tmp_path / "vault"))

    async def live() -> None:
        async with Book(f"sqlite:///{path}") as book:
            await _filled(book, vault, 5)
            await sweep_old(book, vault, offices, NODE)

    asyncio.run(live())
    assert files_with(tmp_path, WORD) == []


def _fill(tmp_path: Path, count: int) -> None:
    async def live() -> None:
        async with Book(f"sqlite:///{tmp_path / 'book.db'}") as book:
            await _filled(book, Vault(str(tmp_path / "vault")), count)

    asyncio.run(live())


@pytest.fixture
def command(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands work on a book with two old cases, at which somebody decides."""
    (tmp_path / "book.db").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("SVARFRIST_DATABASE", f"sqlite:///{tmp_path / 'book.db'}")
    monkeypatch.setenv("SVARFRIST_VAULT", str(tmp_path / "vault"))
    _fill(tmp_path, 2)
    hire(Applicant("mentorix", "bo@mentorix.example", "Bo", "course_administrator", None), "four quiet words", None)


def run(*words: str) -> Result:
    return RUN.invoke(app, ["forget", *words])


@pytest.mark.usefixtures("command")
def test_a_dry_run_says_what_would_go_and_why_and_changes_nothing() -> None:
    for _ in range(2):
        said = run("--dry-run").stdout
        assert "MX-20-100000  would be erased  case-files 5 years, until 2025-02-26\n" in said
        assert "2 cases would be erased, 0 kept all the same; 0 messages" in said
    erased = json.loads(run("--dry-run", "--json").stdout)["erased"]
    assert [(one["number"], one["rule"]) for one in erased] == [
        ("MX-20-100000", "case-files 5 years"),
        ("MX-20-100001", "case-files 5 years"),
    ]


@pytest.mark.usefixtures("command")
def test_then_it_is_done(tmp_path: Path) -> None:
    assert "2 cases erased, 0 kept all the same" in run().stdout
    assert files_with(tmp_path, WORD) == []
    assert "0 cases erased" in run().stdout


@pytest.mark.usefixtures("command")
def test_one_case_goes_because_somebody_says_so() -> None:
    words = ("MX-20-100001", "--reason", "erasure_request", "--by", "bo@mentorix.example")
    assert "MX-20-100001  would be erased" in run("MX-20-100001", "--dry-run").stdout
    assert run(*words).stdout == "MX-20-100001 is erased, with 1 message\n"
    assert str(run(*words).exception).startswith("MX-20-100001 was erased on ")
    assert json.loads(run("--dry-run", "--json").stdout)["erased"][0]["number"] == "MX-20-100000"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("MX-20-100001",), "one case is erased for a --reason"),
        (("--reason", "erasure_request"), "belong to one case"),
        (("MX-20-100001", "--organisation", "metier"), "leave --organisation out"),
        (("XX-20-1", "--dry-run"), '"XX-20-1" is no case number'),
        (("MX-20-999999", "--dry-run"), "Mentorix has no case MX-20-999999"),
        (("--organisation", "nobody"), 'there is no organisation "nobody"'),
        (("MX-20-100001", "--reason", "x", "--by", "bo@mentorix.example"), '"x" is no reason to erase'),
        (("MX-20-100001", "--reason", "erasure_request", "--by", "eve@x.example"), "nobody logs in at Mentorix"),
    ],
)
@pytest.mark.usefixtures("command")
def test_what_is_wrong_is_said_in_one_line(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code != 0
    assert said in f"{result.stderr}{result.exception}"


@pytest.mark.usefixtures("command")
def test_the_audit_says_whether_anything_is_broken() -> None:
    run("MX-20-100001", "--reason", "opened_by_mistake", "--by", "bo@mentorix.example")
    result = RUN.invoke(app, ["audit", "verify"])
    assert (result.exit_code, result.stdout) == (
        0,
        "1 case, 2 events, 1 erased case: nothing is broken\n",
    )
    told = json.loads(RUN.invoke(app, ["audit", "verify", "--organisation", "mentorix", "--json"]).stdout)
    assert told == {"whole": True, "cases": 1, "events": 2, "proofs": 1, "faults": []}
    assert "there is no organisation" in str(RUN.invoke(app, ["audit", "verify", "--organisation", "x"]).exception)
