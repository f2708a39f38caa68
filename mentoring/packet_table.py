"""Waiting on whom: each student of a program's matches, how far their documents are, who has to sign next."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from agreements.models import Kind, PartyState, Role
from agreements.party_words import LOOKS
from agreements.rules import Standing
from mentoring.forms.packets import PacketFilterForm
from mentoring.match_table import members_of
from mentoring.models import Match, MatchStudent, Program
from mentoring.packet_reading import LATE, Papers, groups_of, papers_of
from mentoring.packet_rows import rows_seen_by
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission
from tenancy.tables import Cell
from tenancy.viewer import Viewer

_PERSON = ("student__person",)


def packets_of(program: Program) -> ListScreen[MatchStudent]:
    """The students of a program's matches and their documents, as a list."""
    args = [program.pk]
    edit = Permission.AGREEMENTS_EDIT
    return ListScreen(
        name="signatures",
        caption=gettext_lazy("Waiting on whom"),
        lead=program.name,
        counted=ngettext_lazy("%(words)s student", "%(words)s students", "count"),
        rows=partial(rows_of, program),
        form=partial(PacketFilterForm, program=program),
        columns=[
            ListColumn("student", gettext_lazy("Student"), _students, prefetch=_PERSON),
            ListColumn("agreement", gettext_lazy("Agreement"), partial(_document, Kind.MENTORSHIP)),
            ListColumn("permissions", gettext_lazy("Permissions"), partial(_document, Kind.PERMISSIONS)),
            ListColumn("waiting", gettext_lazy("Whose turn"), _waiting),
            ListColumn("days", gettext_lazy("Days"), _days, is_number=True),
            ListColumn("reach", gettext_lazy("How they are asked"), _reach),
            ListColumn("group", gettext_lazy("Class group"), _groups, prefetch=("match",)),
            ListColumn("needed", gettext_lazy("Needed"), partial(_count, "needed"), is_shown=False, is_number=True),
            ListColumn("asked", gettext_lazy("Asked"), partial(_count, "invited"), is_shown=False, is_number=True),
            ListColumn("opened", gettext_lazy("Opened"), partial(_count, "opened"), is_shown=False, is_number=True),
            ListColumn("signed", gettext_lazy("Signed"), partial(_count, "signed"), is_shown=False, is_number=True),
            ListColumn("reminded", gettext_lazy("Last reminded"), _reminded, is_shown=False),
            ListColumn("languages", gettext_lazy("Languages"), _languages, is_shown=False),
            ListColumn("mentors", gettext_lazy("Mentors"), _mentors, is_shown=False, prefetch=("match",)),
        ],
        deeds=[
            ListDeed(gettext_lazy("Remind"), "mentoring:packet_remind_selected", edit, args),
            ListDeed(gettext_lazy("Print for families without email"), "mentoring:packet_print_selected", edit, args),
        ],
        export_url_name="mentoring:packet_export",
        export_url_args=args,
        export_verb="packet.export",
        empty_title=gettext_lazy("Nobody has to sign anything yet"),
        empty_text=gettext_lazy("Students show here from the day on which they and their mentor said yes."),
        icon="people",
        key="pk",
    )


def rows_of(program: Program, viewer: Viewer) -> DistrictQuerySet[MatchStudent]:
    """The students of a program's matches that are agreed or run, as far as this viewer reads their documents."""
    states = [Match.State.AGREED, Match.State.RUNNING]
    return rows_seen_by(viewer).filter(match__program=program, match__state__in=states)


def _papers(rows: Sequence[MatchStudent]) -> dict[int, Papers]:
    """The documents of each row. The columns of one page ask for the same rows: what was read is kept on them."""
    if rows and all(hasattr(one, "_papers") for one in rows):
        return {one.pk: one._papers for one in rows}  # type: ignore[attr-defined]
    found = papers_of(rows)
    for one in rows:
        one._papers = found[one.pk]  # type: ignore[attr-defined]
    return found


# Columns


