"""Mentors: the list, a mentor's page, deciding, leaving, ties, the own profile."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from correspondence.models import Message
from mentoring.models import Match, Mentor, MentorTie, ProgramMentor
from screening.models import Asked
from tenancy.models import AuditEvent
from tests.factories.mentoring import (
    EmployerFactory,
    EmploymentFactory,
    MentorFactory,
    ProgramFactory,
    ProgramMentorFactory,
    ProgramSchoolFactory,
    StudentFactory,
)
from tests.factories.screening import AskedFactory, RequirementSetFactory
from tests.factories.tenancy import PersonFactory
from tests.mentoring.scene import running

State = ProgramMentor.State
EVERY = (
    "column=programs&column=clearance&column=missing&column=employer&column=title&column=areas&column=students"
    "&column=others&column=email&column=phone&column=languages&column=availability&column=unpaid&column=left"
)


def _names(answer):
    return [row.name for row in answer.context["table"].rows]


def test_mentor_list_shows_programs_work_and_clearance(oak, client_of):
    scene = running(oak)
    with oak.open():
        EmploymentFactory(mentor=scene.mia, employer=EmployerFactory(name="Walgreens"))
        AskedFactory(person=oak.mia, state="clear", covers_until=date(2099, 5, 3))
    page = client_of(oak.ana).get("mentors/").content.decode()

    for words in ("Fischer, Mia", "Career mentoring: Accepted", "Walgreens", "Checked and trained until May 3, 2099"):
        assert words in page


@pytest.mark.parametrize("number", [1, 4])
def test_mentor_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    with oak.open():
        for _one in range(number):
            mentor = MentorFactory()
            ProgramMentorFactory(mentor=mentor)
            EmploymentFactory(mentor=mentor)
            AskedFactory(person=mentor.person, lacking=[7])
    ana = client_of(oak.ana)
    ana.get("mentors/")
    with django_assert_num_queries(22):
        assert len(_names(ana.get(f"mentors/?{EVERY}"))) == number


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=mia", ["Fischer, Mia"]),
        ("state=accepted", ["Fischer, Mia"]),
        ("employer=walg", ["Fischer, Mia"]),
        ("works=no", ["Whelan, Tom"]),
        ("works=yes", ["Fischer, Mia"]),
        ("career_area=arts", ["Whelan, Tom"]),
        ("clearance=cleared", ["Fischer, Mia"]),
        ("clearance=none", ["Whelan, Tom"]),
        ("until=2099-01-01", ["Fischer, Mia"]),
        ("until=2099-12-01", []),
        ("room=no", ["Fischer, Mia"]),
        ("room=yes", ["Whelan, Tom"]),
        ("other_role=tour", ["Whelan, Tom"]),
        ("gone=left", []),
    ],
)
def test_mentor_list_is_narrowed(oak, client_of, query, names):
    scene = running(oak)
    with oak.open():
        EmploymentFactory(mentor=scene.mia, employer=EmployerFactory(name="Walgreens"))
        AskedFactory(person=oak.mia, state="clear", covers_until=date(2099, 5, 3))
        MentorFactory(person=oak.tom, career_areas=["arts"], other_roles=["tour"])
    assert _names(client_of(oak.ana).get(f"mentors/?{query}")) == names


def test_mentor_list_belongs_to_the_district_and_to_those_who_may(oak, elm, client_of):
    running(oak)
    assert "Mia" not in client_of(elm.ana).get("mentors/").content.decode()
    assert client_of(oak.fay).get("mentors/").status_code == 403
    assert client_of(oak.mia).get("mentors/").status_code == 403


def test_mentor_export_is_written_down(oak, client_of):
    running(oak)
    answer = client_of(oak.ana).get("mentors/export/?format=csv&column=email")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert body.split() == ["Name,Email", '"Fischer,', 'Mia",mia@oak.example']
    with oak.open():
        assert AuditEvent.objects.get(verb="mentor.export").facts["columns"] == ["name", "email"]


def test_mentor_detail_tells_staff_everything_and_is_noted_as_read(oak, elm, client_of):
    scene = running(oak)
    with oak.open():
        MentorTie.objects.create(mentor=scene.mia, student=scene.lou, kind="coach", noted_on=date(2026, 10, 1))
    page = client_of(oak.ana).get(f"mentors/{scene.mia.pk}/").content.decode()

    for words in ("Mia Fischer", "Sam Haddad", "Lou Abbott", "Coach", "Pharmacist", "Accepted"):
        assert words in page
    with oak.open():
        assert AuditEvent.objects.filter(verb="person.read", target_id=oak.mia.pk).count() == 1
    assert client_of(elm.ana).get(f"mentors/{scene.mia.pk}/").status_code == 404
    assert client_of(oak.tom).get(f"mentors/{scene.mia.pk}/").status_code == 403


def test_mentor_section_leads_there_from_the_person(oak, client_of):
    scene = running(oak)
    assert f"mentors/{scene.mia.pk}/" in client_of(oak.ana).get(f"people/{oak.mia.pk}/").content.decode()


def test_mentor_add_asks_about_somebody_alike_first(oak, client_of):
    ana, typed = client_of(oak.ana), {"given_name": "Tom", "family_name": "Whelan", "language": "en"}
    assert ana.post("mentors/add/", typed).status_code == 422
    answer = ana.post("mentors/add/", {**typed, "same": oak.tom.pk})
    with oak.open():
        mentor = Mentor.objects.get()
    assert (mentor.person_id, answer.headers["Location"]) == (oak.tom.pk, f"/d/oak/mentors/{mentor.pk}/")


def test_mentor_add_puts_somebody_new_into_a_program(oak, client_of):
    with oak.open():
        program = ProgramFactory()
    typed = {"given_name": "Noor", "family_name": "Aziz", "language": "en", "program": program.pk}
    assert client_of(oak.ana).post("mentors/add/", typed).status_code == 302
    with oak.open():
        place = ProgramMentor.objects.get()
        assert (place.mentor.person.name, place.state) == ("Noor Aziz", State.APPLIED)


def test_mentor_edit_changes_what_is_known(oak, client_of):
    scene = running(oak)
    answer = client_of(oak.ana).post(
        f"mentors/{scene.mia.pk}/edit/", {"occupation": "Nurse", "most_students": 2, "career_areas": ["health", "arts"]}
    )
    assert answer.status_code == 302
    with oak.open():
        mentor = Mentor.objects.get()
        changed = AuditEvent.objects.get(verb="mentor.change").facts["changed"]
    assert (mentor.occupation, mentor.most_students, mentor.career_areas) == ("Nurse", 2, ["health", "arts"])
    assert sorted(changed) == ["career_areas", "most_students", "occupation"]


def test_mentor_edit_notes_who_said_on_paper_that_they_are_not_paid(oak, client_of):
    scene, ana = running(oak), client_of(oak.ana)
    url, day = f"mentors/{scene.mia.pk}/edit/", date(2026, 9, 12)
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = ana.post(url, {"most_students": 2, "unpaid_attested_on": tomorrow.isoformat()})
    assert answer.status_code == 422 and "This day has not come yet." in answer.content.decode()
    assert ana.post(url, {"most_students": 2, "unpaid_attested_on": day.isoformat()}).status_code == 302
    with oak.open():
        assert Mentor.objects.get().unpaid_attested_on == day


def test_program_mentor_decide_accepts_and_undo_takes_it_back(oak, client_of):
    with oak.open():
        mentor = MentorFactory(person=oak.mia, is_adult_attested=True)
        place = ProgramMentorFactory(mentor=mentor, state=State.APPLIED, decided_on=None)
    ana = client_of(oak.ana)
    assert ana.post(f"mentors/programs/{place.pk}/decide/", {"state": "accepted", "is_told": "on"}).status_code == 302
    with oak.open():
        assert ProgramMentor.objects.get().state == State.ACCEPTED
    ana.post(f"mentors/programs/{place.pk}/undo/")
    with oak.open():
        assert ProgramMentor.objects.get().state == State.APPLIED
        assert Message.objects.get(person=oak.mia).state == "cancelled"


def test_program_mentor_decide_wants_a_reason_for_no(oak, client_of):
    with oak.open():
        place = ProgramMentorFactory(state=State.APPLIED, decided_on=None)
    answer = client_of(oak.ana).post(f"mentors/programs/{place.pk}/decide/", {"state": "declined"})
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors


def test_a_coordinator_of_one_school_decides_there_alone(oak, client_of):
    with oak.open():
        role = oak.ana.memberships.get()
        role.scope = "schools"
        role.save()
        role.school_rows.create(school=oak.school)
        here = ProgramMentorFactory(state=State.APPLIED, decided_on=None)
        ProgramSchoolFactory(program=here.program, school=oak.school)
        there = ProgramMentorFactory(state=State.APPLIED, decided_on=None)
    ana = client_of(oak.ana)
    assert ana.get(f"mentors/programs/{here.pk}/decide/").status_code == 200
    assert ana.get(f"mentors/programs/{there.pk}/decide/").status_code == 404
    assert ana.get(f"mentors/{there.mentor_id}/").status_code == 404


def test_mentor_leave_warns_of_the_match_that_goes_on(oak, client_of):
    scene = running(oak)
    ana = client_of(oak.ana)
    assert "Sam Haddad" in ana.get(f"mentors/{scene.mia.pk}/end/").content.decode()
    ana.post(f"mentors/{scene.mia.pk}/end/", {"reason": "Moved"})
    with oak.open():
        assert Mentor.objects.get().left_on is not None
        assert Match.objects.get().state == "running"
    ana.post(f"mentors/{scene.mia.pk}/return/")
    with oak.open():
        assert Mentor.objects.get().left_on is None


def test_mentor_leave_selected_leaves_out_who_is_in_a_match(oak, client_of):
    scene = running(oak)
    with oak.open():
        tom = MentorFactory(person=oak.tom)
    ana = client_of(oak.ana)
    page = ana.get(f"mentors/end/?selected={scene.mia.pk}&selected={tom.pk}").content.decode()
    assert "They are in a match" in page
    ana.post("mentors/end/", {"selected": [scene.mia.pk, tom.pk], "reason": "End of the year"})
    with oak.open():
        assert set(Mentor.objects.exclude(left_on=None)) == {tom}


def test_mentor_enroll_selected_names_who_cannot_be_added(oak, client_of):
    scene = running(oak)
    with oak.open():
        tom = MentorFactory(person=oak.tom)
    answer = client_of(oak.ana).post(
        "mentors/enroll/",
        {"selected": [scene.mia.pk, tom.pk], "program": scene.program.pk, "state": "invited"},
        follow=True,
    )
    with oak.open():
        assert ProgramMentor.objects.get(mentor=tom).state == State.INVITED
    assert "Mia Fischer: They are in this program already." in answer.content.decode()


def test_mentor_invite_selected_leaves_out_who_signs_in_already(oak, client_of):
    scene = running(oak)
    with oak.open():
        noor = MentorFactory(person=PersonFactory(given_name="Noor", family_name="Aziz", email="noor@work.example"))
    client_of(oak.ana).post("mentors/invite/", {"selected": [scene.mia.pk, noor.pk]})
    with oak.open():
        assert [one.person_id for one in Message.objects.filter(kind="accounts/invitation")] == [noor.person_id]


def test_mentor_tie_add_finds_the_student_by_name(oak, elm, client_of):
    scene = running(oak)
    ana, path = client_of(oak.ana), f"mentors/{scene.mia.pk}/ties/add/"
    assert ana.post(path, {"q": "Nobody", "kind": "coach"}).status_code == 422
    assert ana.post(path, {"q": "Abbott", "kind": "coach"}).status_code == 302
    with oak.open():
        tie = MentorTie.objects.get()
        assert (tie.student, tie.kind) == (scene.lou, "coach")
    assert client_of(elm.ana).get(path).status_code == 404
    ana.post(f"mentors/ties/{tie.pk}/end/")
    with oak.open():
        assert MentorTie.objects.get().ended_on is not None


def test_mentor_tie_add_lets_one_choose_among_several(oak, client_of):
    scene = running(oak)
    with oak.open():
        twin = StudentFactory(person=PersonFactory(given_name="Lia", family_name="Abbott"))
    ana, path = client_of(oak.ana), f"mentors/{scene.mia.pk}/ties/add/"
    assert "There are several" in ana.post(path, {"q": "Abbott", "kind": "coach"}).content.decode()
    ana.post(path, {"q": "Abbott", "kind": "coach", "student": twin.pk})
    with oak.open():
        assert MentorTie.objects.get().student == twin


PROFILE = {
    "about": "I dispense.",
    "occupation": "Pharmacist",
    "career_areas": ["health"],
    "languages": "English",
    "availability": "Fridays",
    "places": ["school"],
    "most_students": 1,
    "is_unpaid": "on",
}


def test_mentor_profile_is_the_mentors_own(oak, client_of):
    running(oak)
    mia = client_of(oak.mia)
    assert "Your profile: 1 of 6" in mia.get("my-profile/").content.decode()
    said = {"said_employer": "Hopewell", "said_ties": "Lou is my niece"}
    assert mia.post("my-profile/", {**PROFILE, **said}).status_code == 302
    with oak.open():
        mentor = Mentor.objects.get()
    assert (mentor.about, mentor.said_employer, mentor.said_ties) == ("I dispense.", "Hopewell", "Lou is my niece")
    assert None not in (mentor.unpaid_attested_on, mentor.said_ties_on, mentor.said_employer_on)
    assert "Your profile: 6 of 6" in mia.get("my-profile/").content.decode()
    assert client_of(oak.ana).get("my-profile/").status_code == 403


def test_mentor_profile_speaks_spanish(oak, client_of):
    running(oak)
    mia = client_of(oak.mia)
    mia.cookies["language"] = mia.cookies["django_language"] = "es"
    assert "Mi perfil" in mia.get("my-profile/", HTTP_ACCEPT_LANGUAGE="es").content.decode()


def test_mentor_word_read_settles_what_was_said(oak, client_of):
    scene = running(oak)
    client_of(oak.mia).post("my-profile/", {**PROFILE, "said_ties": "Lou is my niece"})
    ana = client_of(oak.ana)
    assert "Lou is my niece" in ana.get(f"mentors/{scene.mia.pk}/").content.decode()
    assert "Mia Fischer wrote which students they know" in ana.get("").content.decode()
    ana.post(f"mentors/{scene.mia.pk}/read/", {"ties": "read"})
    with oak.open():
        mentor = Mentor.objects.get()
    assert (mentor.said_ties, mentor.said_ties_on) == ("Lou is my niece", None)


def test_accepted_mentors_are_asked_what_the_program_requires(oak, client_of):
    with oak.open():
        program = ProgramFactory(requirement_set=RequirementSetFactory())
        mentor = MentorFactory(person=oak.mia, is_adult_attested=True)
    client_of(oak.ana).post(f"mentors/{mentor.pk}/programs/add/", {"program": program.pk, "state": "accepted"})
    with oak.open():
        assert Asked.objects.get(person=oak.mia).requirement_set == program.requirement_set
