"""What a text says: a message and a policy in, a Reading with evidence out. Pure."""

import re

from cases.kind import Kind
from cases.message import Message
from cases.policy import Policy
from cases.reading import FoundKind, Reading

_WORDS = {
    Kind.ERASURE: r"slet(?:te|tes|tet)? |sletning|verwijder|delete|erase|erasure",
    Kind.ACCESS: r"indsigt|inzage|access to my|hvad har i liggende|copy of my (?:personal )?data",
    Kind.APPEAL: r"appel|appeal|bezwaar tegen (?:de|uw|het) (?:beslissing|besluit)",
    Kind.COMPLAINT: r"klage|klager|klacht|complain|utilfreds|ontevreden|dissatisfied",
}


def read(message: Message, policy: Policy) -> Reading:
    """Say what a message says. Never raises: any text is a reading."""
    whole = f"{message.subject}\n{message.text}"
    found = tuple(
        FoundKind(kind, 0.9, (match.group(),))
        for kind, pattern in _WORDS.items()
        if (match := re.search(pattern, whole, re.IGNORECASE))
    )
    fields = {"email": message.sender.address} if message.sender.address else {}
    if message.sender.name:
        fields["name"] = message.sender.name
    return Reading(
        language=_language(whole, policy),
        kinds=found or (FoundKind(Kind.OTHER, 0.5, ()),),
        text=message.text,
        fields=fields,
        documents=tuple(a.part for a in message.attachments if not a.inline),
    )


def _language(text: str, policy: Policy) -> str:
    words = set(re.findall(r"\w+", text.lower()))
    marks = {"da": {"jeg", "ikke", "og", "af"}, "nl": {"ik", "niet", "het", "een"}, "en": {"the", "and", "my", "is"}}
    scores = {code: len(words & own) for code, own in marks.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] else policy.languages[0]
