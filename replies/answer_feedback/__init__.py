"""The answer to feedback: that it was read, and what comes of it."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.AnswerFacts):
    """What the draft says. P-MX-08."""


SAMPLES = tuple(Facts(**vars(sample)) for sample in answers.SAMPLES)
"""One of each variant, for the house's tests and for previews."""
