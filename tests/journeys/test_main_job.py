"""The main job, whole, through one district: it is founded and fills, two people are brought together, four sign, they
meet, the student writes, the match is closed, and the mentor is thanked.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.arriving_steps import (
    applicant_taken_up,
    applied_on_a_phone,
    mentors_listed,
    policies_recorded,
    roster_given,
    seen_who_runs_out,
)
from tests.journeys.browsing import ON_A_PHONE
from tests.journeys.closing_steps import closed, thanked, thanks_approved, thanks_written
from tests.journeys.enrolling_steps import family_known, student_accepted, student_added
from tests.journeys.founding_steps import (
    came_in_by_mail,
    came_in_by_paper,
    colleague_added,
    contact_named,
    founded,
    slip,
)
from tests.journeys.inviting_steps import invitation_accepted, invited
from tests.journeys.journal_steps import grade_read, graded, reminder_seen, written
from tests.journeys.journey import Journey
from tests.journeys.mailbox import Mailbox
from tests.journeys.maple import Maple
from tests.journeys.matching_steps import (
    planned,
    proposed,
    said_yes,
    started_once,
    talked,
    told_that_both_said_yes,
    told_that_it_starts,
)
from tests.journeys.meeting_steps import logged_from_the_mail, logged_signed_in, meeting_planned
from tests.journeys.profile_steps import kept_waiting, mentor_introduced_himself
from tests.journeys.program_steps import class_group_taken, program_opened
from tests.journeys.signing_steps import (
    agreement_downloaded,
    member_signs,
    mother_signs,
    school_missing,
    school_signs,
    sent,
    told_apart,
    told_where_the_copy_is,
)
from tests.stack.running import RunningStack

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

GOAL = "Find out what nurses decide by themselves"
ENTRY = "We walked through the emergency room before the shift began. I did not know how much is written down by hand."
COMMENT = "You noticed what others overlook."
LINES = "You showed me that nurses decide a lot. Thank you for your patience."


def test_a_new_district_does_its_main_job(
    stack: RunningStack, browser: Browser, mailbox: Mailbox, tmp_path: Path
) -> None:
    maple = Maple("maple")
    with Journey.through(maple.slug, stack, browser, mailbox) as journey:
        its_staff_comes_in(journey, maple)
        program, address = it_fills(journey, maple)
        mentors_are_cleared(journey, maple, address)
        a_student_takes_part(journey, maple, program)
        they_come_in(journey, maple)
        match = two_are_brought_together(journey, maple)
        four_sign(journey, maple, match, tmp_path)
        they_meet(journey, maple, match)
        the_student_writes(journey, maple)
        it_ends(journey, maple, match)
        assert journey.faults() == []


def its_staff_comes_in(journey: Journey, maple: Maple) -> None:
    """The administrator and the principal by paper, the coordinator by mail."""
    administrator = came_in_by_paper(journey, maple.administrator, founded(journey, maple.administrator))
    contact_named(journey, administrator, maple.coordinator)
    colleague_added(journey, administrator, maple.coordinator, "Coordinator", is_mailed=True)
    colleague_added(journey, administrator, maple.principal, "Principal", is_mailed=False)
    came_in_by_paper(journey, maple.principal, slip(administrator))
    journey.passes("two_minutes")
    came_in_by_mail(journey, maple.coordinator)


def it_fills(journey: Journey, maple: Maple) -> tuple[str, str]:
    """A roster and a program; returns the addresses of its page, and of the one on which mentors apply."""
    administrator = journey.of(maple.administrator)
    roster_given(journey, administrator, maple.roster(journey.today), maple.student)
    return program_opened(journey, administrator, maple.program)


def mentors_are_cleared(journey: Journey, maple: Maple, address: str) -> None:
    """Two come by spreadsheet and one applies; what they signed on paper is recorded, and who runs out is seen."""
    coordinator = journey.of(maple.coordinator)
    mentors_listed(journey, coordinator, maple.sheet_of_mentors(journey.today), maple.program, maple.mentor)
    applied_on_a_phone(journey, address, maple.applicant)
    applicant_taken_up(journey, coordinator, maple.applicant)
    policies_recorded(journey, coordinator, ["Child safety policy", "Guidelines for mentors"])
    seen_who_runs_out(journey, coordinator, maple.mentor_who_runs_out)


def a_student_takes_part(journey: Journey, maple: Maple, program: str) -> None:
    """Interviewed and accepted, in a class group, with a mother who may sign and reads Spanish."""
    coordinator = journey.of(maple.coordinator)
    student_added(journey, coordinator, program, maple.student)
    student_accepted(journey, coordinator, maple.student, GOAL)
    class_group_taken(journey, coordinator, program, maple.class_group)
    family_known(journey, coordinator, maple.student, maple.mother)


def they_come_in(journey: Journey, maple: Maple) -> None:
    """Student, mentor and teacher sign in for the first time; the mentor says who he is."""
    coordinator = journey.of(maple.coordinator)
    kept_waiting(journey, coordinator, maple.student, maple.mentor)
    invited(journey, coordinator, maple.student, maple.mentor, maple.teacher)
    journey.passes("two_minutes")
    for one in (maple.student, maple.mentor, maple.teacher):
        invitation_accepted(journey, one)
    mentor_introduced_himself(journey, journey.of(maple.mentor))


def two_are_brought_together(journey: Journey, maple: Maple) -> str:
    """They talk, and each says yes; returns the match's page."""
    coordinator = journey.of(maple.coordinator)
    match = proposed(journey, coordinator, maple.student, maple.mentor)
    talked(journey, coordinator, match, maple.teacher)
    for one in (maple.student, maple.mentor):
        said_yes(journey, journey.of(one), match)
    planned(journey, coordinator, match, maple.teacher, maple.coordinator)
    return match


