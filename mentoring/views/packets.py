"""What is signed for the students of matches: sending, replacing, waiting on whom, reminding, printing, paper."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from agreements.actions import agreements
from agreements.models import Kind, Party
from correspondence.pdf_rendering import answer
from mentoring.actions import packet_prints
from mentoring.actions import packets as sending
from mentoring.blockers import Blocker
from mentoring.forms.packets import PaperBeforeForm
from mentoring.match_table import MATCHES
from mentoring.models import MatchStudent, Program
from mentoring.packet_rows import parties_whose_turn, rows_edited_by
from mentoring.packet_table import packets_of
from mentoring.packets import WITH_PACKET, asked_words, changes, kinds_to_send, live_agreements, sending_blockers
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names

#: So many students at one go: each document is written out in every language at once.
MOST_AT_ONCE = 60


# For one student


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def packet_send(request: DistrictRequest, match_student_pk: int) -> HttpResponse:
    """Send the documents of one student, after a page that says who is asked, and how."""
    row = _row(request, match_student_pk)
    viewer, refusal = request.viewer, ""
    if request.method == "POST":
        try:
            sending.send(row=row, coordinator=_me(request), on=viewer.today, at=timezone.now(), by=viewer.actor)
        except sending.CannotSend as fault:
            refusal = str(fault)
        else:
            notices.done(request, _("Sent. Everybody is asked within two minutes; the school signs last."))
            return redirect("mentoring:match_detail", pk=row.match_id)
    kinds = kinds_to_send(row)
    context = {
        "row": row,
        "blockers": [_blocker(one) for one in sending_blockers(row, on=viewer.today)],
        "kinds": kinds,
        "asked": asked_words(row, kinds, on=viewer.today),
        "refusal": refusal,
    }
    return render(request, "mentoring/packet_send.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def packet_replace(request: DistrictRequest, match_student_pk: int) -> HttpResponse:
    """Replace the documents of one student by new ones, after a page that says what differs and who signs again."""
    row = _row(request, match_student_pk)
    viewer, refusal = request.viewer, ""
    if request.method == "POST":
        try:
            sending.replace(row=row, coordinator=_me(request), on=viewer.today, at=timezone.now(), by=viewer.actor)
        except (sending.CannotSend, agreements.CannotEnd, agreements.CannotDraft) as fault:
            refusal = str(fault)
        else:
            notices.done(request, _("Replaced. Everybody is asked to sign the new documents."))
            return redirect("mentoring:match_detail", pk=row.match_id)
    live = live_agreements(row)
    context = {
        "row": row,
        "blockers": [_blocker(one) for one in sending_blockers(row, on=viewer.today)],
        "is_out": bool(live),
        "changed": changes(row, live, on=viewer.today),
        "asked": asked_words(row, [Kind(one.kind) for one in live], on=viewer.today),
        "refusal": refusal,
    }
    return render(request, "mentoring/packet_replace.html", context, status=422 if refusal else 200)


@require_POST
@requires(Permission.AGREEMENTS_EDIT)
def packet_remind(request: DistrictRequest, match_student_pk: int) -> HttpResponse:
    """Remind everybody whose turn it is for one student, from the list, in one click."""
    row = _row(request, match_student_pk)
    parties = parties_whose_turn([row.packet_id] if row.packet_id else [])
    _say_reminded(request, agreements.remind(parties=parties, at=timezone.now(), by=request.viewer.actor))
    query = request.GET.urlencode()
    url = reverse("mentoring:packet_list", args=[row.match.program_id])
    return redirect(f"{url}?{query}" if query else url)


# For several


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def packet_send_selected(request: DistrictRequest) -> HttpResponse:
    """Send the documents of the students of several matches, after a page that names them and who is left out."""
    viewer = request.viewer
    selection = Selection(request, MATCHES)
    rows = _rows_of(request, list(selection.rows.values_list("pk", flat=True)))
    refusal = selection.refusal or _too_many(rows)
    ready, skipped = [], []
    for row in rows if not refusal else []:
        blockers = sending_blockers(row, on=viewer.today)
        if not kinds_to_send(row):
            skipped.append((_name(row), _("The documents of this student are out already.")))
        elif blockers:
            skipped.append((_name(row), blockers[0].sentence))
        else:
            ready.append(row)
    if request.method == "POST" and ready and not refusal:
        sent = sending.send_several(
            rows=ready, coordinator=_me(request), on=viewer.today, at=timezone.now(), by=viewer.actor
        )
        _say_done(
            request, sent, _("Documents for %(count)s students are sent."), _("Documents for 1 student are sent.")
        )
        return redirect(selection.back_to(reverse("mentoring:match_list")))
    context = {
        "selection": selection,
        "refusal": refusal,
        "names": first_names([_name(row) for row in ready or (rows if refusal else [])]),
        "count": len(ready),
        "skipped": skipped,
        "back_url": selection.back_to(reverse("mentoring:match_list")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/packet_send_selected.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def paper_file_selected(request: DistrictRequest) -> HttpResponse:
    """These were signed on paper before: for the students of several matches, after one form for all of them."""
    viewer = request.viewer
    selection = Selection(request, MATCHES)
    rows = _rows_of(request, list(selection.rows.values_list("pk", flat=True)))
    refusal = selection.refusal or _too_many(rows)
    ready, skipped = [], []
    for row in rows if not refusal else []:
        blocker = sending.paper_refusal(row, on=viewer.today)
        if blocker is not None:
            skipped.append((_name(row), blocker.sentence))
        else:
            ready.append(row)
    noted = next((row for row in ready if row.paper_signed_on), None)
    initial = {"signed_on": noted.paper_signed_on, "filed_at": noted.paper_filed_at} if noted else {}
    is_sent = request.method == "POST" and "signed_on" in request.POST
    form = PaperBeforeForm(request.POST if is_sent else None, viewer=viewer, initial=initial)
    if is_sent and ready and not refusal and form.is_valid():
        filed = sending.file_several(
            rows=ready,
            signed_on=form.cleaned_data["signed_on"],
            filed_at=form.cleaned_data["filed_at"],
            answers=form.answers,
            attested_by=_me(request),
            on=viewer.today,
            at=timezone.now(),
            by=viewer.actor,
        )
        words = _("Documents of %(count)s students are noted as signed on paper. They are sealed now.")
        _say_done(request, filed, words, _("Documents of 1 student are noted as signed on paper. They are sealed now."))
        return redirect(selection.back_to(reverse("mentoring:match_list")))
    context = {
        "selection": selection,
        "refusal": refusal,
        "form": form,
        "names": first_names([_paper_words(row) for row in ready or (rows if refusal else [])]),
        "count": len(ready),
        "skipped": skipped,
        "back_url": selection.back_to(reverse("mentoring:match_list")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/paper_file_selected.html", context, status=status)


# Waiting on whom


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.AGREEMENTS_VIEW)
def packet_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Who of a program has to sign still, student by student."""
    program = _program(request, program_pk)
    may_remind = request.viewer.can(Permission.AGREEMENTS_EDIT)
    page = packets_of(program).page(request)
    return page.render("mentoring/packet_list.html", program=program, may_remind=may_remind)


