"""What was special at meetings, compared between students (S-20): over which time, and who got something."""

from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef

from meetings.models import Participation
from tenancy.models import SchoolYear
from tenancy.viewer import Viewer


def got_something(since: date) -> Any:
    """Meetings to which the outer student came and at which something special was noted."""
    return Participation.objects.filter(
        district=OuterRef("district"),
        match_student__student=OuterRef("pk"),
        standing=Participation.Standing.CAME,
        meeting__on__gte=since,
        meeting__logs__special__gt="",
    )


def season_start(viewer: Viewer) -> date:
    """The first day of the school year at hand, or a year ago where none is known."""
    years = SchoolYear.objects.of(viewer.district).filter(starts_on__lte=viewer.today).order_by("-starts_on")
    year = years.first()
    return year.starts_on if year else viewer.today - timedelta(days=365)
