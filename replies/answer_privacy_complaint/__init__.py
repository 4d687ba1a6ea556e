"""The answer to a complaint about personal data: what we found, and what we do about it."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.AnswerFacts):
    """What the draft says. GDPR Art. 77, R-77-1."""


SAMPLES = tuple(Facts(**vars(sample)) for sample in answers.SAMPLES)
"""One of each variant, for the house's tests and for previews."""
