"""An appeal against a decision on an earlier complaint."""

from typing import ClassVar

from cases.kind import Kind
from handlers.common import ByPolicy


class Appeal(ByPolicy):
    """A person does not accept a decision."""

    kind: ClassVar[Kind] = Kind.APPEAL
