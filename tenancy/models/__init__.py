"""Nouns of the ground floor."""

from tenancy.models.audit_event import AuditEvent
from tenancy.models.calendar import CalendarDay
from tenancy.models.district import District, Feature
from tenancy.models.grant import Grant, MembershipGrant, PersonGrant
from tenancy.models.heartbeat import Heartbeat
from tenancy.models.job import Job
from tenancy.models.membership import Membership, MembershipSchool, Scope
from tenancy.models.person import Person
from tenancy.models.person_apart import PersonApart
from tenancy.models.school import School
from tenancy.models.school_year import SchoolYear
from tenancy.models.snooze import Snooze

__all__ = [
    "AuditEvent",
    "CalendarDay",
    "District",
    "Feature",
    "Grant",
    "Heartbeat",
    "Job",
    "Membership",
    "MembershipGrant",
    "MembershipSchool",
    "Person",
    "PersonApart",
    "PersonGrant",
    "School",
    "SchoolYear",
    "Scope",
    "Snooze",
]
