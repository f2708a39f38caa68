"""What stands on a person's page about roles that hold in some programs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.actions.membership_programs import ROLES
from mentoring.models import MembershipProgram, Program
from tenancy.models import Membership, Person, Scope
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.viewer import Viewer


def program_roles(person: Person, viewer: Viewer) -> PersonSection | None:
    """In which programs a coordinator's or auditor's role holds, for whoever gives roles."""
    if not viewer.can(Permission.ROLES_EDIT) or not person.is_active:
        return None
    if not Program.objects.of(viewer.district).exists():
        return None
    held = list(Membership.objects.of(viewer.district).live().filter(person=person, role__in=ROLES).order_by("pk"))
    named = MembershipProgram.objects.of(viewer.district).filter(membership__in=held)
    programs: dict[int, list[str]] = {}
    for row in named.prefetch_related("program__school_year").order_by("pk"):
        programs.setdefault(row.membership_id, []).append(f"{row.program.name} ({row.program.school_year.name})")
    rows = [
        SectionRow(
            one.get_role_display(),
            ", ".join(programs.get(one.pk, [])) if one.scope == Scope.PROGRAMS else one.get_scope_display(),
            links=[(_("Choose programs"), reverse("mentoring:membership_program_edit", args=[one.pk]))],
        )
        for one in held
    ]
    links = []
    if len(held) < len(ROLES):
        links = [(_("Give a role in some programs"), reverse("mentoring:membership_program_give", args=[person.pk]))]
    return PersonSection(
        _("Programs they work for"), rows=rows, links=links, empty=_("No coordinator or auditor of a program.")
    )
