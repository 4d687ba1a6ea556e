"""The answer to an objection: marketing stopped without more ado, the rest weighed."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.RightFacts):
    """What the draft says. GDPR Art. 21(1) and 21(3), CON-7."""


SAMPLES = (
    *(Facts(**vars(sample)) for sample in answers.SAMPLES),
    Facts(**answers.GRANTED),
    Facts(**answers.PARTLY),
    Facts(**answers.REFUSED),
)
"""One of each variant, for the house's tests and for previews."""
