"""Going on together next year, in words: who said what, which steps are asked anew."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from mentoring.actions.match_continuations import members_to_the_end
from mentoring.models import Mentor
from mentoring.page_parts import PagePart
from screening import rules as clearance
from support.models import Continuation, ContinuationAnswer
from tenancy.person_pages import SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

_KINDS: dict[str, tuple[str, Kind]] = {"yes": ("yes", "ok"), "no": ("no", "mute"), "": ("open", "warn")}


def answer_rows(asked: Continuation, *, reads_all: bool, may_type_in: bool) -> list[SectionRow]:
    """Each who is asked. What they said is for those who may close matches."""
    rows = []
    words = {"yes": _("Said yes"), "no": _("Said no"), "": _("Has not answered")}
    for one in sorted(asked.answers.all(), key=lambda row: row.pk):
        when = date_format(localtime(one.answered_at)) if one.answered_at and reads_all else ""
        status = words[one.answer] if reads_all else ""
        links = [(_("Type in the answer"), reverse("support:continuation_type_in", args=[one.pk]))]
        is_open = may_type_in and not one.answer
        kind = _KINDS[one.answer][1] if reads_all else ""
        rows.append(SectionRow(one.person.name, when, kind=kind, status=status, links=links if is_open else []))
    return rows


def step_rows(asked: Continuation, on: date) -> list[SectionRow]:
    """What is asked anew before the next year: a new agreement always, of mentors what ends before the first day."""
    agreement = SectionRow(
        _("Agreement and permissions"),
        _("Everybody signs anew for the new year."),
        kind="warn" if asked.became_id is None or not _is_sent(asked) else "info",
        status=_("Asked anew"),
    )
    _students, mentors = members_to_the_end(asked.match)
    first = max(on, asked.program.school_year.starts_on)
    return [agreement, *_clearance_rows(asked, [row.mentor for row in mentors], on, first)]


def _is_sent(asked: Continuation) -> bool:
    made = asked.became
    return made is not None and made.student_rows.filter(packet__isnull=False).exists()


def _clearance_rows(asked: Continuation, mentors: Sequence[Mentor], on: date, first: date) -> list[SectionRow]:
    if asked.program.requirement_set is None:
        return []
    people = [one.person for one in mentors]
    now = clearance.clearances(people, asked.program.requirement_set, on)
    rows = []
    for person in people:
        for step in now[person.pk].steps:
            title = step.ask.title or _("A step before meeting students")
            if step.is_met and (step.until is None or step.until >= first):
                until = "" if step.until in {None, clearance.ALWAYS} else date_format(step.until)
                note = (
                    _("%(name)s: valid until %(day)s") % {"name": person.name, "day": until} if until else person.name
                )
                rows.append(SectionRow(title, note, kind="ok", status=_("Not asked again")))
            else:
                rows.append(SectionRow(title, person.name, kind="warn", status=_("Asked anew")))
    return rows


def own_question(row: ContinuationAnswer, viewer: Viewer) -> dict[str, object]:
    """What a student or mentor reads of the question: with whom, in which program."""
    asked = row.continuation
    students, mentors = members_to_the_end(asked.match)
    is_student = any(one.student.person_id == viewer.person_id for one in students)
    firsts = ", ".join(one.student.person.preferred_name or one.student.person.given_name for one in students)
    named = ", ".join(one.mentor.person.name for one in mentors)
    return {
        "row": row,
        "is_student": is_student,
        "others": named if is_student else firsts,
        "program": asked.program.reader_name,
        "year": asked.program.school_year.name,
        "back_url": reverse("mentoring:application_list" if is_student else "mentoring:mentee_list"),
    }


def question_part(viewer: Viewer, match_ids: Sequence[int]) -> PagePart | None:
    """The question on a page about one's match: asked, or answered and still waiting for the other."""
    rows = ContinuationAnswer.objects.of(viewer.district).own(viewer).filter(continuation__match__in=match_ids)
    row = rows.prefetch_related("continuation__match", "continuation__program__school_year").first()
    if row is None:
        return None
    return PagePart("support/parts/again.html", own_question(row, viewer))
