"""The lists of mentors, of their applications and of employers: columns of choice, for the screen and for the file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from mentoring.career_areas import CareerArea
from mentoring.forms.employers import EmployerFilterForm
from mentoring.forms.mentor_applications import ApplicationFilterForm
from mentoring.forms.mentors import MentorFilterForm
from mentoring.models import Employer, Employment, Mentor, MentorApplication, OtherRole, ProgramMentor
from mentoring.own_words import cleared_words
from mentoring.querysets.mentors import students_met_by
from screening.models import Asked, Requirement
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.templatetags.people import phone
from tenancy.viewer import Viewer

#: The shape and color of each state in a program.
STATE_KINDS: Mapping[str, Kind] = {
    ProgramMentor.State.INVITED: "info",
    ProgramMentor.State.APPLIED: "warn",
    ProgramMentor.State.WAITLISTED: "info",
    ProgramMentor.State.ACCEPTED: "ok",
    ProgramMentor.State.OTHER_ROLE: "info",
    ProgramMentor.State.DECLINED: "mute",
    ProgramMentor.State.LEFT: "mute",
}
APPLICATION_KINDS: Mapping[str, Kind] = {
    MentorApplication.State.NEW: "warn",
    MentorApplication.State.ACCEPTED: "ok",
    MentorApplication.State.DECLINED: "mute",
}

# Mentors


def _names(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(
            one.person.sorted_name,
            url=reverse("mentoring:mentor_detail", args=[one.pk]),
            note=_("Has left") if one.left_on else "",
        )
        for one in mentors
    }


def _programs(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    seen = ProgramMentor.objects.visible_to(viewer).filter(mentor__in=[one.pk for one in mentors])
    words: dict[int, list[str]] = defaultdict(list)
    for place in seen.exclude(state=ProgramMentor.State.LEFT).prefetch_related("program").order_by("pk"):
        words[place.mentor_id].append(f"{place.program.name}: {place.get_state_display()}")
    return {pk: Cell("; ".join(found)) for pk, found in words.items()}


def _clearances(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    asked = _asked_of(mentors, viewer)
    cells = {}
    for one in mentors:
        words, kind = cleared_words(asked[one.person_id], viewer.today)
        cells[one.pk] = Cell(words, kind=kind)
    return cells


def _missing(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    asked = _asked_of(mentors, viewer)
    open_rows = {pk: [row for row in rows if not _covers(row, viewer)] for pk, rows in asked.items()}
    ids = {requirement for rows in open_rows.values() for row in rows for requirement in row.lacking}
    titles = dict(Requirement.objects.of(viewer.district).filter(pk__in=ids).values_list("pk", "title"))
    return {
        one.pk: Cell(
            "; ".join(
                dict.fromkeys(
                    titles[pk] for row in open_rows.get(one.person_id, ()) for pk in row.lacking if pk in titles
                )
            )
        )
        for one in mentors
    }


def _asked_of(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, list[Asked]]:
    """What is asked of each, by person. One query."""
    found: dict[int, list[Asked]] = defaultdict(list)
    people = [one.person_id for one in mentors]
    for row in Asked.objects.of(viewer.district).filter(ended_on=None, person__in=people).order_by("pk"):
        found[row.person_id].append(row)
    return found


def _covers(row: Asked, viewer: Viewer) -> bool:
    return row.covers_until is not None and row.covers_until >= viewer.today


def _employers(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: _employer_cell(one) for one in mentors}


def _employer_cell(mentor: Mentor) -> Cell:
    said = _("Says: %(employer)s") % {"employer": mentor.said_employer} if mentor.said_employer_on else ""
    at = next(iter(mentor.present_employments), None)  # type: ignore[attr-defined]  # set by the prefetch
    return Cell(at.employer.name if at else "", note=said)


def _titles(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    found = {}
    for one in mentors:
        at = next(iter(one.present_employments), None)  # type: ignore[attr-defined]  # set by the prefetch
        found[one.pk] = Cell((at.title if at else "") or one.occupation)
    return found


def _areas(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(one.career_area_words)) for one in mentors}


def _students(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    counts = students_met_by(mentors, viewer)
    return {one.pk: Cell(counts.get(one.pk, 0), note=_("of %(most)s") % {"most": one.most_students}) for one in mentors}


def _others(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(one.other_role_words)) for one in mentors}


def _emails(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.person.email) for one in mentors}


def _phones(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(phone(one.person.phone)) for one in mentors}


def _languages(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.languages) for one in mentors}


def _availabilities(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.availability) for one in mentors}


def _unpaid(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.unpaid_attested_on or "") for one in mentors}


def _left(mentors: Sequence[Mentor], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.left_on or "") for one in mentors}


#: Where mentors work now, with the employer.
PRESENT = Prefetch(
    "employments",
    Employment.objects.filter(ends_on=None).prefetch_related("employer"),
    to_attr="present_employments",
)
MENTORS: ListScreen[Mentor] = ListScreen(
    name="mentors",
    caption=gettext_lazy("Mentors"),
    counted=ngettext_lazy("%(words)s mentor", "%(words)s mentors", "count"),
    rows=lambda viewer: Mentor.objects.visible_to(viewer).prefetch_related("person", PRESENT),
    form=MentorFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Name"), _names),
        ListColumn("programs", gettext_lazy("Programs"), _programs),
        ListColumn("clearance", gettext_lazy("Checks and training"), _clearances, permission=Permission.CLEARANCE_VIEW),
        ListColumn(
            "missing",
            gettext_lazy("Missing"),
            _missing,
            permission=Permission.CLEARANCE_OUTCOMES_VIEW,
            is_shown=False,
        ),
        ListColumn("employer", gettext_lazy("Employer"), _employers),
        ListColumn("title", gettext_lazy("Job title"), _titles, is_shown=False),
        ListColumn("areas", gettext_lazy("Career areas"), _areas),
        ListColumn("students", gettext_lazy("Students"), _students, is_number=True),
        ListColumn("others", gettext_lazy("Also glad to"), _others, is_shown=False),
        ListColumn("email", gettext_lazy("Email"), _emails, is_shown=False),
        ListColumn("phone", gettext_lazy("Phone"), _phones, is_shown=False),
        ListColumn("languages", gettext_lazy("Languages"), _languages, is_shown=False),
        ListColumn("availability", gettext_lazy("When"), _availabilities, is_shown=False),
        ListColumn("unpaid", gettext_lazy("Attested not to be paid"), _unpaid, is_shown=False),
        ListColumn("left", gettext_lazy("Left"), _left, is_shown=False),
    ],
    add=ListDeed(gettext_lazy("Add a mentor"), "mentoring:mentor_add", Permission.MENTORS_EDIT),
    deeds=[
        ListDeed(gettext_lazy("Add to a program"), "mentoring:mentor_enroll_selected", Permission.MENTORS_EDIT),
        ListDeed(gettext_lazy("Invite to sign in"), "mentoring:mentor_invite_selected", Permission.SIGN_INS_EDIT),
        ListDeed(gettext_lazy("End"), "mentoring:mentor_leave_selected", Permission.MENTORS_EDIT),
        ListDeed(gettext_lazy("Print labels"), "mentoring:mentor_label_selected", Permission.MENTORS_VIEW),
        ListDeed(gettext_lazy("Print a sign-in sheet"), "mentoring:mentor_sheet_selected", Permission.MENTORS_VIEW),
    ],
    export_url_name="mentoring:mentor_export",
    export_verb="mentor.export",
    empty_title=gettext_lazy("No mentors yet"),
    empty_text=gettext_lazy("Mentors show here once they apply, come with a spreadsheet or are added."),
    icon="people",
)


# Applications


def _applicants(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.name, url=reverse("mentoring:mentor_application_detail", args=[one.pk]))
        for one in applications
    }


def _sent(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.sent_at) for one in applications}


def _for_programs(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.program.name) for one in applications}


def _works(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.employer_name, note=one.job_title) for one in applications}


def _applied_areas(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(str(CareerArea(area).label) for area in one.career_areas)) for one in applications}


def _applied_roles(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(str(OtherRole(role).label) for role in one.other_roles)) for one in applications}


def _applied_emails(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.email) for one in applications}


def _applied_phones(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(phone(one.phone)) for one in applications}


def _applied_languages(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(get_language_info(one.language)["name_local"].capitalize()) for one in applications}


def _application_states(applications: Sequence[MentorApplication], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.get_state_display(), kind=APPLICATION_KINDS[one.state]) for one in applications}


MENTOR_APPLICATIONS: ListScreen[MentorApplication] = ListScreen(
    name="applications",
    caption=gettext_lazy("Applications of mentors"),
    counted=ngettext_lazy("%(words)s application", "%(words)s applications", "count"),
    rows=lambda viewer: MentorApplication.objects.visible_to(viewer).prefetch_related("program"),
    form=ApplicationFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Name"), _applicants),
        ListColumn("sent", gettext_lazy("Sent"), _sent, has_time=True),
        ListColumn("program", gettext_lazy("Program"), _for_programs),
        ListColumn("work", gettext_lazy("Work"), _works),
        ListColumn("areas", gettext_lazy("Career areas"), _applied_areas),
        ListColumn("roles", gettext_lazy("Also glad to"), _applied_roles, is_shown=False),
        ListColumn("email", gettext_lazy("Email"), _applied_emails, is_shown=False),
        ListColumn("phone", gettext_lazy("Phone"), _applied_phones, is_shown=False),
        ListColumn("language", gettext_lazy("Language"), _applied_languages, is_shown=False),
        ListColumn("state", gettext_lazy("State"), _application_states),
    ],
    export_url_name="mentoring:mentor_application_export",
    export_verb="mentor_application.export",
    empty_title=gettext_lazy("No new applications"),
    empty_text=gettext_lazy("Applications show here when somebody fills in a program’s public page."),
    icon="inbox",
    key="sent_at",
    is_descending=True,
)


# Employers


def _employer_names(employers: Sequence[Employer], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(
            one.name,
            url=reverse("mentoring:employer_detail", args=[one.pk]),
            note=_("No longer takes part") if one.ended_on and one.ended_on < viewer.today else "",
        )
        for one in employers
    }


def _employer_areas(employers: Sequence[Employer], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.get_career_area_display()) for one in employers}


def _contacts(employers: Sequence[Employer], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.contact_name, note=one.contact_title) for one in employers}


def _contact_emails(employers: Sequence[Employer], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.contact_email) for one in employers}


def _contact_phones(employers: Sequence[Employer], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(phone(one.contact_phone)) for one in employers}


def _addresses(employers: Sequence[Employer], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(one.address.splitlines())) for one in employers}


def _mentor_counts(employers: Sequence[Employer], viewer: Viewer) -> Mapping[int, Cell]:
    ids = [one.pk for one in employers]
    here = Q(ends_on=None, mentor__district=viewer.district, mentor__left_on=None)
    theirs = Employment.objects.of(viewer.district).filter(here, employer__in=ids).order_by()
    counts = dict(theirs.values("employer").annotate(number=Count("pk")).values_list("employer", "number"))
    return {pk: Cell(counts.get(pk, 0)) for pk in ids}


def _naming(employers: Sequence[Employer], viewer: Viewer) -> Mapping[int, Cell]:
    words = {True: _("Yes"), False: _("No"), None: _("Not asked")}
    return {one.pk: Cell(words[one.may_be_named]) for one in employers}


def _until(employers: Sequence[Employer], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.ended_on or "") for one in employers}


EMPLOYERS: ListScreen[Employer] = ListScreen(
    name="employers",
    caption=gettext_lazy("Employers"),
    counted=ngettext_lazy("%(words)s employer", "%(words)s employers", "count"),
    rows=Employer.objects.all().visible_to,
    form=EmployerFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Name"), _employer_names),
        ListColumn("mentors", gettext_lazy("Mentors now"), _mentor_counts, is_number=True),
        ListColumn("area", gettext_lazy("Career area"), _employer_areas),
        ListColumn("contact", gettext_lazy("Contact"), _contacts),
        ListColumn("email", gettext_lazy("Email"), _contact_emails, is_shown=False),
        ListColumn("phone", gettext_lazy("Phone"), _contact_phones, is_shown=False),
        ListColumn("address", gettext_lazy("Address"), _addresses, is_shown=False),
        ListColumn("naming", gettext_lazy("May be shown in public"), _naming),
        ListColumn("until", gettext_lazy("Takes part until"), _until, is_shown=False),
    ],
    add=ListDeed(gettext_lazy("Add an employer"), "mentoring:employer_add", Permission.MENTORS_EDIT),
    deeds=[ListDeed(gettext_lazy("Print labels"), "mentoring:employer_label_selected", Permission.MENTORS_VIEW)],
    export_url_name="mentoring:employer_export",
    export_verb="employer.export",
    empty_title=gettext_lazy("No employers yet"),
    empty_text=gettext_lazy("Employers show here once they are added, or come with a spreadsheet of mentors."),
    icon="inbox",
)
