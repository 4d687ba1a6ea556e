"""The right to have wrong data corrected (GDPR Art. 16)."""

from typing import ClassVar

from cases.kind import Kind
from handlers.common import Right


class Rectification(Right):
    """A person says that something held about them is wrong."""

    kind: ClassVar[Kind] = Kind.RECTIFICATION
