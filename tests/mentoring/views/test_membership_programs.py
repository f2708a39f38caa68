"""Roles that hold in some programs."""

import pytest

from mentoring.models import MembershipProgram
from tenancy.models import AuditEvent, Membership, Scope
from tests.factories.mentoring import ProgramFactory, ProgramStudentFactory


@pytest.fixture
def programs(oak):
    """Two programs of Oak."""
    with oak.open():
        return [ProgramFactory(name="Health"), ProgramFactory(name="Building")]


def role_of(person):
    """The person's only live role."""
    return Membership.objects.live().get(person=person)


def named(oak, person):
    """Names of the programs in which the person's role holds."""
    with oak.open():
        rows = MembershipProgram.objects.filter(membership=role_of(person))
        return sorted(rows.values_list("program__name", flat=True))


def test_membership_program_edit_limits_what_a_coordinator_sees(oak, client_of, programs):
    with oak.open():
        role = role_of(oak.ana)
        inside, outside = (ProgramStudentFactory(program=program) for program in programs)
    answers = {"programs": [programs[0].pk], "reason": "Runs this one"}
    client_of(oak.ada).post(f"roles/{role.pk}/programs/", answers)
    assert named(oak, oak.ana) == ["Health"]
    client = client_of(oak.ana)
    assert [str(row.name) for row in client.get("programs/").context["table"].rows] == ["Health"]
    shown = client.get(f"programs/class-groups/students/?program={programs[0].pk}").context["table"].body
    assert [row.pk for row in shown] == [inside.pk]
    assert client.get(f"programs/{outside.program_id}/").status_code == 404
    assert client.get("programs/add/").status_code == 403
    with oak.open():
        assert role_of(oak.ana).scope == Scope.PROGRAMS
        assert AuditEvent.objects.get(verb="membership.limit").reason == "Runs this one"


def test_membership_program_edit_names_at_least_one(oak, client_of, programs):
    with oak.open():
        role = role_of(oak.ana)
    page = client_of(oak.ada).post(f"roles/{role.pk}/programs/", {"reason": "None"})
    assert page.status_code == 422
    assert "Choose at least one program." in page.text
    with oak.open():
        assert role_of(oak.ana).scope == Scope.DISTRICT


def test_a_role_for_the_whole_district_again_names_no_programs(oak, client_of, programs):
    with oak.open():
        role = role_of(oak.ana)
    client = client_of(oak.ada)
    client.post(f"roles/{role.pk}/programs/", {"programs": [programs[0].pk]})
    client.post(f"roles/{role.pk}/change/", {"scope": "district"})
    with oak.open():
        assert role_of(oak.ana).scope == Scope.DISTRICT
    assert named(oak, oak.ana) == []


def test_membership_program_edit_is_for_coordinators_and_auditors(oak, elm, client_of, programs):
    with oak.open():
        teacher, coordinator = role_of(oak.tom), role_of(oak.ana)
    answers = {"programs": [programs[0].pk]}
    assert client_of(oak.ada).post(f"roles/{teacher.pk}/programs/", answers).status_code == 404
    assert client_of(elm.ada).post(f"roles/{coordinator.pk}/programs/", answers).status_code == 404
    assert client_of(oak.ana).post(f"roles/{coordinator.pk}/programs/", answers).status_code == 403


def test_membership_program_give_makes_an_auditor_of_one_program(oak, client_of, programs):
    answers = {"role": "auditor", "title": "State reviewer", "programs": [programs[1].pk]}
    client = client_of(oak.ada)
    client.post(f"people/{oak.cole.pk}/roles/programs/", answers)
    with oak.open():
        held = Membership.objects.live().get(person=oak.cole, role="auditor")
        assert (held.scope, held.title) == (Scope.PROGRAMS, "State reviewer")
    assert "Building" in client.get(f"people/{oak.cole.pk}/").text
    assert client.post(f"people/{oak.cole.pk}/roles/programs/", answers).status_code == 422


def test_membership_program_give_takes_no_program_of_another_district(oak, elm, client_of, programs):
    with elm.open():
        theirs = ProgramFactory()
    answers = {"role": "auditor", "programs": [theirs.pk]}
    assert client_of(oak.ada).post(f"people/{oak.cole.pk}/roles/programs/", answers).status_code == 422
