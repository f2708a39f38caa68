"""The list of parents and guardians, and the list of families by how they are reached."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from mentoring.forms.guardians import FamilyFilterForm, GuardianFilterForm
from mentoring.grades import grade_words
from mentoring.models import Guardian, Guardianship, Student
from mentoring.querysets.guardians import GuardianQuerySet
from mentoring.querysets.students import StudentQuerySet
from mentoring.reachability import Way, guardians_with_ways, with_ways
from mentoring.signing_rules import WITH_SIGNERS, Signing, signers, signing
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.templatetags.people import phone
from tenancy.viewer import Viewer

WAY_KINDS: Mapping[str, Kind] = {Way.EMAIL: "ok", Way.TEXT: "info", Way.PAPER: "warn", Way.NOT: "bad"}
SIGNING_WORDS = {
    Signing.MAY: gettext_lazy("May sign"),
    Signing.MAY_NOT: gettext_lazy("May not sign"),
    Signing.UNSAID: gettext_lazy("Nobody has said yet"),
    Signing.BARRED: gettext_lazy("Court order: may not sign"),
    Signing.OF_AGE: gettext_lazy("Student is 18 and signs"),
    Signing.ENDED: gettext_lazy("Ended"),
}
SIGNING_KINDS: Mapping[str, Kind] = {
    Signing.MAY: "ok",
    Signing.MAY_NOT: "mute",
    Signing.UNSAID: "warn",
    Signing.BARRED: "bad",
    Signing.OF_AGE: "info",
    Signing.ENDED: "mute",
}
#: The most telling first, where somebody has several children.
_TELLING = (Signing.UNSAID, Signing.BARRED, Signing.MAY, Signing.MAY_NOT, Signing.OF_AGE)


def live_guardianships(viewer: Viewer) -> "Prefetch[Any]":
    """For whom each parent is listed now, as ``live_guardianships``: of the students whom the viewer sees."""
    students = Student.objects.visible_to(viewer).present()
    theirs = Guardianship.objects.of(viewer.district).filter(ended_on=None, student__in=students.values("pk"))
    theirs = theirs.prefetch_related("student__person", "student__school", "student__court_orders")
    return Prefetch("guardianships", theirs.order_by("pk"), to_attr="live_guardianships")


def children_of(guardian: Guardian) -> list[Guardianship]:
    """The guardianships of a parent who was read with ``live_guardianships``, by the students' names."""
    held: list[Guardianship] = guardian.live_guardianships  # type: ignore[attr-defined]  # set by the prefetch
    return sorted(held, key=lambda one: (one.student.search_key, one.pk))


def signing_of(held: Guardianship, viewer: Viewer) -> Signing:
    """Whether this parent may sign for this student today; both were read along."""
    return signing(held, held.student, held.student.court_orders.all(), viewer.today)


def summary(states: Iterable[Signing]) -> Signing | None:
    """One answer for several children: what must be done first; None without any."""
    present = set(states)
    return next((one for one in _TELLING if one in present), None)


# Parents and guardians


def _names(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.person.sorted_name, url=reverse("mentoring:guardian_detail", args=[one.pk]))
        for one in guardians
    }


def _children(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(held.student.person.name for held in children_of(one))) for one in guardians}


def _relationships(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(
            ", ".join(dict.fromkeys(held.get_relationship_display() for held in children_of(one) if held.relationship))
        )
        for one in guardians
    }


