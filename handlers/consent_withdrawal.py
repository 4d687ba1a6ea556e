"""Withdrawal of consent, as easy as giving it (GDPR Art. 7(3))."""

from typing import ClassVar

from cases.kind import Kind
from handlers.common import Right


class ConsentWithdrawal(Right):
    """A person takes a consent back."""

    kind: ClassVar[Kind] = Kind.CONSENT_WITHDRAWAL
