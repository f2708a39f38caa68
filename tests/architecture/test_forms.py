"""A duplicate is a sentence at the form (422), never a fault (500), in every form that makes a row of a district."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.forms import ModelForm
from django.utils import timezone

from mentoring.models import Program
from tenancy.forms import DistrictForm
from tenancy.models import Person
from tests.architecture.source import compare, floors, inside, modules
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.feedback import FeedbackRoundFactory
from tests.factories.mentoring import (
    ClassGroupFactory,
    EmployerFactory,
    MentorFactory,
    ProgramFactory,
    ProgramSchoolFactory,
    ProgramStudentFactory,
    StudentFactory,
    this_school_year,
)
from tests.factories.screening import PolicyVersionFactory, RequirementSetFactory, TrainingFactory
from tests.mentoring.scene import running

Answers = Callable[[Cast], dict[str, Any]]


@dataclass(frozen=True)
class Create:
    """How to fill in a form so that sending it twice asks for a row that is there: its class, its answers, its path.

    ``again`` is the right answer to the second time, with the reason where it is not 422.
    """

    form: str
    path: Callable[[Cast], str]
    answers: Answers
    again: int = 422
    reason: str = ""


def _days(**others: Any) -> dict[str, Any]:
    return {"first": timezone.localdate(), "last": timezone.localdate() + timedelta(days=3), **others}


def _program_at(oak: Cast) -> Program:
    program: Program = ProgramSchoolFactory(school=oak.school).program
    return program


def _with_phone(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(phone="+15550100")
    return person


#: Address → how to fill it in. Every address whose name says that it makes a row stands here.
CREATES: dict[str, Create] = {
    "accounts:cover_add": Create(
        "CoverForm",
        lambda oak: "cover/add/",
        lambda oak: _days(to=oak.ana.pk, reason="Leave", memberships=[oak.ada.memberships.get().pk]),
        again=302,
        reason="naming the same colleague again prolongs the cover",
    ),
    "accounts:cover_set": Create(
        "CoverForm",
        lambda oak: f"people/{oak.pia.pk}/cover/",
        lambda oak: _days(to=oak.ana.pk, reason="Leave", memberships=[oak.pia.memberships.get().pk]),
        again=302,
        reason="naming the same colleague again prolongs the cover",
    ),
    "accounts:grant_give": Create(
        "GrantForm",
        lambda oak: f"people/{oak.sam.pk}/share/",
        lambda oak: _days(to=oak.cole.pk, reason="Helps with the change of career area"),
        again=302,
        reason="sharing again prolongs",
    ),
    "correspondence:text_consent_give": Create(
        "TextConsentForm",
        lambda oak: f"people/{_with_phone(oak.gil).pk}/text-messages/",
        lambda oak: {"how": "paper"},
        again=302,
        reason="agreeing again changes nothing",
    ),
    "mentoring:court_order_add": Create(
        "CourtOrderForm",
        lambda oak: f"students/{StudentFactory(person=oak.sam).pk}/court-orders/add/",
        lambda oak: {
            "kind": "custody",
            "says": "The mother has sole custody.",
            "source": "Order of March 4",
            "starts_on": "2026-03-04",
        },
        again=302,
        reason="a court may say the same twice",
    ),
    "mentoring:guardianship_add": Create(
        "GuardianshipForm",
        lambda oak: f"students/{StudentFactory(person=oak.sam).pk}/guardians/add/?person={oak.gil.pk}",
        lambda oak: {"relationship": "father", "signs": "yes", "basis": "parent"},
    ),
    "mentoring:student_add": Create(
        "StudentAddForm",
        lambda oak: "students/add/",
        lambda oak: {"given_name": "Nora", "family_name": "Quist", "language": "en", "school": oak.school.pk},
    ),
    "mentoring:student_interview_add": Create(
        "InterviewForm",
        lambda oak: f"program-students/{ProgramStudentFactory(student__person=oak.sam).pk}/interview/",
        lambda oak: {"held_on": "2026-10-05", "goal_1": "See a lab from inside"},
        again=302,
        reason="one talks more than once",
    ),
    "tenancy:calendar_day_add": Create(
        "CalendarDayForm",
        lambda oak: "calendar/add/",
        lambda oak: {"kind": "closed", "first": "2026-12-23", "note": "Winter break", "schools": [oak.school.pk]},
    ),
    "tenancy:membership_add": Create(
        "MembershipForm",
        lambda oak: f"people/{oak.tom.pk}/roles/add/",
        lambda oak: {"role": "front_office", "scope": "district", "reason": "Helps out"},
    ),
    "tenancy:person_add": Create(
        "PersonAddForm",
        lambda oak: "people/add/",
        lambda oak: {
            "given_name": "Nora",
            "family_name": "Quist",
            "language": "en",
            "role": "teacher",
            "scope": "district",
        },
    ),
    "tenancy:school_add": Create(
        "SchoolForm", lambda oak: "settings/schools/add/", lambda oak: {"name": "Oak Middle School"}
    ),
    "tenancy:school_year_add": Create(
        "SchoolYearForm",
        lambda oak: "settings/school-years/add/",
        lambda oak: {"name": "2031–32", "starts_on": "2031-08-15", "ends_on": "2032-06-10"},
    ),
}
SCREENING = {
    "screening:acknowledgement_add": Create(
        "AcknowledgementForm",
        lambda oak: f"people/{oak.mia.pk}/clearance/policy/",
        lambda oak: {"document": PolicyVersionFactory().document.pk, "acknowledged_on": timezone.localdate()},
    ),
    "screening:background_check_add": Create(
        "BackgroundCheckForm",
        lambda oak: f"people/{oak.mia.pk}/clearance/check/",
        lambda oak: {"check_type": "name", "tier": "1", "outcome": "clear", "decided_on": timezone.localdate()},
    ),
    "screening:policy_document_add": Create(
        "PolicyDocumentAddForm",
        lambda oak: "clearance/policies/add/",
        lambda oak: {"title": "Visitors", "minutes": 3, "title_en": "Visitors", "body_en": "Sign in."},
    ),
    "screening:policy_version_add": Create(
        "PolicyVersionForm",
        lambda oak: f"clearance/policies/{PolicyVersionFactory().document.pk}/new-version/",
        lambda oak: {"title_en": "Visitors", "body_en": "Sign in.", "takes_effect_on": timezone.localdate()},
        again=302,
        reason="a wording may come twice: it makes one version more",
    ),
    "screening:reference_add": Create(
        "ReferenceForm",
        lambda oak: f"people/{oak.mia.pk}/clearance/reference/",
        lambda oak: {"referee_name": "Rae Stone", "outcome": "asked"},
    ),
    "screening:requirement_add": Create(
        "RequirementForm",
        lambda oak: f"clearance/asked/{RequirementSetFactory().pk}/steps/add/",
        lambda oak: {"kind": "reference", "title": "A reference", "tier": 1, "number": 1, "minutes": 5},
        again=302,
        reason="two steps may be alike",
    ),
    "screening:requirement_set_add": Create(
        "RequirementSetAddForm",
        lambda oak: "clearance/asked/add/",
        lambda oak: {"name": "After school", "start": ""},
    ),
    "screening:training_add": Create(
        "TrainingForm",
        lambda oak: "clearance/trainings/add/",
        lambda oak: {"title": "First aid", "kind": "training", "minutes": 30},
    ),
    "screening:training_record_add": Create(
        "TrainingRecordForm",
        lambda oak: f"people/{oak.mia.pk}/clearance/training/",
        lambda oak: {"training": TrainingFactory().pk, "completed_on": timezone.localdate()},
    ),
}
CREATES["mentoring:media_contact_add"] = Create(
    "MediaContactForm",
    lambda oak: "media-contacts/add/",
    lambda oak: {"name": "Rosa Delgado", "title": "Communications", "phone": "(312) 555-0142", "email": ""},
)
CREATES["meetings:absence_add"] = Create(
    "AbsenceForm",
    lambda oak: "absent-today/",
    lambda oak: {"student": running(oak).sam.pk},
)
CREATES |= SCREENING
MENTORS = {
    "mentoring:employer_add": Create("EmployerForm", lambda oak: "employers/add/", lambda oak: {"name": "Hopewell"}),
    "mentoring:employment_add": Create(
        "EmploymentForm",
        lambda oak: f"mentors/{MentorFactory(person=oak.mia).pk}/employer/",
        lambda oak: {"new_employer": "Hopewell", "title": "Nurse"},
    ),
    "mentoring:mentor_add": Create(
        "MentorAddForm",
        lambda oak: "mentors/add/",
        lambda oak: {"given_name": "Nora", "family_name": "Quist", "language": "en"},
    ),
    "mentoring:mentor_tie_add": Create(
        "TieForm",
        lambda oak: f"mentors/{MentorFactory(person=oak.mia).pk}/ties/add/",
        lambda oak: {"q": StudentFactory(person=oak.sam).person.name, "kind": "coach"},
    ),
    "mentoring:program_mentor_add": Create(
        "ProgramForm",
        lambda oak: f"mentors/{MentorFactory(person=oak.mia).pk}/programs/add/",
        lambda oak: {"program": ProgramFactory().pk, "state": "applied"},
    ),
    "mentoring:workplace_approval_add": Create(
        "WorkplaceApprovalForm",
        lambda oak: f"employers/{EmployerFactory().pk}/visits/add/",
        lambda oak: {"areas": "Counter", "supervisor": "Noor Aziz"},
        again=302,
        reason="approving again gives a later day",
    ),
}
CREATES |= MENTORS
CLASSES = {
    "classes:assignment_add": Create(
        "AssignmentForm",
        lambda oak: "classes/assignments/add/",
        lambda oak: {
            "groups": [ClassGroupFactory(school=oak.school).pk],
            "kind": "assignment",
            "title": "Interview somebody at work",
        },
        again=302,
        reason="two assignments may have the same title",
    ),
    "classes:class_focus_add": Create(
        "ClassFocusForm",
        lambda oak: "classes/focus/add/",
        lambda oak: {
            "groups": [ClassGroupFactory(school=oak.school).pk],
            "from_on": timezone.localdate(),
            "until_on": timezone.localdate(),
            "text": "Reading a lab report",
        },
    ),
}
PROGRAMS = {
    "mentoring:class_group_add": Create(
        "ClassGroupForm",
        lambda oak: f"programs/class-groups/add/?program={_program_at(oak).pk}",
        lambda oak: {"school": oak.school.pk, "name": "Period 2"},
    ),
    "mentoring:membership_program_give": Create(
        "MembershipProgramGiveForm",
        lambda oak: f"people/{oak.cole.pk}/roles/programs/",
        lambda oak: {"role": "auditor", "programs": [_program_at(oak).pk]},
    ),
    "mentoring:program_add": Create(
        "ProgramAddForm",
        lambda oak: "programs/add/",
        lambda oak: {
            "name": "Building careers",
            "school_year": this_school_year().pk,
            "schools": [oak.school.pk],
            "preset": "group_at_school",
        },
    ),
}
CREATES |= CLASSES
CREATES |= PROGRAMS
CREATES["journals:prompt_add"] = Create(
    "PromptForm",
    lambda oak: f"journals/programs/{_program_at(oak).pk}/questions/add/",
    lambda oak: {"text": "What surprised you?"},
    again=302,
    reason="two questions may be alike",
)
_SOON: dict[str, Any] = {"last_on": timezone.localdate() + timedelta(days=9), "audiences": ["mentors"]}
FEEDBACK = {
    "support:feedback_round_add": Create(
        "FeedbackRoundForm",
        lambda oak: "feedback/add/",
        lambda oak: {"program": _program_at(oak).pk, "name": "Fall", **_SOON},
    ),
    "support:recommendation_add": Create(
        "RecommendationForm",
        lambda oak: f"feedback/{FeedbackRoundFactory(program=_program_at(oak)).pk}/recommend/",
        lambda oak: {"what": "Plan two visits", "owner": oak.ana.pk, "due_on": _SOON["last_on"]},
        again=302,
        reason="two things to do may be worded alike",
    ),
}
CREATES |= FEEDBACK
#: Forms of rows that only change what is there → where one meets them.
CHANGES_ONLY: dict[str, str] = {
    "ClosingForm": "support:closing_edit; a closing is begun by another form",
    "ExitInterviewForm": "support:exit_interview_note; the row is there since closing began",
    "PolicyDocumentForm": "screening:policy_document_edit; its adding form is sent twice",
    "RequirementSetForm": "screening:requirement_set_edit; its adding form is sent twice",
    "ApplicationForm": "mentoring:application_write; a student has one application for a program",
    "PaperApplicationForm": "mentoring:application_type_in; refused when one was sent before",
    "PortfolioItemForm": "mentoring:portfolio_item_add; two pieces may have the same title",
    "StudentForm": "mentoring:student_edit; another's state student ID is refused there",
    "MentorForm": "mentoring:mentor_edit; one row a person",
    "MentorProfileForm": "mentoring:mentor_profile; one's own row",
    "PolicyForm": "mentoring:policy_edit; a program has one policy",
    "LetterTextForm": "correspondence:letter_text_edit; each writing is a version",
    "LetterheadForm": "correspondence:letterhead_edit; a district has one",
    "BankedCommentForm": "journals:banked_comment_list; a comment that is kept already is kept once",
    "EntryForm": "journals:entry_write; an entry stands before it is written",
    "ShareForm": "journals:entry_share; one's own row",
    "GuardianForm": "mentoring:guardian_edit and guardianship_add; a parent may share name and address with another",
    "PersonForm": "tenancy:person_edit; a person may share name and address with another",
    "ProfileForm": "accounts:profile; one's own row",
}
MAKING = ("_add", "_give", "_set")
#: Addresses whose name says so but which make no row by a form → what they do.
NO_FORM: dict[str, str] = {
    "rosters:import_add": "stores a file; a second one is refused while the first is at work",
    "rosters:sheet_add": "stores a file; the same one may be given again",
    "mentoring:interest_add": "students alone may; asking the same mentor twice is refused, in tests of its own",
    "mentoring:match_mentor_add": "only a match that lost its mentor; a second one is refused, in tests of its own",
    "mentoring:match_student_add": "who is in the group already is not offered",
    "mentoring:portfolio_item_add": "students alone may, and two pieces may have the same title",
}


def creates() -> set[str]:
    """Addresses inside a district that make a row."""
    return {address.name for address in inside() if address.is_own and address.name.endswith(MAKING)}


def district_forms() -> Iterator[type[ModelForm[Any]]]:
    """Every form of a district-owned row."""
    for module in modules():
        if "forms" in module.parts:
            importlib.import_module(module.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    waiting = list(DistrictForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        yield form


def test_every_form_that_makes_a_row_is_sent_twice() -> None:
    missing = dict.fromkeys(creates() - set(CREATES), "say in CREATES how to fill it in")
    assert compare(missing, NO_FORM) == []
    assert set(CREATES) - creates() == set()


def test_every_form_of_a_row_belongs_to_an_address() -> None:
    tried = {create.form for create in CREATES.values()}
    own = [form for form in district_forms() if form.__module__.partition(".")[0] in floors()]
    untried = {form.__name__: "no address sends it twice" for form in own if form.__name__ not in tried}
    assert compare(untried, CHANGES_ONLY) == []


@pytest.mark.parametrize("name", CREATES)
def test_a_duplicate_is_no_fault(oak: Cast, client_of: type[DistrictClient], name: str) -> None:
    create, client = CREATES[name], client_of(oak.ada)
    assert bool(create.reason) == (create.again != 422)
    with oak.open():
        path, answers = create.path(oak), create.answers(oak)
    first = client.post(path, answers)
    assert first.status_code == 302, getattr(first.context.get("form"), "errors", "no form")
    assert client.post(path, answers).status_code == create.again
