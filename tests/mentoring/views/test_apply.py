"""The public page on which mentors apply, its address and its poster."""

import pytest

from accounts.tries import Limit
from correspondence.models import Message
from mentoring import application_limits
from mentoring.models import MentorApplication
from tests.factories.mentoring import ProgramFactory
from tests.poppler import facts_of, text_of

ANSWERS = {
    "given_name": "Noor",
    "family_name": "Aziz",
    "email": "Noor@Work.example",
    "why": "I like to teach",
    "career_areas": ["health"],
    "is_adult_attested": "on",
    "is_unpaid_attested": "on",
}


@pytest.fixture
def program(oak):
    with oak.open():
        return ProgramFactory(name="Health careers", apply_code="health", takes_mentors=True)


def _kept(oak):
    with oak.open():
        return list(MentorApplication.objects.all())


def test_mentor_apply_keeps_what_a_visitor_sends(oak, program, visitor):
    page = visitor.get("/d/oak/apply/health/").content.decode()
    assert "Health careers" in page
    assert "I am at least 21 years old" in page
    answer = visitor.post("/d/oak/apply/health/", ANSWERS)
    assert answer.headers["Location"] == "/d/oak/apply/health/received/"
    assert "Your application arrived" in visitor.get(answer.headers["Location"]).content.decode()
    (application,) = _kept(oak)
    assert (application.email, application.why, application.is_unpaid_attested) == (
        "noor@work.example",
        "I like to teach",
        True,
    )


def test_mentor_apply_answers_a_second_time_just_the_same(oak, program, visitor):
    first, second = (visitor.post("/d/oak/apply/health/", ANSWERS) for _time in range(2))
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert len(_kept(oak)) == 1
    with oak.open():
        assert Message.objects.count() == 1


@pytest.mark.parametrize("missing", ["given_name", "email", "is_adult_attested", "is_unpaid_attested"])
def test_mentor_apply_wants_a_name_an_address_and_two_ticks(oak, program, visitor, missing):
    answer = visitor.post("/d/oak/apply/health/", {name: value for name, value in ANSWERS.items() if name != missing})
    assert answer.status_code == 422
    assert _kept(oak) == []


def test_mentor_apply_thanks_machines_and_keeps_nothing(oak, program, visitor):
    answer = visitor.post("/d/oak/apply/health/", {**ANSWERS, "website": "https://spam.example"})
    assert answer.status_code == 302
    assert _kept(oak) == []


def test_mentor_apply_takes_no_flood(oak, program, visitor, monkeypatch):
    monkeypatch.setattr(application_limits, "FROM", Limit("mentor-application-from", 2, application_limits.HOUR))
    answers = [visitor.post("/d/oak/apply/health/", {**ANSWERS, "email": f"a{n}@work.example"}) for n in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert len(_kept(oak)) == 2
    with oak.open():
        assert not Message.objects.filter(person__isnull=False).exists()


def test_mentor_apply_is_kind_when_closed_and_knows_no_other_code(oak, program, visitor, elm):
    with oak.open():
        program.takes_mentors = False
        program.save()
    answer = visitor.get("/d/oak/apply/health/")
    assert (answer.status_code, "takes no applications" in answer.content.decode()) == (200, True)
    assert visitor.post("/d/oak/apply/health/", ANSWERS).status_code == 200
    assert _kept(oak) == []
    assert visitor.get("/d/oak/apply/nothing/").status_code == 404
    assert visitor.get("/d/elm/apply/health/").status_code == 404


def test_mentor_apply_speaks_spanish(oak, program, visitor):
    page = visitor.get("/d/oak/apply/health/", HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert "Sea mentor" in page
    visitor.post("/d/oak/apply/health/", ANSWERS, HTTP_ACCEPT_LANGUAGE="es")
    assert _kept(oak)[0].language == "es"


def test_who_reads_spanish_reads_the_programs_spanish_name_where_there_is_one(oak, program, visitor, client_of):
    with oak.open():
        program.name_es, program.about_es = "Mentores de salud", "Conozca un hospital."
        program.save()
    page = visitor.get("/d/oak/apply/health/", HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert "Mentores de salud" in page and "Conozca un hospital." in page and "Health careers" not in page
    assert "Health careers" in visitor.get("/d/oak/apply/health/").content.decode()
    poster = client_of(oak.ana).get(f"programs/{program.pk}/poster/?language=es").content
    assert "Mentoresdesalud" in "".join(text_of(poster).split())


def test_who_reads_it_is_said_once(oak, program, visitor):
    page = visitor.get("/d/oak/apply/health/").content.decode()
    assert page.count("read by the coordinators") == 2  # before the form, and where one writes


def test_program_apply_link_has_the_address_and_the_posters(oak, elm, program, client_of):
    page = client_of(oak.ana).get(f"programs/{program.pk}/apply-link/").content.decode()
    assert "/d/oak/apply/health/" in page
    assert client_of(elm.ana).get(f"programs/{program.pk}/apply-link/").status_code == 404
    assert client_of(oak.tom).get(f"programs/{program.pk}/apply-link/").status_code == 403


@pytest.mark.parametrize(("language", "words"), [("en", "Become a mentor"), ("es", "Sea mentor")])
def test_program_poster_is_one_tagged_page(oak, program, client_of, language, words):
    content = client_of(oak.ana).get(f"programs/{program.pk}/poster/?language={language}").content
    assert facts_of(content)["Pages"] == "1"
    said = "".join(text_of(content).split())
    for part in (words, "Health careers", "/d/oak/apply/health"):
        assert part.replace(" ", "") in said
