"""The answer to any other message."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.AnswerFacts):
    """What the draft says. It belongs to no rule."""


SAMPLES = tuple(Facts(**vars(sample)) for sample in answers.SAMPLES)
"""One of each variant, for the house's tests and for previews."""
