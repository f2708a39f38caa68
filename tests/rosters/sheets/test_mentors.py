from datetime import date
from decimal import Decimal

import pytest
import time_machine

from mentoring.models import Employer, Employment, Mentor, ProgramMentor
from rosters.models import ImportChange
from screening.models import Asked, BackgroundCheck, CheckType, Training, TrainingRecord
from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership, Person
from tenancy.permissions import Role
from tests.conftest import Cast
from tests.factories.mentoring import MentorFactory, ProgramFactory, ProgramMentorFactory
from tests.factories.screening import RequirementFactory, RequirementSetFactory
from tests.factories.tenancy import PersonFactory
from tests.rosters.sheets.running import brought_in, counts, failures, looked_through
from tests.rosters.sheets.workbooks import csv_of, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_november")]

HEADERS = [
    "First name",
    "Last name",
    "Email",
    "Company",
    "Title",
    "Check type",
    "Cleared on",
    "Expires on",
    "Training date",
]
ROW = [
    "Noor",
    "Amin",
    "noor@works.example",
    "Lakeside Clinic",
    "Nurse",
    "Fingerprints",
    date(2026, 8, 20),
    "8/20/2028",
    "9/10/2026",
]


@pytest.fixture
def _november() -> object:
    with time_machine.travel("2026-11-20 16:00", tick=False):
        yield


def test_a_mentor_comes_with_employer_check_and_training(oak: Cast) -> None:
    with oak.open():
        program = ProgramFactory()
        run = brought_in(oak, "mentors", xlsx([*HEADERS, "Cost", "Accepted on"], [*ROW, 45, "8/25/2026"]), program)
        mentor = Mentor.objects.get(person__email="noor@works.example")
        check = BackgroundCheck.objects.get(person=mentor.person)
        found = {
            "role": list(Membership.objects.filter(person=mentor.person).values_list("role", flat=True)),
            "work": list(Employment.objects.values_list("employer__name", "title", "ends_on")),
            "check": (
                check.check_type,
                check.outcome,
                check.decided_on,
                check.expires_on,
                check.amount,
                check.recorded_by_id,
            ),
            "trained": list(TrainingRecord.objects.values_list("training__title", "completed_on")),
            "place": list(ProgramMentor.objects.values_list("program", "state")),
        }
    assert failures(run) == []
    assert found == {
        "role": [Role.MENTOR],
        "work": [("Lakeside Clinic", "Nurse", None)],
        "check": (CheckType.FINGERPRINT, "clear", date(2026, 8, 20), date(2028, 8, 20), Decimal("45.00"), oak.ana.pk),
        "trained": [("Mentor training", date(2026, 9, 10))],
        "place": [(program.pk, "accepted")],
    }
    assert counts(run) == {
        "mentors": {"created": 1},
        "accepted": {"created": 1},
        "employers": {"created": 1},
        "checks": {"created": 1},
        "trainings": {"created": 1},
    }


def test_a_mentor_of_a_program_is_asked_what_it_requires_and_what_was_brought_counts(oak: Cast) -> None:
    with oak.open():
        program = ProgramFactory(requirement_set=RequirementSetFactory())
        RequirementFactory(
            requirement_set=program.requirement_set,
            check_type=CheckType.FINGERPRINT,
        )
        run = brought_in(oak, "mentors", xlsx([*HEADERS, "Accepted on"], [*ROW, date(2026, 8, 25)]), program)
        found = list(Asked.objects.values_list("person__email", "requirement_set", "covers_until"))
    assert failures(run) == []
    assert found == [("noor@works.example", program.requirement_set_id, date(2028, 8, 20))]


