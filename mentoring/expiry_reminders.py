"""What runs out soon, once for each last day: whoever sees to it reads of it in the daily summary.

Clearances have reminders of their own besides: of the person (``screening/reminders.py``) and, where matches would
stand still, of the coordinators (``mentoring/reminders.py``).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from agreements.models import State
from correspondence.outbox import Fact
from correspondence.reminders import Due, Page, Reminder
from mentoring import expiry_mails as mails
from mentoring.gate_rules import far_gates_of
from mentoring.match_mails import coordinators_of
from mentoring.models import (
    CourtOrder,
    Employment,
    Match,
    MatchException,
    MatchMentor,
    MatchStudent,
    PlaceKind,
    Program,
    WorkplaceApproval,
)
from screening.models import Asked
from tenancy.models import District, Membership, Person, Scope
from tenancy.permissions import Role

#: Rows in one transaction.
CHUNK = 200
#: How long before its last day each is said.
BEFORE_ORDER, BEFORE_VISITS = timedelta(days=30), timedelta(days=30)
BEFORE_LAST_DAY, BEFORE_EXCEPTION, BEFORE_PAPERS = timedelta(days=14), timedelta(days=7), timedelta(days=3)
#: What runs out: of which program, under which key, what its message is about.
Item = tuple[Program, str, dict[str, Fact]]
BEFORE_CLEARANCE = timedelta(days=30)
_ASKED_FIELDS = ("person", "requirement_set", "covers_until")
#: Who asks whether a court order is prolonged.
_ASKING = (Role.COORDINATOR, Role.COUNSELOR)


def clearances(district: District, on: date, after: int) -> Page:
    """Coordinators, program by program: mentors of theirs without a running match who are checked for no longer.

    Of those with one, ``mentoring/reminders.py: warn`` says more, and sooner.
    """
    asked = Asked.objects.of(district).live().running_out(on, BEFORE_CLEARANCE)
    until = {(person, wanted): day for person, wanted, day in asked.values_list(*_ASKED_FIELDS)}
    rows = mails.mentors_waiting(district).filter(mentor__person__in={person for person, _wanted in until})
    found = rows.order_by().values_list("program", "program__requirement_set", "mentor__person")
    pairs = {(program, until[person, wanted]) for program, wanted, person in found if (person, wanted) in until}
    return _by_program(district, "clearances", [(program, day) for program, day in pairs if day])


def court_orders(district: District, on: date, after: int) -> Page:
    """Coordinators and counselors of the student's school: a court order that ends."""
    rows = CourtOrder.objects.of(district).filter(
        ends_on__range=(on, on + BEFORE_ORDER), student__left_on=None, pk__gt=after
    )
    found = list(rows.order_by("pk").prefetch_related("student")[:CHUNK])
    readers: dict[int | None, list[Person]] = {}
    dues = []
    for order in found:
        school = order.student.school_id
        if school not in readers:
            readers[school] = _asking_at(district, school)
        dues += [
            Due(
                to=person,
                key=f"order:{order.pk}:{order.ends_on}:{person.pk}",
                context={"courtorder": order.pk, "until": f"{order.ends_on}"},
            )
            for person in readers[school]
            if person.pk != order.about_id
        ]
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def _asking_at(district: District, school_id: int | None) -> list[Person]:
    here = Q(scope=Scope.DISTRICT)
    if school_id:
        here |= Q(school_rows__school=school_id)
    roles = Membership.objects.of(district).live().filter(here, role__in=_ASKING)
    return list(Person.objects.of(district).active().filter(pk__in=roles.values("person")).order_by("pk"))


def exceptions(district: District, on: date, after: int) -> Page:
    """Coordinators: what was allowed once for a match that still lacks it."""
    rows = MatchException.objects.of(district).filter(
        allowed_on__isnull=False,
        withdrawn_on=None,
        expires_on__range=(on, on + BEFORE_EXCEPTION),
        match__ended_on=None,
        match__program__archived_on=None,
        pk__gt=after,
    )
    found = list(rows.order_by("pk").prefetch_related("match__program")[:CHUNK])
    gates = far_gates_of(list({one.match_id: one.match for one in found}.values()), on)
    used = {exception.pk for gate in gates.values() for _blocker, exception in gate.allowed}
    items = [
        (one.match.program, f"exception:{one.pk}:{one.expires_on}", _context("exception", one.pk, one.expires_on))
        for one in found
        if one.pk in used
    ]
    return Page(_to_coordinators(items), found[-1].pk if len(found) == CHUNK else None)