def _students(rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.student.person.name, url=reverse("mentoring:match_detail", args=[one.match_id]))
        for one in rows
    }


def _document(kind: Kind, rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {pk: _document_cell(papers.kinds.get(kind, Standing())) for pk, papers in _papers(rows).items()}


def _document_cell(standing: Standing) -> Cell:
    if standing.agreement is None:
        return Cell(_("Not sent"), kind="mute")
    words = _("%(signed)s of %(needed)s signed") % {"signed": standing.signed, "needed": standing.needed}
    return Cell(standing.agreement.get_state_display(), kind=LOOKS[standing.agreement.state], note=words)


def _waiting(rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    may_remind = viewer.can(Permission.AGREEMENTS_EDIT)
    cells = {}
    by_pk = {one.pk: one for one in rows}
    for pk, papers in _papers(rows).items():
        if _is_to_send(by_pk[pk], papers):
            cells[pk] = _to_send(by_pk[pk], papers, viewer)
            continue
        names = [f"{one.name} ({one.signs_as})" for one in papers.waiting]
        is_asked = may_remind and bool(papers.roles - {Role.SCHOOL})
        deed = (str(_("Remind")), reverse("mentoring:packet_remind", args=[pk])) if is_asked else None
        cells[pk] = Cell(", ".join(names), deed=deed)
    return cells


def _is_to_send(row: MatchStudent, papers: Papers) -> bool:
    """Whether nobody signs anything before somebody sends it: never sent, or it came to nothing."""
    if row.packet_id is None:
        return row.paper_signed_on is None
    return not papers.is_out and papers.has_failed


def _to_send(row: MatchStudent, papers: Papers, viewer: Viewer) -> Cell:
    """The coordinator's turn, with the page that sends; for others the turn alone."""
    note = _("Send the documents anew") if papers.standings else _("Send the documents")
    if not viewer.can(Permission.AGREEMENTS_EDIT):
        return Cell(_("The coordinator"))
    return Cell(note, url=reverse("mentoring:packet_send", args=[row.pk]), note=_("The coordinator"))


def _days(rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for pk, papers in _papers(rows).items():
        days = papers.days(viewer.today)
        is_late = (days or 0) > LATE
        cells[pk] = Cell("" if days is None else days, kind="warn" if is_late else "")
    return cells


def _reach(rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for pk, papers in _papers(rows).items():
        lost = [one.name for one in papers.waiting if one.pk in papers.unreachable]
        words = _("Nothing can be sent to: %(names)s") % {"names": ", ".join(lost)} if lost else ""
        is_asked = bool(papers.roles - {Role.SCHOOL})
        cells[pk] = Cell(words or (_("By email or text message") if is_asked else ""))
    return cells


def _groups(rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {pk: Cell(name) for pk, name in groups_of(rows).items()}


def _count(what: str, rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {pk: Cell(_counted(what, papers)) for pk, papers in _papers(rows).items()}


def _counted(what: str, papers: Papers) -> int:
    if what == "needed":
        return sum(one.needed for one in papers.standings)
    if what == "signed":
        return sum(one.signed for one in papers.standings)
    state = PartyState.OPENED if what == "opened" else PartyState.INVITED
    return sum(party.state == state for one in papers.standings for party in one.waiting)


def _reminded(rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for pk, papers in _papers(rows).items():
        last = max((one.reminded_at for one in papers.waiting if one.reminded_at), default=None)
        cells[pk] = Cell(date_format(localtime(last)) if last else "")
    return cells


def _languages(rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        pk: Cell(", ".join(sorted({one.person.language for one in papers.waiting if one.person.language})))
        for pk, papers in _papers(rows).items()
    }


def _mentors(rows: Sequence[MatchStudent], viewer: Viewer) -> Mapping[int, Cell]:
    found = members_of({one.match_id: one.match for one in rows}.values(), viewer)
    return {one.pk: Cell(", ".join(found[one.match_id].mentor_names)) for one in rows}
