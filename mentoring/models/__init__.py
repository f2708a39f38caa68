"""Programs, students, guardians, mentors, employers, matches; classes of the roster."""

from mentoring.models.choosing import Interest, MatchInterview
from mentoring.models.class_group import ClassGroup, ClassGroupStudent
from mentoring.models.employer import Employer, Employment
from mentoring.models.guardian import CourtOrder, Guardian, Guardianship
from mentoring.models.match import Answer, Match, MatchMentor, MatchStudent
from mentoring.models.mentor import Mentor, MentorApplication, MentorTie, OtherRole, ProgramMentor, Rating
from mentoring.models.policy import (
    Format,
    JournalRhythm,
    Perks,
    PlaceKind,
    Policy,
    Preset,
    RemoteContact,
    Signers,
)
from mentoring.models.portfolio import PortfolioItem
from mentoring.models.program import MembershipProgram, Phase, Program, ProgramPhase, ProgramSchool
from mentoring.models.program_student import Goal, ProgramStudent, StudentApplication, StudentInterview
from mentoring.models.publicity import MediaContact, PublicityConsent
from mentoring.models.readiness import MatchException, MatchObjective, MatchPause, WorkplaceApproval
from mentoring.models.roster import Enrollment, Section
from mentoring.models.student import Student

__all__ = [
    "Answer",
    "ClassGroup",
    "ClassGroupStudent",
    "CourtOrder",
    "Employer",
    "Employment",
    "Enrollment",
    "Format",
    "Goal",
    "Guardian",
    "Guardianship",
    "Interest",
    "JournalRhythm",
    "Match",
    "MatchException",
    "MatchInterview",
    "MatchMentor",
    "MatchObjective",
    "MatchPause",
    "MatchStudent",
    "MediaContact",
    "MembershipProgram",
    "Mentor",
    "MentorApplication",
    "MentorTie",
    "OtherRole",
    "Perks",
    "Phase",
    "PlaceKind",
    "Policy",
    "PortfolioItem",
    "Preset",
    "Program",
    "ProgramMentor",
    "ProgramPhase",
    "ProgramSchool",
    "ProgramStudent",
    "PublicityConsent",
    "Rating",
    "RemoteContact",
    "Section",
    "Signers",
    "Student",
    "StudentApplication",
    "StudentInterview",
    "WorkplaceApproval",
]
