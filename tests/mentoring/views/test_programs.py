"""Programs: the list, a program's page, adding, phases, archiving, copying into the next year."""

from datetime import date

import pytest

from mentoring.models import (
    ClassGroup,
    ClassGroupStudent,
    MembershipProgram,
    Phase,
    Policy,
    Program,
    ProgramPhase,
    ProgramStudent,
)
from screening.models import Asked, RequirementSet
from tenancy.models import AuditEvent, Membership, Scope
from tests.factories.mentoring import (
    ClassGroupFactory,
    ClassGroupStudentFactory,
    MatchFactory,
    MentorFactory,
    ProgramFactory,
    ProgramMentorFactory,
    ProgramSchoolFactory,
    ProgramStudentFactory,
    StudentFactory,
    this_school_year,
)
from tests.factories.tenancy import SchoolFactory, SchoolYearFactory


def a_program(cast, **values):
    """A program at the cast's school."""
    with cast.open():
        program = ProgramFactory(**values)
        ProgramSchoolFactory(program=program, school=cast.school)
        return program


def new_program(cast, **changed):
    """What Ana types to add a program."""
    with cast.open():
        year = this_school_year()
    return {
        "name": "Health careers",
        "school_year": year.pk,
        "schools": [cast.school.pk],
        "preset": "one_to_one",
        "about": "",
        **changed,
    }


def names_on(page):
    """Names in the list, in order."""
    return [str(row.name) for row in page.context["table"].rows] if page.context["table"] else []


PROGRAM_LIST_QUERIES = 15


@pytest.mark.parametrize("count", [1, 4])
def test_program_list_asks_as_many_queries_for_four_programs_as_for_one(
    oak, elm, client_of, django_assert_num_queries, count
):
    for number in range(count):
        a_program(oak, name=f"Program {number}")
    a_program(elm, name="Elsewhere")
    client = client_of(oak.ana)
    client.get("programs/")
    with django_assert_num_queries(PROGRAM_LIST_QUERIES):
        page = client.get("programs/")
    assert names_on(page) == [f"Program {number}" for number in range(count)]


def test_program_list_has_those_put_away_on_a_page_of_their_own(oak, client_of):
    a_program(oak, name="Now")
    a_program(oak, name="Before", archived_on=date(2026, 6, 30))
    assert names_on(client_of(oak.ana).get("programs/")) == ["Now"]
    assert names_on(client_of(oak.ana).get("programs/?state=archived")) == ["Before"]


def test_program_list_says_what_a_program_is_where_there_is_none(oak, client_of):
    assert "No programs yet" in client_of(oak.ana).get("programs/").text


def test_program_list_shows_a_principal_the_programs_of_their_school(oak, client_of):
    a_program(oak, name="Here")
    with oak.open():
        elsewhere = ProgramSchoolFactory(program=ProgramFactory(name="There"), school=SchoolFactory())
        Membership.objects.filter(person=oak.pia).update(scope=Scope.SCHOOLS)
        Membership.objects.get(person=oak.pia).school_rows.create(school=oak.school)
    client = client_of(oak.pia)
    assert names_on(client.get("programs/")) == ["Here"]
    assert client.get(f"programs/{elsewhere.program_id}/").status_code == 404


def test_program_list_is_not_for_mentors(oak, client_of):
    assert client_of(oak.mia).get("programs/").status_code == 403


def test_program_add_begins_with_the_rules_phases_and_steps_of_its_preset(oak, client_of):
    page = client_of(oak.ana).post("programs/add/", new_program(oak), follow=True)
    assert "Look through its rules next" in page.text
    with oak.open():
        program = Program.objects.get()
        policy = Policy.objects.get(program=program)
        days = list(ProgramPhase.objects.filter(program=program).order_by("starts_on").values_list("phase", flat=True))
        assert (policy.preset, policy.minimum_mentor_age, policy.promised_months) == ("one_to_one", 21, 6)
        assert days == list(Phase.values)
        assert [row.school for row in program.school_rows.all()] == [oak.school]
        assert (program.apply_code, program.takes_mentors) == ("health-careers", False)
        assert program.requirement_set.requirements.count() == 7
        assert AuditEvent.objects.get(verb="program.add").facts == {"preset": "one_to_one"}


def test_program_add_says_what_each_way_asks_of_mentors(oak, client_of):
    with oak.open():
        this_school_year()
    page = client_of(oak.ana).get("programs/add/").text
    assert "4 steps, about 40 minutes of their time" in page
    assert "7 steps, about 2 hours of their time" in page
    assert "9 steps" in page


