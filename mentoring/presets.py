"""Three usual ways to run a program: what a new program's policy begins with, and when its phases are likely to be."""

from collections.abc import Mapping
from datetime import date, timedelta

from mentoring.models import Format, Phase, PlaceKind, Preset

#: What each way of running a program sets in its policy. Everything can be changed afterwards.
POLICIES: Mapping[Preset, Mapping[str, object]] = {
    Preset.GROUP_AT_SCHOOL: {
        "formats": [Format.SMALL_GROUP, Format.LARGE_GROUP],
        "places": [PlaceKind.SCHOOL],
        "minimum_grade": 9,
        "requires_career_area": False,
        "requires_interview": False,
        "minimum_mentor_age": 18,
        "promised_months": 4,
    },
    Preset.ONE_TO_ONE: {
        "formats": [Format.ONE_TO_ONE, Format.SMALL_GROUP],
        "places": [PlaceKind.SCHOOL, PlaceKind.WORKPLACE],
        "minimum_grade": 9,
        "requires_career_area": True,
        "requires_interview": True,
        "minimum_mentor_age": 21,
        "promised_months": 6,
    },
    Preset.OUTINGS_ONLINE: {
        "formats": [Format.ONE_TO_ONE, Format.SMALL_GROUP, Format.ONLINE],
        "places": [PlaceKind.SCHOOL, PlaceKind.WORKPLACE, PlaceKind.OUTING, PlaceKind.ONLINE],
        "minimum_grade": 10,
        "requires_career_area": True,
        "requires_interview": True,
        "minimum_mentor_age": 21,
        "promised_months": 9,
    },
}

#: How much of the time from the first to the last day has passed, in percent, when a phase begins.
_BEGINS_AFTER = {
    Phase.PLAN: 0,
    Phase.RECRUIT: 6,
    Phase.PREPARE: 18,
    Phase.START: 26,
    Phase.SUPPORT: 32,
    Phase.CLOSE: 88,
}


def phase_days(first: date, last: date) -> dict[Phase, date]:
    """When the six phases of a program that runs from the first to the last day are likely to begin."""
    length = (last - first).days
    return {phase: first + timedelta(days=length * share // 100) for phase, share in _BEGINS_AFTER.items()}
