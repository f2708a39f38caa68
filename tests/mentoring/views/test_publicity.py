"""Who may be shown in photos and stories: everybody in the picture must have said yes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.models import Permission
from mentoring.actions import employers, publicity
from mentoring.models import Employer, MatchStudent, MediaContact, PublicityConsent
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.factories.mentoring import (
    EmployerFactory,
    EmploymentFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MediaContactFactory,
    MentorFactory,
    ProgramSchoolFactory,
    PublicityConsentFactory,
    StudentFactory,
)
from tests.factories.screening import SafetyHoldFactory
from tests.factories.tenancy import PersonFactory, SchoolFactory
from tests.mentoring.gate import SIGNED_AT, Gate, permit, ready

MEDIA = Permission.Kind.MEDIA


def running(oak) -> Gate:
    return ready(oak, state="running", starts_on=oak.today - timedelta(days=30), started_by=oak.ana)


def all_yes(oak) -> Gate:
    """Gil, Mia and Riverside Clinic said yes. Inside the district."""
    gate = running(oak)
    permit(gate, MEDIA)
    by = Actor.person(oak.mia)
    publicity.answer(mentor=gate.mentor_row.mentor, is_granted=True, on=oak.today, at=timezone.now(), by=by)
    PublicityConsentFactory(employer=gate.employer)
    return gate


def page_of(client, gate, query="") -> str:
    answer = client.get(f"programs/{gate.program.pk}/publicity/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def body_of(page: str) -> str:
    """The rows of the list alone."""
    return page.partition("<tbody")[2].partition("</tbody>")[0]


@pytest.mark.parametrize("number", [1, 4])
def test_publicity_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    with oak.open():
        gate = all_yes(oak)
        for _one in range(number - 1):
            match = MatchFactory(program=gate.program, supervising_teacher=oak.tom)
            MatchStudentFactory(match=match, student=StudentFactory(school=oak.school))
            row = MatchMentorFactory(match=match)
            EmploymentFactory(mentor=row.mentor)
    client = client_of(oak.ana)
    client.get("")
    with django_assert_num_queries(QUERIES):
        page = page_of(client, gate)
    assert page.count("not answered") >= number - 1


QUERIES = 32


def test_publicity_list_marks_only_those_of_whom_everybody_said_yes(oak, client_of):
    with oak.open():
        gate = all_yes(oak)
    page = body_of(page_of(client_of(oak.ana), gate))
    assert "May be shown" in page
    assert "Sam Haddad: yes" in page and "Mia Fischer: yes" in page and "Riverside Clinic: yes" in page
    assert "Noor Aziz, owner" in page
    with oak.open():
        by = Actor.person(oak.mia)
        mentor = gate.mentor_row.mentor
        publicity.answer(mentor=mentor, is_granted=False, on=oak.today, at=timezone.now(), by=by)
    page = body_of(page_of(client_of(oak.ana), gate))
    assert "Not to be shown" in page and "Mia Fischer: no" in page


def test_a_permission_that_was_taken_back_ends_it(oak, client_of):
    with oak.open():
        all_yes(oak)
        gate_permission = Permission.objects.get(kind=MEDIA)
        gate_permission.withdrawn_at, gate_permission.withdrawn_by = SIGNED_AT, oak.gil
        gate_permission.save()
        gate = MatchStudent.objects.get().match
    page = body_of(client_of(oak.pia).get(f"programs/{gate.program_id}/publicity/").content.decode())
    assert "Sam Haddad: taken back" in page and "Not to be shown" in page


def test_what_nobody_was_asked_is_no_yes_and_a_hold_shows_nobody(oak, client_of):
    with oak.open():
        gate = running(oak)
        permit(gate, MEDIA)
    page = body_of(page_of(client_of(oak.ana), gate))
    assert "Still to ask" in page and "Riverside Clinic: not answered" in page
    with oak.open():
        PublicityConsentFactory(employer=gate.employer)
        PublicityConsentFactory(employer=None, mentor=gate.mentor_row.mentor)
        SafetyHoldFactory(person=oak.mia)
    page = body_of(page_of(client_of(oak.ana), gate))
    assert "Paused" in page and "May be shown" not in page


def test_publicity_list_is_narrowed_exported_and_printed(oak, client_of):
    with oak.open():
        gate = all_yes(oak)
        other = MatchFactory(program=gate.program, supervising_teacher=oak.tom)
        kim = StudentFactory(person=PersonFactory(given_name="Kim", family_name="Zoe"), school=oak.school)
        MatchStudentFactory(match=other, student=kim)
        MatchMentorFactory(match=other)
    ana = client_of(oak.ana)
    assert "Kim Zoe" not in body_of(page_of(ana, gate, "?shown=yes"))
    page = body_of(page_of(ana, gate, "?shown=no"))
    assert "Kim Zoe" in page and "Sam Haddad" not in page
    assert "Kim Zoe" in body_of(page_of(ana, gate, f"?q=zoe&school={oak.school.pk}"))
    export = ana.get(f"programs/{gate.program.pk}/publicity/export/?format=csv&shown=yes")
    lines = b"".join(export.streaming_content).decode().splitlines()
    assert lines[1] == "Sam Haddad and Mia Fischer,May be shown,Sam Haddad: yes,Mia Fischer: yes,Riverside Clinic: yes"
    paper = ana.get(f"programs/{gate.program.pk}/publicity/print/?shown=yes").content.decode()
    assert "Sam Haddad: yes" in paper and "Kim Zoe" not in paper
    with oak.open():
        verbs = set(AuditEvent.objects.filter(verb__in=["publicity.export", "publicity.print"]).values_list("verb"))
    assert len(verbs) == 2
    assert "No match fits." in ana.get(f"programs/{gate.program.pk}/publicity/print/?q=nobody").content.decode()


def test_publicity_list_is_for_coordinators_and_the_principal_of_the_school(oak, elm, client_of):
    with oak.open():
        gate = all_yes(oak)
    url = f"programs/{gate.program.pk}/publicity/"
    for person, status in ((oak.ana, 200), (oak.pia, 200), (oak.ada, 200), (oak.tom, 403), (oak.mia, 403)):
        assert client_of(person).get(url).status_code == status, person
    for path in ("", "export/?format=csv", "print/"):
        assert client_of(elm.ana).get(url + path).status_code == 404


def test_a_principal_of_another_school_reads_nothing_of_this_one(oak, client_of):
    with oak.open():
        gate = all_yes(oak)
        bell = SchoolFactory(name="Bell Academy")
        ProgramSchoolFactory(program=gate.program, school=bell)
        role = oak.pia.memberships.get()
        role.scope = "schools"
        role.save()
        role.school_rows.create(school=bell)
    page = body_of(page_of(client_of(oak.pia), gate))
    assert "Sam" not in page and "Mia" not in page


# What mentors say themselves


def test_publicity_consent_answer_is_the_mentors_own_and_can_be_changed(oak, elm, client_of):
    with oak.open():
        mentor = MentorFactory(person=oak.mia)
    mia = client_of(oak.mia)
    page = mia.get("my-profile/").content.decode()
    assert "Yes, I may be shown" in page and "No, please do not show me" in page
    assert mia.post("my-profile/publicity/", {"answer": "perhaps"}).status_code == 404
    assert "You said yes on" in mia.post("my-profile/publicity/", {"answer": "yes"}, follow=True).content.decode()
    mia.post("my-profile/publicity/", {"answer": "yes"})
    page = mia.post("my-profile/publicity/", {"answer": "no"}, follow=True).content.decode()
    assert "You said no on" in page and "No, please do not show me" not in page
    with oak.open():
        rows = list(PublicityConsent.objects.order_by("pk").values_list("is_granted", "said_on", "ended_at"))
        assert [(said, ended is None) for said, _on, ended in rows] == [(True, False), (False, True)]
        assert {on for _said, on, _ended in rows} == {oak.today}
        assert AuditEvent.objects.filter(verb="publicity.answer").count() == 2
    assert "Not to be shown" in client_of(oak.ana).get(f"mentors/{mentor.pk}/").content.decode()
    for person, status in ((oak.ana, 403), (oak.gil, 403), (elm.mia, 404)):
        assert client_of(person).post("my-profile/publicity/", {"answer": "yes"}).status_code == status


def test_the_question_is_asked_in_spanish_too(oak, client_of):
    with oak.open():
        MentorFactory(person=oak.mia)
        oak.mia.language = "es"
        oak.mia.save()
    page = client_of(oak.mia).get("my-profile/", headers={"Accept-Language": "es"}).content.decode()
    if "Mi perfil" in page:  # the translations are compiled
        assert "Sí, pueden mostrarme" in page


# What employers said


def test_publicity_consent_record_says_who_said_it_and_when(oak, elm, client_of):
    with oak.open():
        employer = EmployerFactory(name="Walgreens", may_be_named=True)
    ana, url = client_of(oak.ana), f"employers/{employer.pk}/publicity/"
    assert "noted without a name and a day" in ana.get(f"employers/{employer.pk}/").content.decode()
    said = {"is_granted": "yes", "said_by": "Noor Aziz, owner", "said_on": oak.today.isoformat()}
    late = ana.post(url, {**said, "said_on": (oak.today + timedelta(days=1)).isoformat()})
    assert late.status_code == 422 and "This day is still to come." in late.content.decode()
    assert ana.post(url, {**said, "said_by": ""}).status_code == 422
    page = ana.post(url, said, follow=True).content.decode()
    assert "Noor Aziz, owner" in page and "noted by Ana García" in page
    ana.post(url, {**said, "is_granted": "no", "said_by": "Bo Lind"})
    with oak.open():
        rows = PublicityConsent.objects.order_by("pk")
        assert [(row.is_granted, row.said_by, row.ended_at is None) for row in rows] == [
            (True, "Noor Aziz, owner", False),
            (False, "Bo Lind", True),
        ]
        assert Employer.objects.get().may_be_named is False
    for person, status in ((oak.pia, 403), (oak.mia, 403), (elm.ana, 404)):
        assert client_of(person).get(url).status_code == status


def test_of_two_employers_that_are_one_the_newest_answer_counts(oak):
    with oak.open():
        kept, gone = EmployerFactory(), EmployerFactory()
        PublicityConsentFactory(employer=kept)
        PublicityConsentFactory(employer=gone, is_granted=False, said_on=oak.today, recorded_at=timezone.now())
        employers.merge(employer=gone, into=kept, by=Actor.person(oak.ana))
        kept.refresh_from_db()
        rows = PublicityConsent.objects.filter(employer=kept).order_by("pk")
        assert [(row.is_granted, row.ended_at is None) for row in rows] == [(True, False), (False, True)]
        assert kept.may_be_named is False


def test_of_two_employers_without_a_dated_answer_the_older_note_stays(oak):
    with oak.open():
        kept, gone = EmployerFactory(), EmployerFactory(may_be_named=False)
        employers.merge(employer=gone, into=kept, by=Actor.person(oak.ana))
        kept.refresh_from_db()
        assert kept.may_be_named is False


@pytest.mark.parametrize(
    "values", [{"said_by": ""}, {"employer": None}, {"mentor": "mia"}], ids=["no name", "of nobody", "of two"]
)
def test_an_answer_is_of_one_and_of_an_employer_by_somebody(oak, values):
    with oak.open():
        given = {key: MentorFactory(person=oak.mia) if value == "mia" else value for key, value in values.items()}
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicityConsentFactory(**given)


# Who speaks to the press


def test_media_contacts_stand_on_the_page_and_are_kept_by_coordinators(oak, elm, client_of):
    with oak.open():
        gate = all_yes(oak)
    ana, back = client_of(oak.ana), f"?program={gate.program.pk}"
    assert "Nobody is listed yet." in page_of(ana, gate)
    rosa = {"name": "Rosa Delgado", "title": "Communications", "phone": "(312) 555-0142", "email": "rosa@oak.example"}
    assert ana.post(f"media-contacts/add/{back}", {"name": "Rosa Delgado"}).status_code == 422
    page = ana.post(f"media-contacts/add/{back}", rosa, follow=True).content.decode()
    assert "(312) 555-0142" in page and "mailto:rosa@oak.example" in page
    with oak.open():
        contact = MediaContact.objects.get()
    assert "rosa@oak.example" in page_of(client_of(oak.pia), gate)
    assert f"media-contacts/{contact.pk}/edit/" not in page_of(client_of(oak.pia), gate)
    page = ana.post(f"media-contacts/{contact.pk}/edit/{back}", {**rosa, "title": "Press"}, follow=True)
    assert "Rosa Delgado</strong>, Press" in page.content.decode()
    for person, status in ((oak.pia, 403), (elm.ana, 404)):
        assert client_of(person).get(f"media-contacts/{contact.pk}/edit/").status_code == status
        assert client_of(person).post(f"media-contacts/{contact.pk}/delete/").status_code == status
    assert "Take Rosa Delgado off the list?" in ana.get(f"media-contacts/{contact.pk}/delete/").content.decode()
    assert ana.post(f"media-contacts/{contact.pk}/delete/").status_code == 302
    with oak.open():
        assert not MediaContact.objects.exists()
        verbs = (
            AuditEvent.objects.filter(verb__startswith="media_contact").order_by("pk").values_list("verb", flat=True)
        )
        assert list(verbs) == ["media_contact.add", "media_contact.change", "media_contact.delete"]


def test_a_media_contact_stands_once(oak):
    with oak.open():
        MediaContactFactory(name="Rosa Delgado")
        with pytest.raises(IntegrityError), transaction.atomic():
            MediaContactFactory(name="Rosa Delgado")
        with pytest.raises(IntegrityError), transaction.atomic():
            MediaContactFactory(phone="", email="")