@pytest.mark.parametrize(
    ("changed", "field"), [({"name": "There"}, "name"), ({"schools": []}, "schools"), ({"preset": "x"}, "preset")]
)
def test_program_add_refuses(oak, client_of, changed, field):
    a_program(oak, name="There")
    page = client_of(oak.ana).post("programs/add/", new_program(oak, **changed))
    assert page.status_code == 422
    assert set(page.context["form"].errors) & {field, "__all__"}


def test_program_add_takes_no_school_of_another_district(oak, elm, client_of):
    page = client_of(oak.ana).post("programs/add/", new_program(oak, schools=[elm.school.pk]))
    assert page.status_code == 422


def test_program_add_without_a_school_year_says_whom_to_ask(oak, client_of):
    assert "Ask a district administrator" in client_of(oak.ana).get("programs/add/").text
    assert "settings/school-years/add/" in client_of(oak.ada).get("programs/add/").text


def test_program_add_is_for_coordinators(oak, client_of):
    assert client_of(oak.tom).get("programs/add/").status_code == 403


def test_program_detail_counts_by_state_and_shows_the_line_of_phases(oak, elm, client_of):
    client = client_of(oak.ana)
    client.post("programs/add/", new_program(oak))
    with oak.open():
        program = Program.objects.get()
        ProgramStudentFactory.create_batch(2, program=program)
        ProgramStudentFactory(program=program, state="applied", decided_on=None)
        ProgramMentorFactory(program=program)
        MatchFactory(program=program)
    page = client.get(f"programs/{program.pk}/")
    counts = [(one.words, one.number) for one in page.context["students"]]
    assert counts == [("Applied", 1), ("Accepted", 2)]
    assert [(one.words, one.number) for one in page.context["mentors"]] == [("Accepted", 1)]
    assert [(one.words, one.number) for one in page.context["matches"]] == [("Running", 1)]
    assert len(page.context["phases"]) == 6
    assert "7 steps" in page.text
    assert client_of(elm.ana).get(f"programs/{program.pk}/").status_code == 404


def test_program_edit_changes_what_is_asked_of_its_mentors(oak, client_of):
    client = client_of(oak.ana)
    client.post("programs/add/", new_program(oak))
    with oak.open():
        program = Program.objects.get()
        before = program.requirement_set
        ProgramMentorFactory(program=program, mentor=MentorFactory(person=oak.mia))
        other = RequirementSet.objects.create(name="Shorter")
    answers = {"name": "Health careers", "schools": [oak.school.pk], "apply_code": "Health", "about": "New"}
    answer = client.post(f"programs/{program.pk}/edit/", {**answers, "requirement_set": other.pk})
    assert answer.status_code == 302
    with oak.open():
        program.refresh_from_db()
        assert (program.about, program.apply_code, program.requirement_set) == ("New", "health", other)
        assert Asked.objects.get(person=oak.mia).requirement_set == other
        changed = AuditEvent.objects.get(verb="program.change").facts["changed"]
        assert changed == ["about", "apply_code", "requirement_set"]
        assert before != other


def test_program_edit_takes_a_name_and_a_description_in_spanish(oak, client_of):
    program = a_program(oak)
    with oak.open():
        asks = program.requirement_set or RequirementSet.objects.create(name="Short")
    spanish = {"name_es": "Carreras de salud", "about_es": "Conozca un hospital."}
    answers = {"name": program.name, "schools": [oak.school.pk], "apply_code": "h", "requirement_set": asks.pk}
    assert client_of(oak.ana).post(f"programs/{program.pk}/edit/", {**answers, **spanish}).status_code == 302
    with oak.open():
        program.refresh_from_db()
        assert (program.name_es, program.about_es) == ("Carreras de salud", "Conozca un hospital.")
    assert "Conozca un hospital." in client_of(oak.ana).get(f"programs/{program.pk}/").text


def test_program_edit_keeps_a_school_that_has_class_groups(oak, client_of):
    program = a_program(oak)
    with oak.open():
        other = SchoolFactory(name="Birch")
        asked = RequirementSet.objects.create(name="Steps")
        ClassGroupFactory(program=program, school=oak.school)
    answers = {"name": program.name, "schools": [other.pk], "apply_code": "x", "requirement_set": asked.pk}
    page = client_of(oak.ana).post(f"programs/{program.pk}/edit/", answers)
    assert page.status_code == 422
    assert "still has class groups" in page.text


def days_of(*days):
    """Answers for the six phases."""
    return dict(zip(Phase.values, days, strict=True))


