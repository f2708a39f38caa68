"""Who may do what at all: roles × permissions, on one page. Deeds that depend on state are in each app's rules.py.

Deeds of floors above stand here as plain strings too, so that this page stays the only one.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is to the district."""

    ADMINISTRATOR = "administrator", _("District administrator")
    PRINCIPAL = "principal", _("Principal")
    COORDINATOR = "coordinator", _("Coordinator")
    TEACHER = "teacher", _("Teacher")
    COUNSELOR = "counselor", _("Counselor")
    FRONT_OFFICE = "front_office", _("Front office")
    AUDITOR = "auditor", _("Auditor")
    MENTOR = "mentor", _("Mentor")
    GUARDIAN = "guardian", _("Parent or guardian")
    STUDENT = "student", _("Student")


#: Roles of people whom the district or its schools employ or appoint.
STAFF_ROLES = frozenset(Role) - {Role.MENTOR, Role.GUARDIAN, Role.STUDENT}
#: Roles that must add a second step when they sign in.
EXTRA_STEP_ROLES = frozenset({Role.ADMINISTRATOR, Role.PRINCIPAL, Role.COORDINATOR})


class Permission(models.TextChoices):
    """One kind of deed."""

    HOME_VIEW = "home.view", _("See their own home page and profile")
    PEOPLE_VIEW = "people.view", _("Find colleagues, and whoever they have to do with")
    FAMILIES_VIEW = "families.view", _("Find every student, parent and mentor")
    PEOPLE_EDIT = "people.edit", _("Add people and change their details")
    ROLES_EDIT = "roles.edit", _("Give and end roles")
    SIGN_INS_EDIT = "sign_ins.edit", _("Invite people and reset their sign-in")
    COVER_OWN = "cover.own", _("Name cover for themselves")
    COVER_SET = "cover.set", _("Name cover for others")
    GRANTS_VIEW = "grants.view", _("See what is shared by exception")
    GRANTS_GIVE = "grants.give", _("Share by exception")
    AUDIT_VIEW = "audit.view", _("Read the audit log")
    SETTINGS_EDIT = "settings.edit", _("Change the district’s settings")
    CALENDAR_VIEW = "calendar.view", _("See the school calendar")
    CALENDAR_EDIT = "calendar.edit", _("Change the school calendar")
    MAIL_VIEW = "mail.view", _("See and resend sent mail")
    ROSTER_IMPORT = "roster.import", _("Bring in rosters and spreadsheets")
    PROGRAMS_VIEW = "programs.view", _("See programs and their class groups")
    PROGRAMS_EDIT = "programs.edit", _("Set up programs, their rules and class groups")
    STUDENTS_VIEW = "students.view", _("See every student of their schools and programs")
    STUDENTS_TAUGHT_VIEW = "students.taught.view", _("See the students of their own class groups")
    STUDENTS_EDIT = "students.edit", _("Change what is known of students, parents and guardians")
    STUDENTS_INTERVIEW = "students.interview", _("Interview students about their goals")
    STUDENTS_SELECT = "students.select", _("Accept students into a program")
    STUDENT_OWN = "students.own", _("Apply, and keep a portfolio")
    CHILDREN_VIEW = "children.view", _("See what concerns their own children")
    GUARDIANS_VIEW = "guardians.view", _("See parents and guardians and how to reach them")
    COURT_ORDERS_VIEW = "court_orders.view", _("Read court orders about students")
    MENTORS_VIEW = "mentors.view", _("See every mentor and employer")
    MENTORS_EDIT = "mentors.edit", _("Add mentors and employers, decide on applications")
    MENTOR_OWN = "mentors.own", _("Keep their own mentor profile")
    CLEARANCE_VIEW = "clearance.view", _("See until when a mentor is checked and trained")
    CLEARANCE_OUTCOMES_VIEW = "clearance.outcomes.view", _("See outcomes of background checks")
    CLEARANCE_EDIT = "clearance.edit", _("Record checks, training and acknowledged policies")
    REQUIREMENTS_EDIT = "requirements.edit", _("Say what is asked before somebody meets students")
    HOLD_PLACE = "holds.place", _("Place a safety hold")
    HOLD_LIFT = "holds.lift", _("Lift a safety hold")
    HOLD_REASON_VIEW = "holds.reason.view", _("Read why a safety hold was placed")
    INCIDENTS_ADD = "incidents.add", _("Report an incident")
    INCIDENTS_VIEW = "incidents.view", _("Read incident reports")
    MATCHES_VIEW = "matches.view", _("See matches and what they wait for")
    MATCHES_EDIT = "matches.edit", _("Propose matches, plan and start them")
    MATCHES_EXCEPT = "matches.except", _("Allow once what a match still lacks, with a reason")
    WORKPLACES_APPROVE = "workplaces.approve", _("Approve workplaces for visits")
    AGREEMENTS_VIEW = "documents.view", _("Read agreements and who signed when")
    AGREEMENTS_EDIT = "documents.edit", _("Send, void and replace agreements, file signed paper")
    AGREEMENTS_SIGN = "documents.sign", _("Sign agreements for the school")
    CLASSES_VIEW = "class.view", _("See what class groups work on, and who was in class")
    CLASSES_EDIT = "class.edit", _("Post what a class group works on, take attendance")
    MEETINGS_VIEW = "meeting.view", _("See meetings and what was logged of them")
    MEETINGS_EDIT = "meeting.edit", _("Plan, move and cancel meetings, log them for others")
    FRONT_DESK_VIEW = "meeting.desk", _("See who comes to their school today")
    ABSENCES_ADD = "meeting.absences", _("Say that a student is absent today or did not come")
    WORRIES_VIEW = "worries.view", _("Read what worried somebody about a meeting")
    JOURNALS_VIEW = "journal.view", _("Read journal entries that were handed in")
    JOURNALS_GRADE = "journal.grade", _("Grade journal entries and give them back")
    SUPPORT_VIEW = "talks.view", _("See support calls, goals and hours of matches")
    SUPPORT_EDIT = "talks.edit", _("Note support calls and visits, close matches")
    REFERRALS_ADD = "referrals.add", _("Write to the counselor about a student")
    REFERRALS_READ = "referrals.read", _("Read what was written to the counselor")
    REFERRALS_WATCH = "referrals.watch", _("See that a letter to the counselor was never opened")
    LETTERS_EDIT = "letters.edit", _("Write, make and send letters and certificates")
    REPORTS_VIEW = "reports.view", _("See the monthly page and the charts of their schools")
    PUBLICITY_VIEW = "publicity.view", _("See who may be shown in photos and stories")


