"""The answer to a request for correction: what was changed, from what, to what."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.ToldFacts):
    """What the draft says. GDPR Art. 16 and Art. 19."""


SAMPLES = (
    *(Facts(**vars(sample)) for sample in answers.SAMPLES),
    Facts(**answers.GRANTED, recipients=("Mollie (+++)",)),
    Facts(**answers.PARTLY, recipients=("Mollie (+++)",)),
    Facts(**answers.REFUSED),
)
"""One of each variant, for the house's tests and for previews."""
