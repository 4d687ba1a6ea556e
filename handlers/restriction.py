"""The right to have processing restricted (GDPR Art. 18)."""

from typing import ClassVar

from cases.kind import Kind
from handlers.common import Right


class Restriction(Right):
    """A person wants their data kept but not used."""

    kind: ClassVar[Kind] = Kind.RESTRICTION
