"""Journals as staff see them: class groups, entries, who is late; reminding, excusing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from journals import entry_words, reading
from journals.actions import entries
from journals.class_group_table import JOURNALS
from journals.entry_table import ENTRIES, LATE
from journals.forms.entries import ExcuseForm
from journals.grading import NO_GROUP
from journals.models import Entry
from journals.querysets.entries import OPEN
from mentoring.models import Program
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names

#: Programs whose questions and rubric are offered below the list; more are found by their pages.
MOST_PROGRAMS = 12


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.JOURNALS_VIEW)
def journal_list(request: DistrictRequest) -> HttpResponse:
    """Class group by class group: what waits for a grade, what is late, what students do not see yet."""
    viewer = request.viewer
    outside = Entry.objects.of(viewer.district).gradable_by(viewer).outside_listed_groups(viewer).order_by()
    programs = Program.objects.visible_to(viewer).current().exclude(policies__journal_rhythm="none")
    return JOURNALS.page(request).render(
        "journals/journal_list.html",
        to_grade=outside.to_grade()[:1000].count(),
        to_grade_url=f"{reverse('journals:entry_grade_next')}?group={NO_GROUP}",
        to_release=outside.to_release()[:1000].count(),
        to_release_url=f"{reverse('journals:grade_release')}?group={NO_GROUP}",
        programs=list(programs.in_list_order().prefetch_related("school_year")[:MOST_PROGRAMS]),
        may_grade=viewer.can(Permission.JOURNALS_GRADE),
    )


@require_GET
@requires(Permission.JOURNALS_VIEW)
def journal_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same class groups, the same columns."""
    return JOURNALS.export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.JOURNALS_VIEW)
def entry_list(request: DistrictRequest) -> HttpResponse:
    """Every entry of the viewer's students, and how each stands."""
    return ENTRIES.page(request).render("journals/entry_list.html")


@require_GET
@requires(Permission.JOURNALS_VIEW)
def entry_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same entries, the same columns."""
    return ENTRIES.export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.JOURNALS_VIEW)
def entry_missing_list(request: DistrictRequest) -> HttpResponse:
    """Who owes what since when, the longest first."""
    return LATE.page(request).render("journals/entry_missing_list.html")


@require_GET
@requires(Permission.JOURNALS_VIEW)
def entry_missing_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same entries, the same columns."""
    return LATE.export(request)