def test_whoever_was_checked_or_trained_is_accepted_and_ana_says_that_they_are_adults(oak: Cast) -> None:
    with oak.open():
        program = ProgramFactory(name="Health", requirement_set=RequirementSetFactory())
        RequirementFactory(requirement_set=program.requirement_set, check_type=CheckType.FINGERPRINT)
        run = looked_through(oak, "mentors", xlsx(HEADERS, ROW), program)
        assert (counts(run)["accepted"], run.samples["accepted"]) == (
            {"created": 1},
            {"created": ["Amin, Noor · Health"]},
        )
        assert run.options["ages"] == {"count": 1, "least": 21}
        brought_in(oak, "mentors", xlsx(HEADERS, ROW), program)
        place = ProgramMentor.objects.get()
        assert (place.state, place.decided_on, place.mentor.is_adult_attested) == ("accepted", date(2026, 11, 20), True)
        assert (place.decided_by_id, Asked.objects.count()) == (oak.ana.pk, 1)
        [said] = AuditEvent.objects.filter(verb="import.attest_age")
        assert (said.actor_person_id, said.facts) == (oak.ana.pk, {"count": 1, "least": 21})
        again = looked_through(oak, "mentors", xlsx(HEADERS, ROW), program)
        assert again.options["ages"] == {}


def test_a_mentor_of_whom_nobody_says_that_they_are_old_enough_waits_and_is_asked_nothing(oak: Cast) -> None:
    with oak.open():
        program = ProgramFactory(name="Health", requirement_set=RequirementSetFactory())
        RequirementFactory(requirement_set=program.requirement_set, check_type=CheckType.FINGERPRINT)
        run = brought_in(oak, "mentors", xlsx(HEADERS, ROW), program, are_adults=False)
        place = ProgramMentor.objects.get()
        assert counts(run)["applied"] == {"created": 1}
        assert (place.state, place.decided_on, place.mentor.is_adult_attested) == ("applied", None, False)
        assert (Asked.objects.count(), AuditEvent.objects.filter(verb="import.attest_age").count()) == (0, 0)
        brought_in(oak, "mentors", xlsx([*HEADERS, "Accepted on"], [*ROW, date(2026, 8, 25)]), program)
        place.refresh_from_db()
        assert (place.state, place.decided_on, Asked.objects.count()) == ("accepted", date(2026, 8, 25), 1)


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "applied"),
        ({"Status": "Active"}, "accepted"),
        ({"Status": "applied", "Training date": "9/10/2026"}, "applied"),
        ({"Status": "", "Training date": "9/10/2026"}, "accepted"),
        ({"Status": "", "Orientation": "9/3/2026"}, "applied"),
        ({"Accepted on": "8/25/2026"}, "accepted"),
    ],
)
def test_what_a_row_says_of_a_mentor_decides_how_they_come_in(oak: Cast, cells: dict[str, str], state: str) -> None:
    with oak.open():
        program = ProgramFactory()
        sheet = csv_of(["First name", "Last name", *cells], ["Noor", "Amin", *cells.values()])
        assert failures(brought_in(oak, "mentors", sheet, program)) == []
        assert ProgramMentor.objects.get().state == state


def test_whoever_applied_is_not_accepted_for_a_day_of_a_check(oak: Cast) -> None:
    with oak.open():
        mentor, program = MentorFactory(person=oak.mia), ProgramFactory(name="Health")
        place = ProgramMentorFactory(program=program, mentor=mentor, state="applied")
        sheet = csv_of(["First name", "Last name", "Cleared on", "Status"], ["Mia", "Fischer", "8/20/2026", ""])
        brought_in(oak, "mentors", sheet, program)
        place.refresh_from_db()
        assert place.state == "applied"


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("Former", "This mentor takes part no more. Bring only those who do."),
        (
            "Dragon",
            "“Dragon” is not known here. Write one of: active, accepted, applied, waiting, left, inactive.",
        ),
    ],
)
def test_a_former_mentor_is_given_back(oak: Cast, status: str, why: str) -> None:
    with oak.open():
        run = brought_in(oak, "mentors", csv_of(["First name", "Last name", "Status"], ["Noor", "Amin", status]))
        assert Mentor.objects.count() == 0
    assert failures(run) == [(2, "Status", why)]


