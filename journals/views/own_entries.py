"""A student's own journal: entries that wait, writing, handing in, taking back, what the mentor reads."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journals import entry_words
from journals.actions import entries
from journals.forms.entries import EntryForm, ShareForm
from journals.models import Entry, Grade
from journals.reading import text_for_mentor
from mentoring.models import Match, MatchMentor, MatchStudent
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.pages import keyset_page
from tenancy.permissions import Permission

State = Entry.State


@require_GET
@requires(Permission.STUDENT_OWN)
def entry_own_list(request: DistrictRequest) -> HttpResponse:
    """What waits to be written, and everything handed in so far, with grades that are visible."""
    viewer = request.viewer
    mine = Entry.objects.of(viewer.district).written_by(viewer).prefetch_related(*entry_words.READ_ALONG)
    waiting = list(mine.open().order_by("due_on", "pk")[:100])
    page = keyset_page(mine.exclude(pk__in=[one.pk for one in waiting]), request.GET, key="pk", is_descending=True)
    grades = Grade.objects.of(viewer.district).own(viewer).filter(entry__in=[one.pk for one in page.rows])
    by_entry = {one.entry_id: one for one in grades}
    context = {
        "waiting": [entry_words.own_line(one, None, viewer.today) for one in waiting],
        "done": [entry_words.own_line(one, by_entry.get(one.pk), viewer.today) for one in page.rows],
        "page_of": page,
        "members": _members(request),
    }
    return render(request, "journals/entry_own_list.html", context)


@require_POST
@requires(Permission.STUDENT_OWN)
def entry_begin(request: DistrictRequest) -> HttpResponse:
    """Begin an entry that nobody asked for, in the match that ``member`` names, or in the only one."""
    members = _members(request)
    chosen = request.POST.get("member", "")
    member = next((one for one in members if str(one.pk) == chosen), members[0] if len(members) == 1 else None)
    if member is None:
        notices.warn(request, _("A journal begins with your first match."))
        return redirect("journals:entry_own_list")
    entry = entries.begin(member=member, by=request.viewer.actor)
    return redirect("journals:entry_write", pk=entry.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN)
def entry_write(request: DistrictRequest, pk: int) -> HttpResponse:
    """Write an entry. It is saved by itself, by "Save and finish later", before the preview and before handing in."""
    entry = _own(request, pk)
    if entry.state in {State.HANDED_IN, State.EXCUSED}:
        return redirect("journals:entry_own_detail", pk=pk)
    is_final = "hand_in" in request.POST
    posted = request.POST if request.method == "POST" else None
    version = entry.version
    form = EntryForm(posted, instance=entry, viewer=request.viewer, is_final=is_final)
    elsewhere: Entry | None = None
    if form.can_be_kept:
        try:
            kept = _kept(request, pk, form)
            version = kept.version
            if form.is_valid():
                return _went_on(request, kept)
        except entries.WrittenElsewhere as other:
            elsewhere, version = other.entry, other.entry.version
        except entries.CannotWrite as refusal:
            notices.warn(request, str(refusal))
            return redirect("journals:entry_own_detail", pk=pk)
    context = {
        "form": form,
        "entry": entry,
        "title": entry_words.title(entry),
        "due": entry_words.due_words(entry, request.viewer.today),
        "mentors": entry_words.mentor_names(entry, request.viewer.district),
        "saved": _saved_words(entry) if entry.saved_at else "",
        "elsewhere": elsewhere,
        "version": version,
        "draft_url": reverse("journals:entry_save", args=[pk]),
        "given_back_note": entry.given_back_note if entry.state == State.GIVEN_BACK else "",
    }
    is_wrong = bool(form.errors) or elsewhere is not None
    return render(request, "journals/entry_write.html", context, status=422 if is_wrong else 200)


@require_POST
@requires(Permission.STUDENT_OWN)
def entry_save(request: DistrictRequest, pk: int) -> HttpResponse:
    """What an entry that saves itself calls: keeps it, and answers with its version and a word for the page."""
    form = EntryForm(request.POST, instance=_own(request, pk), viewer=request.viewer)
    if not form.can_be_kept:
        words = _("Not saved yet: something cannot be kept as it is. Press “Save and finish later” to see what.")
        return JsonResponse({"said": words}, status=422)
    try:
        kept = _kept(request, pk, form)
    except entries.WrittenElsewhere:
        words = _("You are also writing in another window, so this one is not saved by itself.")
        return JsonResponse({"said": words}, status=409)
    except entries.CannotWrite as refusal:
        return JsonResponse({"said": str(refusal)}, status=409)
    return JsonResponse({"version": kept.version, "said": _saved_words(kept)})


@require_GET
@requires(Permission.STUDENT_OWN)
def entry_own_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """An entry as it stands: text, who reads what of it, the grade once it is visible, what was handed in before."""
    entry = _own(request, pk)
    if entry.state in {State.OWED, State.DRAFT, State.GIVEN_BACK}:
        return redirect("journals:entry_write", pk=pk)
    grades = Grade.objects.of(request.district).own(request.viewer).filter(entry=entry)
    grade = grades.prefetch_related("marks__criterion", "marks__level", "graded_by").first()
    context = {
        "entry": entry,
        "title": entry_words.title(entry),
        "line": entry_words.own_line(entry, grade, request.viewer.today),
        "grade": grade,
        "marks": sorted(grade.marks.all(), key=lambda one: one.criterion.position) if grade else [],
        "versions": list(entry.versions.order_by("-number")),
        "mentor_text": text_for_mentor(entry),
        "mentors": entry_words.mentor_names(entry, request.viewer.district),
        "may_take_back": entry.state == State.HANDED_IN and entry.opened_at is None and not entry.grades.exists(),
    }
    return render(request, "journals/entry_own_detail.html", context)


@require_GET
@requires(Permission.STUDENT_OWN)
def entry_preview(request: DistrictRequest, pk: int) -> HttpResponse:
    """What the mentor reads of an entry, or will once it is handed in."""
    entry = _own(request, pk)
    context = {
        "entry": entry,
        "title": entry_words.title(entry),
        "text": text_for_mentor(entry),
        "mentors": entry_words.mentor_names(entry, request.viewer.district),
    }
    return render(request, "journals/entry_preview.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN)
def entry_share(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change what the mentor reads of an entry that is handed in."""
    entry = _own(request, pk)
    if entry.state != State.HANDED_IN:
        return redirect("journals:entry_own_detail", pk=pk)
    title = entry_words.title(entry)
    form = ShareForm(request.POST or None, instance=entry, viewer=request.viewer)
    if form.is_valid():
        entries.share(entry=entry, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved. This is what your mentor reads now."))
        return redirect("journals:entry_preview", pk=pk)
    context = {"form": form, "entry": entry, "title": title}
    return render(request, "journals/entry_share.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.STUDENT_OWN)
def entry_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Make an entry a draft again that no teacher has opened."""
    try:
        entries.take_back(entry=_own(request, pk), by=request.viewer.actor)
    except entries.CannotWrite as refusal:
        notices.warn(request, str(refusal))
        return redirect("journals:entry_own_detail", pk=pk)
    notices.done(request, _("Your entry is a draft again. Hand it in when it is ready."))
    return redirect("journals:entry_write", pk=pk)


def _own(request: DistrictRequest, pk: int) -> Entry:
    mine = Entry.objects.of(request.viewer.district).written_by(request.viewer)
    return get_object_or_404(mine.prefetch_related(*entry_words.READ_ALONG, "prompt"), pk=pk)


def _members(request: DistrictRequest) -> list[MatchStudent]:
    """The running matches in which the student is, each with the names of its mentors."""
    viewer = request.viewer
    rows = MatchStudent.objects.of(viewer.district).filter(
        student__person=viewer.person_id,
        left_on=None,
        match__state=Match.State.RUNNING,
        match__program__archived_on=None,
    )
    found = list(rows.exclude(match__program__policies__journal_rhythm="none").order_by("pk"))
    mentors = MatchMentor.objects.of(viewer.district).filter(match__in=[one.match_id for one in found], left_on=None)
    names: dict[int, list[str]] = {}
    for row in mentors.order_by("pk").prefetch_related("mentor__person"):
        names.setdefault(row.match_id, []).append(row.mentor.person.name)
    for one in found:
        one.mentor_names = ", ".join(names.get(one.match_id, []))  # type: ignore[attr-defined]
    return found


def _kept(request: DistrictRequest, pk: int, form: EntryForm) -> Entry:
    """The draft, saved. Raises WrittenElsewhere and CannotWrite."""
    return entries.save(
        entry=Entry(pk=pk),
        version=_version(request),
        at=timezone.now(),
        by=request.viewer.actor,
        **form.written,
    )


def _went_on(request: DistrictRequest, entry: Entry) -> HttpResponse:
    """After saving: handed in, the preview, or back to the journal. Raises CannotWrite."""
    if "hand_in" in request.POST:
        entries.hand_in(entry=entry, at=timezone.now(), by=request.viewer.actor)
        notices.done(request, _("Handed in. Your teacher reads it now."))
        return redirect("journals:entry_own_detail", pk=entry.pk)
    if "preview" in request.POST:
        return redirect("journals:entry_preview", pk=entry.pk)
    notices.done(request, _("Your draft was saved. Nobody reads it before you hand it in."))
    return redirect("journals:entry_own_list")


def _version(request: DistrictRequest) -> int:
    """The version that the window began with."""
    typed: Any = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def _saved_words(entry: Entry) -> str:
    return _("Draft saved at %(time)s.") % {"time": time_format(timezone.localtime(entry.saved_at))}