def test_program_schedule_takes_days_in_order_alone(oak, client_of):
    program, client = a_program(oak), client_of(oak.ana)
    good = days_of("2026-08-17", "2026-09-01", "2026-10-01", "2026-11-01", "2026-11-15", "2027-05-01")
    assert client.post(f"programs/{program.pk}/phases/", good).status_code == 302
    page = client.post(f"programs/{program.pk}/phases/", {**good, "prepare": "2026-08-30"})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["prepare"]
    with oak.open():
        assert ProgramPhase.objects.get(program=program, phase="close").starts_on == date(2027, 5, 1)


def test_program_archive_and_take_back(oak, client_of):
    program, client = a_program(oak), client_of(oak.ana)
    client.post(f"programs/{program.pk}/archive/")
    assert client.get(f"programs/{program.pk}/").status_code == 200
    for path in ("edit/", "phases/"):
        assert client.get(f"programs/{program.pk}/{path}").status_code == 403
    client.post(f"programs/{program.pk}/take-back/")
    assert client.get(f"programs/{program.pk}/edit/").status_code == 200
    with oak.open():
        assert list(AuditEvent.objects.filter(verb__in=["program.archive", "program.take_back"]).values_list("verb"))


def test_program_archive_waits_for_its_matches(oak, client_of):
    program = a_program(oak)
    with oak.open():
        MatchFactory(program=program)
    page = client_of(oak.ana).post(f"programs/{program.pk}/archive/")
    assert page.status_code == 422
    assert "1 match has not ended" in page.text


def test_program_continue_copies_everything_but_its_people(oak, client_of):
    client = client_of(oak.ana)
    client.post("programs/add/", new_program(oak, preset="outings_online"))
    with oak.open():
        program = Program.objects.get()
        later = SchoolYearFactory(name="Later", starts_on=date(2031, 8, 18), ends_on=date(2032, 6, 10))
        place = ProgramStudentFactory(program=program, student=StudentFactory(grade="10"))
        oldest = ProgramStudentFactory(program=program, student=StudentFactory(grade="12"))
        group = ClassGroupFactory(program=program, school=oak.school, supervising_teacher=oak.tom)
        for one in (place, oldest):
            ClassGroupStudentFactory(class_group=group, program_student=one)
        MembershipProgram.objects.create(membership=Membership.objects.get(person=oak.ana), program=program)
    answers = {"school_year": later.pk, "name": "Health careers", "groups": "students"}
    page = client.post(f"programs/{program.pk}/continue/", answers, follow=True)
    assert "goes on in Later" in page.text
    with oak.open():
        copy = Program.objects.get(continues=program)
        assert Policy.objects.get(program=copy).promised_months == 9
        assert copy.requirement_set == program.requirement_set
        assert (copy.apply_code, copy.takes_students) == ("health-careers-31", False)
        assert ClassGroup.objects.get(program=copy).supervising_teacher == oak.tom
        invited = ProgramStudent.objects.get(program=copy)
        assert (invited.student, invited.state) == (place.student, "invited")
        assert ClassGroupStudent.objects.get(program_student=invited).left_on is None
        assert MembershipProgram.objects.filter(program=copy).count() == 1
        first, again = (ProgramPhase.objects.get(program=one, phase="plan").starts_on for one in (program, copy))
        assert first.weekday() == again.weekday()
    assert client.post(f"programs/{program.pk}/continue/", {**answers, "name": "Other"}).status_code == 422


def test_program_continue_offers_to_add_the_next_year(oak, client_of):
    program = a_program(oak)
    assert "Ask a district administrator" in client_of(oak.ana).get(f"programs/{program.pk}/continue/").text
    assert (
        f"school-years/add/?after={program.school_year_id}"
        in client_of(oak.ada).get(f"programs/{program.pk}/continue/").text
    )


@pytest.mark.parametrize("path", ["", "edit/", "phases/", "archive/", "continue/", "rules/"])
def test_pages_of_a_program_are_not_there_for_elm(oak, elm, client_of, path):
    program = a_program(oak)
    assert client_of(elm.ana).get(f"programs/{program.pk}/{path}").status_code == 404


def test_a_teacher_reads_no_count_of_mentors_whom_they_may_not_see(oak, client_of):
    with oak.open():
        program = ProgramFactory(district=oak.district)
        ProgramSchoolFactory(program=program, school=oak.school)
    assert "Mentors" in client_of(oak.ana).get(f"programs/{program.pk}/").content.decode()
    assert "No mentors yet." not in client_of(oak.tom).get(f"programs/{program.pk}/").content.decode()
