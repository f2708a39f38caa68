"""What stands on the pages about people besides names and roles: each floor's columns, filters, deeds and sections."""

from accounts.grant_pages import cover_section, grants_section
from accounts.person_pages import INVITE, PRINTED_CODES, SIGN_IN_COLUMN, SIGN_IN_FILTER, sign_in_section
from correspondence.person_sections import LABELS, SIGN_IN_SHEET, messages_of, texts_to
from mentoring.mentor_page import mentor_section
from mentoring.relations import people_of_programs
from mentoring.role_pages import program_roles
from mentoring.student_sections import student_section
from screening.person_clearance import clearance_section
from screening.person_sections import safety_section
from tenancy.person_pages import PersonPages

PERSON_RELATIONS = (people_of_programs,)

PERSON_PAGES = PersonPages(
    columns=(SIGN_IN_COLUMN,),
    filters=(SIGN_IN_FILTER,),
    deeds=(INVITE, PRINTED_CODES, LABELS, SIGN_IN_SHEET),
    sections=(
        safety_section,
        mentor_section,
        student_section,
        clearance_section,
        program_roles,
        sign_in_section,
        texts_to,
        messages_of,
        cover_section,
        grants_section,
    ),
)
