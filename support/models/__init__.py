"""What carries a match through the year: calls, visits, goals, referrals, closing and going on."""

from support.models.call import SupportCall, Visit
from support.models.closing import Closing, Continuation, ContinuationAnswer, ExitInterview, ThankYouLines
from support.models.goals import GoalAnswer, GoalReview, ObjectiveState
from support.models.referral import CounselorBackup, Referral, ReferralText

__all__ = [
    "Closing",
    "Continuation",
    "ContinuationAnswer",
    "CounselorBackup",
    "ExitInterview",
    "GoalAnswer",
    "GoalReview",
    "ObjectiveState",
    "Referral",
    "ReferralText",
    "SupportCall",
    "ThankYouLines",
    "Visit",
]