@pytest.mark.parametrize(
    ("facts", "accepted_on", "states"),
    [
        ({"is_adult_attested": True}, "8/25/2026", ["accepted"]),
        ({"born_on": date(2010, 1, 1)}, "", ["applied"]),
        ({"born_on": date(2010, 1, 1)}, "8/25/2026", []),
    ],
)
def test_what_is_known_of_a_mentors_age_decides(
    oak: Cast, facts: dict[str, object], accepted_on: str, states: list[str]
) -> None:
    row = ["Mia", "Fischer", "mia@oak.example", accepted_on, "9/10/2026"]
    with oak.open():
        MentorFactory(person=oak.mia, **facts)
        headers = ["First name", "Last name", "Email", "Accepted on", "Training date"]
        run = brought_in(oak, "mentors", csv_of(headers, row), ProgramFactory(), are_adults=False)
        assert run.options["ages"] == {}
        assert list(ProgramMentor.objects.values_list("state", flat=True)) == states


def test_a_row_with_several_faults_names_each_column(oak: Cast) -> None:
    rows = [["First name", "Last name", "Cleared on", "Training date"], ["Noor", "Amin", "12/1/2026", "12/2/2026"]]
    with oak.open():
        [(_line, column, why)] = failures(brought_in(oak, "mentors", csv_of(*rows)))
    assert column == "Cleared on, Training date"
    assert why.startswith("Cleared on: ")


def test_a_second_run_changes_nothing_and_writes_nothing_down(oak: Cast) -> None:
    with oak.open():
        brought_in(oak, "mentors", xlsx(HEADERS, ROW))
        changes, events = ImportChange.objects.count(), AuditEvent.objects.exclude(verb__startswith="job.").count()
        run = brought_in(oak, "mentors", xlsx(HEADERS, ROW))
        assert ImportChange.objects.count() == changes
        assert AuditEvent.objects.exclude(verb__startswith="job.").count() == events + 1
    assert counts(run) == {"mentors": {"unchanged": 1}, "checks": {"unchanged": 1}, "trainings": {"unchanged": 1}}


def test_a_dry_run_leaves_nothing_behind(oak: Cast) -> None:
    with oak.open():
        people = Person.objects.count()
        run = looked_through(oak, "mentors", xlsx(HEADERS, ROW))
        left = [Person.objects.count() - people, Mentor.objects.count(), BackgroundCheck.objects.count()]
        assert [*left, Employer.objects.count(), Training.objects.count(), ImportChange.objects.count()] == [0] * 6
    assert counts(run)["mentors"] == {"created": 1}
    assert run.samples["mentors"] == {"created": ["Amin, Noor · Lakeside Clinic"]}


@pytest.mark.parametrize("typed", ["123-45-6789", "123 45 6789", 123456789])
def test_a_row_with_what_looks_like_a_social_security_number_is_given_back_without_it(oak: Cast, typed: object) -> None:
    with oak.open():
        run = brought_in(oak, "mentors", xlsx(["First name", "Last name", "Job title"], ["Noor", "Amin", typed]))
        assert run.failures.get().row == {"First name": "Noor", "Last name": "Amin", "Job title": ""}
        assert Mentor.objects.count() == 0
    [(line, column, why)] = failures(run)
    assert (line, column) == (2, "Job title")
    assert "Social Security number" in why


def test_an_address_finds_the_mentor_and_a_new_employer_ends_the_old_one(oak: Cast) -> None:
    rows = [HEADERS[:5], ["Mia", "Fischer", "MIA@oak.example", "Harbor Bank", "Teller"]]
    with oak.open():
        mentor = MentorFactory(person=oak.mia)
        Employment.objects.create(
            mentor=mentor, employer=Employer.objects.create(name="Old Mill", search_key="old mill")
        )
        run = brought_in(oak, "mentors", csv_of(*rows))
        work = list(Employment.objects.order_by("pk").values_list("employer__name", "ends_on"))
    assert counts(run)["mentors"] == {"updated": 1}
    assert work == [("Old Mill", date(2026, 11, 20)), ("Harbor Bank", None)]


