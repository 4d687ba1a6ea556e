"""Mailboxes in the settings: what is wrong with one is told in one line that names it, before anything starts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from cases.errors import BadInput
from cases.office import Office
from mail.imap import Password
from mail.mailbox import Box
from mail.oauth import OAuthLogin
from service.mailboxes import read_boxes
from service.settings import Settings, load_settings
from tests.builders import AT

OAUTH = {"token_url": "https://login.example.org/token", "client_id": "abc", "client_secret": "env:SECRET_OF_TEST"}
PLAIN: Mapping[str, Any] = {"host": "mail.example.org", "user": "info@mentorix.dk", "password": "env:SECRET_OF_TEST"}


@pytest.fixture(autouse=True)
def _a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a secret to refer to."""
    monkeypatch.setenv("SECRET_OF_TEST", "hemmeligt")


def read(offices: Mapping[str, Office], roles: str = "imap", **changed: object) -> tuple[Box, ...]:
    """Read one mailbox of Mentorix; a setting that is None is left out."""
    own = {key: value for key, value in {**PLAIN, **changed}.items() if value is not None}
    organisation = {"mentorix": {"mailboxes": {"info": own}}}
    return read_boxes(Settings.model_validate({"organisation": organisation, "roles": roles}), offices, lambda: AT)


def test_three_settings_are_enough(offices: dict[str, Office]) -> None:
    (box,) = read(offices)
    assert (box.organisation, box.name, box.address, box.folder) == ("mentorix", "info", "info@mentorix.dk", "INBOX")
    assert (box.account.port, box.account.tls, box.after, box.taken, box.idle) == (993, "tls", "flag", "Taken", True)
    assert isinstance(box.credentials, Password)
    assert box.credentials.password() == "hemmeligt"


def test_a_process_without_that_part_works_on_no_mailbox(offices: dict[str, Office]) -> None:
    assert read(offices, roles="smtp,web,desk,work") == ()


def test_letters_have_the_size_limit_of_the_door(offices: dict[str, Office]) -> None:
    (box,) = read(offices)
    assert box.max_bytes == Settings().smtp_max_bytes


def test_a_user_may_be_called_otherwise_than_the_address(offices: dict[str, Office]) -> None:
    (box,) = read(offices, user="MENTORIX\\info", address="Info@Mentorix.dk")
    assert (box.account.user, box.address) == ("MENTORIX\\info", "info@mentorix.dk")


def test_tokens_stand_in_place_of_a_password(offices: dict[str, Office]) -> None:
    (box,) = read(offices, password=None, oauth=OAUTH)
    assert isinstance(box.credentials, OAuthLogin)
    (box,) = read(
        offices, password=None, oauth={**OAUTH, "grant": "refresh_token", "refresh_token": "env:SECRET_OF_TEST"}
    )
    assert isinstance(box.credentials, OAuthLogin)


def test_a_secret_in_a_file_counts_as_it_is_when_it_is_asked_for(offices: dict[str, Office], tmp_path: Path) -> None:
    secret = tmp_path / "word"
    secret.write_text("gammelt\n")
    (box,) = read(offices, password=f"file:{secret}")
    secret.write_text("nyt\n")
    assert isinstance(box.credentials, Password)
    assert box.credentials.password() == "nyt"
    secret.unlink()
    with pytest.raises(BadInput, match=r"mailboxes\.info\] password: .* cannot be read"):
        box.credentials.log_in(_Server())


class _Server(IMAPClient):  # type: ignore[misc]  # IMAPClient is not typed
    """A server that nobody talks to."""

    def __init__(self) -> None:
        """Connect to nothing."""

    def has_capability(self, capability: str) -> bool:
        """Say no."""
        return capability == "IMAP4REV1"


WRONG = {
    "password: expected either": {"password": None},
    "password: expected either a password or": {"oauth": OAUTH},
    "password: the environment has no MISSING": {"password": "env:MISSING"},
    "password: is no reference": {"password": "hemmeligt"},
    "user: is no address of Mentorix; expected address to be info@mentorix.dk": {"user": "somebody"},
    "address: is no address of Mentorix": {"address": "info@metier.dk"},
    "tls: none would send the password": {"tls": "none"},
    "ca_file: /nowhere/ca.pem is not there": {"ca_file": "/nowhere/ca.pem"},
    'taken: "Set af os" is no flag': {"taken": "Set af os"},
    "taken: is the folder that": {"after": "move", "taken": "INBOX"},
    "oauth.token_url: the token address": {
        "password": None,
        "oauth": {**OAUTH, "token_url": "http://example.org/token"},
    },
    "oauth.refresh_token: is missing": {"password": None, "oauth": {**OAUTH, "grant": "refresh_token"}},
    "oauth.client_secret: the environment": {"password": None, "oauth": {**OAUTH, "client_secret": "env:MISSING"}},
}


@pytest.mark.parametrize(("told", "changed"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_named(offices: dict[str, Office], told: str, changed: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as wrong:
        read(offices, **changed)
    assert str(wrong.value).startswith(f"[organisation.mentorix.mailboxes.info] {told}")
    assert "\n" not in str(wrong.value)
    assert "hemmeligt" not in str(wrong.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_it_may_go_without_tls(offices: dict[str, Office], host: str) -> None:
    (box,) = read(offices, host=host, tls="none", port=143)
    assert box.account.tls == "none"


@pytest.mark.parametrize("word", ["Sagsbehandlet/2026", "Set af os"])
def test_a_folder_that_letters_are_moved_to_may_have_any_name(offices: dict[str, Office], word: str) -> None:
    (box,) = read(offices, after="move", taken=word)
    assert box.taken == word


@pytest.mark.parametrize(
    "line", ['after = "delete"', "port = 0", "poll = 0", "poll = 9999", "colour = 1", 'tls = "ssl"']
)
def test_what_cannot_be_is_named_with_its_file(tmp_path: Path, line: str) -> None:
    file = tmp_path / "svarfrist.toml"
    file.write_text(f'[organisation.mentorix.mailboxes.info]\nhost = "a"\nuser = "b"\n{line}\n')
    with pytest.raises(BadInput, match=rf"\.mailboxes\.info\.{line.partition(' ')[0]} .*svarfrist\.toml"):
        load_settings(file)
