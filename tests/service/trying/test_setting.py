"""Whoever tries the program reaches nothing real: loopback alone, a folder of its own, no word from the environment."""

import contextlib
import socket
from pathlib import Path

import pytest

from service.offices import read_offices
from service.settings import Settings, endpoint
from service.trying.catcher import LOOPBACK
from service.trying.setting import PORTS, free_ports, settings_in

ANY = {"smtp": 0, "web": 0, "desk": 0}
"""No wish at all: the system gives ports that nobody else will be given soon."""


def is_free(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_server((LOOPBACK, port)):
        return True
    return False


def test_free_ports_are_given_as_they_were_wished_for() -> None:
    wished = free_ports(ANY)
    assert free_ports(wished) == wished
    assert all(is_free(port) for port in wished.values())


def test_ports_that_are_taken_are_replaced_by_others() -> None:
    wished = free_ports(ANY)
    with contextlib.ExitStack() as held:
        for port in wished.values():
            held.enter_context(socket.create_server((LOOPBACK, port)))
        given = free_ports(wished)
    assert given.keys() == wished.keys()
    assert not set(given.values()) & set(wished.values())
    assert len(set(given.values())) == len(given)


def test_one_taken_port_leaves_the_others_as_they_are() -> None:
    wished = free_ports(ANY)
    with socket.create_server((LOOPBACK, wished["web"])):
        given = free_ports(wished)
    assert given["web"] != wished["web"]
    assert (given["smtp"], given["desk"]) == (wished["smtp"], wished["desk"])


def test_the_ports_are_those_of_the_real_thing() -> None:
    settings = Settings()
    said = {part: endpoint(part, getattr(settings, part)) for part in PORTS}
    assert {part: at.port for part, at in said.items() if at} == PORTS


def test_everything_lies_in_the_folder_and_listens_on_loopback(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, 2525)
    assert settings.database == f"sqlite:///{tmp_path}/svarfrist.db"
    assert Path(settings.vault).parent == settings.secret_file.parent == tmp_path
    assert all(at.startswith(f"{LOOPBACK}:") for at in (settings.smtp, settings.web, settings.desk))
    assert settings.outgoing == f"smtp://{LOOPBACK}:2525?tls=none"


def test_the_environment_has_no_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DATABASE",
        "VAULT",
        "POLICIES",
        "OUTGOING",
        "SMTP",
        "WEB",
        "DESK",
        "DESK_URL",
        "ROLES",
        "SECRET_FILE",
    ):
        monkeypatch.setenv(f"SVARFRIST_{name}", f"the-real-{name.lower()}")
    assert "the-real" not in repr(settings_in(tmp_path, 2525))


def test_a_notice_links_to_the_desk_that_is_really_there(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, 2525)
    assert settings.desk_address == f"http://{settings.desk}"


def test_everything_else_is_as_it_is_for_the_real_thing(tmp_path: Path) -> None:
    settings, real = settings_in(tmp_path, 2525), Settings()
    assert settings.parts == real.parts
    assert settings.smtp_max_bytes == real.smtp_max_bytes


def test_the_five_organisations_are_at_work_and_the_processor_has_a_customer(tmp_path: Path) -> None:
    offices = read_offices(settings_in(tmp_path, 2525))
    assert offices.keys() == {"mentorix", "metier", "mentor", "alottbetter", "jensenskurser"}
    (customer,) = offices["mentor"].policy.customers
    assert (customer.subdomain, customer.name) == ("academie-noord", "Academie Noord")
    assert customer.contact.endswith(".example")
