"""Batches of letters: put together, looked at, made, mailed, printed, taken back. And one's own letters."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from correspondence import letterheads, message_table, pdfs
from correspondence.actions import letters
from correspondence.actions.letters import LetterWanted
from correspondence.addressees import Addressee
from correspondence.letter_departures import departures, leaving_sentence, written_until
from correspondence.letter_drawing import drawn
from correspondence.letter_forms import LetterForm, MakeForm, PostForm, values_to_type
from correspondence.letter_stages import mails_of, proof_of, stage_of
from correspondence.letter_table import BATCHES, left_out_words, letters_of, state_badge, subject_names
from correspondence.letter_texts import texts_in_force
from correspondence.models import Letter, LetterBatch, LetterKind, MessageEvent
from correspondence.pdf_rendering import answer
from correspondence.querysets.letters import LetterQuerySet
from correspondence.rules import UNDO_WINDOW
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.people_table import people_list
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names

State = LetterBatch.State
#: As many letters can be put into a file for the printer while one waits.
MOST_PRINTED = 200


# Batches


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.LETTERS_EDIT)
def letter_batch_list(request: DistrictRequest) -> HttpResponse:
    """The batches that this viewer may work with, newest first."""
    return BATCHES.page(request).render("correspondence/letter_batch_list.html")


@require_GET
@requires(Permission.LETTERS_EDIT)
def letter_batch_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file."""
    return BATCHES.export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.LETTERS_EDIT)
def letter_batch_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A batch: how far it is, what can be done, and its letters."""
    batch = _batch(request, pk)
    if "progress" in request.GET and request.htmx:
        return _progress(request, batch)
    counts = Letter.objects.visible_to(request.viewer).filter(batch=batch).counted()
    leaves_at = departures([batch], request.viewer).get(batch.pk)
    context = {
        "batch": batch,
        "state": state_badge(batch, leaves_at),
        "leaving": leaving_sentence(leaves_at) if leaves_at else "",
        "counts": counts,
        "left_out_words": left_out_words(counts["skipped"]),
        "progress": _progress_of(batch),
        "can_go_on": batch.state == State.MAKING and _progress_of(batch) is None,
        "can_stop": leaves_at is not None,
        "can_take_back": batch.state not in {State.TAKEN_BACK, State.SENT},
    }
    return letters_of(batch).page(request).render("correspondence/letter_batch_detail.html", **context)


@require_GET
@requires(Permission.LETTERS_EDIT)
def letter_export(request: DistrictRequest, batch_pk: int) -> HttpResponse:
    """The letters of a batch as a file: the same letters, the same columns, every page."""
    return letters_of(_batch(request, batch_pk)).export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_batch_make(request: DistrictRequest, pk: int) -> HttpResponse:
    """Have the letters of a draft made, after a page that says how many."""
    batch = _batch(request, pk)
    form = MakeForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        return _do(
            request, batch, letters.make, _("The letters are being made. You can leave this page."), **form.cleaned_data
        )
    count = Letter.objects.visible_to(request.viewer).filter(batch=batch).to_make().count()
    context = {"batch": batch, "form": form, "count": count}
    return render(request, "correspondence/letter_batch_make.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.LETTERS_EDIT)
def letter_batch_go_on(request: DistrictRequest, pk: int) -> HttpResponse:
    """Go on making letters after the work broke off."""
    sentence = _("The rest is being made. You can leave this page.")
    return _do(request, _batch(request, pk), letters.go_on, sentence)


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_batch_send(request: DistrictRequest, pk: int) -> HttpResponse:
    """Mail what was made, after a page that says how many go by email and how many are for paper."""
    batch = _batch(request, pk)
    if request.method == "POST":
        undo = reverse("correspondence:letter_batch_stop", args=[pk])
        return _do(request, batch, letters.send, _("The letters are about to leave."), undo=undo)
    theirs = Letter.objects.visible_to(request.viewer).filter(batch=batch)
    context = {"batch": batch, "count": theirs.to_mail().count(), "on_paper": theirs.to_post().count()}
    return render(request, "correspondence/letter_batch_send.html", context)


@require_POST
@requires(Permission.LETTERS_EDIT)
def letter_batch_stop(request: DistrictRequest, pk: int) -> HttpResponse:
    """Keep back what has not left. The Undo of sending leads here."""
    return _do(
        request, _batch(request, pk), letters.stop, _("What had not left yet was stopped. The letters are kept.")
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_batch_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Withdraw a whole batch, after a question."""
    batch = _batch(request, pk)
    if request.method == "POST":
        return _do(request, batch, letters.take_back, _("The letters were taken back. They can be put together anew."))
    return render(request, "correspondence/letter_batch_take_back.html", {"batch": batch})


