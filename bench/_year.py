"""A year's rows for districts that ``bench._programs`` filled: meetings, late journal entries, late support calls."""

from collections.abc import Mapping

from django.db.models import Model
from psycopg2 import extensions

from bench._districts import insert
from journals.models import Entry
from meetings.models import Meeting, Participation
from support.models import SupportCall
from tenancy.models import District


def fill_year(cursor: extensions.cursor, one: District, today: str) -> None:
    """For every match: a meeting three weeks ago, one that nobody wrote down, a late entry, a late call.

    ``today`` is SQL for the day that it is taken to be.
    """
    own = f"district_id = {one.pk}"

    def add(blank: Model, given: Mapping[str, str], source: str) -> None:
        insert(cursor, blank, {"district_id": str(one.pk), **given}, source)

    matches = f"mentoring_match m WHERE m.{own}"
    meeting = {"match_id": "m.id", "minutes": "60", "place": "'school'", "uid": "gen_random_uuid()"}
    held = {"on": f"{today} - 21", "state": "'held'", "starts_at": f"({today} - 21) + time '15:00'"}
    add(Meeting(), {**meeting, **held}, matches)
    planned = {"on": f"{today} - 5", "state": "'planned'", "starts_at": f"({today} - 5) + time '15:00'"}
    add(Meeting(), {**meeting, **planned}, matches)
    parts = (
        f"meetings_meeting t JOIN mentoring_match{{}} x ON x.match_id = t.match_id AND x.{own} WHERE t.{own}"
        " AND t.state = '{}'"
    )
    for state, standing in (("held", "'came'"), ("planned", "'expected'")):
        for side in ("student", "mentor"):
            part = {"meeting_id": "t.id", f"match_{side}_id": "x.id", "standing": standing}
            add(Participation(), part, parts.format(side, state))
    entry = {"match_student_id": "x.id", "meeting_id": "t.id", "state": "'owed'", "due_on": f"{today} - 2"}
    add(Entry(), entry, parts.format("student", "held"))
    call = {"match_id": "m.match_id", "person_id": "x.person_id", "role": "'mentor'", "due_on": f"{today} - 3"}
    called = f"mentoring_matchmentor m JOIN mentoring_mentor x ON x.id = m.mentor_id AND x.{own} WHERE m.{own}"
    add(SupportCall(), call, called)
