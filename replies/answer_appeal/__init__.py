"""The answer to an appeal: amended or upheld, with the reasons, and who assessed it."""

from dataclasses import dataclass

from replies import answers


@dataclass(frozen=True)
class Facts(answers.AnswerFacts):
    """What the draft says. P-MX-14, P-MX-18. It promises no new marking (R-PC-6)."""

    @property
    def outcome(self) -> tuple[str, ...]:
        """Give the statements that a person completes: what was decided, and why."""
        return tuple(one for one in self.statements if answers.unfinished(one))

    @property
    def ending(self) -> tuple[str, ...]:
        """Give the statements that stand as they are: that our procedure ends, and where to go on (R-17024-5)."""
        return tuple(one for one in self.statements if not answers.unfinished(one))


SAMPLES = tuple(Facts(**vars(sample)) for sample in answers.SAMPLES)
"""One of each variant, for the house's tests and for previews."""
