"""Small things that people look for: on a match's page, before signing, on a mentor's list of students."""

from agreements import wordings
from agreements.models import Agreement, Kind, Party, State
from mentoring.models import Interest, Match, MatchStudent, Student
from tests.factories.agreements import AgreementFactory, PacketFactory
from tests.factories.mentoring import ProgramStudentFactory
from tests.mentoring.gate import ready, unsign
from tests.mentoring.papers import plan, row_of, send
from tests.mentoring.scene import running, waiting


def test_the_page_of_a_match_shows_the_meetings_that_the_rules_plan(oak, client_of):
    scene = running(oak)
    with oak.open():
        Match.objects.update(planned_meetings=None, meeting_minutes=None)
        scene.program.policies.update(planned_meetings=14, meeting_minutes=45)
    page = client_of(oak.ana).get(f"matches/{scene.match.pk}/").content.decode()
    assert "14 · 45 minutes" in page


def test_a_group_offers_no_student_who_has_a_mentor_of_their_own(oak, client_of):
    scene = running(oak)
    with oak.open():
        policy = scene.program.policies.get()
        policy.formats = ["one_to_one", "small_group"]
        policy.save()
    page = client_of(oak.ana).get(f"matches/propose-group/{scene.program.pk}/")
    assert page.status_code == 200, page.status_code
    assert [one.person.name for one in page.context["form"].fields["students"].queryset] == ["Lou Abbott"]


def test_start_all_that_are_ready_stands_out_when_one_is(oak, client_of):
    with oak.open():
        gate = ready(oak)
    ana, url = client_of(oak.ana), "button button-primary"
    assert url in ana.get(f"programs/{gate.program.pk}/before-start/").content.decode()
    with oak.open():
        unsign(gate.parties["guardian"])
    assert url not in ana.get(f"programs/{gate.program.pk}/before-start/").content.decode()


def test_where_nothing_was_sent_or_somebody_declined_it_is_the_coordinators_turn(oak, client_of):
    scene = running(oak)
    with oak.open():
        plan(scene.match, oak)
        row = row_of(scene.match)
    ana, path = client_of(oak.ana), f"programs/{scene.program.pk}/signatures/"
    page = ana.get(path).content.decode()
    assert "Send the documents" in page and f"matches/students/{row.pk}/send/" in page
    with oak.open():
        send(oak, scene.match)
    assert "Send the documents" not in ana.get(path).content.decode()
    with oak.open():
        Party.objects.filter(role="mentor").update(capacity="Pharmacist")
        Agreement.objects.update(state=State.DECLINED, ended_at="2026-11-20T12:00Z")
    assert "Send the documents anew" in ana.get(path).content.decode()


def test_a_mentor_signs_as_mentor_with_the_occupation_beside_it(oak):
    scene = running(oak)
    with oak.open():
        plan(scene.match, oak)
        send(oak, scene.match)
        assert Party.objects.get(role="mentor").signs_as == "Mentor, Pharmacist"
        assert Party.objects.filter(role="guardian").first().signs_as == "Parent"


def test_the_spanish_agreement_has_the_career_area_in_spanish(oak):
    scene = running(oak)
    with oak.open():
        Student.objects.update(career_area="construction")
        plan(scene.match, oak)
        agreement = next(one for one in send(oak, scene.match) if one.kind == Kind.MENTORSHIP)
        assert "Construcción" in wordings.render(agreement, "es").html
        assert "Construction" in wordings.render(agreement, "en").html


def test_a_running_match_at_a_place_that_nobody_signed_for_is_warned_of(oak, client_of):
    scene = running(oak)
    with oak.open():
        packet = PacketFactory(student=oak.sam)
        MatchStudent.objects.filter(match=scene.match).update(packet=packet)
        AgreementFactory(
            packet=packet, state=State.SEALED, completed_at="2026-10-05T15:00Z", values={"places": ["school"]}
        )
        Match.objects.filter(pk=scene.match.pk).update(places=["school", "workplace"])
    page = client_of(oak.ana).get(f"matches/{scene.match.pk}/").content.decode()
    assert "What was signed for Sam Haddad does not name this place: At the workplace. Replace the documents." in page
    with oak.open():
        Match.objects.filter(pk=scene.match.pk).update(places=["school"])
    assert "does not name this place" not in client_of(oak.ana).get(f"matches/{scene.match.pk}/").content.decode()


def test_after_a_yes_the_student_stays_with_the_mentor_until_the_coordinator_plans(oak, client_of):
    scene = waiting(oak)
    with oak.open():
        Interest.objects.create(
            program=scene.program,
            student=scene.sam,
            mentor=scene.mia,
            state="yes",
            asked_on=oak.today,
            answered_on=oak.today,
            answer_until=oak.today,
        )
        ProgramStudentFactory(program=scene.program)
    page = client_of(oak.mia).get("my-students/").content.decode()
    assert "Sam" in page and "Your coordinator plans the first talk." in page


def test_what_the_school_signs_can_be_read_from_the_page_that_asks(oak, client_of):
    with oak.open():
        gate = ready(oak)
        unsign(gate.parties["school"])
    pia = client_of(oak.pia)
    page = pia.get("documents/for-school/sign/", {"selected": gate.agreement.pk}).content.decode()
    assert f"documents/{gate.agreement.pk}/" in page
