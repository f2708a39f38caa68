"""What only work allows stays at work: outcomes, incidents and holds of one's own schools and programs.

Pia is principal and Ana coordinator of Bell Academy alone here; Mia mentors at Oak High School.
"""

from datetime import date

import pytest

from mentoring.models import PortfolioItem, Program
from screening.models import BackgroundCheck, SafetyHold
from tenancy.permissions import Role
from tests.factories.mentoring import (
    GuardianFactory,
    GuardianshipFactory,
    ProgramSchoolFactory,
)
from tests.factories.rosters import ImportRunFactory
from tests.factories.screening import (
    AskedFactory,
    BackgroundCheckFactory,
    HoldReasonFactory,
    IncidentFactory,
    IncidentNoteFactory,
    IncidentPersonFactory,
    PolicyVersionFactory,
    RequirementFactory,
    SafetyHoldFactory,
    TrainingFactory,
)
from tests.factories.tenancy import MembershipFactory
from tests.mentoring.querysets.test_who_sees_whom import scope_to_programs, scope_to_schools, viewer_of
from tests.mentoring.scene import running


def incident_about(person, *, by):
    made = IncidentFactory(reported_by=by, note=None)
    IncidentNoteFactory(incident=made, written_by=by, text="Sam fell.")
    IncidentPersonFactory(incident=made, person=person)
    return made


@pytest.fixture
def scene(oak):
    made = running(oak)
    with oak.open():
        scope_to_schools(oak.pia, made.bell)
        scope_to_schools(oak.ana, made.bell)
    return made


def make_parent(person, scene):
    """Somebody of the staff is a parent of Sam too."""
    MembershipFactory(person=person, role=Role.GUARDIAN)
    GuardianshipFactory(student=scene.sam, guardian=GuardianFactory(person=person))


@pytest.mark.parametrize("who", ["mia", "gil", "ada"])
def test_a_principal_reads_no_incident_of_another_school_whoever_was_involved(oak, scene, client_of, who):
    with oak.open():
        made = incident_about(getattr(oak, who), by=oak.fay)
    assert client_of(oak.pia).get(f"safety/incidents/{made.pk}/").status_code == 404
    assert client_of(oak.pia).get(f"safety/incidents/{made.pk}/print/").status_code == 404


def test_a_coordinator_of_one_program_reads_no_incident_of_another(oak, client_of):
    scene = running(oak)
    with oak.open():
        made = incident_about(oak.mia, by=oak.fay)
        other = Program.objects.get(pk=scene.program.pk)
        other.pk, other.apply_code, other.name = None, "other", "Other"
        other.save()
        scope_to_programs(oak.ana, other)
    assert client_of(oak.ana).get(f"safety/incidents/{made.pk}/").status_code == 404


def test_a_principal_reads_incidents_about_mentors_of_their_own_programs(oak, scene, client_of):
    with oak.open():
        ProgramSchoolFactory(program=scene.program, school=scene.bell)
        made = incident_about(oak.mia, by=oak.fay)
    assert client_of(oak.pia).get(f"safety/incidents/{made.pk}/").status_code == 200


def test_a_principal_who_is_a_parent_reads_nothing_about_their_childs_mentor(oak, scene, client_of):
    with oak.open():
        make_parent(oak.pia, scene)
        made = incident_about(oak.mia, by=oak.fay)
        hold = SafetyHoldFactory(person=oak.mia, placed_by=oak.ada)
    browser = client_of(oak.pia)
    assert browser.get(f"safety/incidents/{made.pk}/").status_code == 404
    assert browser.post(f"safety/holds/{hold.pk}/reason/").status_code in {403, 404}
    assert browser.post(f"safety/holds/{hold.pk}/lift/", {"reason": "Mine"}).status_code in {403, 404}
    with oak.open():
        assert SafetyHold.objects.get(pk=hold.pk).lifted_at is None


def test_a_coordinator_who_is_a_parent_sees_no_outcome_of_their_childs_mentor(oak, scene, client_of):
    with oak.open():
        make_parent(oak.ana, scene)
        AskedFactory(person=oak.mia)
        check = BackgroundCheckFactory(person=oak.mia, outcome="not_clear")
    browser = client_of(oak.ana)
    page = browser.get(f"people/{oak.mia.pk}/clearance/")
    assert page.status_code in {200, 404}
    assert "Not clear" not in page.text
    assert "Fischer" not in browser.get("clearance/").text
    assert "Fischer" not in b"".join(browser.get("clearance/export/?format=csv").streaming_content).decode()
    assert browser.get(f"clearance/checks/{check.pk}/").status_code == 404
    taking_back = browser.post(f"clearance/checks/{check.pk}/take-back/")
    assert taking_back.status_code == 404
    with oak.open():
        assert BackgroundCheck.objects.get(pk=check.pk).taken_back_at is None


