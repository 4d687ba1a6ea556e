"""The settings of the trial: loopback, a temporary folder, a customer; nothing comes from the environment."""

import contextlib
import socket
from collections.abc import Mapping
from pathlib import Path

from service.settings import CustomerSettings, OrganisationSettings, Settings
from service.trying.catcher import LOOPBACK
from storage.policies import SHIPPED

PORTS = {"smtp": 8025, "web": 8000, "desk": 8001}
"""The ports that `serve` has by default; a taken one is replaced by any that is free."""

CUSTOMERS = {
    "mentor": [
        CustomerSettings(subdomain="academie-noord", name="Academie Noord", contact="privacy@academie-noord.example")
    ]
}
"""A processor passes requests on to its customers (P-MB-04), so it needs one."""


def organisations() -> dict[str, OrganisationSettings]:
    """Give each organisation its settings: notices wait for no others, so that the story tells each in its time."""
    ids = [one.parent.name for one in SHIPPED.glob("*/policy.toml")]
    return {id_: OrganisationSettings(notice_minutes=0, customers=CUSTOMERS.get(id_, [])) for id_ in ids}


def settings_in(folder: Path, outgoing: int) -> Settings:
    """Give the settings of a service that lives in a folder and sends to a port on loopback.

    Neither the environment nor a file is read: whoever tries the program must not reach a real database.
    """
    ports = free_ports()
    return Settings.model_construct(
        database=f"sqlite:///{folder / 'svarfrist.db'}",
        vault=str(folder / "vault"),
        secret_file=folder / "secret",
        outgoing=f"smtp://{LOOPBACK}:{outgoing}?tls=none",
        organisation=organisations(),
        smtp=f"{LOOPBACK}:{ports['smtp']}",
        web=f"{LOOPBACK}:{ports['web']}",
        desk=f"{LOOPBACK}:{ports['desk']}",
    )


def free_ports(wished: Mapping[str, int] = PORTS) -> dict[str, int]:
    """Give each part a port that nobody has: the one wished for where that is free."""
    with contextlib.ExitStack() as held:  # all at the same time, or two parts could be given the same one
        return {part: _free(port, held) for part, port in wished.items()}


def _free(port: int, held: contextlib.ExitStack) -> int:
    try:
        listening = socket.create_server((LOOPBACK, port))
    except OSError:
        listening = socket.create_server((LOOPBACK, 0))
    return int(held.enter_context(listening).getsockname()[1])
