"""The list of support calls: whom to call, about whom, by when, on which number, in which language."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from mentoring.guardian_table import language_words
from mentoring.match_table import members_of
from mentoring.models import Guardian
from support.forms.calls import CallFilterForm
from support.models import SupportCall
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.templatetags.people import phone
from tenancy.viewer import Viewer

Safe = SupportCall.Safe
SAFE_KINDS: Mapping[str, Kind] = {Safe.YES: "ok", Safe.NO: "bad", Safe.UNSURE: "warn"}
#: Whose phones one sees with which permission.
_PHONES = {
    SupportCall.Role.MENTOR: Permission.MENTORS_VIEW,
    SupportCall.Role.GUARDIAN: Permission.GUARDIANS_VIEW,
    SupportCall.Role.STUDENT: Permission.STUDENTS_VIEW,
}


def _rows(viewer: Viewer) -> "QuerySet[SupportCall]":
    return SupportCall.objects.visible_to(viewer).prefetch_related("person")


def call_url(call: SupportCall, viewer: Viewer) -> str:
    """Where one goes from the list: straight to the note while the talk is to come, for those who note talks."""
    is_open = call.held_on is None and call.skipped_on is None
    page = "support:call_note" if is_open and viewer.can(Permission.SUPPORT_EDIT) else "support:call_detail"
    return reverse(page, args=[call.pk])


def due_words(call: SupportCall, today: date) -> tuple[str, Kind]:
    """When a talk is due, or what became of it, in words."""
    if call.held_on:
        return _("Talked on %(day)s") % {"day": date_format(call.held_on)}, "ok"
    if call.skipped_on:
        return _("Skipped"), "mute"
    if call.due_on < today:
        return _("Overdue since %(day)s") % {"day": date_format(call.due_on)}, "bad"
    if call.due_on == today:
        return _("Due today"), "warn"
    return _("Due %(day)s") % {"day": date_format(call.due_on)}, "info"


def may_read_phone(call: SupportCall, viewer: Viewer) -> bool:
    """Whether the viewer sees how this person is reached."""
    return viewer.can(_PHONES[SupportCall.Role(call.role)])


def _names(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.person.name, url=call_url(one, viewer), note=one.get_role_display()) for one in calls}


def _dues(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(words, kind=kind) for one in calls for words, kind in [due_words(one, viewer.today)]}


def _phones(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    shown = [one for one in calls if one.person.phone and may_read_phone(one, viewer)]
    return {one.pk: Cell(phone(one.person.phone), url=f"tel:{one.person.phone}") for one in shown}


def _emails(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.person.email) for one in calls if may_read_phone(one, viewer)}


def _languages(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    needing = needing_interpreter(calls, viewer)
    return {
        one.pk: Cell(language_words(one.person), note=_("Needs an interpreter") if one.person_id in needing else "")
        for one in calls
    }


def needing_interpreter(calls: Sequence[SupportCall], viewer: Viewer) -> set[int]:
    """Ids of the people of these talks who need an interpreter. One query."""
    parents = Guardian.objects.of(viewer.district).filter(
        person__in=[one.person_id for one in calls], needs_interpreter=True
    )
    return set(parents.values_list("person_id", flat=True))


def _matches(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    matches = {one.match_id: one.match for one in calls}
    found = members_of(matches.values(), viewer)
    return {
        one.pk: Cell(found[one.match_id].title, url=reverse("mentoring:match_detail", args=[one.match_id]))
        for one in calls
    }


def _programs(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.match.program.name) for one in calls}


def _causes(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    may_read = viewer.can(Permission.SUPPORT_EDIT)
    return {one.pk: Cell(one.get_cause_display(), note=one.asked_why if may_read else "") for one in calls}


def _callers(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.caller.name if one.caller else "") for one in calls}


def _last_talks(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    """When one last talked with the same person about the same match."""
    rows = SupportCall.objects.of(viewer.district).filter(
        match__in={one.match_id for one in calls}, held_on__isnull=False
    )
    last: dict[tuple[int, int], date] = defaultdict(lambda: date.min)
    for match_id, person_id, day in rows.values_list("match_id", "person_id", "held_on"):
        last[match_id, person_id] = max(last[match_id, person_id], day or date.min)
    return {one.pk: Cell(last.get((one.match_id, one.person_id), "")) for one in calls}


def _safe(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.get_is_safe_display(), kind=SAFE_KINDS[one.is_safe], note=_safe_note(one))
        for one in calls
        if one.is_safe
    }


def _safe_note(call: SupportCall) -> str:
    if call.is_safe == Safe.YES:
        return ""
    return _("Followed up") if call.followed_up_at else _("Nobody has followed up yet")


def _qualities(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.quality) for one in calls if one.quality}


def _next_steps(calls: Sequence[SupportCall], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.next_step or one.skip_reason) for one in calls}


CALLS: ListScreen[SupportCall] = ListScreen(
    name="support-calls",
    caption=gettext_lazy("Support calls"),
    counted=ngettext_lazy("%(words)s talk", "%(words)s talks", "count"),
    rows=_rows,
    form=CallFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("With"), _names),
        ListColumn("due", gettext_lazy("When"), _dues),
        ListColumn("phone", gettext_lazy("Phone"), _phones, permission=Permission.SUPPORT_EDIT),
        ListColumn("language", gettext_lazy("Language"), _languages),
        ListColumn("match", gettext_lazy("Match"), _matches, prefetch=["match"]),
        ListColumn("why", gettext_lazy("Why"), _causes),
        ListColumn("caller", gettext_lazy("Who calls"), _callers, prefetch=["caller"]),
        ListColumn("last", gettext_lazy("Last talk"), _last_talks),
        ListColumn("safe", gettext_lazy("Safe and well?"), _safe, is_shown=False),
        ListColumn("quality", gettext_lazy("How it is going (1 to 10)"), _qualities, is_shown=False, is_number=True),
        ListColumn("next", gettext_lazy("What happens next"), _next_steps, is_shown=False),
        ListColumn("program", gettext_lazy("Program"), _programs, is_shown=False, prefetch=["match__program"]),
        ListColumn("email", gettext_lazy("Email"), _emails, is_shown=False, permission=Permission.SUPPORT_EDIT),
    ],
    deeds=[ListDeed(gettext_lazy("Say who calls"), "support:call_take_selected", Permission.SUPPORT_EDIT)],
    export_url_name="support:call_export",
    export_verb="support_call.export",
    empty_title=gettext_lazy("No talk is due"),
    empty_text=gettext_lazy("Talks with mentors, students and parents show here a week before they are due."),
    icon="inbox",
    key="due_on",
)
