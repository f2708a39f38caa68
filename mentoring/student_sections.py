"""What pages say of a student: the parts of the card, and the link on the person's page."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentoring import age_rules, eligibility_rules
from mentoring.grades import grade_words
from mentoring.guardian_sections import GuardianRow, court_order_note, guardians_of
from mentoring.models import (
    ClassGroupStudent,
    Enrollment,
    Goal,
    Guardianship,
    Match,
    MatchMentor,
    MatchStudent,
    PortfolioItem,
    ProgramStudent,
    Student,
)
from mentoring.student_table import SHAPES
from screening.querysets.holds import held_people
from screening.words import PAUSED
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.templatetags.people import phone
from tenancy.viewer import Viewer

#: How long before it the card says that a student turns 18.
SOON = timedelta(days=365)


def card_sections(student: Student, viewer: Viewer) -> list[PersonSection]:
    """The parts of a student's card as far as this viewer needs them."""
    sources = (_about, _guardians, _mentor, _classes, _programs, _portfolio)
    return [section for made in sources if (section := made(student, viewer)) is not None]


def missing_words(student: Student, viewer: Viewer) -> list[str]:
    """What is not known of a student, for those who can find out."""
    if not viewer.can(Permission.STUDENTS_VIEW):
        return []
    signers = Guardianship.objects.of(viewer.district).filter(student=student, ended_on=None, may_sign=True)
    has_signer = age_rules.is_of_age(student, viewer.today) or signers.exists()
    return eligibility_rules.missing_of(student, has_signer=has_signer)


def student_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """On a person's page: the way to their card."""
    student = Student.objects.known_to_staff(viewer).filter(person=person).prefetch_related("school").first()
    if student is None:
        return None
    url = reverse("mentoring:student_detail", args=[student.pk])
    facts = [(_("School"), _place_words(student)), (_("Career area"), student.get_career_area_display())]
    return PersonSection(_("Student"), facts=facts, links=[(_("Open the student’s card"), url)])


def may_change(student: Student, viewer: Viewer) -> bool:
    """Whether the viewer may change what is known of this student."""
    if not viewer.can(Permission.STUDENTS_EDIT):
        return False
    return Student.objects.in_reach_of(viewer, Permission.STUDENTS_EDIT).filter(pk=student.pk).exists()


def call_link(person: Person) -> list[tuple[str, str]]:
    """A link that calls somebody, when a phone is known."""
    return [(_("Call %(number)s") % {"number": phone(person.phone)}, f"tel:{person.phone}")] if person.phone else []


def _about(student: Student, viewer: Viewer) -> PersonSection:
    person = student.person
    facts: list[tuple[str, object]] = [
        (_("School"), _place_words(student)),
        (_("Career area"), student.get_career_area_display()),
        (_("Career courses"), ", ".join(student.career_course_codes)),
        (_("What helps at meetings"), student.helps_at_meetings),
        (_("Transport"), student.transport),
        (_("Email"), person.email),
    ]
    if student.birth_on and viewer.can(Permission.STUDENTS_VIEW):
        facts += _age(student, viewer)
    if viewer.can(Permission.STUDENTS_EDIT):
        facts.append((_("State student ID"), student.state_student_id))
    return PersonSection(_("About the student"), facts=facts, links=call_link(person))


def _age(student: Student, viewer: Viewer) -> Iterator[tuple[str, object]]:
    assert student.birth_on is not None
    age = age_rules.age_on(viewer.today, birth_on=student.birth_on)
    if viewer.can(Permission.STUDENTS_EDIT):
        yield _("Date of birth"), f"{date_format(student.birth_on)} ({age})"
    else:
        yield _("Age"), age
    birthday = age_rules.comes_of_age_on(student.birth_on)
    if viewer.today < birthday <= viewer.today + SOON:
        yield _("Turns 18"), date_format(birthday)


def _place_words(student: Student) -> str:
    grade = _("Grade %(grade)s") % {"grade": grade_words(student.grade)} if student.grade else _("Grade not known")
    return f"{student.school.name}, {grade}" if student.school else grade


def _guardians(student: Student, viewer: Viewer) -> PersonSection | None:
    """Parents and guardians with their phones, for those who may reach them; others learn of a court order alone."""
    found = guardians_of(student, viewer)
    if found is None:
        words, _url = court_order_note(student, viewer)
        return PersonSection(_("Family"), facts=[(_("Court order"), words)]) if words else None
    facts: list[tuple[str, object]] = [(_("How the family is reached"), found.way.text)] if found.rows else []
    if found.court_order_words:
        facts.append((_("Court order"), found.court_order_words))
    links = [(_("Court orders"), found.court_order_url), (_("Add a parent or guardian"), found.add_url)]
    return PersonSection(
        _("Parents and guardians"),
        facts=facts,
        rows=[_guardian_row(one) for one in found.rows],
        links=[(label, url) for label, url in links if url],
        empty=_("No parent or guardian is listed. Nobody can sign for this student yet."),
    )


def _guardian_row(one: GuardianRow) -> SectionRow:
    links = [
        (_("Call %(number)s") % {"number": one.phone}, one.phone_url),
        (_("Open"), one.url),
        (_("Edit"), one.edit_url),
    ]
    return SectionRow(
        one.name,
        " · ".join(filter(None, [one.relationship, one.language, one.note, one.email])),
        kind=one.kind,
        status=one.status,
        links=[(label, url) for label, url in links if url],
    )


