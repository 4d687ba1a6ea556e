"""What a process knows that looks into what strangers sent."""

import subprocess
import sys

import pytest

from mail.surroundings import surroundings


def test_a_process_that_looks_into_a_strangers_file_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVARFRIST_SECRET", "what nobody may know")
    told = "import os, mail.first_page; print(sorted(os.environ.values()))"
    process = subprocess.run([sys.executable, "-c", told], env=surroundings(), capture_output=True, check=True)  # noqa: S603 - our own words
    assert process.stdout
    assert b"nobody may know" not in process.stdout
