"""Who sees which people."""

import pytest

from tenancy.models import MembershipSchool, Person, School, Scope
from tenancy.permissions import Role
from tenancy.viewer import Viewer
from tests.conftest import Cast
from tests.factories.tenancy import MembershipFactory, PersonFactory, SchoolFactory

COLLEAGUES = {"ada", "ana", "cole", "fay", "pia", "tom"}
EVERYBODY = COLLEAGUES | {"gil", "mia", "sam"}


def seen_by(cast: Cast, name: str) -> set[str]:
    """First names of those whom this member of the cast may know of."""
    with cast.open() as opened:
        viewer = Viewer.of_person(opened, getattr(cast, name))
        return {person.given_name.lower() for person in Person.objects.visible_to(viewer)}


def scope_to(person: Person, school: School) -> None:
    """Let the person's role hold in one school only."""
    membership = person.memberships.get()
    membership.scope = Scope.SCHOOLS
    membership.save()
    MembershipSchool.objects.create(membership=membership, school=school)


@pytest.mark.parametrize("name", ["ada", "ana", "pia"])
def test_who_runs_programs_sees_everybody_of_the_district_and_nobody_of_the_other(
    oak: Cast, elm: Cast, name: str
) -> None:
    assert seen_by(oak, name) == EVERYBODY


@pytest.mark.parametrize("name", ["tom", "cole", "fay"])
def test_other_staff_see_colleagues_and_no_family_or_mentor(oak: Cast, elm: Cast, name: str) -> None:
    assert seen_by(oak, name) == COLLEAGUES


@pytest.mark.parametrize("name", ["mia", "gil", "sam"])
def test_mentors_families_and_students_see_themselves(oak: Cast, name: str) -> None:
    assert seen_by(oak, name) == {name}


def test_a_principal_of_one_school_sees_its_students_and_not_those_of_the_next(oak: Cast) -> None:
    with oak.open():
        other = SchoolFactory(name="Bell Academy")
        scope_to(oak.pia, oak.school)
        scope_to(oak.sam, oak.school)
        lou = PersonFactory(given_name="Lou", family_name="Abbott")
        MembershipFactory(person=lou, role=Role.STUDENT)
        scope_to(lou, other)
        scope_to(oak.tom, other)
    assert seen_by(oak, "pia") == {"pia", "sam", "ada", "ana", "cole", "fay"}


def test_a_student_without_a_school_is_seen_by_those_only_who_see_the_whole_district(oak: Cast) -> None:
    with oak.open():
        scope_to(oak.pia, oak.school)
    assert "sam" not in seen_by(oak, "pia")
    assert "sam" in seen_by(oak, "ana")


def test_a_role_that_ended_shows_nobody(oak: Cast) -> None:
    with oak.open():
        membership = oak.tom.memberships.get()
        membership.ended_on = membership.started_on
        membership.save()
    assert seen_by(oak, "tom") == {"tom"}
    assert "tom" not in seen_by(oak, "cole")
