"""Bytes on which whoever reads them never ends: what a fault in the parser would look like from outside."""

from typing import Never


class Endless(bytes):
    """A letter that takes for ever to parse, and can be told from no other until somebody tries."""

    __slots__ = ()

    def strip(self, *_: object) -> Never:
        """Never return."""
        while True:
            pass
