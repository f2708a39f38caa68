"""Who reads which documents."""

import pytest

from agreements.models import Agreement, Packet, Party
from tenancy.models import Membership, MembershipSchool, Person, School
from tenancy.viewer import Viewer
from tests.agreements.packets import drafted, sent, signed_by_all
from tests.conftest import Cast
from tests.factories.tenancy import MembershipFactory, SchoolFactory
from tests.mentoring.scene import running


def seen(person: Person) -> tuple[int, int, int]:
    """How many packets, documents and signatures somebody reads."""
    viewer = Viewer.of_person(person.district, person)
    return tuple(model.objects.visible_to(viewer).count() for model in (Packet, Agreement, Party))


def at_school(person: Person, school: School) -> None:
    """From now on this person's role holds in one school."""
    held = Membership.objects.get(person=person)
    Membership.objects.filter(pk=held.pk).update(scope="schools")
    MembershipSchool.objects.create(membership=held, school=school)


@pytest.mark.parametrize("name", ["ada", "ana", "pia"])
def test_who_runs_programs_reads_every_document(oak: Cast, name: str) -> None:
    with oak.open():
        sent(oak)
        assert seen(getattr(oak, name)) == (1, 2, 5)


@pytest.mark.parametrize("name", ["tom", "cole", "fay"])
def test_other_staff_read_none(oak: Cast, name: str) -> None:
    with oak.open():
        signed_by_all(oak)
        assert seen(getattr(oak, name)) == (0, 0, 0)


@pytest.mark.parametrize(("name", "documents"), [("gil", 2), ("sam", 1), ("mia", 1)])
def test_everybody_reads_what_they_sign_once_it_is_out(oak: Cast, name: str, documents: int) -> None:
    with oak.open():
        person = getattr(oak, name)
        drafted(oak)
        assert seen(person)[:2] == (0, 0)
        sent_too = sent(oak)
        assert seen(person)[:2] == (0, documents)
        viewer = Viewer.of_person(oak.district, person)
        assert {one.packet_id for one in Agreement.objects.visible_to(viewer)} == {sent_too.packet.pk}
        assert {one.person_id for one in Party.objects.visible_to(viewer)} == {person.pk}


def test_a_principal_reads_those_of_their_school(oak: Cast) -> None:
    running(oak)
    with oak.open():
        sent(oak)
        at_school(oak.pia, oak.school)
        assert seen(oak.pia) == (1, 2, 5)
        Membership.objects.filter(person=oak.pia).delete()
        elsewhere = MembershipFactory(person=oak.pia, role="principal", scope="schools")
        MembershipSchool.objects.create(membership=elsewhere, school=SchoolFactory(name="Cedar High School"))
        # As one who is named to sign, the one document stays hers to read.
        assert seen(oak.pia) == (0, 1, 1)


@pytest.mark.parametrize("name", ["ada", "ana", "pia", "gil", "sam", "mia"])
def test_elm_reads_nothing_of_oak(oak: Cast, elm: Cast, name: str) -> None:
    with oak.open():
        signed_by_all(oak)
    with elm.open():
        assert seen(getattr(elm, name)) == (0, 0, 0)
        assert (Packet.objects.count(), Agreement.objects.count(), Party.objects.count()) == (0, 0, 0)


def test_nobody_at_all_reads_nothing(oak: Cast) -> None:
    with oak.open():
        sent(oak)
        viewer = Viewer.nobody(oak.district)
        assert [model.objects.visible_to(viewer).count() for model in (Packet, Agreement, Party)] == [0, 0, 0]
