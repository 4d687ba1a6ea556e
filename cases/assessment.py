"""The initial, informal assessment of an appeal: is it complete, and can it be solved at once? (P-MX-13)."""

from enum import StrEnum


class Finding(StrEnum):
    """How an initial assessment ended."""

    COMPLETE = "complete"
    QUESTION_ASKED = "question_asked"
    SOLVED_INFORMALLY = "solved_informally"
