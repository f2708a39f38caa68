"""Letters to those whom no mail reaches."""

from datetime import date

from mentoring.models import ProgramStudent
from tenancy.models import AuditEvent
from tests.factories.mentoring import GuardianFactory, GuardianshipFactory, ProgramStudentFactory, StudentFactory
from tests.factories.tenancy import PersonFactory
from tests.mentoring.applied import interviewed
from tests.poppler import facts_of, text_of

State = ProgramStudent.State


def test_the_page_that_asks_names_whom_no_mail_reaches(oak, program, sam, client_of):
    with oak.open():
        interviewed(sam)
        gus = GuardianFactory(person=PersonFactory(given_name="Gus", family_name="Haddad", email=""))
        GuardianshipFactory(student=sam.student, guardian=gus)
    ana, words = client_of(oak.ana), "1 person has no email address and gets no mail: Gus Haddad."
    for path in ("accept", "waitlist", "decline"):
        assert words in ana.get(f"program-students/{sam.pk}/{path}/").text
    several = ana.get(f"programs/{program.pk}/students/accept/", {"selected": [sam.pk]})
    assert words in several.text
    assert "Print 1 letter" not in ana.get(f"program-students/{sam.pk}/accept/").text


def test_program_student_letter_print_writes_in_the_readers_language(oak, elm, program, sam, client_of):
    with oak.open():
        gus = GuardianFactory(person=PersonFactory(given_name="Gus", family_name="Haddad", email="", language="es"))
        GuardianshipFactory(student=sam.student, guardian=gus)
        ProgramStudent.objects.filter(pk=sam.pk).update(state=State.ACCEPTED, decided_on=date(2026, 10, 6))
    ana, path = client_of(oak.ana), f"program-students/{sam.pk}/letters/"
    assert "Print 1 letter" in ana.get(f"program-students/{sam.pk}/").text
    content = ana.get(path).content
    assert facts_of(content)["Pages"] == "1"
    assert "Gus Haddad" in text_of(content) and "Hola, Gus" in text_of(content)
    with oak.open():
        facts = AuditEvent.objects.get(verb="program_student.print_letters").facts
        assert facts == {"places": [sam.pk], "count": 1}
    assert client_of(elm.ana).get(path).status_code == 404
    assert client_of(oak.tom).get(path).status_code == 403


def test_program_student_letter_selected_prints_one_for_each(oak, program, sam, client_of):
    with oak.open():
        lia = StudentFactory(person=PersonFactory(given_name="Lia", family_name="Moss", email=""), school=oak.school)
        asked = ProgramStudentFactory(program=program, student=lia, state=State.INVITED, decided_on=None)
        program.takes_students = True
        program.save()
    ana, path = client_of(oak.ana), f"programs/{program.pk}/students/letters/"
    ticked = {"selected": [sam.pk, asked.pk]}
    page = ana.get(path, ticked).text
    assert "Print 1 letter?" in page and "Lia Moss" in page and "Sam Haddad" not in page
    said = text_of(ana.post(path, ticked).content)
    assert "You are asked to apply to the program" in " ".join(said.split())
    assert "Nobody needs a letter" in ana.get(path, {"selected": [sam.pk]}).text
    assert ana.post(path, {"selected": [sam.pk]}).status_code == 422
    assert "Nobody is selected" in ana.get(path).text
    page = ana.get(f"program-students/{sam.pk}/letters/", follow=True)
    assert "Everybody has an email address." in page.text
