"""Whom a student could meet: a program’s mentors, by what they have in common; those who cannot, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentoring import pairing_rules
from mentoring.blockers import Blocker
from mentoring.matching.score import MentorProfile, Score, StudentProfile, score
from mentoring.models import (
    Employment,
    Goal,
    Interest,
    Mentor,
    Program,
    ProgramMentor,
    ProgramStudent,
    StudentApplication,
)
from mentoring.policy_rules import policy_of

#: Suggested at most.
MOST = 20


@dataclass(frozen=True)
class Candidate:
    """A mentor for a student: what they have in common, and what keeps them from being matched."""

    mentor: Mentor
    score: Score
    blockers: Sequence[Blocker]
    interest: Interest | None = None
    employer: str = ""

    @property
    def is_free(self) -> bool:
        """Whether nothing keeps them from being matched."""
        return not self.blockers


@dataclass(frozen=True)
class Candidates:
    """Those who can be proposed, the best first and up to MOST; those who cannot, by name, with the first reason."""

    profile: StudentProfile
    free: Sequence[Candidate]
    blocked: Sequence[Candidate]

    def of(self, mentor_pk: int | None) -> Candidate | None:
        """The candidate with this mentor; without an id, the first of those who can be proposed."""
        if mentor_pk is None:
            return self.free[0] if self.free else None
        return next((one for one in (*self.free, *self.blocked) if one.mentor.pk == mentor_pk), None)


def candidates(place: ProgramStudent, *, on: date) -> Candidates:
    """Every accepted mentor of the student's program. Some twenty queries, however many mentors."""
    program = place.program
    place.district = program.district  # read once
    policy = policy_of(program)
    accepted = ProgramMentor.objects.of(program.district).filter(program=program, state=ProgramMentor.State.ACCEPTED)
    mentors = list(
        Mentor.objects.of(program.district)
        .present()
        .filter(pk__in=accepted.values("mentor"))
        .prefetch_related("person")
        .in_list_order()
    )
    blocked = pairing_rules.pairing_blockers_of([place.student], mentors, program=program, on=on)
    wishes = {one.mentor_id: one for one in _wishes(place)}
    profile, employers = student_profile(place), _employers(mentors, program)
    found = [
        Candidate(
            mentor=one,
            score=score(profile, mentor_profile(one), places=policy.places if policy else (), asked=one.pk in wishes),
            blockers=blocked[place.student_id, one.pk],
            interest=wishes.get(one.pk),
            employer=employers.get(one.pk, ""),
        )
        for one in mentors
    ]
    free = sorted((one for one in found if one.is_free), key=lambda one: (-one.score.points, one.mentor.pk))
    return Candidates(profile, free[:MOST], [one for one in found if not one.is_free])


def student_profile(place: ProgramStudent) -> StudentProfile:
    """What counts of a student in a program: profile, application, goals. Two queries."""
    student = place.student
    application = StudentApplication.objects.of(place.district).filter(program_student=place, sent_at__isnull=False)
    written = application.first()
    goals = (
        Goal.objects.of(place.district).filter(program_student=place, dropped_on=None).values_list("text", flat=True)
    )
    texts = [written.interests, written.why] if written else []
    return StudentProfile(
        career_area=student.career_area or (written.career_area if written else ""),
        texts=(*texts, *goals.values_list("text", flat=True)),
        times=written.availability if written else "",
        language=student.person.language,
    )


def mentor_profile(mentor: Mentor) -> MentorProfile:
    """What counts of a mentor."""
    return MentorProfile(
        career_areas=tuple(mentor.career_areas),
        texts=(mentor.occupation, mentor.about),
        times=mentor.availability,
        language=mentor.person.language,
        languages=mentor.languages,
        places=tuple(mentor.places),
    )


def _wishes(place: ProgramStudent) -> Sequence[Interest]:
    wanted = Interest.objects.of(place.district).filter(program=place.program_id, student=place.student_id)
    return list(wanted.filter(state__in=[Interest.State.OPEN, Interest.State.YES]))


def _employers(mentors: Sequence[Mentor], program: Program) -> Mapping[int, str]:
    present = Employment.objects.of(program.district).filter(mentor__in=[one.pk for one in mentors], ends_on=None)
    return {one.mentor_id: one.employer.name for one in present.prefetch_related("employer")}
