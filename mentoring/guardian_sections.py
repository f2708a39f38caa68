"""What pages say of parents and guardians: on a student's card, on a parent's page, on a person's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentoring.guardian_table import (
    SIGNING_KINDS,
    SIGNING_WORDS,
    children_of,
    family_way_cell,
    language_words,
    live_guardianships,
    signing_of,
    way_cell,
)
from mentoring.models import CourtOrder, Guardian, Guardianship, Student
from mentoring.reachability import guardians_with_ways, with_ways
from mentoring.signing_rules import has_order_to_check, is_in_force, signing
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.tables import Cell, Kind
from tenancy.templatetags.people import phone
from tenancy.viewer import Viewer


@dataclass(frozen=True)
class GuardianRow:
    """One parent of a student, ready to print on the student's card."""

    name: str
    relationship: str
    status: str
    kind: Kind
    note: str
    phone: str
    phone_url: str
    email: str
    language: str
    is_emergency_contact: bool
    url: str
    edit_url: str
    end_url: str


@dataclass(frozen=True)
class StudentGuardians:
    """The parents of a student, how the family is reached, and what there is to do."""

    rows: Sequence[GuardianRow]
    way: Cell
    add_url: str
    court_order_words: str
    court_order_url: str


def guardians_of(student: Student, viewer: Viewer) -> StudentGuardians | None:
    """The section of a student's card; None for who may not see parents."""
    seen = Student.objects.in_reach_of(viewer, Permission.GUARDIANS_VIEW).filter(pk=student.pk)
    if not viewer.can(Permission.GUARDIANS_VIEW) or not seen.exists():
        return None
    may_edit = may_change_guardians(student, viewer)
    held = Guardianship.objects.of(viewer.district).filter(student=student, ended_on=None)
    orders = list(CourtOrder.objects.of(viewer.district).filter(student=student))
    rows = [
        _row(one, student, orders, viewer, may_edit=may_edit)
        for one in held.prefetch_related("guardian__person").order_by("-is_emergency_contact", "pk")
    ]
    way = with_ways(Student.objects.of(viewer.district), viewer.district, viewer.today).get(pk=student.pk).way
    words, url = court_order_note(student, viewer, orders)
    return StudentGuardians(
        rows=rows,
        way=family_way_cell(way),
        add_url=reverse("mentoring:guardianship_add", args=[student.pk]) if may_edit else "",
        court_order_words=words,
        court_order_url=url,
    )


def court_order_note(student: Student, viewer: Viewer, orders: Sequence[CourtOrder] | None = None) -> tuple[str, str]:
    """What to say of court orders in force, and where they are read. Who may not learns only that there is one."""
    if orders is None:
        orders = list(CourtOrder.objects.of(viewer.district).filter(student=student))
    may_read = viewer.can(Permission.COURT_ORDERS_VIEW)
    url = reverse("mentoring:court_order_list", args=[student.pk]) if may_read else ""
    if not any(is_in_force(one, viewer.today) for one in orders):
        return "", url
    if may_read and has_order_to_check(orders, viewer.today):
        return _("There is a court order from a spreadsheet that is not checked yet."), url
    return (_("There is a court order.") if may_read else _("There is a court order. Ask the coordinator.")), url


def order_to_check(student: Student, viewer: Viewer) -> tuple[str, str]:
    """Where it is said who may sign: a warning of an order that nobody has checked, and where it is read; or ""."""
    if not CourtOrder.objects.of(viewer.district).to_check(viewer.today).filter(student=student).exists():
        return "", ""
    may_read = viewer.can(Permission.COURT_ORDERS_VIEW)
    url = reverse("mentoring:court_order_list", args=[student.pk]) if may_read else ""
    return _("A court order about this student came in a spreadsheet and is not checked yet. Read it first."), url


def links_of_family(student: Student, viewer: Viewer) -> list[tuple[str, str]]:
    """What a viewer can do about a student's parents and court orders: words and addresses."""
    links = []
    if may_change_guardians(student, viewer):
        links.append((_("Add a parent or guardian"), reverse("mentoring:guardianship_add", args=[student.pk])))
    if viewer.can(Permission.COURT_ORDERS_VIEW):
        links.append((_("Court orders"), reverse("mentoring:court_order_list", args=[student.pk])))
    return links


def may_change_guardians(student: Student, viewer: Viewer) -> bool:
    """Whether the viewer may change whom a student has as parents."""
    if not viewer.can(Permission.STUDENTS_EDIT):
        return False
    return Student.objects.in_reach_of(viewer, Permission.STUDENTS_EDIT).filter(pk=student.pk).exists()


def section_of_guardian(person: Person, viewer: Viewer) -> PersonSection | None:
    """On a person's page: for whom they are a parent, for those who see parents."""
    if not viewer.can(Permission.GUARDIANS_VIEW):
        return None
    seen = Guardian.objects.visible_to(viewer).filter(person=person)
    guardian = seen.prefetch_related("person", live_guardianships(viewer)).first()
    if guardian is None:
        return None
    made = children_section(guardian, viewer)
    url = reverse("mentoring:guardian_detail", args=[guardian.pk])
    return PersonSection(made.title, rows=made.rows, links=[(_("Open"), url)], empty=made.empty)


