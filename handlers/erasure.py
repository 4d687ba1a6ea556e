"""The right to be erased, with its exceptions (GDPR Art. 17)."""

from typing import ClassVar

from cases.kind import Kind
from handlers.common import Right


class Erasure(Right):
    """A person wants their data gone."""

    kind: ClassVar[Kind] = Kind.ERASURE
