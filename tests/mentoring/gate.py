"""A match that lacks nothing: Mia and Sam said yes, Gil signed, Mia is checked, Tom supervises; and what is taken away.

The program asks one background check and one training of its mentors.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from agreements.models import Agreement, Kind, Party, PartyState, Permission, Role, State
from mentoring.models import Employer, Guardianship, Match, MatchMentor, MatchObjective, MatchStudent, Policy, Program
from screening.models import Asked, BackgroundCheck, Requirement, Training
from tests.conftest import Cast
from tests.factories.agreements import AgreementFactory, PacketFactory, PartyFactory
from tests.factories.mentoring import (
    EmployerFactory,
    EmploymentFactory,
    GuardianFactory,
    GuardianshipFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    ProgramFactory,
    ProgramMentorFactory,
    ProgramSchoolFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.screening import (
    AskedFactory,
    BackgroundCheckFactory,
    RequirementFactory,
    RequirementSetFactory,
    TrainingFactory,
    TrainingRecordFactory,
)

#: What is checked and trained in the scene counts until this day.
UNTIL = date(2027, 9, 1)
SIGNED_AT = datetime(2026, 10, 5, 15, tzinfo=UTC)


@dataclass
class Gate:
    """The rows of a match that is ready."""

    program: Program
    policy: Policy
    match: Match
    student_row: MatchStudent
    mentor_row: MatchMentor
    guardianship: Guardianship
    agreement: Agreement
    permissions: Agreement
    parties: dict[str, Party]
    check: BackgroundCheck
    training: Training
    asked: Asked
    employer: Employer


def program_of(cast: Cast, **facts: object) -> tuple[Program, Training]:
    """A program that asks a check and a training, each good for a year from September 1, 2026."""
    asked = RequirementSetFactory()
    training = TrainingFactory(title="Mentor training")
    RequirementFactory(requirement_set=asked, position=1, valid_months=12)
    RequirementFactory(
        requirement_set=asked,
        position=2,
        kind=Requirement.Kind.TRAINING,
        title="Mentor training",
        training=training,
        valid_months=12,
    )
    program = ProgramFactory(**({"name": "Career mentoring", "requirement_set": asked} | facts))
    ProgramSchoolFactory(program=program, school=cast.school)
    return program, training


def ready(cast: Cast, **facts: object) -> Gate:
    """Set the scene in this district; ``facts`` are the match's. Call it inside ``with cast.open():``."""
    program, training = program_of(cast)
    student = StudentFactory(person=cast.sam, school=cast.school)
    ProgramStudentFactory(program=program, student=student)
    guardianship = GuardianshipFactory(student=student, guardian=GuardianFactory(person=cast.gil))
    mentor = MentorFactory(person=cast.mia)
    employer = EmployerFactory(name="Riverside Clinic")
    EmploymentFactory(mentor=mentor, employer=employer)
    ProgramMentorFactory(program=program, mentor=mentor)
    check = BackgroundCheckFactory(person=cast.mia)
    TrainingRecordFactory(person=cast.mia, training=training)
    asked = AskedFactory(person=cast.mia, requirement_set=program.requirement_set, state="clear", covers_until=UNTIL)
    match = MatchFactory(
        **(
            {
                "program": program,
                "state": Match.State.AGREED,
                "starts_on": None,
                "supervising_teacher": cast.tom,
                "adult_in_charge": cast.tom,
                "places": ["school"],
                "schedule": "Tuesdays, period 2",
            }
            | facts
        )
    )
    MatchObjective.objects.create(
        district=match.district, match=match, position=1, text="Explains what a pharmacist does"
    )
    packet = PacketFactory(student=cast.sam)
    student_row = MatchStudentFactory(match=match, student=student, answer="yes", packet=packet, is_alone=True)
    mentor_row = MatchMentorFactory(match=match, mentor=mentor, answer="yes")
    agreement = AgreementFactory(packet=packet, state=State.SEALED, completed_at=SIGNED_AT)
    permissions = AgreementFactory(packet=packet, kind=Kind.PERMISSIONS, state=State.SEALED, completed_at=SIGNED_AT)
    parties = {
        "student": signed(agreement, cast.sam, Role.STUDENT),
        "guardian": signed(agreement, cast.gil, Role.GUARDIAN),
        "mentor": signed(agreement, cast.mia, Role.MENTOR),
        "school": signed(agreement, cast.pia, Role.SCHOOL),
        "permissions": signed(permissions, cast.gil, Role.GUARDIAN),
    }
    policy = program.policies.get()
    return Gate(
        program,
        policy,
        match,
        student_row,
        mentor_row,
        guardianship,
        agreement,
        permissions,
        parties,
        check,
        training,
        asked,
        employer,
    )


def signed(agreement: Agreement, person: object, role: Role) -> Party:
    """A party that signed by a link."""
    return PartyFactory(
        agreement=agreement, person=person, role=role, state=PartyState.SIGNED, signed_at=SIGNED_AT, method="link"
    )


def unsign(party: Party) -> None:
    """The party has not signed, and the document is out again."""
    party.state, party.signed_at, party.method, party.invited_at = PartyState.INVITED, None, "", SIGNED_AT
    party.save()
    Agreement.objects.filter(pk=party.agreement_id).update(state=State.OUT, completed_at=None)


def permit(gate: Gate, kind: Permission.Kind, *, is_granted: bool = True) -> Permission:
    """Gil's answer about one permission."""
    return Permission.objects.create(
        district=gate.match.district,
        party=gate.parties["permissions"],
        kind=kind,
        is_granted=is_granted,
        answered_at=SIGNED_AT,
    )
