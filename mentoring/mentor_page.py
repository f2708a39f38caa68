"""What a mentor's page says to staff, and the part of it that stands on a person's page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring import publicity
from mentoring.mentor_table import APPLICATION_KINDS, STATE_KINDS
from mentoring.models import (
    Employment,
    Match,
    MatchMentor,
    Mentor,
    MentorApplication,
    MentorTie,
    ProgramMentor,
    Student,
)
from screening.person_clearance import clearance_section
from screening.words import PAUSED
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

Links = list[tuple[str, str]]


def sections(mentor: Mentor, viewer: Viewer) -> list[PersonSection]:
    """Everything that staff with MENTORS_VIEW may know of a mentor, part by part."""
    may_edit = may_change(mentor, viewer)
    found = [
        _programs(mentor, viewer, may_edit=may_edit),
        clearance_section(mentor.person, viewer),
        _students(mentor, viewer),
        _work(mentor, viewer, may_edit=may_edit),
        _profile(mentor),
        publicity.mentor_section(mentor, viewer) if viewer.can(Permission.PUBLICITY_VIEW) else None,
        _ties(mentor, viewer, may_edit=may_edit),
        _attested(mentor),
        _applications(mentor, viewer),
    ]
    return [one for one in found if one is not None]


def mentor_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """On a person's page: that they are a mentor, where, and the way to the mentor's page."""
    if not viewer.can(Permission.MENTORS_VIEW):
        return None
    mentor = Mentor.objects.visible_to(viewer).filter(person=person).first()
    if mentor is None:
        return None
    rows = [_place_row(place) for place in _places(mentor, viewer)]
    links = [(_("Open the mentor’s page"), reverse("mentoring:mentor_detail", args=[mentor.pk]))]
    return PersonSection(_("Mentor"), rows=rows, links=links, empty=_("In no program yet."))


def may_change(mentor: Mentor, viewer: Viewer) -> bool:
    """Whether the viewer's roles let them change this mentor."""
    return Mentor.objects.of(viewer.district).in_reach_of(viewer, Permission.MENTORS_EDIT).filter(pk=mentor.pk).exists()


def _places(mentor: Mentor, viewer: Viewer) -> list[ProgramMentor]:
    seen = ProgramMentor.objects.visible_to(viewer).filter(mentor=mentor)
    return list(seen.prefetch_related("program__school_year", "decided_by").order_by("-added_on", "-pk"))


def _programs(mentor: Mentor, viewer: Viewer, *, may_edit: bool) -> PersonSection:
    rows = []
    for place in _places(mentor, viewer):
        links: Links = []
        if may_edit and mentor.left_on is None and place.program.archived_on is None:
            links = [(_("Decide"), reverse("mentoring:program_mentor_decide", args=[place.pk]))]
        rows.append(_place_row(place, links))
    add = [(_("Add to a program"), reverse("mentoring:program_mentor_add", args=[mentor.pk]))]
    return PersonSection(
        _("Programs"),
        rows=rows,
        links=add if may_edit and mentor.left_on is None else [],
        empty=_("In no program yet."),
    )


def _place_row(place: ProgramMentor, links: Links | None = None) -> SectionRow:
    decided = _("decided on %(day)s") % {"day": date_format(place.decided_on)} if place.decided_on else ""
    return SectionRow(
        f"{place.program.name} ({place.program.school_year.name})",
        note=" · ".join(filter(None, [decided, place.reason])),
        kind=STATE_KINDS[place.state],
        status=place.get_state_display(),
        links=links or [],
    )


def _students(mentor: Mentor, viewer: Viewer) -> PersonSection:
    """The students whom the viewer may know of; of others, only how many there are."""
    places = MatchMentor.objects.of(viewer.district).filter(mentor=mentor, left_on=None, match__ended_on=None)
    seen = set(
        Student.objects.visible_to(viewer)
        .filter(match_rows__match__in=places.values("match"))
        .values_list("pk", flat=True)
    )
    paused = set(
        Match.objects.of(viewer.district).paused().filter(pk__in=places.values("match")).values_list("pk", flat=True)
    )
    rows, hidden = [], 0
    for place in places.prefetch_related("match__program", "match__student_rows__student__person").order_by("pk"):
        for row in place.match.student_rows.all():
            if row.left_on is not None:
                continue
            if row.student_id in seen:
                rows.append(_student_row(place.match, row.student, viewer, is_paused=place.match_id in paused))
            else:
                hidden += 1
    if hidden:
        words = ngettext("%(count)s student of another school", "%(count)s students of other schools", hidden)
        rows.append(SectionRow(words % {"count": hidden}))
    empty = _("None at present. At most %(most)s.") % {"most": mentor.most_students}
    return PersonSection(_("Students"), rows=rows, empty=empty)


def _student_row(match: Match, student: Student, viewer: Viewer, *, is_paused: bool) -> SectionRow:
    kinds: dict[str, Kind] = {Match.State.RUNNING: "ok"}
    day = _("since %(day)s") % {"day": date_format(match.starts_on)} if match.starts_on else ""
    links: Links = []
    if viewer.can(Permission.PEOPLE_VIEW):
        links.append((_("Open"), reverse("tenancy:person_detail", args=[student.person_id])))
    if viewer.can(Permission.MATCHES_VIEW):
        links.append((_("Match"), reverse("mentoring:match_detail", args=[match.pk])))
    return SectionRow(
        student.person.name,
        note=" · ".join(filter(None, [match.program.name, match.get_format_display(), day])),
        kind="mute" if is_paused else kinds.get(match.state, "info"),
        status=str(PAUSED) if is_paused else match.get_state_display(),
        links=links,
    )


