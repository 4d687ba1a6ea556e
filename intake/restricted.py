"""Files that few may open: medical certificates (P-MX-21, P-AL-11) and identity papers (R-ID-2). Pure.

To show a certificate is enough, nobody asks for a copy; one that comes all the same is kept apart until it is deleted.
"""

from collections.abc import Iterable
from dataclasses import replace

from cases.case import Case
from cases.files import FileState
from cases.message import Message
from cases.policy import Policy
from cases.reading import Document, DocumentKind, Reading
from cases.staff import Staff, sees

KINDS = frozenset({DocumentKind.MEDICAL_CERTIFICATE, DocumentKind.IDENTITY_COPY})


def is_restricted(document: Document) -> bool:
    """Say whether a document is probably one that few may open."""
    return any(map(document.is_probably, KINDS))


def restricted(message: Message, reading: Reading) -> Message:
    """Give a message with the files marked that few may open."""
    few = parts(reading.documents)
    files = tuple(replace(file, restricted=file.part in few) for file in message.attachments)
    return replace(message, attachments=files)


def parts(documents: Iterable[Document]) -> frozenset[int]:
    """Give the parts of the documents that few may open."""
    return frozenset(one.part for one in documents if is_restricted(one))


def unindexed(reading: Reading) -> Reading:
    """Give what was understood without the words of such a document: they are nowhere but in the file itself."""
    documents = tuple(
        replace(one, evidence=()) if one.read and is_restricted(one) else one for one in reading.documents
    )
    return replace(reading, documents=documents)


def trusted(staff: Staff, case: Case, policy: Policy) -> bool:
    """Say whether a person may open restricted files of a case: in a trusted role, or because the case is theirs."""
    return sees(staff, case, policy) and (case.assigned_to == staff.id or staff.role in policy.trusted_roles)


def barred(*, restricted: bool, erased: bool, is_trusted: bool) -> FileState | None:
    """Give the state of a file that this person cannot have whatever the scanner says, or None."""
    if erased:
        return FileState.ERASED
    return FileState.RESTRICTED if restricted and not is_trusted else None