@require_GET
@requires(Permission.JOURNALS_VIEW)
def entry_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One entry as staff read it: what was handed in, the grade, what came before. Never a draft."""
    viewer = request.viewer
    along = (*entry_words.READ_ALONG, "match_student__student__person", "versions", "given_back_by", "excused_by")
    entry = get_object_or_404(Entry.objects.visible_to(viewer).prefetch_related(*along), pk=pk)
    grade = entry.grades.prefetch_related("marks__criterion", "marks__level", "graded_by").first()
    versions = sorted(entry.versions.all(), key=lambda one: -one.number)
    status, kind = entry_words.status_of(entry, viewer.today)
    may_grade = Entry.objects.of(viewer.district).gradable_by(viewer).filter(pk=pk).exists()
    context = {
        "entry": entry,
        "name": entry.match_student.student.person.name,
        "title": entry_words.title(entry),
        "due": entry_words.due_words(entry, viewer.today),
        "status": status,
        "kind": kind,
        "read": reading.text_for_staff(entry, versions),
        "versions": versions if entry.state == Entry.State.HANDED_IN else versions[1:],
        "grade": grade,
        "points": entry_words.points_words(grade),
        "marks": sorted(grade.marks.all(), key=lambda one: one.criterion.position) if grade else [],
        "grade_url": reverse("journals:entry_grade", args=[pk]) if may_grade and entry.state == "handed_in" else "",
        "is_open": entry.state in OPEN,
        "is_late": entry_words.is_late(entry, viewer.today),
    }
    return render(request, "journals/entry_detail.html", context)


@require_POST
@requires(Permission.JOURNALS_VIEW)
def entry_remind(request: DistrictRequest, pk: int) -> HttpResponse:
    """Remind one student of one entry, at one press."""
    mine = Entry.objects.visible_to(request.viewer).prefetch_related("match_student__student__person")
    entry = get_object_or_404(mine, pk=pk)
    posted = entries.remind(entries=[entry], at=timezone.now(), by=request.viewer.actor)
    name = entry.match_student.student.person.name
    if posted:
        undo = reverse("correspondence:message_cancel", args=[posted[0].pk])
        notices.done(request, _("%(name)s is reminded in two minutes.") % {"name": name}, undo=undo)
    else:
        notices.warn(
            request, _("%(name)s cannot be reminded: there is no address, or nothing is late.") % {"name": name}
        )
    return redirect("journals:entry_missing_list")


@require_http_methods(["GET", "POST"])
@requires(Permission.JOURNALS_VIEW)
def entry_remind_selected(request: DistrictRequest) -> HttpResponse:
    """Remind several students, after a page that names them and says who is left out and why."""
    selection = Selection(request, LATE)
    rows = list(selection.rows.prefetch_related("match_student__student__person"))
    able = [one for one in rows if not _unreachable(one)]
    back_url = selection.back_to(reverse("journals:entry_missing_list"))
    if request.method == "POST" and able and not selection.refusal:
        posted = entries.remind(entries=able, at=timezone.now(), by=request.viewer.actor)
        words = ngettext(
            "%(count)s reminder leaves in two minutes.", "%(count)s reminders leave in two minutes.", len(posted)
        )
        notices.done(request, words % {"count": len(posted)})
        return redirect(back_url)
    context = {
        "selection": selection,
        "names": first_names(list(dict.fromkeys(_name(one) for one in able))),
        "count": len(able),
        "skipped": list(
            dict.fromkeys((_name(one), _("has no email address and no phone")) for one in rows if one not in able)
        ),
        "back_url": back_url,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "journals/entry_remind_selected.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.JOURNALS_VIEW)
def entry_excuse_selected(request: DistrictRequest) -> HttpResponse:
    """Say that entries are not needed, with a reason, after a page that names them and says which are left out."""
    selection = Selection(request, ENTRIES)
    rows = list(selection.rows.prefetch_related("match_student__student__person", *entry_words.READ_ALONG))
    able = [one for one in rows if one.state in OPEN]
    form = ExcuseForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if form.is_valid() and able and not selection.refusal:
        event = entries.excuse(
            entries=able, reason=form.cleaned_data["reason"], at=timezone.now(), by=request.viewer.actor
        )
        if event is not None:
            count = len(event.facts["entries"])
            words = ngettext(
                "%(count)s entry is not needed any more.", "%(count)s entries are not needed any more.", count
            )
            undo = reverse("journals:entry_excuse_undo", args=[event.pk])
            notices.done(request, words % {"count": count}, undo=undo)
            return redirect("journals:entry_missing_list")
    context = {
        "form": form,
        "selection": selection,
        "names": first_names([f"{_name(one)}: {entry_words.title(one)}" for one in able]),
        "count": len(able),
        "skipped": [(_name(one), one.get_state_display()) for one in rows if one not in able],
        "back_url": reverse("journals:entry_missing_list"),
    }
    is_wrong = bool(form.errors) or (request.method == "POST" and bool(selection.refusal or not able))
    return render(request, "journals/entry_excuse_selected.html", context, status=422 if is_wrong else 200)


@require_POST
@requires(Permission.JOURNALS_VIEW)
def entry_excuse_undo(request: DistrictRequest, pk: int) -> HttpResponse:
    """The entries are needed as before; ``pk`` is the event of the excuse, one's own."""
    mine = AuditEvent.objects.of(request.district).filter(verb="entry.excuse", actor_person_id=request.viewer.person_id)
    count = entries.take_excuse_back(event=get_object_or_404(mine, pk=pk), by=request.viewer.actor)
    words = ngettext("%(count)s entry is needed as before.", "%(count)s entries are needed as before.", count)
    notices.done(request, words % {"count": count})
    return redirect("journals:entry_missing_list")


def _name(entry: Entry) -> str:
    return str(entry.match_student.student.person.name)


def _unreachable(entry: Entry) -> bool:
    person = entry.match_student.student.person
    return not (person.is_active and (person.email or person.phone))
