"""Documents, to the staff: one with its evidence, void, correct, hand over, remind, paper, the school's turn."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.events import internet_address
from agreements import agreement_page, pdfs
from agreements.actions import agreements, papers, signing
from agreements.forms.agreements import CorrectionForm, DelegateForm, PaperForm, SchoolSignForm, VoidForm
from agreements.forms.signing import WithdrawForm
from agreements.models import LIVE, STANDING, Agreement, Correction, DocumentText, Method, Party, Role, State
from agreements.models import Permission as Answer
from agreements.party_words import LOOKS, words_of
from agreements.rules import OPEN, asked_of
from agreements.school_table import TO_SIGN
from correspondence.pdf_rendering import answer
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names


@require_GET
@requires(Permission.AGREEMENTS_VIEW)
def agreement_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A document: its text, who signs and how far they are, what happened, what was allowed. Reading is noted."""
    viewer = request.viewer
    agreement = _seen(request, pk)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    papers.note_reading(agreement=agreement, by=viewer.actor, since=midnight)
    parties = list(
        Party.objects.of(viewer.district).filter(agreement=agreement).prefetch_related("person").order_by("pk")
    )
    may_edit = Agreement.objects.of(request.district).editable_by(viewer).filter(pk=pk).exists()
    school = next((one for one in parties if one.role == Role.SCHOOL), None)
    may_delegate = school is not None and school.state in OPEN and agreement.state == State.OUT
    corrections = Correction.objects.of(viewer.district).filter(agreement=agreement).prefetch_related("noted_by")
    context = {
        "agreement": agreement,
        "look": LOOKS[agreement.state],
        "about": agreement.packet.about,
        "parties": words_of(agreement, parties),
        "text": agreement_page.text_of(agreement),
        "events": agreement_page.timeline(agreement),
        "answers": agreement_page.answers(agreement, parties, may_edit=may_edit),
        "corrections": corrections.order_by("noted_at", "pk"),
        "newer": Agreement.objects.of(viewer.district).filter(supersedes=agreement).first(),
        "may_edit": may_edit,
        "may_void": may_edit and agreement.state in LIVE,
        "may_correct": may_edit and (agreement.state == State.OUT or agreement.state in STANDING),
        "may_delegate": may_delegate and _may_delegate(request, school),
        "may_sign": agreement.state == State.OUT and viewer.can(Permission.AGREEMENTS_SIGN),
        "is_sealed": agreement.state == State.SEALED,
    }
    return render(request, "agreements/agreement_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def agreement_void(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a document back, with a reason."""
    agreement = _edited(request, pk)
    form = VoidForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            agreements.void(
                agreement=agreement, reason=form.cleaned_data["reason"], at=timezone.now(), by=request.viewer.actor
            )
        except agreements.CannotEnd as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Taken back. Links to it do not work any more, and who was asked is told."))
            return redirect("agreements:agreement_detail", pk=pk)
    context = {"form": form, "agreement": agreement}
    return render(request, "agreements/agreement_void.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def agreement_correct(request: DistrictRequest, pk: int) -> HttpResponse:
    """Attach a notice that corrects a name or a slip of the pen."""
    agreement = _edited(request, pk)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            agreements.correct(
                agreement=agreement, says=form.cleaned_data["says"], at=timezone.now(), by=request.viewer.actor
            )
        except agreements.CannotCorrect as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The correction is attached and sent to everybody who signs."))
            return redirect("agreements:agreement_detail", pk=pk)
    context = {"form": form, "agreement": agreement}
    return render(request, "agreements/agreement_correct.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT, Permission.AGREEMENTS_SIGN)
def agreement_delegate(request: DistrictRequest, pk: int) -> HttpResponse:
    """Let somebody else sign for the school."""
    agreement = _seen(request, pk)
    school = Party.objects.of(request.district).filter(agreement=agreement, role=Role.SCHOOL).first()
    if not _may_delegate(request, school):
        # Whoever neither sees to the document nor signs it finds no such page.
        agreement = _edited(request, pk)
    form = DelegateForm(request.POST if request.method == "POST" else None, viewer=request.viewer, agreement=agreement)
    if form.is_valid():
        try:
            signing.delegate(agreement=agreement, to=form.cleaned_data["to"], by=request.viewer.actor)
        except signing.CannotDelegate as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("%(name)s signs for the school now.") % {"name": form.cleaned_data["to"].name})
            return redirect("agreements:agreement_detail", pk=pk)
    context = {"form": form, "agreement": agreement, "school": school}
    return render(request, "agreements/agreement_delegate.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.AGREEMENTS_EDIT)
def party_remind(request: DistrictRequest, party_pk: int) -> HttpResponse:
    """Remind one person once more."""
    party = _party(request, party_pk)
    reminded = agreements.remind(parties=[party], at=timezone.now(), by=request.viewer.actor)
    if reminded.sent:
        notices.done(request, _("%(name)s is reminded.") % {"name": party.name})
    for _skipped, words in reminded.skipped:
        notices.warn(request, agreements.not_reminded(party, words))
    if request.POST.get("back") == "about":
        return redirect(party.agreement.packet.about.url)
    return redirect("agreements:agreement_detail", pk=party.agreement_id)


@require_GET
@requires(Permission.AGREEMENTS_EDIT)
def agreement_print(request: DistrictRequest, pk: int) -> HttpResponse:
    """A document to sign with a pen, in the language of the reader: ``?language=es``."""
    agreement = _edited(request, pk)
    if agreement.state != State.OUT or not DocumentText.objects.of(request.district).filter(agreement=pk).exists():
        notices.warn(request, _("Only a document that is out for signatures can be printed to sign."))
        return redirect("agreements:agreement_detail", pk=pk)
    content = pdfs.paper_copy(agreement, request.GET.get("language", ""))
    return answer(content, filename=f"{agreement.public_id}.pdf")


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def paper_file(request: DistrictRequest, party_pk: int) -> HttpResponse:
    """Note that somebody signed on paper: everything of the packet that waits for them."""
    party, viewer = _party(request, party_pk), request.viewer
    parties = papers.open_with(party)
    asked = [kind for one in parties for kind in asked_of(one)]
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        viewer=viewer,
        asked=asked,
        initial={"signed_on": viewer.today},
    )
    if parties and form.is_valid() and viewer.person is not None:
        try:
            papers.file(
                parties=parties,
                signed_on=form.cleaned_data["signed_on"],
                filed_at=form.cleaned_data["filed_at"],
                attested_by=viewer.person,
                pages=form.pages,
                answers=form.answers,
                at=timezone.now(),
                by=viewer.actor,
            )
        except signing.CannotSign as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Noted: %(name)s signed on paper.") % {"name": party.name})
            return redirect(party.agreement.packet.about.url)
    context = {"form": form, "party": party, "parties": parties, "back_url": party.agreement.packet.about.url}
    return render(request, "agreements/paper_file.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def permission_withdraw_for(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a permission back on the family's word."""
    mine = Answer.objects.of(request.district).filter(
        party__agreement__in=Agreement.objects.of(request.district).editable_by(request.viewer).values("pk")
    )
    permission = get_object_or_404(mine.prefetch_related("party__agreement__packet__student"), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    form.fields["note"].label = _("Who said so, and how")
    form.fields["note"].required = True
    if form.is_valid():
        try:
            signing.withdraw(
                permission=permission, note=form.cleaned_data["note"], at=timezone.now(), by=request.viewer.actor
            )
        except signing.CannotWithdraw as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Withdrawn. It counts from now on."))
            return redirect("agreements:agreement_detail", pk=permission.party.agreement_id)
    context = {"form": form, "permission": permission, "agreement": permission.party.agreement}
    return render(request, "agreements/permission_withdraw_for.html", context, status=422 if form.errors else 200)


# For the school


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.AGREEMENTS_SIGN)
def school_sign_list(request: DistrictRequest) -> HttpResponse:
    """Documents that everybody else has signed: read each, tick, sign."""
    return TO_SIGN.page(request).render("agreements/school_sign_list.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_SIGN)
def school_sign_selected(request: DistrictRequest) -> HttpResponse:
    """Sign several documents for the school, after a page that names them and who is left out."""
    viewer = request.viewer
    selection = Selection(request, TO_SIGN)
    chosen = list(selection.rows.prefetch_related("packet__student"))
    mine, skipped = papers.mine_of(chosen, viewer.person_id)
    is_sent = request.method == "POST" and "typed_name" in request.POST
    form = SchoolSignForm(request.POST if is_sent else None)
    if is_sent and mine and not selection.refusal and form.is_valid() and viewer.person is not None:
        evidence = signing.Evidence(
            method=Method.SIGNED_IN,
            language=agreement_page.reading_language(),
            typed_name=form.cleaned_data["typed_name"],
            internet_address=internet_address(request) or None,
            browser=request.headers.get("User-Agent", "")[:200],
        )
        signed = signing.sign_for_school(
            agreements=mine, person=viewer.person, evidence=evidence, at=timezone.now(), by=viewer.actor
        )
        _say_signed(request, signed)
        return redirect(selection.back_to(reverse("agreements:school_sign_list")))
    context = {
        "selection": selection,
        "form": form,
        "names": first_names([_linked(one) for one in mine]),
        "count": len(mine),
        "skipped": [(_words(one), words) for one, words in skipped],
        "back_url": selection.back_to(reverse("agreements:school_sign_list")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "agreements/school_sign_selected.html", context, status=status)


# Which


def _seen(request: DistrictRequest, pk: int) -> Agreement:
    mine = Agreement.objects.visible_to(request.viewer).prefetch_related("packet__student", "supersedes")
    return get_object_or_404(mine, pk=pk)


def _edited(request: DistrictRequest, pk: int) -> Agreement:
    mine = Agreement.objects.of(request.district).editable_by(request.viewer).prefetch_related("packet__student")
    return get_object_or_404(mine, pk=pk)


def _party(request: DistrictRequest, pk: int) -> Party:
    mine = Party.objects.of(request.district).filter(
        agreement__in=Agreement.objects.of(request.district).editable_by(request.viewer).values("pk")
    )
    return get_object_or_404(mine.prefetch_related("person", "agreement__packet__student"), pk=pk)


def _may_delegate(request: DistrictRequest, school: Party | None) -> bool:
    """Whoever is named to sign hands it over themselves; so does whoever sees to the document."""
    if school is None:
        return False
    is_named = school.person_id == request.viewer.person_id
    return (
        is_named
        or Agreement.objects.of(request.district).editable_by(request.viewer).filter(pk=school.agreement_id).exists()
    )


def _words(agreement: Agreement) -> str:
    return f"{agreement.packet.student.name}: {agreement.get_kind_display()}"


def _linked(agreement: Agreement) -> str:
    """The document with a link, so that it can be read before it is signed."""
    return format_html(
        '<a href="{}">{}</a>', reverse("agreements:agreement_detail", args=[agreement.pk]), _words(agreement)
    )


def _say_signed(request: DistrictRequest, signed: signing.Signed) -> None:
    if count := len(signed.done):
        words = ngettext(
            "%(count)s document is signed. It is sealed now.",
            "%(count)s documents are signed. They are sealed now.",
            count,
        )
        notices.done(request, words % {"count": count})
    for agreement, why in signed.skipped[:5]:
        notices.warn(request, f"{agreement}: {why}")
