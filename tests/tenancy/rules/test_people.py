"""Who may change whom, and who may give which role."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import covers
from accounts.models import Seat
from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import Membership, Person, Scope
from tenancy.people_table import LIVE_ROLES, live_roles
from tenancy.permissions import Role
from tenancy.rules import may_change, roles_to_give
from tenancy.viewer import Viewer
from tests.factories.tenancy import SchoolFactory


def viewer_of(cast, person):
    return Viewer.of_person(cast.district, person)


def read(person):
    return Person.objects.prefetch_related(LIVE_ROLES).get(pk=person.pk)


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        (
            "ada",
            ["administrator", "principal", "coordinator", "teacher", "counselor", "front_office", "auditor"],
        ),
        # Not a counselor: what students write to one is read by nobody else.
        ("ana", ["teacher", "front_office"]),
        ("pia", []),
        ("tom", []),
    ],
)
def test_nobody_gives_a_role_wider_than_their_own(oak, who, roles):
    with oak.open():
        assert roles_to_give(viewer_of(oak, getattr(oak, who))) == [Role(role) for role in roles]


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        ("ada", "ana", True),
        ("ada", "ada", True),
        ("ana", "tom", True),
        ("ana", "gil", True),
        ("ana", "cole", False),
        ("ana", "ada", False),
        ("ana", "pia", False),
        ("pia", "tom", False),
        ("tom", "cole", False),
    ],
)
def test_nobody_changes_somebody_who_may_do_more(oak, who, whom, may):
    with oak.open():
        person = read(getattr(oak, whom))
        assert may_change(viewer_of(oak, getattr(oak, who)), person, live_roles(person)) is may


@pytest.mark.parametrize(("absent", "may"), [("ada", False), ("pia", False), ("ana", True), ("cole", False)])
def test_nobody_changes_somebody_who_stands_in_for_whoever_may_do_more(oak, absent, may):
    with oak.open():
        user = Seat.objects.get(person=oak.tom).user
        covers.name(
            memberships=[Membership.objects.get(person=getattr(oak, absent))],
            to=oak.tom,
            reason="Leave",
            starts_at=timezone.now() + timedelta(days=1),
            expires_at=timezone.now() + timedelta(days=2),
            by=Actor.person(oak.ada, user),
        )
        tom = read(oak.tom)
        assert may_change(viewer_of(oak, oak.ana), tom, live_roles(tom)) is may
        assert may_change(viewer_of(oak, oak.ada), tom, live_roles(tom))


def test_a_coordinator_of_one_school_changes_its_people_alone(oak):
    with oak.open():
        birch = SchoolFactory(name="Birch High")
        for person, schools in ((oak.ana, [oak.school]), (oak.tom, [oak.school]), (oak.cole, [oak.school, birch])):
            role = Membership.objects.get(person=person)
            memberships.change(membership=role, scope=Scope.SCHOOLS, schools=schools, by=Actor.system("test"))
        ana = viewer_of(oak, oak.ana)
        people = {name: read(getattr(oak, name)) for name in ("tom", "cole", "fay")}
        assert {name: may_change(ana, person, live_roles(person)) for name, person in people.items()} == {
            "tom": True,
            "cole": False,
            "fay": False,
        }
