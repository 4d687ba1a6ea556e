"""The right to object; to direct marketing always with effect (GDPR Art. 21)."""

from typing import ClassVar

from cases.kind import Kind
from handlers.common import Right


class Objection(Right):
    """A person objects to a processing."""

    kind: ClassVar[Kind] = Kind.OBJECTION
