"""A complaint about how personal data were handled."""

from typing import ClassVar

from cases.kind import Kind
from handlers.common import Right


class PrivacyComplaint(Right):
    """A person complains about privacy; kept within the month of GDPR Art. 12(3) by caution.

    The answer names the authority. Nobody has to write to the organisation before they go there (R-77-1).
    """

    kind: ClassVar[Kind] = Kind.PRIVACY_COMPLAINT
