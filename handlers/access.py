"""The right of access: confirmation, a copy, and what goes with it (GDPR Art. 15)."""

from typing import ClassVar

from cases.kind import Kind
from handlers.common import Right


class Access(Right):
    """A person wants to know what is held about them."""

    kind: ClassVar[Kind] = Kind.ACCESS
