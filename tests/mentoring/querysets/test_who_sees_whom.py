"""Who sees which students, guardians, mentors, matches and programs: staff by reach, others by what they are."""

from collections.abc import Iterable
from datetime import date

import pytest

from mentoring.models import (
    ClassGroupStudent,
    Employer,
    Guardian,
    Guardianship,
    Match,
    MatchMentor,
    MembershipProgram,
    Mentor,
    MentorApplication,
    Program,
    ProgramMentor,
    ProgramStudent,
    Student,
)
from mentoring.querysets.mentors import students_met, students_met_by
from tenancy.models import Membership, MembershipSchool, Person, School, Scope
from tenancy.models.owned import DistrictOwned
from tenancy.viewer import Viewer
from tests.conftest import Cast
from tests.factories.mentoring import (
    EmployerFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorApplicationFactory,
    MentorFactory,
    ProgramFactory,
    StudentFactory,
)
from tests.mentoring.scene import Scene, running

SCOPED: tuple[type[DistrictOwned], ...] = (
    Employer,
    Guardian,
    Match,
    Mentor,
    MentorApplication,
    Program,
    ProgramMentor,
    ProgramStudent,
    Student,
)


def viewer_of(cast: Cast, name: str) -> Viewer:
    return Viewer.of_person(cast.district, getattr(cast, name))


def seen(cast: Cast, name: str, model: type[DistrictOwned]) -> set[int]:
    """Ids of the rows that this member of the cast may know of."""
    with cast.open():
        return set(model.objects.visible_to(viewer_of(cast, name)).values_list("pk", flat=True))  # type: ignore[attr-defined]


def ids(rows: Iterable[DistrictOwned]) -> set[int]:
    return {row.pk for row in rows}


def scope_to_schools(person: Person, *schools: School) -> None:
    membership = person.memberships.get()
    Membership.objects.filter(pk=membership.pk).update(scope=Scope.SCHOOLS)
    for school in schools:
        MembershipSchool.objects.create(membership=membership, school=school)


def scope_to_programs(person: Person, *programs: Program) -> None:
    membership = person.memberships.get()
    Membership.objects.filter(pk=membership.pk).update(scope=Scope.PROGRAMS)
    for program in programs:
        MembershipProgram.objects.create(membership=membership, program=program)


@pytest.fixture
def scene(oak: Cast) -> Scene:
    return running(oak)


@pytest.mark.parametrize(
    ("name", "whom"),
    [
        ("ada", {"sam", "lou"}),
        ("ana", {"sam", "lou"}),
        ("pia", {"sam", "lou"}),
        ("cole", {"sam", "lou"}),
        ("tom", {"sam"}),
        ("fay", set()),
        ("mia", {"sam"}),
        ("gil", {"sam"}),
        ("sam", {"sam"}),
    ],
)
def test_students_are_seen_by_those_who_have_to_do_with_them(
    oak: Cast, scene: Scene, name: str, whom: set[str]
) -> None:
    assert seen(oak, name, Student) == {getattr(scene, one).pk for one in whom}
    assert len(seen(oak, name, ProgramStudent)) == len(whom)


@pytest.mark.parametrize(
    ("name", "sees_mia"),
    [("ana", True), ("pia", True), ("tom", True), ("gil", True), ("sam", True), ("mia", True), ("fay", False)],
)
def test_mentors_are_seen_by_staff_and_by_those_around_their_student(
    oak: Cast, scene: Scene, name: str, sees_mia: bool
) -> None:
    assert seen(oak, name, Mentor) == ({scene.mia.pk} if sees_mia else set())


@pytest.mark.parametrize(
    ("name", "sees_it"),
    [("ana", True), ("pia", True), ("tom", True), ("gil", False), ("sam", False), ("mia", False), ("fay", False)],
)
def test_matches_are_seen_by_staff_and_by_their_members_on_pages_of_their_own(
    oak: Cast, scene: Scene, name: str, sees_it: bool
) -> None:
    assert seen(oak, name, Match) == ({scene.match.pk} if sees_it else set())


@pytest.mark.parametrize(
    ("name", "sees_gil"), [("ana", True), ("cole", True), ("gil", True), ("tom", False), ("mia", False), ("sam", False)]
)
def test_guardians_are_seen_by_those_who_call_them(oak: Cast, scene: Scene, name: str, sees_gil: bool) -> None:
    assert seen(oak, name, Guardian) == ({scene.gil.pk} if sees_gil else set())


def test_people_of_relations_are_found_as_people_too(oak: Cast, scene: Scene) -> None:
    with oak.open():
        names = {
            name: {one.given_name for one in Person.objects.visible_to(viewer_of(oak, name))}
            for name in ("tom", "mia", "gil")
        }
    assert {"Sam", "Mia"} < names["tom"] and "Gil" not in names["tom"] and "Lou" not in names["tom"]
    assert names["mia"] == {"Mia", "Sam"}
    assert names["gil"] == {"Gil", "Sam", "Mia"}