def _may_sign(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for one in guardians:
        states = [signing_of(held, viewer) for held in children_of(one)]
        first = summary(states)
        if first is None:
            cells[one.pk] = Cell()
            continue
        some = _("for some of their children") if len(set(states)) > 1 else ""
        bases = dict.fromkeys(held.get_basis_display() for held in children_of(one) if held.basis)
        note = some or (", ".join(bases) if first == Signing.MAY else "")
        cells[one.pk] = Cell(str(SIGNING_WORDS[first]), kind=SIGNING_KINDS[first], note=note)
    return cells


def _ways(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    found = guardians_with_ways(Guardian.objects.of(viewer.district), viewer.district)
    ways = dict(found.filter(pk__in=[one.pk for one in guardians]).values_list("pk", "way"))
    return {pk: way_cell(way) for pk, way in ways.items()}


def way_cell(way: str) -> Cell:
    """How somebody is reached, as a status."""
    return Cell(str(Way(way).label), kind=WAY_KINDS[way])


def _languages(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(language_words(one.person)) for one in guardians}


def language_words(person: Person) -> str:
    """The person's language by its own name; as it is where its name is not known."""
    try:
        return str(get_language_info(person.language)["name_local"]).capitalize()
    except KeyError:
        return person.language


def _interpreters(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(_("Needed") if one.needs_interpreter else "") for one in guardians}


def _paper(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(_("Wanted") if one.prefers_paper else "") for one in guardians}


def _emails(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.person.email) for one in guardians}


def _phones(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(phone(one.person.phone)) for one in guardians}


def _schools(guardians: Sequence[Guardian], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(
            ", ".join(dict.fromkeys(held.student.school.name for held in children_of(one) if held.student.school))
        )
        for one in guardians
    }


def _rows(viewer: Viewer) -> GuardianQuerySet:
    gone = Person.objects.gone().filter(district=OuterRef("district"), pk=OuterRef("person"))
    seen = Guardian.objects.visible_to(viewer).filter(~Exists(gone))
    return seen.prefetch_related("person", live_guardianships(viewer))


GUARDIANS = ListScreen[Guardian](
    name="guardians",
    caption=gettext_lazy("Parents and guardians"),
    counted=ngettext_lazy("%(words)s parent or guardian", "%(words)s parents and guardians", "count"),
    rows=_rows,
    form=GuardianFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Name"), _names),
        ListColumn("children", gettext_lazy("Parent or guardian of"), _children),
        ListColumn("relationship", gettext_lazy("Relationship"), _relationships),
        ListColumn("signing", gettext_lazy("May sign"), _may_sign),
        ListColumn("way", gettext_lazy("Reached"), _ways),
        ListColumn("phone", gettext_lazy("Phone"), _phones),
        ListColumn("language", gettext_lazy("Language"), _languages),
        ListColumn("email", gettext_lazy("Email"), _emails, is_shown=False),
        ListColumn("interpreter", gettext_lazy("Interpreter"), _interpreters, is_shown=False),
        ListColumn("paper", gettext_lazy("Letters on paper"), _paper, is_shown=False),
        ListColumn("school", gettext_lazy("School"), _schools, is_shown=False),
    ],
    deeds=[
        ListDeed(gettext_lazy("Say who may sign"), "mentoring:guardianship_answer_selected", Permission.STUDENTS_EDIT),
        ListDeed(gettext_lazy("Invite"), "mentoring:guardian_invite_selected", Permission.SIGN_INS_EDIT),
        ListDeed(gettext_lazy("Print labels"), "mentoring:guardian_label_selected", Permission.GUARDIANS_VIEW),
        ListDeed(gettext_lazy("Print a sign-in sheet"), "mentoring:guardian_sheet_selected", Permission.GUARDIANS_VIEW),
    ],
    export_url_name="mentoring:guardian_export",
    export_verb="guardian.export",
    empty_title=gettext_lazy("No parents or guardians yet"),
    empty_text=gettext_lazy("They come with the roster or a spreadsheet, or are added on a student’s page."),
    icon="people",
)


# Families by how they are reached


def _student_names(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.person.sorted_name, url=reverse("mentoring:student_detail", args=[one.pk])) for one in students
    }


def _student_schools(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.school.name if one.school else "") for one in students}


def _grades(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(grade_words(one.grade)) for one in students}


def _family_ways(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    found = with_ways(Student.objects.of(viewer.district), viewer.district, viewer.today)
    ways = dict(found.filter(pk__in=[one.pk for one in students]).values_list("pk", "way"))
    return {pk: family_way_cell(way) for pk, way in ways.items()}


def family_way_cell(way: str) -> Cell:
    """How a family is reached, as a status; who may sign must be asked first where nobody may."""
    return Cell(_("Ask who may sign"), kind="bad") if way == Way.NOT else way_cell(way)


def _signers(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(signer.person.name for signer in signers(one, viewer.today))) for one in students}


def _signer_phones(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(", ".join(phone(each.person.phone) for each in signers(one, viewer.today) if each.person.phone))
        for one in students
    }


def _signer_languages(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(", ".join(dict.fromkeys(language_words(each.person) for each in signers(one, viewer.today))))
        for one in students
    }


def _families(viewer: Viewer) -> StudentQuerySet:
    students = Student.objects.visible_to(viewer).present()
    return students.prefetch_related("school", *WITH_SIGNERS)


FAMILIES = ListScreen[Student](
    name="families",
    caption=gettext_lazy("How families are reached"),
    counted=ngettext_lazy("%(words)s family", "%(words)s families", "count"),
    rows=_families,
    form=FamilyFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Student"), _student_names),
        ListColumn("school", gettext_lazy("School"), _student_schools),
        ListColumn("grade", gettext_lazy("Grade"), _grades, is_shown=False),
        ListColumn("way", gettext_lazy("Reached"), _family_ways),
        ListColumn("signers", gettext_lazy("Who may sign"), _signers),
        ListColumn("phone", gettext_lazy("Phone"), _signer_phones),
        ListColumn("language", gettext_lazy("Language"), _signer_languages),
    ],
    export_url_name="mentoring:guardian_reach_export",
    export_verb="guardian.reach_export",
    empty_title=gettext_lazy("No students in programs yet"),
    empty_text=gettext_lazy("Families show here once students take part in a program."),
    icon="mail",
)