@require_GET
@requires(Permission.AGREEMENTS_VIEW)
def packet_export(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The list as a file: the same students, the same columns, every page."""
    return packets_of(_program(request, program_pk)).export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def packet_remind_selected(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Remind everybody whose turn it is for these students, after a page that names them and who is left out."""
    program = _program(request, program_pk)
    selection = Selection(request, packets_of(program))
    rows = list(rows_edited_by(request.viewer).filter(pk__in=selection.rows.values("pk")).order_by("pk"))
    parties = parties_whose_turn([row.packet_id for row in rows if row.packet_id])
    back_url = selection.back_to(reverse("mentoring:packet_list", args=[program_pk]))
    if request.method == "POST" and parties and not selection.refusal:
        _say_reminded(request, agreements.remind(parties=parties, at=timezone.now(), by=request.viewer.actor))
        return redirect(back_url)
    would = agreements.would_remind(parties=parties, at=timezone.now())
    context = {
        "program": program,
        "selection": selection,
        "names": first_names(_people(would.sent)),
        "count": len(_people(would.sent)),
        "is_chosen": bool(rows) or selection.is_all,
        "skipped": list(dict.fromkeys((one.name, words) for one, words in would.skipped)),
        "back_url": back_url,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/packet_remind_selected.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def packet_print_selected(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Print what families cannot be sent, in one file, by class group and language (POST), after a page that names
    them (GET).
    """
    program = _program(request, program_pk)
    selection = Selection(request, packets_of(program))
    rows = list(
        rows_edited_by(request.viewer).filter(pk__in=selection.rows.values("pk")).prefetch_related("student__person")
    )
    sheets = packet_prints.sheets_of(rows)
    refusal = selection.refusal or _too_many(sheets)
    if request.method == "POST" and sheets and not refusal:
        content = packet_prints.write(sheets=sheets, program=program, by=request.viewer.actor)
        return answer(content, filename="to-sign.pdf")
    context = {
        "program": program,
        "selection": selection,
        "refusal": refusal,
        "names": first_names(list(dict.fromkeys(one.words for one in sheets))),
        "count": len(sheets),
        "is_chosen": bool(rows),
        "back_url": selection.back_to(reverse("mentoring:packet_list", args=[program_pk])),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/packet_print_selected.html", context, status=status)


# Which


def _row(request: DistrictRequest, pk: int) -> MatchStudent:
    return get_object_or_404(rows_edited_by(request.viewer).prefetch_related(*WITH_PACKET), pk=pk)


def _rows_of(request: DistrictRequest, matches: Iterable[int]) -> list[MatchStudent]:
    rows = rows_edited_by(request.viewer).filter(match__in=matches, match__ended_on=None)
    return list(rows.prefetch_related(*WITH_PACKET).order_by("pk")[: MOST_AT_ONCE + 1])


def _program(request: DistrictRequest, pk: int) -> Program:
    return get_object_or_404(Program.objects.visible_to(request.viewer), pk=pk)


def _me(request: DistrictRequest) -> Person:
    """Who stands in the documents as the person to ask."""
    person = request.viewer.person
    assert person is not None
    return person


def _too_many(rows: Sequence[object]) -> str:
    if len(rows) <= MOST_AT_ONCE:
        return ""
    return _("These are more than %(most)s. Choose fewer, and the others after that.") % {"most": MOST_AT_ONCE}


# Words


def _name(row: MatchStudent) -> str:
    return row.student.person.name


def _paper_words(row: MatchStudent) -> str:
    if not row.paper_signed_on:
        return _name(row)
    return f"{_name(row)} ({row.paper_signed_on.isoformat()}, {row.paper_filed_at})"


def _people(parties: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(one.name for one in parties))


def _blocker(blocker: Blocker) -> tuple[str, str]:
    """What is missing and where one settles it."""
    return blocker.sentence, reverse(blocker.fix[0], args=[blocker.fix[1]]) if blocker.fix else ""


def _say_reminded(request: DistrictRequest, reminded: agreements.Reminded) -> None:
    if people := _people(reminded.sent):
        words = ngettext("Reminded: %(names)s.", "Reminded: %(names)s.", len(people))
        notices.done(request, words % {"names": ", ".join(first_names(people))})
    # Each person once: several documents may wait for the same one.
    was_reminded = {one.person_id for one in reminded.sent}
    skipped = {one.person_id: (one, why) for one, why in reversed(reminded.skipped)}
    left_out = [agreements.not_reminded(one, why) for pk, (one, why) in skipped.items() if pk not in was_reminded]
    for words in left_out[:5]:
        notices.warn(request, words)
    if more := max(len(left_out) - 5, 0):
        notices.warn(request, ngettext("%(count)s more left out.", "%(count)s more left out.", more) % {"count": more})
    if not reminded.sent and not reminded.skipped:
        notices.warn(request, _("Nobody has to sign now."))


def _say_done(request: DistrictRequest, sent: sending.Sent, many: str, one: str) -> None:
    if count := len(sent.done):
        notices.done(request, many % {"count": count} if count > 1 else one)
    for row, why in sent.skipped[:5]:
        notices.warn(request, f"{_name(row)}: {why}")
