"""The right to take one's data along (GDPR Art. 20)."""

from typing import ClassVar

from cases.kind import Kind
from handlers.common import Right


class Portability(Right):
    """A person wants their data in a file, for themselves or another provider."""

    kind: ClassVar[Kind] = Kind.PORTABILITY
