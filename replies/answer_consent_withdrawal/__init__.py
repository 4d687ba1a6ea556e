"""The answer to a withdrawal of consent: what stops, what remains, and on which basis."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.RightFacts):
    """What the draft says. GDPR Art. 7(3), R-7-3, P-AL-08."""


SAMPLES = (
    *(Facts(**vars(sample)) for sample in answers.SAMPLES),
    Facts(**answers.GRANTED),
    Facts(**answers.PARTLY),
    Facts(**answers.REFUSED),
)
"""One of each variant, for the house's tests and for previews."""
