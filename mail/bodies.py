"""What a letter says as text: its best readable parts, HTML turned into text, flowed lines joined."""

import re
from collections.abc import Iterable
from itertools import islice

from mail.decoding import clean_text, decode
from mail.hypertext import html_to_text
from mail.mime import Part, Splitter
from mail.sealed import is_encrypted, without_armour

TEXT_CAP = 500_000
NEXT_TO_NOTHING = 60
"""Characters: so few are a greeting, or a line that tells to look at what is attached."""

DEPTH_CAP, LETTERS_CAP = 3, 3
"""So deep, and so many beside each other, attached letters are read."""

TEXTS = frozenset({"text/plain", "text/html"})
LETTERS = frozenset({"message/rfc822", "message/global"})
SEALS = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
"""Parts that say that another, or what is in them, is encrypted (RFC 3156)."""

SEALED_FILES = (".gpg", ".pgp", ".p7m")
"""How the names of encrypted files end; a letter that has nothing else cannot be read."""

_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|body|head|div|p|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_ENDS_A_TAG = re.compile(r"</(?:html|body|div|p|table|a|span)>|<br\s*/?>", re.IGNORECASE)
_STUB = re.compile(
    r"\bhtml\b.{0,80}(?:mail|client|format|view|display|support|vis|lees|weergeven)|text/plain version"
    r"|(?:support|view|display|understøtte|vise|ondersteun|weergeven|anzeigen).{0,40}\bhtml\b",
    re.IGNORECASE | re.DOTALL,
)
_STUB_LENGTH = 300


def text_of(letter: Part, depth: int = 0) -> str:
    """Give everything the sender's program sent as text, quoted mail included, "" where there is none.

    Where that is next to nothing, what stands in a letter attached to it is read, and so on, DEPTH_CAP letters deep.
    """
    own = _joined(_texts(letter))
    if len(own) < NEXT_TO_NOTHING and letter.media_type != "multipart/report":
        own = _joined([own, *_elsewhere(letter, own, depth)])
    return own[:TEXT_CAP]


def is_text(part: Part) -> bool:
    """Say whether a part is read as text of the letter, not kept as a file."""
    return part.media_type in TEXTS and not part.name and (part.disposition[0] != "attachment" or part.index == 0)


def is_unsplit(part: Part) -> bool:
    """Say whether a part should hold others and does not: then what stands there is read as text."""
    return not part.within and part.media_type.startswith("multipart/")


def attached_letters(letter: Part) -> tuple[Part, ...]:
    """Give the first letters that are attached to this one, each taken apart; those that bounced are not meant."""
    if letter.media_type == "multipart/report":
        return ()
    found = (part for part in letter.walk() if part.media_type in LETTERS)
    return tuple(Splitter().split(part.content()) for part in islice(found, LETTERS_CAP))


def is_sealed(letter: Part, text: str) -> bool:
    """Say whether what the sender wrote is encrypted: the first thing in the letter, or all but a few words of it."""
    if is_encrypted(text):
        return True
    sealed = [part for part in letter.walk() if part.sealed or part.media_type in SEALS]
    if len(text) < NEXT_TO_NOTHING:
        return bool(sealed) or any(map(_is_sealed_file, letter.walk()))
    words = (part.index for part in letter.walk() if is_text(part))
    return bool(sealed) and next(words, -1) > sealed[0].index


def _is_sealed_file(part: Part) -> bool:
    return not part.within and part.name.lower().endswith(SEALED_FILES)


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip()).strip("\n")


def _texts(part: Part) -> list[str]:
    """List the texts of a part in reading order; of alternatives only the best."""
    if part.within:
        if part.media_type == "multipart/alternative":
            return _best(part.within)
        return [text for child in part.within for text in _texts(child)]
    return [readable(part)] if (is_text(part) and not part.spare) or is_unsplit(part) else []


def _elsewhere(letter: Part, own: str, depth: int) -> list[str]:
    """List what else may be read: the words in a winmail.dat, text shown as a file, an attached letter."""
    parts = () if own.strip() else tuple(part for part in letter.walk() if part.media_type in TEXTS)
    spare = [readable(part) for part in parts if part.spare][:1]
    shown = [readable(part) for part in parts if part.name and (part.disposition[0] != "attachment" or part.index == 0)]
    if spare or shown or depth >= DEPTH_CAP:
        return spare or shown
    return [text_of(inner, depth + 1) for inner in attached_letters(letter)]


def _best(alternatives: tuple[Part, ...]) -> list[str]:
    """Choose among alternatives: plain text unless it is empty or only says that the letter is HTML."""
    stub: list[str] = []
    for part in sorted(alternatives, key=lambda part: part.media_type != "text/plain"):
        texts = _texts(part)
        if not _is_stub(texts):
            return texts
        stub = stub if "".join(stub).strip() else texts
    return stub


def _is_stub(texts: list[str]) -> bool:
    """Say whether a text is blank, or only tells that another part should be read."""
    whole = "".join(texts).strip()
    return not whole or (len(whole) < _STUB_LENGTH and bool(_STUB.search(whole)))


def readable(part: Part) -> str:
    """Give one text part as text: decoded, unflowed, HTML turned into text even where it calls itself plain."""
    text = decode(part.content(), part.params.get("charset"))
    if part.media_type == "text/html" or (_LOOKS_LIKE_HTML.match(text) and _ENDS_A_TAG.search(text)):
        return html_to_text(text)
    text = without_armour(clean_text(text))
    if part.params.get("format", "").lower() == "flowed":
        return unflowed(text, delsp=part.params.get("delsp", "").lower() == "yes")
    return text


def unflowed(text: str, *, delsp: bool) -> str:
    """Join the soft line breaks of format=flowed (RFC 3676); quotes keep their depth, "-- " stays a line."""
    lines: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        if depth != open_depth or bare == "-- ":
            lines.append([">" * depth + " "] if depth else [])
        soft = bare.endswith(" ") and bare != "-- "
        lines[-1].append(bare[:-1] if soft and delsp else bare)
        open_depth = depth if soft else -1
    return "\n".join("".join(pieces) for pieces in lines)
