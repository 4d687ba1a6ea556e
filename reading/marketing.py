"""Whether what a person no longer wants is direct marketing: then nothing is weighed (GDPR Art. 21(2), CON-7)."""

from cases.reading import Reading
from reading.letter import Letter

_TELLING = frozenset({"marketing", "no_more", "stop_contact"})


def about_marketing(reading: Reading) -> bool:
    """Say whether an objection or a withdrawal of consent speaks of newsletters, offers, calls and the like.

    The subject counts as far as it showed what the letter is: "Unsubscribe", and nothing else.
    """
    shown = [words for found in reading.kinds for words in found.evidence]
    return Letter.of("\n".join(shown), reading.text, reading.language).tells(_TELLING)
