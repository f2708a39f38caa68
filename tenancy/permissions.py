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


_EVERYBODY = frozenset({Permission.HOME_VIEW})
_STAFF = _EVERYBODY | {Permission.PEOPLE_VIEW, Permission.CALENDAR_VIEW, Permission.COVER_OWN}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.PRINCIPAL: _STAFF
    | {
        Permission.FAMILIES_VIEW,
        Permission.COVER_SET,
        Permission.GRANTS_VIEW,
        Permission.GRANTS_GIVE,
        Permission.CALENDAR_EDIT,
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
    },
    Role.TEACHER: _STAFF,
    Role.COUNSELOR: _STAFF,
    Role.FRONT_OFFICE: _STAFF,
    Role.AUDITOR: _EVERYBODY,
    Role.MENTOR: _EVERYBODY,
    Role.GUARDIAN: _EVERYBODY,
    Role.STUDENT: _EVERYBODY,
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