def test_an_address_of_another_mentor_is_not_believed(oak: Cast) -> None:
    with oak.open():
        MentorFactory(person=oak.mia)
        run = brought_in(
            oak, "mentors", csv_of(["First name", "Last name", "Email"], ["Mark", "Fischer", "mia@oak.example"])
        )
    assert failures(run) == [(2, "Email", "This email address belongs to a mentor of another name.")]


def test_two_mentors_of_one_name_are_two_by_their_addresses(oak: Cast) -> None:
    rows = [
        ["First name", "Last name", "Email"],
        ["Mia", "Fischer", "mia@oak.example"],
        ["Mia", "Fischer", "mf@works.example"],
    ]
    with oak.open():
        MentorFactory(person=oak.mia)
        run = brought_in(oak, "mentors", csv_of(*rows))
        again = brought_in(oak, "mentors", csv_of(["First name", "Last name", "Title"], ["Mia", "Fischer", "Nurse"]))
    assert counts(run) == {"mentors": {"created": 1, "unchanged": 1}}
    assert failures(again) == [(2, "Last name", "2 people here could be meant. Add an ID or an email address.")]


def test_a_teacher_becomes_a_mentor_besides_and_a_student_never(oak: Cast) -> None:
    rows = [
        ["First name", "Last name", "Email"],
        ["Tom", "Whelan", "tom@oak.example"],
        ["Sam", "Haddad", "sam@oak.example"],
    ]
    with oak.open():
        run = brought_in(oak, "mentors", csv_of(*rows))
        assert set(Membership.objects.filter(person=oak.tom).values_list("role", flat=True)) == {
            Role.TEACHER,
            Role.MENTOR,
        }
    assert failures(run) == [(3, "Email", "A student here has this name and email address. Write the mentor’s own.")]


def test_further_rows_add_further_checks(oak: Cast) -> None:
    rows = [
        ["First name", "Last name", "Email", "Check type", "Cleared on"],
        ["Noor", "Amin", "noor@works.example", "Fingerprints", "8/20/2026"],
        ["Noor", "Amin", "noor@works.example", "Child abuse", "8/21/2026"],
    ]
    with oak.open():
        run = brought_in(oak, "mentors", csv_of(*rows))
    assert counts(run) == {"mentors": {"created": 1, "unchanged": 1}, "checks": {"created": 2}}


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Cleared on": "12/1/2026"}, ("Cleared on", "This day has not come yet.")),
        (
            {"Cleared on": "8/20/2026", "Expires on": "8/1/2026"},
            ("Expires on", "It cannot run out before it was cleared."),
        ),
        ({"Expires on": "8/1/2027"}, ("Expires on", "Write the day on which the check was cleared.")),
        ({"Training": "Welding"}, ("Training", "Write the day of the training.")),
        (
            {"Training": "Welding", "Training date": "9/1/2026"},
            ("Training", "There is no training “Welding”. Add it first."),
        ),
        (
            {"Program": "Nowhere"},
            ("Program", "There is no program “Nowhere” here. Write its name as on the page of programs."),
        ),
        ({"Career area": "Dragons"}, ("Career area", "“Dragons” is not in the list of career areas.")),
    ],
)
def test_what_is_wrong_is_said_beside_the_column(oak: Cast, cells: dict[str, str], fault: tuple[str, str]) -> None:
    with oak.open():
        run = brought_in(oak, "mentors", csv_of(["First name", "Last name", *cells], ["Noor", "Amin", *cells.values()]))
        assert Mentor.objects.count() == 0
    assert failures(run) == [(2, *fault)]


