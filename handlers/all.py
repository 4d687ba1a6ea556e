"""The list of kinds. To add a kind: write its module, add one line here."""

from cases.kind import Kind
from handlers.access import Access
from handlers.appeal import Appeal
from handlers.common import ByPolicy
from handlers.complaint import Complaint
from handlers.consent_withdrawal import ConsentWithdrawal
from handlers.erasure import Erasure
from handlers.feedback import Feedback
from handlers.interface import Handler, Work
from handlers.objection import Objection
from handlers.other import Other
from handlers.portability import Portability
from handlers.privacy_complaint import PrivacyComplaint
from handlers.rectification import Rectification
from handlers.restriction import Restriction

ALL: tuple[ByPolicy, ...] = (
    Access(),
    Rectification(),
    Erasure(),
    Restriction(),
    Portability(),
    Objection(),
    ConsentWithdrawal(),
    PrivacyComplaint(),
    Appeal(),
    Complaint(),
    Feedback(),
    Other(),
)

_BY_KIND = {handler.kind: handler for handler in ALL}


def handler_of(kind: Kind) -> Handler:
    """Give the handler of a kind."""
    return _BY_KIND[kind]


def work_of(kind: Kind) -> Work:
    """Give what a kind has people do and decide."""
    return _BY_KIND[kind]
