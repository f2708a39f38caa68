"""The rules of a program: read, changed, with what a change would mean."""

from datetime import date

import pytest

from mentoring.models import Policy, Preset
from mentoring.presets import POLICIES
from tenancy.models import AuditEvent
from tests.factories.mentoring import (
    MatchFactory,
    MentorFactory,
    PolicyFactory,
    ProgramFactory,
    ProgramMentorFactory,
    ProgramSchoolFactory,
    ProgramStudentFactory,
    StudentFactory,
)

ANSWERS = {
    "minimum_grade": 9,
    "career_course_codes": "",
    "requires_career_area": "on",
    "requires_interview": "on",
    "minimum_mentor_age": 21,
    "formats": ["one_to_one"],
    "places": ["school", "workplace"],
    "promised_months": 6,
    "planned_meetings": 12,
    "meeting_minutes": 60,
    "quiet_school_days": 20,
    "shares_class_focus": "on",
    "remote_contact": "none",
    "students_may_ask": "on",
    "asks_at_once": 3,
    "days_to_answer": 7,
    "perks": "ask",
    "perks_limit": "",
    "visit_every_days": 30,
    "signers": "any",
    "tells_guardian_at_18": "on",
    "journal_rhythm": "meeting",
    "journal_days": 5,
    "log_days": 2,
    "no_show_days": 60,
    "first_month_calls": 2,
    "call_every_days": 30,
    "goals_every_days": 90,
    "referral_hours": 4,
    "reason": "",
}


@pytest.fixture
def program(oak):
    """A program with the rules of the factory, which are the model's."""
    with oak.open():
        made = ProgramFactory()
        ProgramSchoolFactory(program=made, school=oak.school)
        return made


def rules_of(oak, program):
    """The rules as they are now."""
    with oak.open():
        return Policy.objects.get(program=program)


def test_policy_edit_without_a_change_changes_nothing(oak, client_of, program):
    client = client_of(oak.ana)
    page = client.post(f"programs/{program.pk}/rules/", ANSWERS, follow=True)
    assert "Nothing was changed" in page.text
    with oak.open():
        assert not AuditEvent.objects.filter(verb="policy.change").exists()


def test_policy_edit_keeps_before_and_after_in_the_log(oak, client_of, program):
    answers = {**ANSWERS, "promised_months": 9, "formats": ["team", "one_to_one"], "reason": "The board said so"}
    assert client_of(oak.ana).post(f"programs/{program.pk}/rules/", answers).status_code == 302
    policy = rules_of(oak, program)
    assert (policy.promised_months, policy.formats) == (9, ["one_to_one", "team"])
    with oak.open():
        event = AuditEvent.objects.get(verb="policy.change")
    assert event.facts == {"promised_months": "6 → 9", "formats": "one_to_one → one_to_one, team"}
    assert event.reason == "The board said so"
    log = client_of(oak.ada).get("audit/").text
    assert "promised months: 6 → 9" in log


def test_every_rule_is_explained(oak, client_of, program):
    form = client_of(oak.ana).get(f"programs/{program.pk}/rules/").context["form"]
    shown = [field for section in form.sections for field in section.fields]
    assert [field.name for field in shown if not field.help_text] == []
    fields = {one.name for one in Policy._meta.concrete_fields} - {"id", "district", "program", "preset"}
    assert {field.name for field in shown} == fields


def test_policy_edit_says_first_whom_a_change_touches(oak, client_of, program):
    with oak.open():
        ProgramStudentFactory.create_batch(3, program=program, student__grade="09")
        ProgramStudentFactory(program=program, student=StudentFactory(grade="11", career_area=""))
        ProgramStudentFactory(program=program, student=StudentFactory(grade="09"), exception_reason="Ready")
    client, answers = client_of(oak.ana), {**ANSWERS, "minimum_grade": 10}
    page = client.post(f"programs/{program.pk}/rules/", answers)
    assert page.status_code == 422
    assert page.context["meant"] == ["3 students who are accepted are below the new lowest grade. They stay accepted."]
    assert rules_of(oak, program).minimum_grade == 9
    client.post(f"programs/{program.pk}/rules/", {**answers, "save_anyway": "1"})
    assert rules_of(oak, program).minimum_grade == 10


def test_effects_on_mentors_and_matches(oak, client_of, program):
    with oak.open():
        ProgramMentorFactory(program=program, mentor=MentorFactory(born_on=date(2004, 1, 1)))
        MatchFactory(program=program)
        policy = Policy.objects.get(program=program)
        policy.requires_career_area = policy.requires_interview = False
        policy.save()
        ProgramStudentFactory(program=program, state="applied", decided_on=None)
        ProgramStudentFactory(program=program, student=StudentFactory(career_area=""))
    answers = {**ANSWERS, "minimum_mentor_age": 25, "formats": ["small_group"], "promised_months": 12}
    meant = client_of(oak.ana).post(f"programs/{program.pk}/rules/", answers).context["meant"]
    assert [sentence.partition(" ")[2] for sentence in meant] == [
        "student who is accepted has named no career area. They stay accepted and should be asked.",
        "student who applied must be interviewed before a decision.",
        "mentor who is accepted is younger than that. They stay accepted.",
        "match goes on as “One mentor, one student”, which would no longer be offered.",
        "running match keeps the time that was promised at its start.",
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"formats": ["online"]}, "formats"),
        ({"formats": ["one_to_one", "online"]}, "places"),
        ({"places": ["school", "online"]}, "remote_contact"),
        ({"requires_career_course": "on"}, "career_course_codes"),
        ({"perks": "limit"}, "perks_limit"),
        ({"minimum_mentor_age": 16}, "minimum_mentor_age"),
        ({"formats": []}, "formats"),
        ({"places": ["home"]}, "places"),
    ],
)
def test_policy_edit_refuses_what_does_not_go_together(oak, client_of, program, changed, field):
    page = client_of(oak.ana).post(f"programs/{program.pk}/rules/", {**ANSWERS, **changed})
    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_policy_edit_forgets_what_no_longer_applies(oak, client_of, program):
    answers = {**ANSWERS, "perks": "none", "perks_limit": "20", "journal_rhythm": "none", "grades_journal": "on"}
    assert client_of(oak.ana).post(f"programs/{program.pk}/rules/", answers).status_code == 302
    policy = rules_of(oak, program)
    assert (policy.perks, policy.perks_limit, policy.grades_journal) == ("none", None, False)


def test_teachers_read_the_rules_and_do_not_change_them(oak, client_of, program):
    client = client_of(oak.tom)
    page = client.get(f"programs/{program.pk}/rules/")
    assert "Save" not in page.text
    assert client.post(f"programs/{program.pk}/rules/", ANSWERS).status_code == 403


def test_rules_of_an_archived_program_are_read_only(oak, client_of, program):
    client = client_of(oak.ana)
    client.post(f"programs/{program.pk}/archive/")
    assert client.post(f"programs/{program.pk}/rules/", ANSWERS).status_code == 403


@pytest.mark.parametrize("preset", Preset)
def test_presets_are_whole_and_stand_in_the_database(oak, client_of, preset):
    with oak.open():
        program = ProgramFactory(policy=None)
        PolicyFactory(program=program, preset=preset, **POLICIES[preset]).full_clean()