def _mentor(student: Student, viewer: Viewer) -> PersonSection:
    """Whoever mentors the student now, with their phone: for those who may have to call."""
    own = MatchStudent.objects.of(viewer.district).filter(student=student, left_on=None, match__state="running")
    members = MatchMentor.objects.of(viewer.district).filter(match__in=own.values("match"), left_on=None)
    paused = set(
        Match.objects.of(viewer.district).paused().filter(pk__in=own.values("match")).values_list("pk", flat=True)
    )
    held = set(
        held_people(viewer.district)
        .filter(person__in=members.values("mentor__person"))
        .values_list("person", flat=True)
    )
    rows = []
    for member in members.order_by("pk").prefetch_related("mentor__person", "match"):
        match, mentor = member.match, member.mentor
        since = _("since %(day)s") % {"day": date_format(match.starts_on)} if match.starts_on else ""
        note = " · ".join(filter(None, [mentor.occupation, match.get_format_display(), since]))
        # Nobody is asked to arrange anything with a mentor who is paused; coordinators have the number.
        links = [] if mentor.person_id in held else call_link(mentor.person)
        if viewer.can(Permission.MENTORS_VIEW):
            links.append((_("Open"), reverse("mentoring:mentor_detail", args=[mentor.pk])))
        if viewer.can(Permission.MATCHES_VIEW):
            links.append((_("Match"), reverse("mentoring:match_detail", args=[match.pk])))
        status = str(PAUSED) if match.pk in paused else ""
        rows.append(SectionRow(mentor.person.name, note, kind="mute", status=status, links=links))
    return PersonSection(_("Mentor"), rows=rows, empty=_("No mentor at present."))


def _classes(student: Student, viewer: Viewer) -> PersonSection:
    """Class groups with whoever supervises them, and what the roster says."""
    groups = ClassGroupStudent.objects.of(viewer.district).filter(program_student__student=student, left_on=None)
    rows = []
    for row in groups.order_by("pk").prefetch_related("class_group__supervising_teacher", "class_group__program"):
        teacher = row.class_group.supervising_teacher
        note = f"{row.class_group.program.name} · {teacher.name if teacher else _('no supervising teacher yet')}"
        rows.append(SectionRow(row.class_group.name, note, links=call_link(teacher) if teacher else ()))
    rows += _roster(student, viewer)
    return PersonSection(_("Classes"), rows=rows, empty=_("In no class group, and in no class of the roster."))


def _roster(student: Student, viewer: Viewer) -> Iterator[SectionRow]:
    here = Enrollment.objects.of(viewer.district).filter(ended_on=None, section__ended_on=None)
    sits_in = here.filter(person=student.person_id, role=Enrollment.Role.STUDENT).order_by("pk")
    found = list(sits_in.prefetch_related("section"))
    teaching = here.filter(section__in=[one.section_id for one in found], role=Enrollment.Role.TEACHER)
    teachers: dict[int, list[str]] = {}
    for one in teaching.order_by("-is_primary", "pk").prefetch_related("person"):
        teachers.setdefault(one.section_id, []).append(one.person.name)
    for one in found:
        names = ", ".join(teachers.get(one.section_id, []))
        note = " · ".join(filter(None, [_("on the roster"), one.section.course_code, names]))
        yield SectionRow(one.section.title, note)


def _programs(student: Student, viewer: Viewer) -> PersonSection:
    places = ProgramStudent.objects.known_to_staff(viewer).filter(student=student)
    goals: dict[int, list[str]] = {}
    open_goals = Goal.objects.of(viewer.district).filter(program_student__student=student, dropped_on=None)
    for pk, text in open_goals.order_by("pk").values_list("program_student_id", "text"):
        goals.setdefault(pk, []).append(text)
    rows = [
        SectionRow(
            f"{one.program.name}, {one.program.school_year.name}",
            "; ".join(goals.get(one.pk, [])),
            kind=SHAPES[one.state],
            status=one.get_state_display(),
            links=[(_("Open"), reverse("mentoring:program_student_detail", args=[one.pk]))],
        )
        for one in places.order_by("-added_on", "-pk").prefetch_related("program__school_year")
    ]
    return PersonSection(_("Programs"), rows=rows, empty=_("In no program yet."))


def _portfolio(student: Student, viewer: Viewer) -> PersonSection:
    items = list(PortfolioItem.objects.visible_to(viewer).filter(student=student).in_list_order())
    return PersonSection(_("Portfolio"), rows=portfolio_rows(items), empty=_("Nothing in the portfolio yet."))


def portfolio_rows(items: list[PortfolioItem]) -> list[SectionRow]:
    """Pieces of a portfolio with their links and files."""
    return [
        SectionRow(
            one.title,
            " · ".join(filter(None, [one.get_kind_display(), one.text])),
            links=[
                *([(_("Open the link"), one.link)] if one.link else []),
                *([(one.file_name, reverse("mentoring:portfolio_item_file", args=[one.pk]))] if one.file else []),
            ],
        )
        for one in items
    ]
