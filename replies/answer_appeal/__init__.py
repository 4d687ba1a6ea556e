"""The answer to an appeal: amended or upheld, with the reasons, and who assessed it."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.AnswerFacts):
    """What the draft says. P-MX-14, P-MX-18. It promises no new marking (R-PC-6)."""


SAMPLES = tuple(Facts(**vars(sample)) for sample in answers.SAMPLES)
"""One of each variant, for the house's tests and for previews."""