def four_sign(journey: Journey, maple: Maple, match: str, folder: Path) -> None:
    """The mother on a phone, the student, the mentor who draws, the principal; then the match can start."""
    coordinator, mother = journey.of(maple.coordinator), journey.arrive(**ON_A_PHONE, locale="es-MX")
    sent(journey, coordinator, match, maple.mother)
    journey.passes("two_minutes")
    told_that_both_said_yes(journey, maple.student, maple.mentor)
    mother_signs(journey, mother, maple.mother)
    member_signs(journey, journey.of(maple.student), typed_name=maple.student.name)
    member_signs(journey, journey.of(maple.mentor))
    school_missing(coordinator, match, maple.principal)
    school_signs(journey, journey.of(maple.principal), maple.principal, maple.student)
    told_apart(journey, agreement_downloaded(journey, mother, folder))
    started_once(journey, coordinator, match)


def they_meet(journey: Journey, maple: Maple, match: str) -> None:
    """As planned; it is written down on the mentor's phone, from the mail that asks how it was."""
    meeting_planned(journey, journey.of(maple.coordinator), match, maple.teacher)
    journey.passes("an_hour_after_the_meeting")
    told_where_the_copy_is(journey, maple.mother, maple.student, maple.mentor)
    told_that_it_starts(journey, maple.student, maple.mentor)
    phone = journey.arrive(**ON_A_PHONE, java_script_enabled=False)
    logged_from_the_mail(journey, phone, maple.mentor, maple.student, "Emergency room before the shift.")


def the_student_writes(journey: Journey, maple: Maple) -> None:
    """About the first meeting in time, which is graded; about the second one not until she is reminded."""
    student, mentor = journey.of(maple.student), journey.of(maple.mentor)
    written(journey, student, ENTRY)
    graded(journey, journey.of(maple.teacher), maple.student, ENTRY, COMMENT)
    grade_read(journey, student, COMMENT)
    logged_signed_in(journey, mentor, "The laboratory.")
    journey.passes("a_week_without_writing")
    reminder_seen(journey, student, maple.student)


def it_ends(journey: Journey, maple: Maple, match: str) -> None:
    """Lines of thanks, closing, and the letter: downloaded, and the same in the mentor's mailbox."""
    coordinator = journey.of(maple.coordinator)
    thanks_written(journey, journey.of(maple.student), LINES)
    thanks_approved(journey, journey.of(maple.teacher), maple.student, LINES)
    closed(journey, coordinator, match)
    letter = thanked(journey, coordinator, maple.program, maple.mentor)
    journey.passes("two_minutes")
    assert letter.startswith(b"%PDF-")
    assert journey.mailbox.with_words(maple.mentor.email, "A letter from").files == (letter,)
