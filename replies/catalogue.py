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
    assessment_question,
    authority_request,
    candidate_notice,
    case_code,
    case_link,
    clarification_question,
    consequence_notice,
    daily_overview,
    date_notice,
    deadline_reply,
    delay_notice,
    extension_notice,
    file_refused,
    gathered_notices,
    house_notice,
    identity_link,
    identity_question,
    lifting_notice,
    new_date,
    not_identified,
    processor_reply,
    question_reminder,
    referral,
    referral_notice,
    staff_letter,
    staff_line,
    staff_notice,
    struck_out,
)
from replies.answers import AnswerFacts

AUTOMATIC: tuple[ModuleType, ...] = (
    acknowledgement,
    candidate_notice,
    deadline_reply,
    file_refused,
    question_reminder,
    referral,
    referral_notice,
    staff_notice,
    struck_out,
    house_notice,
    staff_letter,
    daily_overview,
    gathered_notices,
    identity_link,
    case_link,
    case_code,
)
"""Replies that the program writes whole."""

COMPLETED: tuple[ModuleType, ...] = (assessment_question, delay_notice, processor_reply)
"""Drafts that a person completes, although they tell no decision."""

APPROVED: tuple[ModuleType, ...] = (
    authority_request,
    identity_question,
    clarification_question,
    not_identified,
    extension_notice,
    new_date,
    date_notice,
    consequence_notice,
    lifting_notice,
    staff_line,
)
"""Letters that are written whole, and that a person answers for all the same: they say nothing of being automatic."""

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