@pytest.mark.parametrize("model", SCOPED)
def test_elm_sees_nothing_of_oak(oak: Cast, elm: Cast, scene: Scene, model: type[DistrictOwned]) -> None:
    with oak.open():
        EmployerFactory()
        MentorApplicationFactory(program=scene.program)
        own = Viewer.of_person(oak.district, oak.ada)
        assert model.objects.visible_to(own).exists()  # type: ignore[attr-defined]
    with elm.open():
        for name in ("ada", "ana", "pia", "tom", "cole", "fay", "mia", "gil", "sam"):
            assert not model.objects.visible_to(viewer_of(elm, name)).exists()  # type: ignore[attr-defined]
            assert not model.objects.visible_to(Viewer.of_person(oak.district, getattr(elm, name))).exists()  # type: ignore[attr-defined]


def test_staff_of_one_school_see_its_students_and_the_mentors_of_its_programs(oak: Cast, scene: Scene) -> None:
    with oak.open():
        scope_to_schools(oak.ana, oak.school)
        scope_to_schools(oak.pia, scene.bell)
        elsewhere = ProgramFactory(name="Elsewhere")
    assert seen(oak, "ana", Student) == {scene.sam.pk}
    assert seen(oak, "ana", Guardian) == {scene.gil.pk}
    assert seen(oak, "ana", Mentor) == {scene.mia.pk}
    assert seen(oak, "ana", Program) == {scene.program.pk}
    assert elsewhere.pk not in seen(oak, "ana", Program)
    assert seen(oak, "pia", Student) == {scene.lou.pk}
    assert seen(oak, "pia", Mentor) == set()


def test_a_role_in_some_programs_shows_the_people_of_these_alone(oak: Cast, scene: Scene) -> None:
    with oak.open():
        other = ProgramFactory(name="Other program")
        scope_to_programs(oak.ana, other)
        assert seen_programs(oak, "ana") == {other.pk}
    assert seen(oak, "ana", Student) == seen(oak, "ana", Mentor) == seen(oak, "ana", Match) == set()
    with oak.open():
        scope = MembershipProgram.objects.get()
        scope.program = scene.program
        scope.save()
    assert seen(oak, "ana", Student) == {scene.sam.pk, scene.lou.pk}
    assert seen(oak, "ana", Mentor) == {scene.mia.pk}


def seen_programs(cast: Cast, name: str) -> set[int]:
    return ids(Program.objects.visible_to(viewer_of(cast, name)))


def test_what_has_ended_shows_nobody(oak: Cast, scene: Scene) -> None:
    with oak.open():
        ClassGroupStudent.objects.update(left_on=date(2026, 11, 1))
        Guardianship.objects.update(ended_on=date(2026, 11, 1))
        MatchMentor.objects.update(left_on=date(2026, 11, 1))
        Match.objects.update(supervising_teacher=None)
    for name in ("tom", "gil", "mia"):
        assert seen(oak, name, Student) == set()
    assert seen(oak, "tom", Mentor) == seen(oak, "gil", Mentor) == set()


def test_a_match_that_does_not_run_shows_the_mentor_no_student(oak: Cast, scene: Scene) -> None:
    with oak.open():
        Match.objects.update(state=Match.State.PROPOSED)
    assert seen(oak, "mia", Student) == set()
    assert seen(oak, "gil", Mentor) == set()


def test_who_sees_the_whole_district_is_asked_nothing_more(
    oak: Cast, scene: Scene, django_assert_num_queries: object
) -> None:
    with oak.open():
        viewer = viewer_of(oak, "ana")
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert len(Student.objects.visible_to(viewer)) == 2


def test_whom_mentors_meet_is_counted_alike_for_a_list_and_for_a_filter(oak):
    """Students of matches that go on, each once; not of what is over, nor who left, nor of a mentor who left."""
    with oak.open():
        busy, former, free = MentorFactory(), MentorFactory(), MentorFactory()
        met, also, gone = StudentFactory(), StudentFactory(), StudentFactory()
        group, second, over = MatchFactory(), MatchFactory(), MatchFactory(state="ended", ended_on=date(2026, 10, 9))
        for match, mentor in ((group, busy), (second, busy), (over, busy)):
            MatchMentorFactory(match=match, mentor=mentor)
        MatchMentorFactory(match=group, mentor=former, left_on=date(2026, 10, 8))
        for match, student in ((group, met), (group, also), (second, met), (over, gone)):
            MatchStudentFactory(match=match, student=student)
        MatchStudentFactory(match=group, student=gone, left_on=date(2026, 10, 8))

        counted = students_met_by([busy, former, free], Viewer.of_person(oak.district, oak.ana))
        filtered = dict(Mentor.objects.of(oak.district).annotate(met=students_met()).values_list("pk", "met"))

    assert counted == {busy.pk: 2}
    assert [filtered[one.pk] for one in (busy, former, free)] == [2, 0, 0]