def test_a_mentor_who_was_not_accepted_is_not_accepted_by_a_sheet(oak: Cast) -> None:
    with oak.open():
        mentor, program = MentorFactory(person=oak.mia), ProgramFactory(name="Health")
        ProgramMentor.objects.create(
            program=program, mentor=mentor, state="declined", added_on=date(2026, 9, 1), search_key=""
        )
        run = brought_in(oak, "mentors", csv_of(["First name", "Last name", "Program"], ["Mia", "Fischer", "health"]))
    assert failures(run) == [
        (2, "Program", "This mentor was not accepted into Health, or left. Change that on the mentor’s page first.")
    ]


def test_somebody_with_a_name_like_a_parent_is_somebody_else(oak: Cast) -> None:
    with oak.open():
        PersonFactory(given_name="Noor", family_name="Amin", email="noor@home.example")
        run = brought_in(
            oak, "mentors", csv_of(["First name", "Last name", "Email"], ["Noor", "Amin", "noor@works.example"])
        )
        assert Person.objects.filter(given_name="Noor").count() == 2
    assert counts(run) == {"mentors": {"created": 1}}


def test_mentors_of_other_programs_are_neither_changed_nor_added(oak: Cast) -> None:
    rows = [
        ["First name", "Last name", "Email", "Program"],
        ["Mia", "Fischer", "mia@oak.example", "Mine"],
        ["Noor", "Amin", "", ""],
    ]
    with oak.open():
        mine, other, mentor = ProgramFactory(name="Mine"), ProgramFactory(name="Other"), MentorFactory(person=oak.mia)
        ProgramMentorFactory(program=other, mentor=mentor)
        run = brought_in(oak, "mentors", csv_of(*rows), schools=frozenset(), programs=frozenset({mine.pk}))
        assert Mentor.objects.count() == 1
    assert failures(run) == [
        (2, "Last name", "This mentor is in a program that is not yours."),
        (3, "Program", "Write the program: you look after some programs only."),
    ]


def test_a_sheet_does_not_change_the_address_of_whoever_may_do_much(oak: Cast) -> None:
    rows = [["First name", "Last name", "Email"], ["Mia", "Fischer", "thief@works.example"]]
    with oak.open():
        memberships.give(person=oak.mia, role=Role.PRINCIPAL, on=date(2026, 9, 1), by=Actor.person(oak.ada))
        Person.objects.filter(pk=oak.mia.pk).update(email="")
        MentorFactory(person=oak.mia)
        run = brought_in(oak, "mentors", csv_of(*rows))
        assert Person.objects.get(pk=oak.mia.pk).email == ""
    [(_line, column, why)] = failures(run)
    assert (column, why.split(".")[0]) == (
        "Email",
        "Coordinators, administrators and principals keep their email address here",
    )


def test_what_else_is_wrong_with_a_row_is_said_as_well(oak: Cast) -> None:
    headers = ["First name", "Last name", "Program", "Cleared on", "Expires on", "Training", "Training date"]
    row = ["Noor", "Amin", "Nowhere", "8/20/2026", "8/1/2026", "Welding", "9/1/2026"]
    with oak.open():
        [(_line, column, why)] = failures(brought_in(oak, "mentors", csv_of(headers, row)))
        assert (Mentor.objects.count(), Training.objects.count()) == (0, 0)
    assert column == "Program, Expires on, Training"
    assert why.startswith("Program: There is no program “Nowhere” here.")
    assert "Expires on: It cannot run out before it was cleared." in why
    assert "Training: There is no training “Welding”. Add it first." in why


@pytest.mark.parametrize("header", ["Cleared on", "Training date"])
def test_nobody_brings_a_check_or_a_training_of_themselves(oak: Cast, header: str) -> None:
    rows = [["First name", "Last name", "Email", header], ["Ana", "García", "ana@oak.example", "9/10/2026"]]
    with oak.open():
        MentorFactory(person=oak.ana)
        [(_line, found, why)] = failures(brought_in(oak, "mentors", csv_of(*rows)))
        assert (found, why) == (header, "Nobody records this of themselves. Ask a colleague.")
        assert not BackgroundCheck.objects.exists() and not TrainingRecord.objects.exists()
