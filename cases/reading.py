"""What we understood of a message, with the words that show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cases.kind import Flag, Kind


@dataclass(frozen=True)
class FoundKind:
    """A kind of case seen in a message: how sure (0 to 1), and the words of the letter that show it."""

    kind: Kind
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Sensitive:
    """A national number or other Art. 9 data seen in the text, never the thing itself: only how it is shown."""

    category: str
    shown_as: str

    @property
    def is_number(self) -> bool:
        """Say whether it is a number, which is masked, and not a matter that the letter tells of."""
        return self.shown_as != self.category


class DocumentKind(StrEnum):
    """What a document is, as far as cases need documents."""

    EXAM_RESULT = "exam_result"
    CERTIFICATE = "certificate"
    INVOICE = "invoice"
    WRITTEN_CONSENT = "written_consent"
    MEDICAL_CERTIFICATE = "medical_certificate"
    SIGNED_LETTER = "signed_letter"
    IDENTITY_COPY = "identity_copy"
    OTHER = "other"


SURE_OF_DOCUMENT = 0.5
"""From here on, what a document probably is has effects."""


@dataclass(frozen=True)
class Document:
    """An attachment that may be a paper of the case: what it probably is, how sure (0 to 1), and what shows it.

    `part` is the attachment's. `evidence` are words of its name, of the letter and of its content, national numbers
    masked. `read`: its content was looked into, not only its name and what the letter says of it.
    """

    part: int
    kind: DocumentKind = DocumentKind.OTHER
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()
    read: bool = False

    def is_probably(self, kind: DocumentKind) -> bool:
        """Say whether it is so likely of a kind that this has effects."""
        return self.kind is kind and self.confidence >= SURE_OF_DOCUMENT


@dataclass(frozen=True)
class Reading:
    """The whole of what was understood.

    `language` is an ISO 639-1 code; not `language_known`, it was too little to tell, and is the organisation's first.
    `quoted_language` is that of quoted earlier mail, None where there is none or it cannot be told. `kinds` is never
    empty, the surest first. `text` is what the person wrote, without quoted earlier mail. `fields` has only what was
    found: name, email, phone, reference, order, course, customer, …
    `documents` are the attachments that may be papers of the case (not logos and signatures), and
    `says_no_documents` that the person wrote that there are none.
    """

    language: str
    kinds: tuple[FoundKind, ...]
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[Flag] = frozenset()
    sensitive: tuple[Sensitive, ...] = ()
    documents: tuple[Document, ...] = ()
    says_no_documents: bool = False
    unsure: bool = False
    language_known: bool = True
    quoted_language: str | None = None