def _work(mentor: Mentor, viewer: Viewer, *, may_edit: bool) -> PersonSection:
    employments = Employment.objects.of(viewer.district).filter(mentor=mentor).prefetch_related("employer")
    rows = [_employment_row(one, viewer, may_edit=may_edit) for one in employments.order_by("-pk")]
    if mentor.said_employer_on:
        said = " · ".join(filter(None, [mentor.said_employer, mentor.said_title]))
        rows.insert(
            0,
            SectionRow(
                _("Says: %(employer)s") % {"employer": said},
                note=_("on %(day)s") % {"day": date_format(mentor.said_employer_on)},
                kind="warn",
                status=_("To confirm"),
                links=[(_("Confirm"), reverse("mentoring:employment_add", args=[mentor.pk]))] if may_edit else [],
            ),
        )
    links = [(_("Works somewhere else now"), reverse("mentoring:employment_add", args=[mentor.pk]))]
    return PersonSection(_("Employer"), rows=rows, links=links if may_edit else [], empty=_("No employer."))


def _employment_row(employment: Employment, viewer: Viewer, *, may_edit: bool) -> SectionRow:
    days = [
        _("since %(day)s") % {"day": date_format(employment.starts_on)} if employment.starts_on else "",
        _("until %(day)s") % {"day": date_format(employment.ends_on)} if employment.ends_on else "",
    ]
    links = [(_("Open"), reverse("mentoring:employer_detail", args=[employment.employer_id]))]
    if may_edit and employment.ends_on is None:
        links.append((_("Has left"), reverse("mentoring:employment_end", args=[employment.pk])))
    is_over = employment.employer.ended_on is not None and employment.employer.ended_on < viewer.today
    return SectionRow(
        employment.employer.name,
        note=" · ".join(filter(None, [employment.title, *days])),
        kind="warn" if is_over and employment.ends_on is None else "mute" if employment.ends_on else "ok",
        status=_("Before") if employment.ends_on else _("Takes part no longer") if is_over else _("Now"),
        links=links,
    )


def _profile(mentor: Mentor) -> PersonSection:
    facts = [
        (_("About"), mentor.about),
        (_("Occupation"), mentor.occupation),
        (_("Career areas"), ", ".join(mentor.career_area_words)),
        (_("Languages"), mentor.languages),
        (_("When"), mentor.availability),
        (_("Where"), ", ".join(mentor.place_words)),
        (_("Students at most"), mentor.most_students),
        (_("Also glad to"), ", ".join(mentor.other_role_words)),
    ]
    return PersonSection(_("Profile"), facts=facts)


def _ties(mentor: Mentor, viewer: Viewer, *, may_edit: bool) -> PersonSection:
    live = MentorTie.objects.of(viewer.district).filter(mentor=mentor, ended_on=None)
    seen = live.filter(student__in=Student.objects.visible_to(viewer).values("pk"))
    rows = list(_said_ties(mentor, may_edit=may_edit))
    for tie in seen.prefetch_related("student__person").order_by("pk"):
        rows.append(
            SectionRow(
                tie.student.person.name,
                note=_("noted on %(day)s") % {"day": date_format(tie.noted_on)},
                kind="info",
                status=tie.get_kind_display(),
                links=[(_("End"), reverse("mentoring:mentor_tie_end", args=[tie.pk]))] if may_edit else [],
            )
        )
    links = [(_("Note a tie"), reverse("mentoring:mentor_tie_add", args=[mentor.pk]))]
    return PersonSection(
        _("Students they are not matched with"),
        rows=rows,
        links=links if may_edit else [],
        empty=_("None noted. Teachers and parents of a student are found by the roster."),
    )


def _said_ties(mentor: Mentor, *, may_edit: bool) -> Iterator[SectionRow]:
    if mentor.said_ties:
        is_new = mentor.said_ties_on is not None
        yield SectionRow(
            _("Says: %(words)s") % {"words": mentor.said_ties},
            kind="warn" if is_new else "mute",
            status=_("To read") if is_new else _("Read"),
            links=[(_("Note it"), reverse("mentoring:mentor_tie_add", args=[mentor.pk]))]
            if is_new and may_edit
            else [],
        )


def _attested(mentor: Mentor) -> PersonSection:
    adult = _("Yes") if mentor.is_adult_attested else ""
    born = date_format(mentor.born_on) if mentor.born_on else ""
    facts = [
        (_("Not paid for mentoring"), date_format(mentor.unpaid_attested_on) if mentor.unpaid_attested_on else ""),
        (_("Old enough"), adult),
        (_("Date of birth"), born),
    ]
    return PersonSection(_("Attested"), facts=facts)


def _applications(mentor: Mentor, viewer: Viewer) -> PersonSection | None:
    if not viewer.can(Permission.MENTORS_EDIT):
        return None
    seen = MentorApplication.objects.visible_to(viewer).filter(mentor=mentor).prefetch_related("program")
    rows = [
        SectionRow(
            one.program.name,
            note=date_format(localdate(one.sent_at)),
            kind=APPLICATION_KINDS[one.state],
            status=one.get_state_display(),
            links=[(_("Open"), reverse("mentoring:mentor_application_detail", args=[one.pk]))],
        )
        for one in seen.order_by("-sent_at", "-pk")
    ]
    return PersonSection(_("Applications"), rows=rows) if rows else None
