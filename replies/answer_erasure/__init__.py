"""The answer to a request for erasure: what was erased, what was not, and on which basis."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.ToldFacts):
    """What the draft says. GDPR Art. 17 and Art. 19, P-JK-04. `warnings` tell what is lost with the data (P-ME-10)."""

    warnings: tuple[str, ...] = ()


SAMPLES = (
    *(Facts(**vars(sample)) for sample in answers.SAMPLES),
    Facts(**answers.GRANTED, recipients=("Mollie (+++)", "Sentry (===)"), warnings=("### ###.",)),
    Facts(**answers.PARTLY, recipients=("Mollie (+++)", "Sentry (===)"), warnings=("### ###.",)),
    Facts(**answers.REFUSED),
)
"""One of each variant, for the house's tests and for previews."""