def section_of_student(person: Person, viewer: Viewer) -> PersonSection | None:
    """On a person's page: a student's parents."""
    student = Student.objects.visible_to(viewer).filter(person=person).first()
    found = guardians_of(student, viewer) if student else None
    if found is None:
        return None
    rows = [
        SectionRow(
            one.name,
            note=_joined(one.relationship, *one.note.split(" · "), one.phone, one.email),
            kind=one.kind,
            status=one.status,
            links=[(_("Open"), one.url), *([(_("Edit"), one.edit_url)] if one.edit_url else [])],
        )
        for one in found.rows
    ]
    links = links_of_family(student, viewer) if student else []
    facts = [(_("Court order"), found.court_order_words)] if found.court_order_words else []
    empty = _("No parent or guardian is listed. Nobody can sign for this student yet.")
    return PersonSection(_("Parents and guardians"), facts=facts, rows=rows, links=links, empty=empty)


def children_section(guardian: Guardian, viewer: Viewer) -> PersonSection:
    """For whom somebody is a parent, and whether they may sign."""
    changeable = _changeable(guardian, viewer)
    rows = [
        SectionRow(
            held.student.person.name,
            note=_joined(held.get_relationship_display() if held.relationship else "", _basis(held), _emergency(held)),
            kind=SIGNING_KINDS[signing_of(held, viewer)],
            status=SIGNING_WORDS[signing_of(held, viewer)],
            links=_links(held) if held.pk in changeable else (),
        )
        for held in children_of(guardian)
    ]
    return PersonSection(_("Parent or guardian of"), rows=rows, empty=_("Of no student here at present."))


def facts_of(guardian: Guardian, viewer: Viewer) -> list[tuple[str, object]]:
    """What is known of a parent besides email and phone."""
    found = guardians_with_ways(Guardian.objects.of(viewer.district), viewer.district).get(pk=guardian.pk)
    return [
        (_("Language"), language_words(guardian.person)),
        (_("Interpreter"), _("Needed") if guardian.needs_interpreter else _("Not needed")),
        (_("Letters on paper"), _("Wanted") if guardian.prefers_paper else _("Not asked for")),
        (_("Reached"), way_cell(found.way).text),
    ]


def _row(
    held: Guardianship, student: Student, orders: Sequence[CourtOrder], viewer: Viewer, *, may_edit: bool
) -> GuardianRow:
    person = held.guardian.person
    state = signing(held, student, orders, viewer.today)
    wishes = [
        _("needs an interpreter") if held.guardian.needs_interpreter else "",
        _("wants letters on paper") if held.guardian.prefers_paper else "",
    ]
    return GuardianRow(
        name=person.name,
        relationship=held.get_relationship_display() if held.relationship else "",
        status=str(SIGNING_WORDS[state]),
        kind=SIGNING_KINDS[state],
        note=" · ".join(filter(None, [_basis(held), _emergency(held), *wishes])),
        phone=phone(person.phone),
        phone_url=f"tel:{person.phone}" if person.phone else "",
        email=person.email,
        language=language_words(person),
        is_emergency_contact=held.is_emergency_contact,
        url=reverse("mentoring:guardian_detail", args=[held.guardian_id]),
        edit_url=reverse("mentoring:guardianship_edit", args=[held.pk]) if may_edit else "",
        end_url=reverse("mentoring:guardianship_end", args=[held.pk]) if may_edit else "",
    )


def _joined(*words: str) -> str:
    """The words that say something, each once: "Parent" as relationship and as basis is one word."""
    return " · ".join(dict.fromkeys(filter(None, words)))


def _basis(held: Guardianship) -> str:
    if not held.basis:
        return held.basis_note
    return f"{held.get_basis_display()} ({held.basis_note})" if held.basis_note else held.get_basis_display()


def _emergency(held: Guardianship) -> str:
    return _("call in an emergency") if held.is_emergency_contact else ""


def _changeable(guardian: Guardian, viewer: Viewer) -> set[int]:
    if not viewer.can(Permission.STUDENTS_EDIT):
        return set()
    theirs = Guardianship.objects.changeable_by(viewer).filter(guardian=guardian)
    return set(theirs.values_list("pk", flat=True))


def _links(held: Guardianship) -> list[tuple[str, str]]:
    return [
        (_("Edit"), reverse("mentoring:guardianship_edit", args=[held.pk])),
        (_("End"), reverse("mentoring:guardianship_end", args=[held.pk])),
    ]


def court_order_days(order: CourtOrder) -> str:
    """From when until when an order holds."""
    first = date_format(order.starts_on)
    if order.ends_on is None:
        return _("from %(first)s, no end named") % {"first": first}
    return _("from %(first)s to %(last)s") % {"first": first, "last": date_format(order.ends_on)}
