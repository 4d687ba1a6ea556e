"""The answer to a request for erasure: what was erased, what was not, and on which basis."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.AnswerFacts):
    """What the draft says. GDPR Art. 17 and Art. 19, P-JK-04."""


SAMPLES = tuple(Facts(**vars(sample)) for sample in answers.SAMPLES)
"""One of each variant, for the house's tests and for previews."""
