"""Secrets by reference: found where the settings say, and never repeated in an error."""

from pathlib import Path

import pytest

from cases.errors import BadInput
from service.references import secret_of

NAME = "organisation.mentorix.mailboxes.info.password"


def test_a_secret_is_found_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFO_PASSWORD", "hemmelig æøå")
    assert secret_of(NAME, "env:INFO_PASSWORD") == "hemmelig æøå"


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_secret_is_found_in_a_file_without_its_last_line_break(tmp_path: Path, ending: str) -> None:
    (tmp_path / "secret").write_text(f" two words {ending}", encoding="utf-8", newline="")
    assert secret_of(NAME, f"file:{tmp_path / 'secret'}") == " two words "


@pytest.mark.parametrize("reference", ["hunter2", "", "env:", "file:", "vault:x"])
def test_a_secret_written_into_the_settings_is_refused_and_not_repeated(reference: str) -> None:
    with pytest.raises(BadInput) as refused:
        secret_of(NAME, reference)
    assert str(refused.value) == f"{NAME}: is no reference to a secret; expected env:NAME or file:PATH"


def test_a_secret_that_is_not_there_is_told_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for reference, told in (
        ("env:NOT_SET_ANYWHERE", "the environment has no NOT_SET_ANYWHERE"),
        (f"file:{tmp_path / 'none'}", "cannot be read (No such file or directory)"),
        (f"file:{tmp_path / 'empty'}", "is empty"),
    ):
        with pytest.raises(BadInput, match=r"^organisation\.mentorix") as refused:
            secret_of(NAME, reference)
        assert told in str(refused.value)
