"""A student's lines of thanks on pages: whose are one's own, for whom, how far they are."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.models import Match, MatchMentor, MatchStudent, Student
from mentoring.page_parts import PagePart, section
from screening.querysets.holds import is_not_held
from support.continuation_page import question_part
from support.models import ThankYouLines
from tenancy.models.owned import DistrictQuerySet
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: Months after the end in which a student still finds the place to write.
_RAN = (Match.State.RUNNING, Match.State.ENDED)


def own_rows(viewer: Viewer) -> DistrictQuerySet[MatchStudent]:
    """The viewer's own places, as a student, in matches that run or ended with them in it."""
    mine = MatchStudent.objects.of(viewer.district).filter(is_not_held(viewer), student__person=viewer.person_id)
    return mine.filter(match__state__in=_RAN).exclude(left_on__isnull=False, match__ended_on=None)


def mentors_of(row: MatchStudent) -> str:
    """Who is thanked, by name."""
    rows = MatchMentor.objects.of(row.district).filter(match=row.match_id, left_on=row.match.ended_on)
    return ", ".join(one.mentor.person.name for one in rows.order_by("pk").prefetch_related("mentor__person"))


def own_words(lines: ThankYouLines | None) -> tuple[str, Kind]:
    """How far lines are, as the student reads it."""
    if lines is None:
        return _("Not written yet"), "mute"
    if lines.approved_at is not None:
        return _("Approved"), "ok"
    return (_("Please change something"), "warn") if lines.given_back_note else (_("Your teacher reads them"), "info")


def lines_part(student: Student, viewer: Viewer) -> PagePart | None:
    """On a student's own page: the lines for the thank-you letter."""
    rows = list(own_rows(viewer).filter(student=student, match__program__archived_on=None).prefetch_related("match"))
    if not rows:
        return None
    found = ThankYouLines.objects.visible_to(viewer).filter(match_student__in=[one.pk for one in rows])
    by_row = {one.match_student_id: one for one in found}
    lines = [_row(one, by_row.get(one.pk)) for one in rows]
    return section(PersonSection(_("Thank your mentor"), rows=lines))


def _row(row: MatchStudent, lines: ThankYouLines | None) -> SectionRow:
    words, kind = own_words(lines)
    label = _("Write your lines") if lines is None else _("Read") if lines.approved_at else _("Change")
    note = lines.given_back_note if lines and not lines.approved_at else ""
    links = [(label, reverse("support:thank_you_write", args=[row.pk]))]
    return SectionRow(mentors_of(row), note, kind=kind, status=words, links=links)


def own_question_part(student: Student, viewer: Viewer) -> PagePart | None:
    """On a student's own page: "same pair again?"."""
    return question_part(viewer, _matches(own_rows(viewer).filter(student=student)))


def mentor_question_part(student: Student, viewer: Viewer) -> PagePart | None:
    """On a mentor's page of a student: "same pair again?"."""
    return question_part(viewer, _matches(MatchStudent.objects.of(viewer.district).filter(student=student)))


def _matches(rows: DistrictQuerySet[MatchStudent]) -> Sequence[int]:
    return list(rows.values_list("match_id", flat=True))