def workplaces(district: District, on: date, after: int) -> Page:
    """Coordinators of matches that meet at a workplace: the approval of visits that ends, and none follows."""
    later = WorkplaceApproval.objects.of(district).filter(
        Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")),
        employer=OuterRef("employer"),
        approved_on__isnull=False,
        withdrawn_on=None,
    )
    rows = WorkplaceApproval.objects.of(district).filter(
        ~Exists(later),
        approved_on__isnull=False,
        withdrawn_on=None,
        expires_on__range=(on, on + BEFORE_VISITS),
        pk__gt=after,
    )
    found = list(rows.order_by("pk")[:CHUNK])
    programs = _programs_at(district, [one.employer_id for one in found])
    items = [
        (program, f"workplace:{one.pk}:{one.expires_on}", _context("workplace", one.pk, one.expires_on))
        for one in found
        for program in programs.get(one.employer_id, ())
    ]
    return Page(_to_coordinators(items), found[-1].pk if len(found) == CHUNK else None)


def _programs_at(district: District, employer_ids: Iterable[int]) -> Mapping[int, Sequence[Program]]:
    """By employer: the programs whose open matches have visits there planned."""
    jobs = Employment.objects.of(district).filter(employer__in=list(employer_ids), ends_on=None)
    employers = dict(jobs.values_list("mentor_id", "employer_id"))
    rows = MatchMentor.objects.of(district).filter(
        mentor__in=list(employers),
        left_on=None,
        match__state__in=[Match.State.AGREED, Match.State.RUNNING],
        match__program__archived_on=None,
    )
    found: dict[int, dict[int, Program]] = {}
    for row in rows.prefetch_related("match__program").order_by("pk"):
        if PlaceKind.WORKPLACE in row.match.places:
            found.setdefault(employers[row.mentor_id], {})[row.match.program_id] = row.match.program
    return {pk: list(programs.values()) for pk, programs in found.items()}


def papers(district: District, on: date, after: int) -> Page:
    """Coordinators, program by program: documents that are not signed and soon cannot be any more."""
    days = (on, on + BEFORE_PAPERS)
    rows = MatchStudent.objects.of(district).filter(
        left_on=None,
        match__program__archived_on=None,
        packet__agreements__state=State.OUT,
        packet__agreements__expires_on__range=days,
    )
    pairs = rows.order_by().values_list("match__program", "packet__agreements__expires_on").distinct()
    return _by_program(district, "papers", [(pk, day) for pk, day in pairs if day and days[0] <= day <= days[1]])


def last_days(district: District, on: date, after: int) -> Page:
    """Coordinators, program by program: running matches whose planned last day comes."""
    rows = Match.objects.of(district).filter(
        state=Match.State.RUNNING, ends_on__range=(on, on + BEFORE_LAST_DAY), program__archived_on=None
    )
    pairs = rows.order_by().values_list("program", "ends_on").distinct()
    return _by_program(district, "matches", [(pk, day) for pk, day in pairs if day])


def _by_program(district: District, what: str, pairs: Sequence[tuple[int, date]]) -> Page:
    programs = Program.objects.of(district).in_bulk({pk for pk, _day in pairs})
    items: list[Item] = [
        (programs[pk], f"{what}:{pk}:{day}", {"what": what, "program": pk, "until": f"{day}"})
        for pk, day in sorted(pairs)
    ]
    return Page(_to_coordinators(items), None)


def _context(what: str, pk: int, until: date | None) -> dict[str, Fact]:
    return {"what": what, what: pk, "until": f"{until}"}


def _to_coordinators(items: Sequence[Item]) -> list[Due]:
    """One line for each coordinator of the program. The coordinators are read once for each program."""
    known = {program.pk: coordinators_of(program) for program in {one.pk: one for one, _key, _c in items}.values()}
    return [
        Due(to=person, key=f"{key}:{program.pk}:{person.pk}", context=context)
        for program, key, context in items
        for person in known[program.pk]
    ]


REMINDERS = (
    Reminder("clearances_ending", mails.RUNNING_OUT, clearances),
    Reminder("court_order_ending", mails.ORDER, court_orders),
    Reminder("exception_ending", mails.RUNNING_OUT, exceptions),
    Reminder("workplace_ending", mails.RUNNING_OUT, workplaces),
    Reminder("papers_ending", mails.RUNNING_OUT, papers),
    Reminder("matches_ending", mails.RUNNING_OUT, last_days),
)
