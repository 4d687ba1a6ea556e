"""The answer to a request for restriction: what is set apart, and that its lifting is told beforehand."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.ToldFacts):
    """What the draft says. GDPR Art. 18(3) and Art. 19."""


SAMPLES = (
    *(Facts(**vars(sample)) for sample in answers.SAMPLES),
    Facts(**answers.GRANTED, recipients=("Mollie (+++)",)),
    Facts(**answers.PARTLY, recipients=("Mollie (+++)",)),
    Facts(**answers.REFUSED),
)
"""One of each variant, for the house's tests and for previews."""
