"""Who sees which closings, what is asked for the next year, and which lines of thanks."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import DateField, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value

from mentoring.querysets.reach import rows, same_persons
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from datetime import date

    from support.models.closing import (  # noqa: F401  named as the rows' types
        Closing,
        Continuation,
        ContinuationAnswer,
        ExitInterview,
        ThankYouLines,
    )
    from tenancy.viewer import Viewer


class ClosingQuerySet(DistrictQuerySet["Closing"]):
    """Closings of matches."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Rows of matches that this viewer sees at work, but those taken back."""
        matches = rows("Match").visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(match__in=matches, taken_back_at=None)

    def open(self) -> Self:
        """Those begun and not finished."""
        return self.filter(taken_back_at=None, finished_on=None)

    def complete(self) -> Self:
        """Those that lack nothing any more: what ``closing_rules.missing_of`` says, for many at once."""
        asked = apps.get_model("support", "ExitInterview")._default_manager.filter(
            district=OuterRef("district"), closing=OuterRef("pk"), held_on=None, skipped_on=None
        )
        shown = Q(presentation_on__isnull=False) | Q(presentation_waived=True)
        planned = shown & Q(profile_updated_on__isnull=False) & ~Q(next_step="")
        return self.filter(~Exists(asked), Q(kind="early") | planned)


class ExitInterviewQuerySet(DistrictQuerySet["ExitInterview"]):
    """Last talks."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those of closings that this viewer sees."""
        closings = apps.get_model("support", "Closing")._default_manager.visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(closing__in=closings)


class ContinuationQuerySet(DistrictQuerySet["Continuation"]):
    """ "Same pair again?" """

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those of matches that this viewer sees at work."""
        matches = rows("Match").visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(match__in=matches)

    def waiting(self) -> Self:
        """Those that nobody has settled: no match came of it, and nobody stopped asking."""
        return self.filter(closed_on=None, became=None)

    def late(self, on: "date") -> Self:
        """Those that wait for longer than the rules of the next program give people to answer."""
        days = (
            rows("Policy").filter(district=OuterRef("district"), program=OuterRef("program")).values("days_to_answer")
        )
        # Of two days PostgreSQL makes a number; Django would make a span of time.
        waited = Func(Value(on, DateField()), F("asked_on"), arg_joiner=" - ", output_field=IntegerField())
        waited.template = "(%(expressions)s)"
        return self.waiting().annotate(waited=waited, allowed=Subquery(days[:1])).filter(waited__gt=F("allowed"))


class ContinuationAnswerQuerySet(DistrictQuerySet["ContinuationAnswer"]):
    """What members say to "same pair again?"."""

    def own(self, viewer: "Viewer") -> Self:
        """What this student or mentor is asked themselves, as long as it is; nothing while they are on hold."""
        mine = self.of(viewer.district).filter(is_not_held(viewer), person=viewer.person_id)
        return mine.filter(continuation__closed_on=None, continuation__became=None)


class ThankYouLinesQuerySet(DistrictQuerySet["ThankYouLines"]):
    """Students' own lines."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """A student's own; for staff those of matches that they see at work."""
        mine = self.of(viewer.district).filter(is_not_held(viewer))
        own = Q(match_student__student__person__in=same_persons(viewer, Permission.STUDENT_OWN))
        if not viewer.can(Permission.MATCHES_VIEW):
            return mine.filter(own)
        matches = rows("Match").visible_to(viewer).values("pk")
        return mine.filter(own | Q(match_student__match__in=matches))

    def unread(self) -> Self:
        """Lines that wait for the teacher."""
        return self.filter(approved_at=None, given_back_note="")


def begun(**which: Any) -> Any:
    """Closings of the outer match, but those taken back."""
    closings = apps.get_model("support", "Closing")._default_manager
    return closings.filter(district=OuterRef("district"), match=OuterRef("pk"), taken_back_at=None, **which)
