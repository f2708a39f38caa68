"""What support knows of merging people: talks, answers and letters of both belong to the one who stays."""

from typing import Any

from django.utils.translation import gettext_lazy

from tenancy.merging import FloorMerging, Move, drop
from tenancy.models import Person


def _drop_call(row: Any, kept: Person) -> None:
    """The other one is called for the same reason on the same day. A talk that was held is never lost for a plan."""
    twin = type(row)._base_manager.get(
        district=row.district_id, match=row.match_id, person=kept, cause=row.cause, due_on=row.due_on
    )
    if row.held_on is not None and twin.held_on is None:
        type(row)._base_manager.filter(pk=twin.pk).delete()
        type(row)._base_manager.filter(pk=row.pk).update(person=kept)
        return
    row.delete()


def _drop_invitation(row: Any, kept: Person) -> None:
    """The other one is asked in the same round. Whoever has answered has answered as both."""
    if row.has_answered:
        rows = type(row)._base_manager.filter(district=row.district_id, round=row.round_id, person=kept)
        rows.update(has_answered=True)
    row.delete()


#: Keys to students: moved before the floor below makes two students one.
OF_STUDENTS = (Move("support.Referral", "student"),)

MERGING = FloorMerging(
    moves=[
        Move("support.SupportCall", "person", gettext_lazy("Support calls with them"), _drop_call),
        Move("support.SupportCall", "caller", gettext_lazy("Support calls they make")),
        Move("support.GoalAnswer", "person", gettext_lazy("What they said of their goals"), drop),
        Move("support.FeedbackInvitation", "person", gettext_lazy("Feedback they are asked for"), _drop_invitation),
        Move("support.Recommendation", "owner", gettext_lazy("Recommendations they carry out")),
        Move("support.CounselorBackup", "person"),
        Move("support.Referral", "counselor"),
        Move("support.Referral", "backup"),
        Move("support.Referral", "written_by"),
        Move("support.ReferralText", "author"),
        Move("support.ExitInterview", "person", gettext_lazy("Last talks"), drop),
        Move("support.ContinuationAnswer", "person", gettext_lazy("Whether they go on"), drop),
    ],
    deeper=[*OF_STUDENTS],
    stays={
        "support.Closing.finished_by": "who finished it then",
        "support.Closing.opened_by": "who began it then",
        "support.Continuation.asked_by": "who asked then",
        "support.CounselorBackup.named_by": "who named them then",
        "support.ExitInterview.held_by": "who talked with them then",
        "support.FeedbackRound.closed_by": "who closed it then",
        "support.FeedbackRound.created_by": "who prepared it then",
        "support.FeedbackRound.sent_by": "who sent it then",
        "support.GoalReview.closed_by": "who closed it then",
        "support.ObjectiveState.said_by": "who said so then",
        "support.Recommendation.closed_by": "who settled it then",
        "support.Recommendation.given_by": "who gave it then",
        "support.Referral.opened_by": "who opened it then",
        "support.SupportCall.asked_by": "who asked for it then",
        "support.SupportCall.followed_up_by": "who followed up then",
        "support.SupportCall.held_by": "who talked with them then",
        "support.ThankYouLines.approved_by": "who read them then",
        "support.Visit.visited_by": "who was there then",
    },
)
