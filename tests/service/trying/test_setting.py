"""Whoever tries the program reaches nothing real: loopback alone, a folder of its own, no word from the environment."""

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.offices import read_offices
from service.settings import Settings, endpoint
from service.trying.catcher import LOOPBACK
from service.trying.setting import PORTS, free_ports, settings_in


@contextlib.contextmanager
def taken(*ports: int) -> Iterator[None]:
    """Hold ports, as another program does; one that is held already stays so."""
    with contextlib.ExitStack() as held:
        for port in ports:
            with contextlib.suppress(OSError):
                held.enter_context(socket.create_server((LOOPBACK, port)))
        yield


def is_free(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_server((LOOPBACK, port)):
        return True
    return False


def test_ports_that_are_taken_are_replaced_by_others() -> None:
    with taken(*PORTS.values()):
        ports = free_ports()
    assert ports.keys() == PORTS.keys()
    assert not set(ports.values()) & set(PORTS.values())
    assert len(set(ports.values())) == len(ports)


def test_one_taken_port_leaves_the_others_as_they_are() -> None:
    with taken(PORTS["web"]):
        free = {part for part, port in PORTS.items() if is_free(port)}
        ports = free_ports()
    assert ports["web"] != PORTS["web"]
    assert all(ports[part] == PORTS[part] for part in free)


def test_the_ports_are_free_when_they_are_given() -> None:
    assert all(is_free(port) for port in free_ports().values())


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
