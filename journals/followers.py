"""What follows for journals from what happens below: named in config/consequences.py."""

from datetime import datetime

from journals.actions import entries
from journals.merging import MERGING
from meetings.models import Meeting, Participation
from tenancy.actor import Actor
from tenancy.merging import move
from tenancy.models import Person


def meeting_logged(*, meeting: Meeting, at: datetime, by: Actor) -> None:
    """Students who came owe an entry; also after a log was changed."""
    entries.owe_for(meeting=meeting, at=at, by=by)


def student_missed(*, participation: Participation, at: datetime, by: Actor) -> None:
    """Whoever did not come after all owes nothing that was not begun."""
    entries.owe_for(meeting=participation.meeting, at=at, by=by)


def person_merged(*, kept: Person, gone: Person, by: Actor, **_what: object) -> None:
    """Comments kept by either belong to the one who stays."""
    move(MERGING.moves, kept, gone)
