"""What stands on the pages about people besides names and roles: each floor's columns, filters, deeds and sections."""

from accounts import merging as accounts_merging
from accounts.grant_pages import cover_section, grants_section
from accounts.person_pages import INVITE, PRINTED_CODES, SIGN_IN_COLUMN, SIGN_IN_FILTER, sign_in_section
from agreements import merging as agreements_merging
from classes import merging as classes_merging
from classes.own_class import attendance_section
from config.homes.person_year import year_section
from correspondence import merging as correspondence_merging
from correspondence.person_sections import LABELS, LETTERS, SIGN_IN_SHEET, messages_of, texts_to
from journals import merging as journals_merging
from meetings import merging as meetings_merging
from mentoring import merging as mentoring_merging
from mentoring.guardian_sections import section_of_guardian, section_of_student
from mentoring.mentor_page import mentor_section
from mentoring.relations import no_students_while_held, people_in_reach, people_of_programs
from mentoring.role_pages import program_roles
from mentoring.student_sections import student_section
from rosters import merging as rosters_merging
from screening import merging as screening_merging
from screening.person_clearance import clearance_section
from screening.person_sections import safety_section
from screening.querysets.holds import on_hold
from support import merging as support_merging
from support.page_sections import student_section as counselor_section
from tenancy import people_merging as tenancy_merging
from tenancy.person_pages import PersonPages

PERSON_RELATIONS = (people_of_programs,)
PERSON_LIMITS = (no_students_while_held,)
PERSON_REACH = (people_in_reach,)
VIEWER_FACTS = (on_hold,)

PERSON_PAGES = PersonPages(
    columns=(SIGN_IN_COLUMN,),
    filters=(SIGN_IN_FILTER,),
    deeds=(INVITE, PRINTED_CODES, LABELS, SIGN_IN_SHEET, LETTERS),
    sections=(
        safety_section,
        year_section,
        mentor_section,
        student_section,
        section_of_student,
        attendance_section,
        counselor_section,
        section_of_guardian,
        clearance_section,
        program_roles,
        sign_in_section,
        texts_to,
        messages_of,
        cover_section,
        grants_section,
    ),
)

#: What becomes of rows when two entries of a person are merged, floor by floor.
PERSON_MERGING = (
    tenancy_merging.MERGING,
    accounts_merging.MERGING,
    correspondence_merging.MERGING,
    screening_merging.MERGING,
    agreements_merging.MERGING,
    mentoring_merging.MERGING,
    classes_merging.MERGING,
    support_merging.MERGING,
    meetings_merging.MERGING,
    journals_merging.MERGING,
    rosters_merging.MERGING,
)
#: Why two people of the same name are likely one.
PERSON_LIKENESS = (mentoring_merging.shares_child, mentoring_merging.shares_birthday)