@require_GET
@requires(Permission.LETTERS_EDIT)
def letter_batch_print(request: DistrictRequest, pk: int) -> HttpResponse:
    """All letters of a batch in one file, as it was put together when they were made."""
    batch = _batch(request, pk)
    content = letterheads.read(batch.print_file)
    withheld = Letter.objects.of(request.district).filter(batch=batch).withheld_from(request.viewer)
    if not content or withheld.exists():
        raise Http404
    letters.note_printed(batch=batch, by=request.viewer.actor)
    return answer(content, filename="letters.pdf")


# Several letters of a batch


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_leave_out_selected(request: DistrictRequest, batch_pk: int) -> HttpResponse:
    """Leave letters of a draft out."""
    asked = _Asked(request, batch_pk)
    if asked.may_go_on:
        return asked.done(
            letters.leave_out(letters=asked.rows, by=request.viewer.actor),
            one=_("%(count)s letter was left out."),
            many=_("%(count)s letters were left out."),
        )
    return asked.render("correspondence/letter_leave_out_selected.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_bring_in_selected(request: DistrictRequest, batch_pk: int) -> HttpResponse:
    """Bring letters of a draft back in; of those who have one already, it says so first."""
    asked = _Asked(request, batch_pk)
    if asked.may_go_on:
        return asked.done(
            letters.bring_in(letters=asked.rows, by=request.viewer.actor),
            one=_("%(count)s letter was brought back in."),
            many=_("%(count)s letters were brought back in."),
        )
    return asked.render("correspondence/letter_bring_in_selected.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_post_selected(request: DistrictRequest, batch_pk: int) -> HttpResponse:
    """Note on which day letters were handed over or mailed by post."""
    asked = _Asked(request, batch_pk)
    form = PostForm(request.POST if "on" in request.POST else None, viewer=request.viewer)
    if asked.may_go_on and form.is_valid():
        noted = letters.note_posted(
            letters=asked.rows, on=form.cleaned_data["on"], at=timezone.now(), by=request.viewer.actor
        )
        return asked.done(noted, one=_("%(count)s letter was noted."), many=_("%(count)s letters were noted."))
    return asked.render("correspondence/letter_post_selected.html", form=form)


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_print_selected(request: DistrictRequest, batch_pk: int) -> HttpResponse:
    """Some letters of a batch in one file for the printer."""
    asked = _Asked(request, batch_pk)
    form = MakeForm(request.POST if "is_duplex" in request.POST else None, viewer=request.viewer)
    refusal = ""
    if len(asked.rows) > MOST_PRINTED:
        refusal = _("Choose up to %(most)s letters, or take the file with all letters of the batch.") % {
            "most": MOST_PRINTED
        }
    if asked.may_go_on and not refusal and form.is_valid():
        try:
            content = letters.print_letters(letters=asked.rows, by=request.viewer.actor, **form.cleaned_data)
        except (letters.NotNow, letters.Damaged):
            refusal = _("One of these letters was not made, or its file is not whole. Open them one by one.")
        else:
            return answer(content, filename="letters.pdf")
    return asked.render("correspondence/letter_print_selected.html", form=form, refusal=refusal)


class _Asked:
    """What was ticked in the letters of a batch, and the page that asks about it."""

    def __init__(self, request: DistrictRequest, batch_pk: int) -> None:
        self.request = request
        self.batch = _batch(request, batch_pk)
        self.selection = Selection(request, letters_of(self.batch))
        self.rows = list(self.selection.rows)
        self.back_url = self.selection.back_to(reverse("correspondence:letter_batch_detail", args=[batch_pk]))

    @property
    def may_go_on(self) -> bool:
        return self.request.method == "POST" and bool(self.rows) and not self.selection.refusal

    def done(self, count: int, *, one: str, many: str) -> HttpResponse:
        notices.done(self.request, ngettext(one, many, count) % {"count": count})
        return redirect(self.back_url)

    def render(self, template: str, *, refusal: str = "", **context: Any) -> HttpResponse:
        # Each with why it is left out: who brings a letter back in reads that somebody has one already.
        names = [f"{one.to_name}: {stage_of(one, None).note}" if one.left_out else one.to_name for one in self.rows]
        context |= {
            "batch": self.batch,
            "names": first_names(names),
            "count": len(self.rows),
            "selection": self.selection,
            "refusal": refusal or self.selection.refusal,
            "back_url": self.back_url,
        }
        return render(self.request, template, context, status=422 if self.request.method == "POST" else 200)


# One letter


@require_GET
@requires(Permission.LETTERS_EDIT)
def letter_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One letter: what it says, how far it is, the proof that it left."""
    letter = _letter(request, pk)
    mail = mails_of([letter], request.viewer).get(letter.pk)
    proof = proof_of(mail)
    stage = stage_of(letter, mail, written_until=written_until(letter.batch))
    happened = MessageEvent.objects.of(request.district).filter(message=mail).prefetch_related("person")
    facts: list[tuple[str, object]] = [
        (_("Address"), ", ".join(letter.to_lines.splitlines())),
        (_("About"), subject_names(letter)),
        (_("Language"), dict(settings.LANGUAGES).get(letter.language, letter.language)),
        (_("Made"), message_table.moment(letter.made_at) if letter.made_at else ""),
        (_("SHA-256 of the file"), letter.sha256),
    ]
    proofs: list[tuple[str, object]] = [
        (_("Accepted for delivery"), message_table.moment(proof.at) if proof else ""),
        (_("Sent to"), proof.address if proof else ""),
        (_("Message-ID"), proof.message_id if proof else ""),
    ]
    context = {
        "letter": letter,
        "batch": letter.batch,
        "stage": stage,
        "facts": facts,
        "proofs": proofs if mail else [],
        "events": message_table.events(mail, happened.order_by("-at", "-pk")) if mail else [],
        "mail": mail if request.viewer.can(Permission.MAIL_VIEW) else None,
        "can_edit": letter.batch.state == State.DRAFT,
    }
    return render(request, "correspondence/letter_detail.html", context)


@require_GET
@requires(Permission.LETTERS_EDIT)
def letter_download(request: DistrictRequest, pk: int) -> HttpResponse:
    """The letter as it was made; of a draft, as it would be made now."""
    letter = _letter(request, pk)
    if letter.batch.state in {State.DRAFT, State.MAKING} and not letter.file:
        return answer(_preview(request, letter), filename="letter-preview.pdf")
    return _file(request, letter)


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change one letter of a draft."""
    letter = _letter(request, pk)
    if letter.batch.state != State.DRAFT:
        raise Http404
    known = {name: getattr(letter, name) for name in ("to_name", "to_lines", "to_email", "language")}
    form = LetterForm(
        request.POST or None,
        viewer=request.viewer,
        kind=letter.batch.kind,
        with_addressee=True,
        initial={**values_to_type(letter), **known},
    )
    del form.fields["language"]
    if letter.person is not None:
        del form.fields["to_email"]
    if form.is_valid():
        letters.change(
            letter=letter,
            to_name=form.cleaned_data["to_name"],
            to_lines=form.cleaned_data["to_lines"],
            to_email=form.cleaned_data.get("to_email", ""),
            values=form.values,
            by=request.viewer.actor,
        )
        notices.done(request, _("Saved."))
        return redirect("correspondence:letter_detail", pk=pk)
    context = {"form": form, "letter": letter}
    return render(request, "correspondence/letter_edit.html", context, status=422 if form.errors else 200)


# Put together here


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_draft(request: DistrictRequest) -> HttpResponse:
    """A single letter to somebody who need not be in Waymark."""
    kind = _kind(request)
    form = LetterForm(request.POST or None, viewer=request.viewer, kind=kind, with_batch=True, with_addressee=True)
    if form.is_valid():
        typed = form.cleaned_data
        to = Addressee(typed["to_name"], typed["to_email"], typed["language"], typed["to_lines"].splitlines())
        key = _key(kind, typed["label"], f"{to.name}|{to.email}".lower())
        return _drafted(request, form, [LetterWanted(to, form.values, key)])
    context = {"form": form, "tabs": _tabs(request, kind), "kind": kind}
    return render(request, "correspondence/letter_draft.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_draft_selected(request: DistrictRequest) -> HttpResponse:
    """Letters that say the same to the people ticked in the list of people."""
    kind = _kind(request)
    selection = Selection(request, people_list())
    people = list(selection.rows)
    is_sent = request.method == "POST" and "label" in request.POST
    form = LetterForm(request.POST if is_sent else None, viewer=request.viewer, kind=kind, with_batch=True)
    if is_sent and people and not selection.refusal and form.is_valid():
        label = form.cleaned_data["label"]
        wanted = [LetterWanted(Addressee.of(one), form.values, _key(kind, label, f"person:{one.pk}")) for one in people]
        return _drafted(request, form, wanted)
    context = {
        "form": form,
        "tabs": _tabs(request, kind),
        "kind": kind,
        "names": first_names([one.name for one in people]),
        "selection": selection,
        "hidden": [*selection.hidden, ("kind", kind)],
        "back_url": selection.back_to(reverse("tenancy:person_list")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "correspondence/letter_draft_selected.html", context, status=status)


# One's own


@require_GET
@requires(Permission.MENTOR_OWN)
def letter_own_list(request: DistrictRequest) -> HttpResponse:
    """The letters that this viewer got."""
    mine = _own(request).prefetch_related("batch").order_by("-batch__dated_on", "-pk")
    return render(request, "correspondence/letter_own_list.html", {"letters": mine[:100]})


@require_GET
@requires(Permission.MENTOR_OWN)
def letter_own_download(request: DistrictRequest, pk: int) -> HttpResponse:
    """One letter that this viewer got."""
    return _file(request, get_object_or_404(_own(request).prefetch_related("batch"), pk=pk))


def _own(request: DistrictRequest) -> LetterQuerySet:
    before = timezone.now() - UNDO_WINDOW - timedelta(minutes=1)
    return Letter.objects.of(request.district).own(request.viewer, before=before)


def _batch(request: DistrictRequest, pk: int) -> LetterBatch:
    seen = LetterBatch.objects.visible_to(request.viewer).prefetch_related("job", "made_by")
    return get_object_or_404(seen, pk=pk)


def _letter(request: DistrictRequest, pk: int) -> Letter:
    seen = Letter.objects.visible_to(request.viewer).prefetch_related(
        "batch__job", "person", "subjects__person", "text"
    )
    return get_object_or_404(seen, pk=pk)


def _file(request: DistrictRequest, letter: Letter) -> HttpResponse:
    try:
        content = letters.download(letter=letter, by=request.viewer.actor)
    except (letters.NotNow, letters.Damaged):
        raise Http404 from None
    return answer(content, filename=f"{letter.batch.kind.replace('_', '-')}.pdf")


def _preview(request: DistrictRequest, letter: Letter) -> bytes:
    head = letterheads.head_of(request.district)
    letter.text = texts_in_force(request.district)[letter.batch.kind, letter.language].row
    letter.batch.district = request.district
    return drawn(letter, batch=letter.batch, head=head, press=pdfs.letter_press(letter.batch.kind, head))


def _do(
    request: DistrictRequest,
    batch: LetterBatch,
    deed: Callable[..., object],
    sentence: str,
    *,
    undo: str = "",
    **options: object,
) -> HttpResponse:
    """Do something with a batch and go back to it; a refusal is said there."""
    try:
        deed(batch=batch, at=timezone.now(), by=request.viewer.actor, **options)
    except letters.NotNow as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, sentence, undo=undo)
    return redirect("correspondence:letter_batch_detail", pk=batch.pk)


def _drafted(request: DistrictRequest, form: LetterForm, wanted: list[LetterWanted]) -> HttpResponse:
    batch = letters.draft(
        district=request.district,
        kind=form.kind,
        label=form.cleaned_data["label"],
        dated_on=form.cleaned_data["dated_on"],
        wanted=wanted,
        at=timezone.now(),
        by=request.viewer.actor,
    )
    notices.done(request, _("The letters are put together. Look at them, then have them made."))
    return redirect("correspondence:letter_batch_detail", pk=batch.pk)


def _progress_of(batch: LetterBatch) -> dict[str, object] | None:
    """How far the worker is; None while nobody works on it."""
    job = batch.job
    if job is None or job.is_over:
        return None
    words = _("%(done)s of %(total)s letters") % {"done": f"{job.done:,}", "total": f"{job.total or 0:,}"}
    return {"done": job.done, "total": job.total or 1, "words": words, "is_making": batch.state == State.MAKING}


def _progress(request: DistrictRequest, batch: LetterBatch) -> HttpResponse:
    """To htmx: how far the worker is; once it is done, the whole page anew."""
    progress = _progress_of(batch)
    context = {"batch": batch, "progress": progress}
    response = render(request, "correspondence/letter_batch_detail.html#progress", context)
    if progress is None:
        response.headers["HX-Refresh"] = "true"
    return response


def _kind(request: DistrictRequest) -> str:
    """Which kind of letter the request names; a thank-you letter to a mentor, unless it does."""
    named = request.POST.get("kind") or request.GET.get("kind") or ""
    return named if named in LetterKind.values else LetterKind.THANK_MENTOR.value


def _tabs(request: DistrictRequest, kind: str) -> list[dict[str, object]]:
    """The kinds of letters, each with what was ticked, for components/tabs.html."""
    sent = (request.POST if request.method == "POST" else request.GET).copy()
    kept = sent.copy()
    for name in list(sent):
        if name not in {"selected", "all", "filter"}:
            kept.pop(name)
    found = []
    for one in LetterKind:
        kept["kind"] = one.value
        found.append({"label": one.label, "url": f"?{kept.urlencode()}", "is_current": one.value == kind})
    return found


def _key(kind: str, label: str, whom: str) -> str:
    """For what a letter written here is: the same kind, for the same, to the same."""
    return f"{kind}:typed:{hashlib.sha256(f'{label.strip().lower()}|{whom}'.encode()).hexdigest()[:32]}"
