"""What people type and upload, wrapped as a letter, so that everything that works on letters works on it.

It is read, looked through for viruses, struck out of, kept and handed out as mail is (RFC 5322).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.quoprimime import body_encode

CHAT, CLIENT, THREAD = "X-Svarfrist-Chat", "X-Svarfrist-Client", "X-Svarfrist-Thread"
TOLD = "X-Svarfrist-Told"
"""The headers that say where it belongs: the conversation by chat, what the other end calls it, and the thread's token;
and what somebody typed into the fields of a form.

They count on what we wrapped ourselves alone: in a letter that somebody sent they say nothing.
"""

NAMED = 200
"""So many characters of a file's name are kept."""

LONGEST = 78
"""Characters of a line of a letter (RFC 5322, 2.1.1)."""

_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]+")
_TYPE = re.compile(r"([a-z0-9][a-z0-9!#$&^_.+-]{0,63})/([a-z0-9][a-z0-9!#$&^_.+-]{0,63})")
_ID = re.compile(r"[^A-Za-z0-9._-]")
_LETTER = SMTP.clone(header_factory=HeaderRegistry(use_default_map=True), cte_type="8bit", refold_source="none")

_BARE = {
    "Content-Type": 'text/plain; charset="utf-8"',
    "Content-Transfer-Encoding": "quoted-printable",
    "MIME-Version": "1.0",
}


@dataclass(frozen=True)
class File:
    """A file as it was handed over; what it is called and says it is are a stranger's words."""

    name: str
    media_type: str
    content: bytes


def wrapped(text: str, files: Iterable[File] = (), headers: Mapping[str, str] | None = None) -> bytes:
    """Give a letter that says a text and brings files, in UTF-8. It names no sender: nobody has proved who they are."""
    named = {name: _one_line(value) for name, value in (headers or {}).items()}
    brought = tuple(files)
    if not brought and all(_fits(name, value) for name, value in named.items()):
        return _bare(text, named)
    letter = EmailMessage(policy=_LETTER)
    for name, value in named.items():
        letter[name] = value
    letter.set_content(_plain(text), subtype="plain", charset="utf-8", cte="quoted-printable")
    for file in brought:
        kind, sub = _media_type(file.media_type)
        name = _one_line(file.name)[:NAMED] or "file"
        letter.add_attachment(file.content, maintype=kind, subtype=sub, filename=name)
    return letter.as_bytes()


def _fits(name: str, value: str) -> bool:
    """Say whether a header is one plain line."""
    return bool(value) and value.isascii() and "=?" not in value and len(name) + len(value) + 2 <= LONGEST


def _bare(text: str, headers: Mapping[str, str]) -> bytes:
    """Give the letter that says a text alone, byte by byte as EmailMessage would, which takes twenty times as long."""
    lines = b"\n".join(_plain(text).encode().splitlines()) + b"\n"
    body = body_encode(lines.decode("latin-1"), LONGEST)
    written = "\n".join(f"{name}: {value}" for name, value in {**headers, **_BARE}.items())
    return f"{written}\n\n{body}".replace("\n", "\r\n").encode("ascii")


def about_line(chat: int, client: str) -> dict[str, str]:
    """Give the headers of a line: its Message-ID is the same however often the other end sends it, and its own."""
    return {
        "Message-ID": f"<{_ID.sub('_', client)[:100]}.{chat}@chat.invalid>",
        CHAT: str(chat),
        CLIENT: client,
    }


def about_form(name: str, told: Mapping[str, str]) -> dict[str, str]:
    """Give the headers of what somebody sent by a form, each time another letter; `told` is what stands in its fields.

    Only ASCII, and nothing that looks like an encoded word, so that it comes back as it was.
    """
    said = json.dumps(dict(told)).replace("=", "\\u003d")
    return {"Message-ID": f"<{_ID.sub('_', name)[:100]}@form.invalid>", TOLD: said}


def _plain(text: str) -> str:
    """Give a text as it can be encoded: without what no letter can hold, each line ended the same way."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return lines.encode("utf-8", "replace").decode("utf-8")


def _one_line(value: str) -> str:
    return _UNSEEN.sub(" ", value).strip()


def _media_type(said: str) -> tuple[str, str]:
    """Give the type that a file says it is of, where it is one; never one that is taken apart as a letter."""
    found = _TYPE.fullmatch(said.strip().lower().partition(";")[0].strip())
    if not found or found[1] in {"multipart", "message"}:
        return "application", "octet-stream"
    return found[1], found[2]
