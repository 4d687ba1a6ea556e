"""The answer to a complaint: what we looked at, what we decided, and why."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.AnswerFacts):
    """What the draft says. P-MX-09: the statements tell of the right to appeal."""


SAMPLES = tuple(Facts(**vars(sample)) for sample in answers.SAMPLES)
"""One of each variant, for the house's tests and for previews."""
