"""The answer to a request for portability: the files, their form, and where they went."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.RightFacts):
    """What the draft says. GDPR Art. 20, P-JK-05."""


SAMPLES = (
    *(Facts(**vars(sample)) for sample in answers.SAMPLES),
    Facts(**answers.GRANTED),
    Facts(**answers.PARTLY),
    Facts(**answers.REFUSED),
)
"""One of each variant, for the house's tests and for previews."""
