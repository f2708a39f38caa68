"""What follows from what happens, all on this page.

Each line: a happening of a lower floor → the actions that follow, in this order, in the same transaction.
"""

from accounts import followers
from agreements import followers as agreements_followers
from classes import followers as classes_followers
from correspondence import followers as correspondence_followers
from journals import followers as journals_followers
from meetings import followers as meetings_followers
from mentoring import followers as mentoring_followers
from screening import followers as screening_followers
from support import closing_followers
from support import followers as support_followers
from tenancy.happenings import Consequences

CONSEQUENCES: Consequences = {
    "agreement.completed": (mentoring_followers.document_changed,),
    "agreement.declined": (mentoring_followers.document_changed,),
    "agreement.sealed": (),
    "agreement.voided": (mentoring_followers.document_changed,),
    "calendar.changed": (meetings_followers.calendar_changed,),
    "clearance.changed": (mentoring_followers.clearance_changed,),
    "meeting.log_changed": (journals_followers.meeting_logged,),
    "meeting.logged": (journals_followers.meeting_logged, meetings_followers.meeting_changed),
    "match.end_taken_back": (meetings_followers.match_end_taken_back, closing_followers.end_taken_back),
    "match.ended": (meetings_followers.match_ended,),
    "match.paused": (meetings_followers.match_paused,),
    "match.resumed": (meetings_followers.match_resumed,),
    "meeting.brought_back": (),
    "meeting.canceled": (meetings_followers.meeting_changed,),
    "meeting.moved": (meetings_followers.meeting_changed,),
    "meeting.planned": (),
    "membership.ended": (),
    "membership.given": (followers.role_given, mentoring_followers.role_placed),
    "permission.withdrawn": (mentoring_followers.permission_withdrawn,),
    "person.address_changed": (followers.address_changed, agreements_followers.address_changed),
    "person.deactivated": (followers.person_left, agreements_followers.person_left),
    "person.held": (mentoring_followers.person_held, meetings_followers.person_held),
    "person.hold_lifted": (mentoring_followers.person_hold_lifted, meetings_followers.person_hold_lifted),
    "person.invitation_wanted": (followers.invitation_wanted,),
    "person.merged": (
        followers.person_merged,
        correspondence_followers.person_merged,
        screening_followers.person_merged,
        agreements_followers.person_merged,
        # Before mentoring makes one student of both: what hangs on a student moves along first.
        classes_followers.person_merged,
        support_followers.students_merging,
        mentoring_followers.person_merged,
        support_followers.person_merged,
        meetings_followers.person_merged,
        journals_followers.person_merged,
    ),
    "person.reactivated": (),
    "person.renamed": (mentoring_followers.person_renamed,),
    "student.no_show": (
        support_followers.student_not_come,
        journals_followers.student_missed,
    ),
}
