"""The answer to a request for access: the confirmation, the copy, and points (a) to (h)."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.ToldFacts):
    """What the draft says. GDPR Art. 15(1) and 15(2), R-15-1. `outside` are the recipients outside the EEA."""

    outside: tuple[str, ...] = ()


SAMPLES = (
    *(Facts(**vars(sample)) for sample in answers.SAMPLES),
    Facts(**answers.GRANTED, recipients=("Mollie (+++)",), outside=("Sendgrid (+++)",)),
    Facts(**answers.PARTLY, recipients=("Mollie (+++)",), outside=("Sendgrid (+++)",)),
    Facts(**answers.REFUSED),
)
"""One of each variant, for the house's tests and for previews."""
