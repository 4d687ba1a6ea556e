"""Makes the sweeps that people ask for at the desk: begun at once, gone on with after a crash, by whoever is there."""

import contextlib
from collections.abc import Mapping

import structlog

from cases.errors import TryLater
from cases.office import Office
from intake.sweep import sweep_on
from service.forgetting import clear_vault
from storage import sweeps
from storage.book import Book
from storage.claims import Node
from storage.vault import Vault

log = structlog.get_logger()

POLL = 60.0
"""Seconds after which sweeps are looked for though nobody rang."""


class Sweeps:
    """Makes sweeps, each piece in a transaction of its own."""

    def __init__(self, book: Book, vault: Vault, offices: Mapping[str, Office], node: Node) -> None:
        self._book, self._vault, self._offices, self._node = book, vault, offices, node

    async def run(self) -> None:
        """Make sweeps until cancelled."""
        while True:
            with contextlib.suppress(TryLater):  # the database is away; it goes on where it was
                await self.sweep()
            await self._book.wait(sweeps.TOPIC, POLL)

    async def sweep(self) -> None:
        """Make what is to be made now."""
        for id_, office in self._offices.items():
            pieces = 0
            while await self._book.run(sweep_on, office, self._node.clock()):
                pieces += 1
            if pieces:
                await clear_vault(self._book, self._vault, {id_: office})
                log.info("a sweep that somebody asked for is done", organisation=id_, pieces=pieces)
