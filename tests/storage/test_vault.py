"""The vault: where large letters lie, under names that say nothing about people."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cases.errors import BadInput, TryLater
from cases.message import Channel, Envelope
from storage.arrivals import Arrival
from storage.vault import Vault, key_of

RAW = bytes(range(256)) * 1000


def an_arrival(raw: bytes | None = RAW, key: str | None = None) -> Arrival:
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    return Arrival("mentorix", 17, Channel.MAIL, at, Envelope("anna@example.org", ()), raw, key, 0)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(str(tmp_path / "a" / "vault"))


def test_what_was_put_in_comes_out_as_it_was(vault: Vault) -> None:
    vault.put("mentorix/2026/03/17.eml", RAW)
    assert vault.get("mentorix/2026/03/17.eml") == RAW


def test_the_same_may_be_put_in_again(vault: Vault) -> None:
    vault.put("k", RAW)
    vault.put("k", RAW)
    assert vault.get("k") == RAW


def test_an_arrivals_bytes_are_found_wherever_they_are(vault: Vault) -> None:
    vault.put("k", b"in the vault")
    assert vault.raw(an_arrival(b"in the row")) == b"in the row"
    assert vault.raw(an_arrival(None, "k")) == b"in the vault"


def test_the_key_says_nothing_about_who_wrote() -> None:
    assert key_of(an_arrival()) == "mentorix/2026/03/17.eml"


def test_what_is_not_there_is_asked_for_again_later(vault: Vault) -> None:
    with pytest.raises(TryLater, match="mentorix/nothing"):
        vault.get("mentorix/nothing")


def test_the_folder_is_for_this_user_alone(tmp_path: Path) -> None:
    Vault(str(tmp_path / "vault"))
    assert (tmp_path / "vault").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("written", ["gs://bucket/x", "http://example.org/x", "memory://"])
def test_a_store_that_is_not_supported_is_told(written: str) -> None:
    with pytest.raises(BadInput, match=r"SVARFRIST_VAULT .* expected a folder or s3://bucket/prefix"):
        Vault(written)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInput, match="SVARFRIST_VAULT"):
        Vault(str(tmp_path / "file" / "vault"))


def test_a_full_or_broken_folder_is_tried_again_later(tmp_path: Path) -> None:
    vault = Vault(str(tmp_path / "vault"))
    (tmp_path / "vault" / "mentorix").write_text("a file where a folder should be")
    with pytest.raises(TryLater, match="the vault does not answer"):
        vault.put("mentorix/2026/17.eml", RAW)
