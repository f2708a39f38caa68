"""The words of letters and what stands above and below them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from correspondence import letter_drawing, letter_fields, letterheads
from correspondence.actions import letter_texts
from correspondence.actions import letterheads as heads
from correspondence.letter_forms import LetterheadForm, LetterTextForm
from correspondence.letter_texts import InForce, languages, texts_in_force
from correspondence.models import Letterhead, LetterKind, LetterText
from correspondence.pdf_rendering import answer
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.LETTERS_EDIT)
def letter_text_list(request: DistrictRequest) -> HttpResponse:
    """The texts of every kind and language, and whether they are the district's own; the letterhead."""
    texts = texts_in_force(request.district)
    kinds = [
        (kind.label, [(code, _language(code), texts[kind.value, code]) for code in languages()], kind.value)
        for kind in LetterKind
    ]
    context = {"kinds": kinds, "letterhead": Letterhead.objects.of(request.district).first()}
    return render(request, "correspondence/letter_text_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_text_edit(request: DistrictRequest, kind: str, language: str) -> HttpResponse:
    """Write the district's own words for one kind in one language, with what they look like beside them."""
    words = _in_force(request, kind, language)
    version = letter_texts.newest_version(request.district, kind, language)
    blank = LetterText(kind=kind, language=language)
    initial = {"subject": words.subject, "body": words.body}
    form = LetterTextForm(request.POST or None, viewer=request.viewer, instance=blank, initial=initial)
    if form.is_valid():
        try:
            letter_texts.write(
                district=request.district,
                kind=kind,
                language=language,
                based_on=_number(request.POST.get("based_on")),
                at=timezone.now(),
                by=request.viewer.actor,
                **form.cleaned_data,
            )
        except letter_texts.SomebodyWrote as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved. Letters that were made already keep their words."))
            return redirect("correspondence:letter_text_edit", kind=kind, language=language)
    typed = InForce(str(form["subject"].value() or ""), str(form["body"].value() or ""))
    history = LetterText.objects.of(request.district).filter(kind=kind, language=language).order_by("-version")
    context = {
        "form": form,
        "kind": kind,
        "kind_name": LetterKind(kind).label,
        "language": language,
        "language_name": _language(language),
        "based_on": version,
        "fields": [(f"{{{one.name}}}", one.label) for one in letter_fields.FIELDS[kind]],
        "history": history.prefetch_related("written_by")[:20],
        "is_own": bool(words.row),
        "sample": _sample(request, kind, language, typed),
    }
    return render(request, "correspondence/letter_text_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.LETTERS_EDIT)
def letter_text_preview(request: DistrictRequest, kind: str, language: str) -> HttpResponse:
    """What was typed, with made-up values: to htmx the part of the page, else as PDF. Stores nothing."""
    _in_force(request, kind, language)
    typed = InForce(request.POST.get("subject", "")[:160], request.POST.get("body", "")[:5000])
    if request.htmx:
        context = {"sample": _sample(request, kind, language, typed), "language": language}
        return render(request, "correspondence/letter_text_preview.html", context)
    content = letter_drawing.sample(
        kind,
        typed,
        language=language,
        head=letterheads.head_of(request.district),
        on=request.viewer.today,
        district=request.district.name,
    )
    return answer(content, filename="preview.pdf")


@require_POST
@requires(Permission.LETTERS_EDIT)
def letter_text_restore(request: DistrictRequest, kind: str, language: str, version: int) -> HttpResponse:
    """An earlier version stands again; 0 is Waymark's own words."""
    _in_force(request, kind, language)
    try:
        letter_texts.restore(
            district=request.district,
            kind=kind,
            language=language,
            version=version,
            at=timezone.now(),
            by=request.viewer.actor,
        )
    except LetterText.DoesNotExist:
        raise Http404 from None
    except letter_texts.SomebodyWrote as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("This text stands again."))
    return redirect("correspondence:letter_text_edit", kind=kind, language=language)


# What stands above and below


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letterhead_edit(request: DistrictRequest) -> HttpResponse:
    """Name, address, logo, and who signs."""
    letterhead = Letterhead.objects.of(request.district).first()
    initial = {} if letterhead else {"name": request.district.name, "signer_name": request.district.contact_name}
    form = LetterheadForm(
        request.POST or None, request.FILES or None, viewer=request.viewer, instance=letterhead, initial=initial
    )
    if form.is_valid():
        details = {name: form.cleaned_data[name] for name in form.Meta.fields}
        heads.change(letterhead=form.instance, details=details, pictures=form.pictures, by=request.viewer.actor)
        notices.done(request, _("Saved. Letters that were made already keep their head."))
        return redirect("correspondence:letterhead_edit")
    has_pictures = letterhead is not None and bool(letterhead.logo or letterhead.signature)
    context = {"form": form, "letterhead": letterhead, "has_pictures": has_pictures}
    return render(request, "correspondence/letterhead_edit.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.LETTERS_EDIT)
def letterhead_picture(request: DistrictRequest, name: str) -> HttpResponse:
    """The logo, or the picture of the signature."""
    letterhead = Letterhead.objects.of(request.district).first()
    content = letterheads.read(getattr(letterhead, name)) if letterhead and name in letterheads.PICTURES else b""
    if not content:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@require_GET
@requires(Permission.LETTERS_EDIT)
def letterhead_preview(request: DistrictRequest) -> HttpResponse:
    """A letter with made-up values below the head as it is saved."""
    kind = LetterKind.THANK_MENTOR.value
    content = letter_drawing.sample(
        kind,
        texts_in_force(request.district)[kind, "en"],
        language="en",
        head=letterheads.head_of(request.district),
        on=request.viewer.today,
        district=request.district.name,
    )
    return answer(content, filename="preview.pdf")


def _in_force(request: DistrictRequest, kind: str, language: str) -> InForce:
    if kind not in LetterKind.values or language not in languages():
        raise Http404
    return texts_in_force(request.district)[kind, language]


def _sample(request: DistrictRequest, kind: str, language: str, words: InForce) -> letter_fields.Filled | None:
    """The words with made-up values; None while they name what this kind of letter does not have."""
    if letter_fields.unknown_in(kind, words.whole):
        return None
    with translation.override(language):
        values, to = letter_fields.samples(kind), str(letter_fields.OF_EVERY_LETTER[0].sample)
    return letter_drawing.filled(
        kind,
        words,
        language=language,
        values=values,
        to=to,
        dated_on=request.viewer.today,
        district=request.district.name,
    )


def _language(code: str) -> str:
    return str(translation.get_language_info(code)["name_translated"])


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 9 else -1
