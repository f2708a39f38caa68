"""Programs and their people. Make them inside ``with district(…)``."""

from datetime import UTC, date, datetime

import factory

from mentoring.career_areas import CareerArea
from mentoring.models import (
    ClassGroup,
    ClassGroupStudent,
    CourtOrder,
    Employer,
    Employment,
    Enrollment,
    Format,
    Guardian,
    Guardianship,
    Match,
    MatchException,
    MatchMentor,
    MatchObjective,
    MatchPause,
    MatchStudent,
    MediaContact,
    Mentor,
    MentorApplication,
    PlaceKind,
    Policy,
    Preset,
    Program,
    ProgramMentor,
    ProgramSchool,
    ProgramStudent,
    PublicityConsent,
    Section,
    Student,
    WorkplaceApproval,
)
from tenancy.models import SchoolYear
from tenancy.names import fold
from tests.factories.tenancy import PersonFactory, SchoolFactory, SchoolYearFactory


def this_school_year() -> SchoolYear:
    """The school year of the district at hand; made when there is none, since two may not overlap."""
    return SchoolYear.objects.order_by("starts_on").last() or SchoolYearFactory()


class ProgramFactory(factory.django.DjangoModelFactory):
    """A program with its policy."""

    class Meta:
        model = Program
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Career mentoring {n}")
    school_year = factory.LazyFunction(this_school_year)
    apply_code = factory.Sequence(lambda n: f"apply-{n}")
    policy = factory.RelatedFactory("tests.factories.mentoring.PolicyFactory", factory_related_name="program")


class PolicyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Policy

    program = factory.SubFactory(ProgramFactory, policy=None)
    preset = Preset.ONE_TO_ONE
    formats = factory.LazyFunction(lambda: [Format.ONE_TO_ONE.value])
    places = factory.LazyFunction(lambda: [PlaceKind.SCHOOL.value, PlaceKind.WORKPLACE.value])


class ProgramSchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgramSchool

    program = factory.SubFactory(ProgramFactory)
    school = factory.SubFactory(SchoolFactory)


class StudentFactory(factory.django.DjangoModelFactory):
    """A student whose person holds the role; pass ``person=oak.sam`` for somebody of the cast."""

    class Meta:
        model = Student

    person = factory.SubFactory(PersonFactory)
    school = factory.SubFactory(SchoolFactory)
    grade = "10"
    career_area = CareerArea.HEALTH
    search_key = factory.LazyAttribute(lambda made: made.person.search_key)


class GuardianFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guardian

    person = factory.SubFactory(PersonFactory)
    search_key = factory.LazyAttribute(lambda made: made.person.search_key)


class GuardianshipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guardianship

    student = factory.SubFactory(StudentFactory)
    guardian = factory.SubFactory(GuardianFactory)
    relationship = Guardianship.Relationship.PARENT
    may_sign = True
    basis = Guardianship.Basis.PARENT


class CourtOrderFactory(factory.django.DjangoModelFactory):
    """Somebody may not see records, from long ago on."""

    class Meta:
        model = CourtOrder

    student = factory.SubFactory(StudentFactory)
    kind = CourtOrder.Kind.NO_RECORDS
    says = "The father may not see records."
    source = "Order shown by the mother"
    starts_on = date(2026, 1, 5)


class ProgramStudentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgramStudent

    program = factory.SubFactory(ProgramFactory)
    student = factory.SubFactory(StudentFactory)
    state = ProgramStudent.State.ACCEPTED
    added_on = date(2026, 9, 1)
    decided_on = factory.LazyAttribute(lambda made: None if made.state in {"invited", "applied"} else date(2026, 9, 15))
    search_key = factory.LazyAttribute(lambda made: made.student.search_key)


class ClassGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassGroup

    program = factory.SubFactory(ProgramFactory)
    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Period {n}")


class ClassGroupStudentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassGroupStudent

    class_group = factory.SubFactory(ClassGroupFactory)
    program_student = factory.SubFactory(ProgramStudentFactory)
    joined_on = date(2026, 9, 15)


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section

    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"Health Science {n}")
    course_code = "HS101"
    source = "roster"
    sourced_id = factory.Sequence(lambda n: f"section-{n}")


class EnrollmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrollment

    section = factory.SubFactory(SectionFactory)
    person = factory.SubFactory(PersonFactory)
    role = Enrollment.Role.STUDENT
    source = "roster"
    sourced_id = factory.Sequence(lambda n: f"enrollment-{n}")


class EmployerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employer

    name = factory.Sequence(lambda n: f"Employer {n}")
    search_key = factory.LazyAttribute(lambda made: fold(made.name))


class PublicityConsentFactory(factory.django.DjangoModelFactory):
    """An employer that said yes."""

    class Meta:
        model = PublicityConsent

    employer = factory.SubFactory(EmployerFactory)
    is_granted = True
    said_by = factory.LazyAttribute(lambda made: "Noor Aziz, owner" if made.employer else "")
    said_on = date(2026, 10, 1)
    recorded_at = datetime(2026, 10, 1, 15, 0, tzinfo=UTC)


class MediaContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MediaContact

    name = factory.Sequence(lambda n: f"Rosa Delgado {n}")
    title = "Communications"
    phone = "+13125550142"


class MentorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mentor

    person = factory.SubFactory(PersonFactory)
    occupation = "Pharmacist"
    career_areas = factory.LazyFunction(lambda: [CareerArea.HEALTH.value])
    search_key = factory.LazyAttribute(lambda made: made.person.search_key)


class EmploymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employment

    mentor = factory.SubFactory(MentorFactory)
    employer = factory.SubFactory(EmployerFactory)
    title = "Pharmacist"


class ProgramMentorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgramMentor

    program = factory.SubFactory(ProgramFactory)
    mentor = factory.SubFactory(MentorFactory)
    state = ProgramMentor.State.ACCEPTED
    added_on = date(2026, 9, 1)
    decided_on = date(2026, 9, 15)
    search_key = factory.LazyAttribute(lambda made: made.mentor.search_key)


class MentorApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MentorApplication

    program = factory.SubFactory(ProgramFactory)
    given_name = "Noor"
    family_name = "Aziz"
    email = factory.Sequence(lambda n: f"applicant{n}@work.example")
    sent_at = datetime(2026, 10, 1, 15, tzinfo=UTC)


class MatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Match

    program = factory.SubFactory(ProgramFactory)
    format = Format.ONE_TO_ONE
    state = Match.State.RUNNING
    starts_on = date(2026, 10, 1)


class MatchStudentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchStudent

    match = factory.SubFactory(MatchFactory)
    student = factory.SubFactory(StudentFactory)
    joined_on = date(2026, 10, 1)


class MatchMentorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchMentor

    match = factory.SubFactory(MatchFactory)
    mentor = factory.SubFactory(MentorFactory)
    joined_on = date(2026, 10, 1)


class MatchObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchObjective

    match = factory.SubFactory(MatchFactory)
    position = 1
    text = "Explains what a pharmacist does"


class MatchExceptionFactory(factory.django.DjangoModelFactory):
    """Something that somebody asks to allow once."""

    class Meta:
        model = MatchException

    match = factory.SubFactory(MatchFactory)
    code = "objectives"
    reason = "The form is in the mail."
    asked_by = factory.SubFactory(PersonFactory)
    asked_on = date(2026, 11, 1)
    expires_on = date(2026, 12, 1)


class MatchPauseFactory(factory.django.DjangoModelFactory):
    """A pause that waits for a decision."""

    class Meta:
        model = MatchPause

    match = factory.SubFactory(MatchFactory)
    cause = MatchPause.Cause.CLEARANCE
    state = MatchPause.State.PROPOSED
    found_at = datetime(2026, 11, 1, 15, tzinfo=UTC)


class WorkplaceApprovalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkplaceApproval

    employer = factory.SubFactory(EmployerFactory)
    approved_by = factory.SubFactory(PersonFactory)
    approved_on = date(2026, 9, 1)
    areas = "Counter"
    supervisor = "Noor Aziz, pharmacist"
