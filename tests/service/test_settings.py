"""Settings: from a file, from the environment, or both; what is wrong is named with what was expected."""

import os
from pathlib import Path

import pytest

from cases.errors import BadInput
from service.settings import ROLES, Endpoint, Settings, endpoint, load_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with an environment that has none of our settings."""
    for name in [name for name in os.environ if name.startswith("SVARFRIST_")]:
        monkeypatch.delenv(name)


def a_file(folder: Path, text: str) -> Path:
    path = folder / "svarfrist.toml"
    path.write_text(text, "utf-8")
    return path


def test_with_nothing_set_everything_runs_on_this_machine() -> None:
    settings = load_settings()
    assert settings.database == "sqlite:///var/svarfrist.db"
    assert (settings.smtp, settings.web, settings.desk) == ("127.0.0.1:8025", "127.0.0.1:8000", "127.0.0.1:8001")
    assert settings.outgoing is None
    assert settings.parts == set(ROLES)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = a_file(tmp_path, 'smtp = "0.0.0.0:25"\nvault = "s3://bucket/letters"\n')
    monkeypatch.setenv("SVARFRIST_SMTP", "127.0.0.1:2525")
    settings = load_settings(file)
    assert (settings.smtp, settings.vault) == ("127.0.0.1:2525", "s3://bucket/letters")


def test_what_belongs_to_an_organisation_stands_under_its_name(tmp_path: Path) -> None:
    file = a_file(
        tmp_path,
        '[organisation.mentor]\nauthserv_id = "mx.mentor.example"\n'
        '[[organisation.mentor.customers]]\nsubdomain = "v"\nname = "V"\ncontact = "p@v.example"\n',
    )
    own = load_settings(file).organisation["mentor"]
    assert own.authserv_id == "mx.mentor.example"
    assert [customer.name for customer in own.customers] == ["V"]


def test_the_environment_alone_is_enough_for_organisations_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVARFRIST_ORGANISATION", '{"mentor": {"authserv_id": "mx.mentor.example"}}')
    assert load_settings().organisation["mentor"].authserv_id == "mx.mentor.example"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ROLES", "smtp,dance", "SVARFRIST_ROLES: unknown dance; expected some of smtp, imap, web"),
        ("SMTP", "8025", 'SVARFRIST_SMTP "8025" is no address; expected host:port'),
        ("RESOLVER", "127.0.0.1", 'SVARFRIST_RESOLVER "127.0.0.1" is no address; expected host:port'),
        ("BORDER", "perhaps", "SVARFRIST_BORDER"),
        ("WEB", "localhost:http", 'SVARFRIST_WEB "localhost:http" is no address'),
        ("DESK", "127.0.0.1:99999", 'SVARFRIST_DESK "127.0.0.1:99999" is no address'),
        ("SMTP_MAX_BYTES", "12", "SVARFRIST_SMTP_MAX_BYTES"),
        ("SMTP_MAX_BYTES", "much", "SVARFRIST_SMTP_MAX_BYTES"),
        ("SMTP_KEY", "key.pem", "SVARFRIST_SMTP_CERTIFICATE and SVARFRIST_SMTP_KEY belong together"),
        ("PROXIES", "nginx", 'SVARFRIST_PROXIES "nginx" is no address or network; expected some such as 127.0.0.1'),
        ("PROXIES", "127.0.0.1, 10.0.0.1/8", 'SVARFRIST_PROXIES "10.0.0.1/8" is no address or network'),
        ("PROXIES", "*", 'SVARFRIST_PROXIES "*" is no address or network'),
        ("PROXIES", "192.0.2.1:8080", 'SVARFRIST_PROXIES "192.0.2.1:8080" is no address or network'),
        ("PROXIES", "10.0.0.0/33", 'SVARFRIST_PROXIES "10.0.0.0/33" is no address or network'),
        ("ORGANISATION", "{not json", "SVARFRIST_ORGANISATION is not valid JSON"),
        ("ORGANISATION", '{"mentor": {"colour": "red"}}', "organisation.mentor.colour"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(f"SVARFRIST_{name}", value)
    with pytest.raises(BadInput) as told:
        load_settings()
    assert says in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("smtp = ", "svarfrist.toml: is not valid TOML"),
        ('colour = "red"\n', "SVARFRIST_COLOUR"),
        ("smtp = 25\n", "SVARFRIST_SMTP"),
        ('[organisation.mentor]\nauthserv = "x"\n', "organisation.mentor.authserv"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_the_files_name(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput) as told:
        load_settings(a_file(tmp_path, text))
    assert says in str(told.value)
    assert "svarfrist.toml" in str(told.value)


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.toml: cannot be read"):
        load_settings(tmp_path / "nowhere.toml")
    (tmp_path / "svarfrist.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="is not valid TOML"):
        load_settings(tmp_path / "svarfrist.toml")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("127.0.0.1:8025", Endpoint("127.0.0.1", 8025)),
        ("[::1]:25", Endpoint("::1", 25)),
        ("0.0.0.0:0", Endpoint("0.0.0.0", 0)),  # noqa: S104 - a setting, nothing listens
        ("", None),
    ],
)
def test_an_address_is_host_and_port_and_empty_means_off(written: str, expected: Endpoint | None) -> None:
    assert endpoint("SVARFRIST_SMTP", written) == expected


@pytest.mark.parametrize("written", [":25", "host", "host:", "host:-1", "host:65536", "host:25 "])
def test_what_is_no_address_is_told(written: str) -> None:
    with pytest.raises(BadInput, match=r"SVARFRIST_SMTP .* is no address; expected host:port"):
        endpoint("SVARFRIST_SMTP", written)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "http://127.0.0.1:8001"),
        ({"desk_url": "https://desk.mentorix.dk/"}, "https://desk.mentorix.dk"),
        ({"desk": "", "web": "127.0.0.1:80"}, "http://127.0.0.1:80"),
    ],
)
def test_links_lead_to_the_desk_as_staff_reach_it(given: dict[str, str], expected: str) -> None:
    assert Settings.model_validate(given).desk_address == expected


def test_roles_may_be_written_with_blanks_between() -> None:
    assert Settings.model_validate({"roles": " smtp, work ,"}).parts == {"smtp", "work"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("127.0.0.1", ("127.0.0.1",)),
        (" 192.0.2.7 ,10.0.0.0/8, 2001:DB8:0::1 ", ("192.0.2.7", "10.0.0.0/8", "2001:db8::1")),
        ("fd00::/8", ("fd00::/8",)),
        ("", ()),
        (",", ()),
    ],
)
def test_proxies_are_addresses_and_networks_and_none_where_it_is_empty(
    monkeypatch: pytest.MonkeyPatch, written: str, expected: tuple[str, ...]
) -> None:
    monkeypatch.setenv("SVARFRIST_PROXIES", written)
    assert load_settings().trusted_proxies == expected


def test_with_nothing_set_only_a_proxy_on_this_machine_is_believed() -> None:
    assert load_settings().trusted_proxies == ("127.0.0.1",)
