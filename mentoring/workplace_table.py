"""Approvals of workplaces: the list of all, and the part on an employer's page."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from mentoring.forms.workplaces import WorkplaceFilterForm
from mentoring.models import Employer, WorkplaceApproval
from tenancy.lists import ListColumn, ListScreen
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer


def approvals_section(employer: Employer, viewer: Viewer) -> PersonSection:
    """May students visit this employer, from when until when, who approved it; what can be done."""
    rows = list(_rows(viewer).filter(employer=employer).order_by("-pk"))
    links = []
    if employer.ended_on is None and viewer.can(Permission.WORKPLACES_APPROVE):
        links.append((_("Approve visits"), reverse("mentoring:workplace_approval_add", args=[employer.pk])))
    elif employer.ended_on is None and viewer.can(Permission.MATCHES_EDIT):
        links.append((_("Ask to approve visits"), reverse("mentoring:workplace_approval_add", args=[employer.pk])))
    return PersonSection(
        _("Visits by students"),
        rows=[_row(one, viewer) for one in rows],
        links=links,
        empty=_("Not approved. Students do not meet here before somebody approves it."),
    )


def _row(approval: WorkplaceApproval, viewer: Viewer) -> SectionRow:
    words, kind = state_of(approval, viewer)
    facts = [
        approval.areas,
        _("Supervisor: %(name)s") % {"name": approval.supervisor},
        _("Protective equipment: %(what)s") % {"what": approval.protection} if approval.protection else "",
        _("Insurance: %(what)s") % {"what": approval.insurance} if approval.insurance else "",
        _("Employer agreed on %(day)s") % {"day": date_format(approval.employer_agreed_on)}
        if approval.employer_agreed_on
        else "",
        _decided(approval),
    ]
    links = []
    if approval.withdrawn_on is None:
        is_asked = approval.approved_on is None
        if is_asked and viewer.can(Permission.WORKPLACES_APPROVE):
            links.append((_("Decide"), reverse("mentoring:workplace_approval_decide", args=[approval.pk])))
        if viewer.can(Permission.WORKPLACES_APPROVE) or (is_asked and viewer.can(Permission.MATCHES_EDIT)):
            links.append((_("Withdraw"), reverse("mentoring:workplace_approval_withdraw", args=[approval.pk])))
    return SectionRow(_period(approval), note=" · ".join(filter(None, facts)), kind=kind, status=words, links=links)


def details_of(approval: WorkplaceApproval) -> list[tuple[str, object]]:
    """What is known of a workplace, for whoever decides."""
    return [
        (_("Areas that students may enter"), approval.areas),
        (_("Who supervises there"), approval.supervisor),
        (_("Protective equipment"), approval.protection),
        (_("Insurance"), approval.insurance),
        (_("Employer agreed on"), date_format(approval.employer_agreed_on) if approval.employer_agreed_on else ""),
        (_("Good through"), date_format(approval.expires_on) if approval.expires_on else ""),
        (_("Asked by"), approval.asked_by.name if approval.asked_by else ""),
    ]


def _period(approval: WorkplaceApproval) -> str:
    if approval.approved_on is None:
        return _("Asked on %(day)s") % {"day": date_format(approval.asked_on) if approval.asked_on else ""}
    first = date_format(approval.approved_on)
    if approval.expires_on is None:
        return _("From %(first)s on") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(approval.expires_on)}


def _decided(approval: WorkplaceApproval) -> str:
    if approval.approved_by is not None:
        return _("approved by %(name)s") % {"name": approval.approved_by.name}
    return _("asked by %(name)s") % {"name": approval.asked_by.name} if approval.asked_by else ""


def state_of(approval: WorkplaceApproval, viewer: Viewer) -> tuple[str, Kind]:
    """Where an approval stands today, in words and color."""
    if approval.withdrawn_on is not None:
        return _("Withdrawn"), "mute"
    if approval.approved_on is None:
        return _("Asked"), "warn"
    if approval.expires_on is not None and approval.expires_on < viewer.today:
        return _("Run out"), "bad"
    return _("Approved"), "ok"


# The list


def _rows(viewer: Viewer) -> "QuerySet[WorkplaceApproval]":
    mine = WorkplaceApproval.objects.of(viewer.district)
    seen = Employer.objects.visible_to(viewer).values("pk")
    return mine.filter(employer__in=seen).prefetch_related("employer", "approved_by", "asked_by")


def _employers(rows: Sequence[WorkplaceApproval], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.employer.name, url=reverse("mentoring:employer_detail", args=[one.employer_id]))
        for one in rows
    }


def _states(rows: Sequence[WorkplaceApproval], viewer: Viewer) -> Mapping[int, Cell]:
    found = {one.pk: state_of(one, viewer) for one in rows}
    return {pk: Cell(words, kind=kind) for pk, (words, kind) in found.items()}


def _deciders(rows: Sequence[WorkplaceApproval], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(_decided(one)) for one in rows}


APPROVALS: ListScreen[WorkplaceApproval] = ListScreen(
    name="workplace-approvals",
    caption=gettext_lazy("Workplaces that students may visit"),
    counted=ngettext_lazy("%(words)s approval", "%(words)s approvals", "count"),
    rows=_rows,
    form=WorkplaceFilterForm,
    columns=[
        ListColumn("employer", gettext_lazy("Employer"), _employers),
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn(
            "from", gettext_lazy("Approved on"), lambda rows, viewer: {one.pk: Cell(one.approved_on) for one in rows}
        ),
        ListColumn(
            "until", gettext_lazy("Good through"), lambda rows, viewer: {one.pk: Cell(one.expires_on) for one in rows}
        ),
        ListColumn("areas", gettext_lazy("Areas"), lambda rows, viewer: {one.pk: Cell(one.areas) for one in rows}),
        ListColumn(
            "supervisor",
            gettext_lazy("Who supervises there"),
            lambda rows, viewer: {one.pk: Cell(one.supervisor) for one in rows},
        ),
        ListColumn("decided", gettext_lazy("Decided by"), _deciders, is_shown=False),
        ListColumn(
            "protection",
            gettext_lazy("Protective equipment"),
            lambda rows, viewer: {one.pk: Cell(one.protection) for one in rows},
            is_shown=False,
        ),
        ListColumn(
            "insurance",
            gettext_lazy("Insurance"),
            lambda rows, viewer: {one.pk: Cell(one.insurance) for one in rows},
            is_shown=False,
        ),
    ],
    export_url_name="mentoring:workplace_approval_export",
    export_verb="workplace.export",
    empty_title=gettext_lazy("No workplace is approved yet"),
    empty_text=gettext_lazy("A workplace is approved on its employer’s page before students visit it."),
    icon="inbox",
    key="id",
    is_descending=True,
)
