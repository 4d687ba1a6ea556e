"""Which attachments may be papers of a case, and whether the person says that there are none."""

import re
from collections.abc import Iterable

from cases.message import Attachment

SMALLEST_PICTURE = 40_000
"""Bytes. A smaller picture that stands in the text is a logo or a line; photographs and screenshots are larger."""
SMALLEST_LOGO_NAMED = 15_000

_MACHINE_TYPES = frozenset(
    {
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
        "text/directory",
        "application/ics",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
        "application/pgp-encrypted",
        "application/pkcs7-mime",
        "application/x-pkcs7-mime",
        "application/ms-tnef",
        "application/vnd.ms-tnef",
        "message/delivery-status",
        "message/disposition-notification",
    }
)
_MACHINE_NAMES = re.compile(
    r"(?:.*\.(?:p7s|p7m|asc|sig|vcf|ics)|winmail\.dat|att\d+\.(?:txt|html?|dat|bin))$", re.IGNORECASE
)
_LOGO_NAMES = re.compile(
    r"(?:image\d{3}|logo|signatur|banner|facebook|linkedin|instagram|icon|spacer|pixel)", re.IGNORECASE
)


def documents(attachments: Iterable[Attachment]) -> tuple[int, ...]:
    """Give the part numbers of attachments that may be papers of the case, in their order."""
    return tuple(one.part for one in attachments if is_paper(one))


def is_paper(attachment: Attachment) -> bool:
    """Say whether a person will have attached this, not their mail program."""
    if attachment.size <= 0 or attachment.media_type.lower() in _MACHINE_TYPES or _MACHINE_NAMES.match(attachment.name):
        return False
    if not attachment.media_type.lower().startswith("image/"):
        return True
    if attachment.inline:
        return attachment.size >= SMALLEST_PICTURE
    return attachment.size >= SMALLEST_LOGO_NAMED or not _LOGO_NAMES.match(attachment.name)
