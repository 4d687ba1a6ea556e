"""This is what somebody wrote to you in the chat: sent by mail to whoever had left it."""

from dataclasses import dataclass

from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the letter says. `text` is the line as it was typed, in the words of `signer`, who is named (R-AI-2)."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    text: str
    signer: str


_CONTACT = Contact("info@mentorix.dk", "(+45) 72 44 12 34")
_LINE = "+++ +++ +++."

SAMPLES = (
    Facts("MX-26-481903", "Mentorix", _CONTACT, "Anna Holm", _LINE, "Bo Lund"),
    Facts("ME-26-100200", "Metier", Contact("info@metier.example"), None, f"{_LINE}\n\n{_LINE}", "Ida Juhl"),
)
"""One of each variant, for the house's tests and for previews."""
