"""Safety in the sample districts: somebody on hold, a hold that was lifted, incidents as they are written down."""

from datetime import datetime, timedelta

from mentoring.models import MatchMentor, MatchStudent
from screening.actions import holds, incidents
from tenancy.actor import Actor
from tenancy.models import Person, School


def add(leads: dict[str, Person], schools: list[School], now: datetime) -> None:
    """A mentor on hold since yesterday after an allegation, one whose hold was lifted, and a sprained ankle."""
    coordinator, principal = Actor.person(leads["coordinator"]), Actor.person(leads["principal"])
    held, cleared = _mentors_at_work(leads)
    student = MatchStudent.objects.filter(match__mentor_rows__mentor__person=held).first()
    yesterday = now - timedelta(days=1)
    holds.place(
        person=held,
        reason="A parent called the school: messages were sent to a student at night. Both families are asked.",
        at=yesterday,
        by=coordinator,
    )
    earlier = holds.place(
        person=cleared,
        reason="The name of this mentor was in a news report.",
        at=now - timedelta(days=40),
        by=coordinator,
    )
    holds.lift(
        hold=earlier,
        reason="The police confirmed that it is another person of the same name.",
        at=now - timedelta(days=37),
        by=principal,
    )
    incidents.report(
        kind="allegation",
        happened_at=yesterday - timedelta(hours=2),
        school=schools[0],
        people=[student.student.person] if student else [],
        accused=[held],
        place="By text message, outside the program",
        text="A parent showed me messages that were sent after 11 pm. I took no copy and told the principal at once.",
        others="",
        told="Principal at 2:10 pm, district administrator at 2:30 pm.",
        authorities="to_do",
        at=yesterday,
        by=coordinator,
    )
    incident = incidents.report(
        kind="injury",
        happened_at=now - timedelta(days=9, hours=3),
        school=schools[0],
        people=[leads["student"]],
        accused=[],
        place="Gym, on the way out",
        text="Slipped on the stairs after the meeting and hurt the right ankle. Could walk with help.",
        others="Two students of the same group",
        told="School nurse at once; parent by phone at 3:40 pm.",
        authorities="not_needed",
        at=now - timedelta(days=9),
        by=Actor.person(leads["teacher"]),
    )
    incidents.add(
        incident=incident,
        text="A sprain, says the doctor. Back at school since Thursday.",
        told="",
        authorities="not_needed",
        at=now - timedelta(days=6),
        by=Actor.person(leads["teacher"]),
    )


def _mentors_at_work(leads: dict[str, Person]) -> list[Person]:
    """Two mentors of running matches whom no visitor is."""
    rows = MatchMentor.objects.filter(match__state="running", left_on=None).exclude(mentor__person__in=leads.values())
    return [row.mentor.person for row in rows.order_by("pk").select_related("mentor__person")[:2]]
