"""What carries a match through the year: calls, visits, goals, referrals, closing and going on."""

from support.models.call import SupportCall, Visit
from support.models.closing import Closing, Continuation, ContinuationAnswer, ExitInterview, ThankYouLines
from support.models.feedback import (
    Audience,
    FeedbackAudience,
    FeedbackComment,
    FeedbackInvitation,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackTally,
    Recommendation,
)
from support.models.goals import GoalAnswer, GoalReview, ObjectiveState
from support.models.referral import CounselorBackup, Referral, ReferralText

__all__ = [
    "Audience",
    "Closing",
    "Continuation",
    "ContinuationAnswer",
    "CounselorBackup",
    "ExitInterview",
    "FeedbackAudience",
    "FeedbackComment",
    "FeedbackInvitation",
    "FeedbackQuestion",
    "FeedbackRound",
    "FeedbackTally",
    "GoalAnswer",
    "GoalReview",
    "ObjectiveState",
    "Recommendation",
    "Referral",
    "ReferralText",
    "SupportCall",
    "ThankYouLines",
    "Visit",
]
