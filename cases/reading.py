"""What we understood of a message, with the words that show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Reading:
    """The whole of what was understood.

    `language` is an ISO 639-1 code. `kinds` is never empty, the surest first. `text` is what the person wrote, without
    quoted earlier mail. `fields` has only what was found: name, email, phone, reference, order, course, customer, …
    `documents` are the part numbers of attachments that may be papers of the case (not logos and signatures), and
    `says_no_documents` that the person wrote that there are none.
    """

    language: str
    kinds: tuple[FoundKind, ...]
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[Flag] = frozenset()
    sensitive: tuple[Sensitive, ...] = ()
    documents: tuple[int, ...] = ()
    says_no_documents: bool = False
    unsure: bool = False