def test_a_principal_of_one_school_reads_no_reason_about_district_staff(oak, scene, client_of):
    with oak.open():
        hold = SafetyHoldFactory(person=oak.cole, placed_by=oak.ada, reason=None)
        HoldReasonFactory(hold=hold, text="Seen with a bottle")
    page = client_of(oak.pia).post(f"safety/holds/{hold.pk}/reason/")
    assert page.status_code in {403, 404}
    assert "bottle" not in page.text


def test_a_coordinator_of_one_school_does_not_change_what_others_ask(oak, scene, client_of):
    with oak.open():
        step = RequirementFactory()
        AskedFactory(person=oak.mia, requirement_set=step.requirement_set)
    browser = client_of(oak.ana)
    assert browser.get(f"clearance/asked/{step.requirement_set_id}/").status_code == 200
    assert browser.post(f"clearance/steps/{step.pk}/remove/").status_code == 403
    assert browser.post(f"clearance/asked/{step.requirement_set_id}/retire/").status_code == 403
    with oak.open():
        step.refresh_from_db()
        assert step.until_version is None
        ProgramSchoolFactory(program=scene.program, school=scene.bell)
    assert browser.get(f"clearance/steps/{step.pk}/remove/").status_code == 200


@pytest.mark.parametrize("kind", ["policies", "trainings"])
def test_a_coordinator_of_one_school_does_not_change_trainings_and_policies_of_others(oak, scene, client_of, kind):
    with oak.open():
        about = PolicyVersionFactory().document if kind == "policies" else TrainingFactory()
        field = {"document": about} if kind == "policies" else {"training": about}
        step = RequirementFactory(kind="acknowledgement" if kind == "policies" else "training", **field)
        AskedFactory(person=oak.mia, requirement_set=step.requirement_set)
    path = f"clearance/policies/{about.pk}/name/" if kind == "policies" else f"clearance/trainings/{about.pk}/"
    assert client_of(oak.ana).get(path).status_code == 403
    assert client_of(oak.ada).get(path).status_code == 200


@pytest.mark.parametrize("kind", ["roster", "mentors"])
def test_a_file_given_for_the_district_is_not_brought_in_by_who_works_for_a_school_now(oak, scene, client_of, kind):
    with oak.open():
        run = ImportRunFactory(kind=kind, state="checked", created_by=oak.ana)
    assert client_of(oak.ana).post(f"imports/{run.pk}/bring-in/").status_code == 403
    with oak.open():
        run.refresh_from_db()
        assert run.state == "checked"


# On hold


def a_piece_of(student):
    return PortfolioItem.objects.create(student=student, title="My report", added_on=date(2026, 9, 1))


def pieces_seen_by(cast, name):
    with cast.open():
        return list(PortfolioItem.objects.visible_to(viewer_of(cast, name)))


@pytest.mark.parametrize("who", ["tom", "cole", "ana", "ada"])
def test_staff_on_hold_see_nothing_of_students(oak, client_of, who):
    scene = running(oak)
    with oak.open():
        a_piece_of(scene.sam)
        SafetyHoldFactory(person=getattr(oak, who), placed_by=oak.pia)
    browser = client_of(getattr(oak, who))
    assert "Haddad" not in browser.get("students/").text
    assert browser.get(f"students/{scene.sam.pk}/").status_code == 404
    assert "Haddad" not in b"".join(browser.get("students/export/?format=csv").streaming_content).decode()
    assert "Haddad" not in browser.get(f"programs/{scene.program.pk}/students/").text
    assert browser.get(f"program-students/{scene.sam_in_program.pk}/").status_code == 404
    assert pieces_seen_by(oak, who) == []
    assert "Haddad" not in browser.get(f"programs/class-groups/{scene.group.pk}/").text


def test_a_parent_on_hold_gets_no_file_of_their_child(oak, client_of):
    scene = running(oak)
    with oak.open():
        a_piece_of(scene.sam)
        SafetyHoldFactory(person=oak.gil, placed_by=oak.pia)
    assert pieces_seen_by(oak, "gil") == []
    assert client_of(oak.gil).get(f"children/{scene.sam.pk}/").status_code == 404
