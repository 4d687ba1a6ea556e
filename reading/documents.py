"""Which attachments may be papers of a case, and what each probably is, as far as its name and the letter tell."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cases.message import Attachment
from cases.reading import Document, DocumentKind
from reading.letter import Letter
from reading.papers import Mention, Sign, judged, mentions, signs_of_name

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


READABLE_PICTURES = frozenset(f"image/{kind}" for kind in ("png", "jpeg", "tiff", "gif", "webp", "bmp"))
READABLE = READABLE_PICTURES | {
    "application/pdf",
    "application/rtf",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/html",
    "text/markdown",
    "text/plain",
    "text/rtf",
}
"""Types of files that may have words."""
SMALLEST_READ, LARGEST_READ = 8_000, 25 * 1024**2
"""Bytes. A smaller picture has no words in it, and what is larger is no paper."""

_NO_PAPER = (
    "audio/",
    "video/",
    "message/",
    "text/csv",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.s",
)
"""Types of which no letter speaks when it says what paper is attached."""
_ALONE, _ONE_OF_SEVERAL, _IN_ORDER, _PERHAPS = 0.65, 0.5, 0.5, 0.35
"""How sure a letter makes us that names a paper: for one file, for several, one each, and more papers than files."""

Named = Mapping[int, Mapping[DocumentKind, Sequence[Sign]]]
"""By part, what the names of files are signs of."""


def documents(attachments: Iterable[Attachment], letter: Letter | None = None) -> tuple[Document, ...]:
    """Say of each attachment that may be a paper of the case what it probably is, in their order."""
    papers = tuple(one for one in attachments if is_paper(one))
    if not papers:
        return ()
    named = {one.part: signs_of_name((one.name, *one.contents)) for one in papers}
    spoken = _spoken(papers, named, mentions(letter.words) if letter else ())
    return tuple(judged(part, _together(signs, spoken[part])) for part, signs in named.items())


def _spoken(
    papers: Sequence[Attachment], named: Named, said: Sequence[Mention]
) -> Mapping[int, list[tuple[DocumentKind, Sign]]]:
    """Say which of the papers that a letter speaks of is which file, by part.

    A file whose name says so is the one; the others are those whose names say nothing.
    """
    spoken: defaultdict[int, list[tuple[DocumentKind, Sign]]] = defaultdict(list)
    left = []
    for mention in said:
        parts = [part for part, signs in named.items() if mention.kind in signs]
        for part in parts:
            spoken[part].append((mention.kind, (_ALONE, mention.said)))
        left += [] if parts else [mention]
    silent = [one.part for one in papers if not named[one.part] and not one.media_type.startswith(_NO_PAPER)]
    for part, mention, sure in _shared_out(silent, left):
        spoken[part].append((mention.kind, (sure, mention.said)))
    return spoken


def _shared_out(parts: Sequence[int], said: Sequence[Mention]) -> Iterable[tuple[int, Mention, float]]:
    """Give the papers spoken of to the files that may be them, and say how sure that makes us."""
    if len(said) == 1:
        sure = _ALONE if len(parts) == 1 else _ONE_OF_SEVERAL
        return [(part, said[0], sure) for part in parts]
    if len(parts) == len(said):
        return [(part, one, _IN_ORDER) for part, one in zip(parts, said, strict=True)]
    nearest = min(said, key=lambda one: one.distance, default=None)
    return [(part, one, _ONE_OF_SEVERAL if one is nearest else _PERHAPS) for part in parts for one in said]


def _together(
    signs: Mapping[DocumentKind, Sequence[Sign]], spoken: Iterable[tuple[DocumentKind, Sign]]
) -> Mapping[DocumentKind, Sequence[Sign]]:
    together = {kind: list(found) for kind, found in signs.items()}
    for kind, sign in spoken:
        together.setdefault(kind, []).append(sign)
    return together


def may_be_read(attachment: Attachment) -> bool:
    """Say whether a file may have words that tell what it is, and is of a size that papers have."""
    least = SMALLEST_READ if attachment.media_type in READABLE_PICTURES else 1
    return attachment.media_type in READABLE and least <= attachment.size <= LARGEST_READ


def is_paper(attachment: Attachment) -> bool:
    """Say whether a person will have attached this, not their mail program."""
    if attachment.size <= 0 or attachment.media_type.lower() in _MACHINE_TYPES or _MACHINE_NAMES.match(attachment.name):
        return False
    if not attachment.media_type.lower().startswith("image/"):
        return True
    if attachment.inline:
        return attachment.size >= SMALLEST_PICTURE
    return attachment.size >= SMALLEST_LOGO_NAMED or not _LOGO_NAMES.match(attachment.name)
