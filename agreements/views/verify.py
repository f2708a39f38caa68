"""The public page on which anybody checks a sealed document."""

from dataclasses import dataclass
from datetime import UTC, timedelta

from allauth.core.internal.httpkit import get_client_ip
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.tries import Limit
from agreements import seal_keys, verification
from agreements.forms.verify import VerifyForm
from agreements.models import Kind, Role
from agreements.verification import MOST_BYTES, Answer, Word
from tenancy.http import open_to_all
from tenancy.tables import Kind as Color

#: Files and digests, from one internet address (a whole school has one) and from all of them together.
VERIFIED_FROM = Limit("verified-from", 60, timedelta(hours=1))
VERIFIED = Limit("verified", 600, timedelta(minutes=15))


@dataclass(frozen=True)
class Said:
    """An answer in words: its color, a headline, what it means."""

    color: Color
    title: str
    text: str


# Nothing is changed by a question, so no form of ours needs to have been open; and a body that is too large is refused
# before anything reads it, which the check of a token would do.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all("anybody who holds a document may check it; the answer has roles and dates, no names")
def verify(request: HttpRequest) -> HttpResponse:
    """Take a file or a digest and say what it is. Nothing of it is kept."""
    if _is_too_large(request):
        form = VerifyForm({})
        form.add_error("file", _("The file is larger than 20 MB."))
        return _page(request, form, status=422)
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    if not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    if not (VERIFIED_FROM.spend(str(get_client_ip(request) or "")) and VERIFIED.spend("")):
        form.add_error(None, _("Many documents were checked from here just now. Try again in an hour."))
        return _page(request, form, status=429)
    file, digest = form.cleaned_data["file"], form.cleaned_data["digest"]
    answer = verification.of_file(file.read()) if file is not None else verification.of_digest(digest)
    return _page(request, VerifyForm(), answer=answer)


@require_safe
@open_to_all("the certificate of the root is public: with it, anybody checks seals without us")
def verify_root(request: HttpRequest) -> HttpResponse:
    """The root certificate, to be downloaded."""
    root = verification.root()
    if root is None:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="seal-root.pem"'}
    return HttpResponse(root.public_bytes(Encoding.PEM), content_type="application/x-pem-file", headers=headers)


def _page(request: HttpRequest, form: VerifyForm, *, status: int = 200, answer: Answer | None = None) -> HttpResponse:
    root = verification.root()
    registered = answer.registered if answer else None
    context = {
        "form": form,
        "answer": answer,
        "said": _words(answer) if answer else None,
        "ended": _ended(answer) if answer else "",
        "kind": Kind(registered.kind).label if registered else "",
        "signatures": [(Role(role).label, at.astimezone(UTC)) for role, at in registered.signatures]
        if registered
        else [],
        "sealed_at": registered.sealed_at.astimezone(UTC) if registered else None,
        "root": root,
        "fingerprint": _grouped(root) if root else "",
    }
    with timezone.override(UTC):  # no district, no clock of its own
        return render(request, "agreements/verify.html", context, status=status)


def _is_too_large(request: HttpRequest) -> bool:
    """By what the browser says of the whole form: the file and a little around it."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return request.method == "POST" and length.isdecimal() and int(length) > MOST_BYTES + 100_000


def _words(answer: Answer) -> Said:
    said: dict[Word, Said] = {
        Word.AUTHENTIC: Said(
            "ok",
            _("This is the document that was sealed"),
            _("It is in our register, and not one letter of it was changed."),
        ),
        Word.INTACT: Said(
            "ok",
            _("Sealed by us and not changed"),
            _("This copy is not in our register. Ask the school before you rely on it."),
        ),
        Word.INTACT_KEY_EXPIRED: Said(
            "ok",
            _("Sealed by us and not changed"),
            _(
                "This copy is not in our register, and the time for which its seal was made is over. Ask the school "
                "before you rely on it."
            ),
        ),
        Word.ALTERED: Said(
            "bad",
            _("This file was changed after it was sealed, or it is damaged"),
            _("Do not rely on it. Ask the school for the sealed file. A scan or a new save of it is a changed file."),
        ),
        Word.NOT_OURS: Said(
            "bad",
            _("Sealed by somebody else"),
            _("The seal on this file is not ours, even if a name on it looks like ours."),
        ),
        Word.UNSEALED: Said(
            "warn",
            _("This file is not sealed"),
            _("It may be a draft, a sample, or printed into a new file. Ask the school for the sealed file."),
        ),
        Word.NOT_A_PDF: Said(
            "warn",
            _("This is not a PDF file"),
            _("Sealed documents are PDF files. A photo, a scan or a printout cannot be checked."),
        ),
        Word.UNKNOWN: Said(
            "warn",
            _("No document of ours has this SHA-256"),
            _("The file was changed, or we did not seal it. Choose the file itself to learn more."),
        ),
    }
    return said[answer.word]


def _ended(answer: Answer) -> str:
    """What became of the document since, although the file is what was sealed."""
    return {
        "superseded": _("It was replaced by a newer version, which counts instead."),
        "voided": _("The school took it back. It does not count any more."),
    }.get(answer.second_word, "")


def _grouped(root: x509.Certificate) -> str:
    """The fingerprint as people compare it: in groups of four."""
    digits = seal_keys.fingerprint(root).upper()
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))
