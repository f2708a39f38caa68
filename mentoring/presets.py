"""Three usual ways to run a program: what a new program's policy begins with, and when its phases are likely to be."""

from collections.abc import Mapping
from datetime import date, timedelta

from mentoring.models import Format, JournalRhythm, Perks, Phase, PlaceKind, Preset, RemoteContact
from screening.presets import GROUP, ONE_TO_ONE, OUTINGS

#: What each way of running a program sets in its policy. Everything can be changed afterwards.
POLICIES: Mapping[Preset, Mapping[str, object]] = {
    Preset.GROUP_AT_SCHOOL: {
        "minimum_grade": 9,
        "requires_career_area": False,
        "requires_interview": False,
        "minimum_mentor_age": 18,
        "formats": [Format.SMALL_GROUP, Format.LARGE_GROUP],
        "students_may_ask": False,
        "asks_at_once": 3,
        "days_to_answer": 7,
        "several_mentors": False,
        "places": [PlaceKind.SCHOOL],
        "promised_months": 4,
        "planned_meetings": 8,
        "meeting_minutes": 45,
        "quiet_school_days": 25,
        "remote_contact": RemoteContact.NONE,
        "perks": Perks.NONE,
        "visit_every_days": 60,
        "journal_rhythm": JournalRhythm.MEETING,
        "grades_journal": False,
    },
    Preset.ONE_TO_ONE: {
        "minimum_grade": 9,
        "requires_career_area": True,
        "requires_interview": True,
        "minimum_mentor_age": 21,
        "formats": [Format.ONE_TO_ONE, Format.SMALL_GROUP],
        "students_may_ask": True,
        "asks_at_once": 3,
        "days_to_answer": 7,
        "several_mentors": False,
        "places": [PlaceKind.SCHOOL, PlaceKind.WORKPLACE],
        "promised_months": 6,
        "planned_meetings": 12,
        "meeting_minutes": 60,
        "quiet_school_days": 20,
        "remote_contact": RemoteContact.NONE,
        "perks": Perks.ASK,
        "visit_every_days": 30,
        "journal_rhythm": JournalRhythm.MEETING,
        "grades_journal": True,
    },
    Preset.OUTINGS_ONLINE: {
        "minimum_grade": 10,
        "requires_career_area": True,
        "requires_interview": True,
        "minimum_mentor_age": 21,
        "formats": [Format.ONE_TO_ONE, Format.SMALL_GROUP, Format.ONLINE],
        "students_may_ask": True,
        "asks_at_once": 3,
        "days_to_answer": 7,
        "several_mentors": False,
        "places": [PlaceKind.SCHOOL, PlaceKind.WORKPLACE, PlaceKind.OUTING, PlaceKind.ONLINE],
        "promised_months": 9,
        "planned_meetings": 18,
        "meeting_minutes": 60,
        "quiet_school_days": 15,
        "remote_contact": RemoteContact.COPY,
        "perks": Perks.ASK,
        "visit_every_days": 30,
        "journal_rhythm": JournalRhythm.MEETING,
        "grades_journal": True,
    },
}

#: Which preset of what is asked of mentors belongs to which way of running a program.
ASKED: Mapping[Preset, str] = {
    Preset.GROUP_AT_SCHOOL: GROUP.code,
    Preset.ONE_TO_ONE: ONE_TO_ONE.code,
    Preset.OUTINGS_ONLINE: OUTINGS.code,
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