_EVERYBODY = frozenset({Permission.HOME_VIEW})
_STAFF = _EVERYBODY | {
    Permission.PEOPLE_VIEW,
    Permission.CALENDAR_VIEW,
    Permission.COVER_OWN,
    Permission.CLEARANCE_VIEW,
    Permission.INCIDENTS_ADD,
    Permission.REFERRALS_ADD,
}

#: Deeds of one's own role, which no administrator does for somebody.
_OWN_DEEDS = frozenset({Permission.STUDENT_OWN, Permission.CHILDREN_VIEW, Permission.MENTOR_OWN})
#: What the counselor and a named back-up read, and nobody else, administrators included (S-21).
_COUNSELING = frozenset({Permission.REFERRALS_READ})
#: A teacher's own work, which is no more power over anybody than looking after teachers is.
TEACHING = frozenset({Permission.JOURNALS_GRADE})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission) - _OWN_DEEDS - _COUNSELING,
    Role.PRINCIPAL: _STAFF
    | {
        Permission.FAMILIES_VIEW,
        Permission.COVER_SET,
        Permission.GRANTS_VIEW,
        Permission.GRANTS_GIVE,
        Permission.CALENDAR_EDIT,
        Permission.PROGRAMS_VIEW,
        Permission.STUDENTS_VIEW,
        Permission.GUARDIANS_VIEW,
        Permission.COURT_ORDERS_VIEW,
        Permission.MENTORS_VIEW,
        Permission.MATCHES_VIEW,
        Permission.MATCHES_EXCEPT,
        Permission.WORKPLACES_APPROVE,
        Permission.AGREEMENTS_VIEW,
        Permission.AGREEMENTS_SIGN,
        Permission.HOLD_PLACE,
        Permission.HOLD_LIFT,
        Permission.HOLD_REASON_VIEW,
        Permission.INCIDENTS_VIEW,
        Permission.CLASSES_VIEW,
        Permission.MEETINGS_VIEW,
        Permission.FRONT_DESK_VIEW,
        Permission.ABSENCES_ADD,
        Permission.SUPPORT_VIEW,
        Permission.REPORTS_VIEW,
        Permission.PUBLICITY_VIEW,
    },
    Role.COORDINATOR: _STAFF
    | {
        Permission.FAMILIES_VIEW,
        Permission.PEOPLE_EDIT,
        Permission.SIGN_INS_EDIT,
        Permission.GRANTS_VIEW,
        Permission.GRANTS_GIVE,
        Permission.CALENDAR_EDIT,
        Permission.MAIL_VIEW,
        Permission.ROSTER_IMPORT,
        Permission.PROGRAMS_VIEW,
        Permission.PROGRAMS_EDIT,
        Permission.STUDENTS_VIEW,
        Permission.STUDENTS_TAUGHT_VIEW,
        Permission.STUDENTS_EDIT,
        Permission.STUDENTS_INTERVIEW,
        Permission.STUDENTS_SELECT,
        Permission.GUARDIANS_VIEW,
        Permission.COURT_ORDERS_VIEW,
        Permission.MENTORS_VIEW,
        Permission.MENTORS_EDIT,
        Permission.CLEARANCE_OUTCOMES_VIEW,
        Permission.CLEARANCE_EDIT,
        Permission.REQUIREMENTS_EDIT,
        Permission.MATCHES_VIEW,
        Permission.MATCHES_EDIT,
        Permission.AGREEMENTS_VIEW,
        Permission.AGREEMENTS_EDIT,
        Permission.HOLD_PLACE,
        Permission.INCIDENTS_VIEW,
        Permission.CLASSES_VIEW,
        Permission.CLASSES_EDIT,
        Permission.MEETINGS_VIEW,
        Permission.MEETINGS_EDIT,
        Permission.FRONT_DESK_VIEW,
        Permission.ABSENCES_ADD,
        Permission.WORRIES_VIEW,
        Permission.JOURNALS_VIEW,
        Permission.SUPPORT_VIEW,
        Permission.SUPPORT_EDIT,
        Permission.LETTERS_EDIT,
        Permission.REPORTS_VIEW,
        Permission.PUBLICITY_VIEW,
    },
    Role.TEACHER: _STAFF
    | {
        Permission.PROGRAMS_VIEW,
        Permission.STUDENTS_TAUGHT_VIEW,
        Permission.STUDENTS_INTERVIEW,
        Permission.MATCHES_VIEW,
        Permission.CLASSES_VIEW,
        Permission.CLASSES_EDIT,
        Permission.MEETINGS_VIEW,
        Permission.MEETINGS_EDIT,
        Permission.ABSENCES_ADD,
        Permission.JOURNALS_VIEW,
        Permission.JOURNALS_GRADE,
        Permission.SUPPORT_VIEW,
    },
    Role.COUNSELOR: _STAFF
    | {
        Permission.PROGRAMS_VIEW,
        Permission.STUDENTS_VIEW,
        Permission.GUARDIANS_VIEW,
        Permission.COURT_ORDERS_VIEW,
        Permission.HOLD_PLACE,
        Permission.WORRIES_VIEW,
        Permission.REFERRALS_READ,
    },
    Role.FRONT_OFFICE: _STAFF | {Permission.FRONT_DESK_VIEW, Permission.ABSENCES_ADD},
    Role.AUDITOR: _EVERYBODY | {Permission.PROGRAMS_VIEW},
    Role.MENTOR: _EVERYBODY | {Permission.MENTOR_OWN, Permission.REFERRALS_ADD},
    Role.GUARDIAN: _EVERYBODY | {Permission.CHILDREN_VIEW},
    Role.STUDENT: _EVERYBODY | {Permission.STUDENT_OWN, Permission.REFERRALS_ADD},
}

#: What platform staff may do inside a district that they entered with a reason: look, and set people up again.
PLATFORM_PERMISSIONS = frozenset(
    {
        Permission.HOME_VIEW,
        Permission.PEOPLE_VIEW,
        Permission.FAMILIES_VIEW,
        Permission.PEOPLE_EDIT,
        Permission.ROLES_EDIT,
        Permission.SIGN_INS_EDIT,
        Permission.GRANTS_VIEW,
        Permission.AUDIT_VIEW,
        Permission.SETTINGS_EDIT,
        Permission.CALENDAR_VIEW,
        Permission.MAIL_VIEW,
    }
)
