"""How letters leave, out of the settings: what is wrong is said before anything starts, by the setting's name."""

from pathlib import Path
from typing import Any

import pytest

from cases.errors import BadInput
from cases.office import DOMAIN_CAP, Office
from mail.smarthost import WayOut
from service.offices import read_offices
from service.settings import Settings
from service.way_out import read_way_out
from tests.mail.signing import RSA, pem

HOST = "smtp://klage@mail.example.org:587"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "dkim.pem"
    file.write_text(pem(RSA))
    return file


def read(offices: dict[str, Office], **given: Any) -> WayOut | None:  # noqa: ANN401 - settings
    return read_way_out(Settings.model_validate(given), offices)


def signing(offices: dict[str, Office], **dkim: str) -> WayOut | None:
    return read(offices, outgoing=HOST, organisation={"mentorix": {"dkim": {"selector": "svar", **dkim}}})


def test_without_a_smarthost_letters_wait(offices: dict[str, Office]) -> None:
    assert read(offices) is None


def test_the_password_may_stand_in_a_file(offices: dict[str, Office], tmp_path: Path) -> None:
    (tmp_path / "word").write_text("hemmelig\n")
    found = read(offices, outgoing=HOST, outgoing_password=f"file:{tmp_path}/word")
    assert found
    assert found.smarthost.password == "hemmelig"


def test_a_password_that_is_not_there_is_told(offices: dict[str, Office], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^SVARFRIST_OUTGOING_PASSWORD: .*word cannot be read"):
        read(offices, outgoing=HOST, outgoing_password=f"file:{tmp_path}/word")


def test_an_authority_that_is_not_there_is_told_even_while_letters_wait(
    offices: dict[str, Office], tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="SVARFRIST_OUTGOING_CA"):
        read(offices, outgoing_ca=tmp_path / "nothing.pem")


def test_each_organisation_signs_for_itself(offices: dict[str, Office], key: Path) -> None:
    found = signing(offices, key=f"file:{key}")
    assert found
    assert found.signers.keys() == {"mentorix"}
    signer = found.signers["mentorix"]
    assert (signer.domain, signer.selector, signer.key.algorithm) == ("mentorix.dk", "svar", b"rsa-sha256")


@pytest.mark.parametrize("domain", ["MENTORIX.dk", "svar.mentorix.dk"])
def test_a_domain_above_or_below_the_letters_own_may_sign(offices: dict[str, Office], key: Path, domain: str) -> None:
    found = signing(offices, key=f"file:{key}", domain=domain)
    assert found
    assert found.signers["mentorix"].domain == domain.lower()


@pytest.mark.parametrize(
    ("dkim", "told"),
    [
        ({"key": "file:/nowhere/dkim.pem"}, r"^\[organisation.mentorix.dkim\] key: /nowhere/dkim.pem cannot be read"),
        ({"key": "/nowhere/dkim.pem"}, r"^\[organisation.mentorix.dkim\] key: is no reference to a secret"),
        ({"domain": "metier.dk"}, r"^\[organisation.mentorix.dkim\] domain: metier.dk proves nothing about letters"),
        ({"domain": "xmentorix.dk"}, "proves nothing"),
        ({"domain": "dk"}, "proves nothing"),
        ({"domain": "a..dk"}, r"^\[organisation.mentorix.dkim\] domain: \"a..dk\" is no domain"),
        ({"selector": "svar 2026"}, r"^\[organisation.mentorix.dkim\] selector: \"svar 2026\" is no name"),
    ],
)
def test_what_is_wrong_with_signing_is_told_by_its_setting(
    offices: dict[str, Office], key: Path, dkim: dict[str, str], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        signing(offices, **{"key": f"file:{key}", **dkim})


def test_a_file_that_is_no_key_is_told_by_its_setting(offices: dict[str, Office], tmp_path: Path) -> None:
    (tmp_path / "dkim.pem").write_text("hemmelig, men ingen nøgle")
    with pytest.raises(BadInput, match=r"^\[organisation.mentorix.dkim\] key: is no key to sign with") as told:
        signing(offices, key=f"file:{tmp_path}/dkim.pem")
    assert "hemmelig" not in str(told.value)


def test_the_cap_of_a_domain_is_the_organisations() -> None:
    offices = read_offices(Settings.model_validate({"organisation": {"mentorix": {"domain_cap": 40}}}))
    assert (offices["mentorix"].domain_cap, offices["mentor"].domain_cap) == (40, DOMAIN_CAP)
