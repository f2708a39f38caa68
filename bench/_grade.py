"""The page on which a teacher grades: 120 entries of 30 students in the list, a year of other teachers' beside it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from psycopg2 import extensions

from bench._districts import browser_of, cost_of, insert, owner, teacher_of
from bench.figure import Figure
from journals.actions import rubrics
from journals.models import BankedComment, Entry
from journals.querysets.entries import EntryQuerySet
from mentoring.models import ClassGroup, ClassGroupStudent, Match, MatchStudent, Policy, Program, ProgramStudent
from tenancy.actor import Actor
from tenancy.context import district
from tenancy.http import district_url
from tenancy.models import District, Person, School

#: Milliseconds of processor time, of the database, and queries of the whole page.
MOST_CPU, MOST_DATABASE, MOST_QUERIES = 120, 60, 45
STUDENTS, ENTRIES = 30, 4


def figures(one: District) -> Iterator[Figure]:
    """The list, the text and the rubric."""
    with owner() as cursor:
        _fill(cursor, one)
    teacher, user = teacher_of(one)
    with district(one):
        pk = _class_of(teacher)
    with owner() as cursor:
        cursor.execute("ANALYZE")
    client, path = browser_of(user), district_url(one, "journals:entry_grade", pk)
    cost = cost_of(partial(_open, client, path))
    with CaptureQueriesContext(connection) as captured:
        _open(client, path)
    case = f"{STUDENTS * ENTRIES} entries"
    yield Figure("page.grade", f"{case}: processor", round(cost.cpu, 2), "ms", MOST_CPU, 1.0)
    yield Figure("page.grade", f"{case}: database", round(cost.database, 3), "ms", MOST_DATABASE, 1.0)
    yield Figure("page.grade", f"{case}: queries", len(captured), "queries", MOST_QUERIES, 1.0)


def _open(client: Client, path: str) -> None:
    response = client.get(path, secure=True)
    assert response.status_code == 200, f"{path}: {response.status_code}"


def _fill(cursor: extensions.cursor, one: District) -> None:
    """Every student of a match has handed in some entries that nobody asked for."""
    given = {"district_id": str(one.pk), "match_student_id": "s.id", "state": "'handed_in'", "version": "1"}
    given |= {"text": "repeat('On Tuesday I followed my mentor through the lab. ', 20)"}
    given |= {"handed_in_at": "now() - n * interval '3 days'", "saved_at": "now()"}
    source = f"mentoring_matchstudent s, generate_series(1, {ENTRIES}) n WHERE s.district_id = {one.pk}"
    insert(cursor, Entry(), given, source)


def _class_of(teacher: Person) -> int:
    """A class group of students with matches, in a program that grades; the id of an entry amid the list."""
    program, by = Program.objects.get(), Actor.system("bench")
    Policy.objects.update(grades_journal=True)
    rubrics.begin(program=program, on=timezone.localdate(), by=by)
    group = ClassGroup.objects.create(
        program=program, school=School.objects.order_by("pk")[0], name="Period 3", supervising_teacher=teacher
    )
    members = MatchStudent.objects.filter(left_on=None, match__state=Match.State.RUNNING).order_by("pk")[:STUDENTS]
    students = [one.student_id for one in members]
    ClassGroupStudent.objects.bulk_create(
        ClassGroupStudent(class_group=group, program_student=place, joined_on=timezone.localdate() - timedelta(days=60))
        for place in ProgramStudent.objects.filter(program=program, student__in=students)
    )
    BankedComment.objects.bulk_create(
        BankedComment(teacher=teacher, text=f"Say why it matters, part {number}.", position=number)
        for number in range(1, 13)
    )
    mine: EntryQuerySet = Entry.objects.filter(match_student__student__in=students, state="handed_in")
    return int(mine.order_by("pk").values_list("pk", flat=True)[STUDENTS * ENTRIES // 2])
