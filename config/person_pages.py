"""What stands on the pages about people besides names and roles: each floor's columns, filters, deeds and sections."""

from tenancy.person_pages import PersonPages

PERSON_PAGES = PersonPages()
