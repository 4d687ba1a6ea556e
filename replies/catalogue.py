"""Every reply of the house, and which answers which kind. To add one: write its folder, add one line here."""

from types import ModuleType

from cases.kind import Kind
from replies import (
    acknowledgement,
    answer_access,
    answer_appeal,
    answer_complaint,
    answer_consent_withdrawal,
    answer_erasure,
    answer_feedback,
    answer_objection,
    answer_other,
    answer_portability,
    answer_privacy_complaint,
    answer_rectification,
    answer_restriction,
    deadline_reply,
    file_refused,
    house_notice,
    referral,
    referral_notice,
    staff_notice,
)
from replies.answers import AnswerFacts

AUTOMATIC: tuple[ModuleType, ...] = (
    acknowledgement,
    deadline_reply,
    file_refused,
    referral,
    referral_notice,
    staff_notice,
    house_notice,
)
"""Replies that the program writes whole."""

ANSWERS: dict[Kind, type[AnswerFacts]] = {
    Kind.ACCESS: answer_access.Facts,
    Kind.RECTIFICATION: answer_rectification.Facts,
    Kind.ERASURE: answer_erasure.Facts,
    Kind.RESTRICTION: answer_restriction.Facts,
    Kind.PORTABILITY: answer_portability.Facts,
    Kind.OBJECTION: answer_objection.Facts,
    Kind.CONSENT_WITHDRAWAL: answer_consent_withdrawal.Facts,
    Kind.PRIVACY_COMPLAINT: answer_privacy_complaint.Facts,
    Kind.APPEAL: answer_appeal.Facts,
    Kind.COMPLAINT: answer_complaint.Facts,
    Kind.FEEDBACK: answer_feedback.Facts,
    Kind.OTHER: answer_other.Facts,
}
"""The facts of the draft that answers each kind; a person completes it."""
