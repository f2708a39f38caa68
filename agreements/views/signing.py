"""Everything that somebody who signs sees: the link, the code, the list, the reading, "I sign", and what comes next.

A sitting (``agreements/sittings.py``) says who it is. Whoever has none is told how to get one, in the same words
whatever they ask for.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import languages
from accounts.events import internet_address
from agreements import addresses, disclosures, pdfs, sittings
from agreements.actions import seals, signing
from agreements.forms.signing import (
    CodeForm,
    ConsentForm,
    DeclineForm,
    HostForm,
    SignForm,
    answers_of,
    path_of,
    strokes_of,
)
from agreements.models import STANDING, Method, Packet, Party, PartyState, State
from agreements.own_documents import Act, Part, ShownText, acts_of, digest_of, open_parties, waiting_students
from agreements.private_pages import private
from agreements.querysets.parties import PartyQuerySet
from agreements.rules import OPEN, barred_words, signing_refusal, signing_refusals
from agreements.sittings import Sitting
from correspondence.pdf_rendering import answer
from tenancy.actor import Actor
from tenancy.http import DistrictRequest, open_to_all, requires
from tenancy.models import Person
from tenancy.permissions import Permission

P = ParamSpec("P")
SittingView = Callable[Concatenate[DistrictRequest, Sitting, P], HttpResponseBase]

_LETS_IN = "opened by a sitting: somebody came by a link, signed in, or was handed a device of the school"


def in_sitting(view: SittingView[P]) -> Callable[Concatenate[DistrictRequest, P], HttpResponseBase]:
    """Let only those in who have a sitting in this browser and, where one is asked, have entered the code."""

    @private
    @open_to_all(_LETS_IN)
    @wraps(view)
    def guarded(request: DistrictRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        sitting = _sitting(request)
        if sitting is None:
            return _closed(request, status=403)
        if sittings.asks_code(sitting, _own(sitting.person)):
            return redirect("agreements:sign_code")
        return view(request, sitting, *args, **kwargs)

    return guarded


# --- Coming in -----------------------------------------------------------------------------------------------------


@private
@require_http_methods(["GET", "POST"])
@open_to_all("opened by the secret of a mailed link; reading it spends nothing")
def sign_open(request: DistrictRequest, token: str) -> HttpResponse:
    """A mailed link. GET shows the same page whatever the token, and looks nothing up; POST trades it for a sitting."""
    if request.method == "GET":
        return render(request, "agreements/sign_open.html", {"district": request.district})
    now = timezone.now()
    found = signing.open_link(token=token, at=now)
    if isinstance(found, signing.Refused):
        if "again" not in request.POST:
            return _closed(request, token=token, reason=found.reason, status=404)
        signing.ask_link(token=token, at=now, by=_holder(found.party))
        return _closed(request, is_sent=True)
    return _begin(request, found, Method.LINK)


@private
@require_http_methods(["GET", "POST"])
@open_to_all(_LETS_IN)
def sign_code(request: DistrictRequest) -> HttpResponse:
    """Ask for the six digits. They are sent when somebody presses for them, never by looking at the page."""
    sitting = _sitting(request)
    if sitting is None:
        return _closed(request, status=403)
    form = CodeForm(request.POST if "code" in request.POST else None)
    refusal = _send_code(request, sitting) if "send" in request.POST else ""
    if form.is_valid():
        found = signing.confirm_code(
            party=_party(sitting), code=form.cleaned_data["code"], at=timezone.now(), by=_by(request, sitting)
        )
        if not isinstance(found, signing.Refused):
            sittings.code_confirmed(request.session, at=found)
            return redirect("agreements:sign_documents")
        form.add_error("code", found.reason)
    return _code_page(request, sitting, form, refusal)


def _code_page(request: DistrictRequest, sitting: Sitting, form: CodeForm, refusal: str) -> HttpResponse:
    at = addresses.address(sitting.person, "agreements/code")
    cannot = addresses.refusal(_party(sitting), "agreements/code")
    shown = {
        "form": form,
        "sent_to": sittings.code_went_to(request.session),
        "address": addresses.masked(at) if at else "",
        "refusal": refusal,
        "cannot": cannot,
        **_frame(request, sitting),
    }
    return render(request, "agreements/sign_code.html", shown, status=422 if form.errors or refusal else 200)


def _send_code(request: DistrictRequest, sitting: Sitting) -> str:
    """Send the six digits; returns why not, or nothing."""
    sent = signing.send_code(party=_party(sitting), at=timezone.now(), by=_by(request, sitting))
    if isinstance(sent, signing.Refused):
        return sent.reason
    sittings.code_sent(request.session, sent.to)
    return ""


def _begin(request: DistrictRequest, party: Party, method: Method) -> HttpResponse:
    """Begin a sitting; whoever has to enter a code is sent one."""
    sittings.begin(request.session, party, method=method, at=timezone.now())
    sitting = _sitting(request)
    if sitting and sittings.asks_code(sitting, _own(sitting.person)):
        _send_code(request, sitting)  # why not, the page says itself
    return redirect("agreements:sign_documents")


@require_http_methods(["GET", "POST"])
@requires(Permission.HOME_VIEW)
def sign_list(request: DistrictRequest) -> HttpResponse:
    """To sign, for whoever is signed in. POST begins a sitting; of parents it asks the code again."""
    viewer = request.viewer
    if viewer.person is None:
        raise Http404
    if request.method == "POST":
        parties = open_parties(viewer.person) or list(_own(viewer.person)[:1])
        if not parties:
            raise Http404
        return _begin(request, parties[0], Method.SIGNED_IN)
    acts = acts_of(viewer.person)
    return render(request, "agreements/sign_list.html", {"acts": acts, "to_sign": any(act.is_open for act in acts)})


@require_http_methods(["GET", "POST"])
@requires(Permission.AGREEMENTS_EDIT)
def sign_in_person(request: DistrictRequest, party_pk: int) -> HttpResponse:
    """Hand a device of the school to somebody who signs. The host is signed out of it first, and named as the host."""
    edited = Packet.objects.of(request.district).editable_by(request.viewer)
    mine = Party.objects.of(request.district).filter(agreement__packet__in=edited.values("pk")).asked()
    party = get_object_or_404(mine.prefetch_related("person", "agreement__packet__student"), pk=party_pk)
    theirs = set(mine.filter(person=party.person_id).values_list("pk", flat=True))
    waiting = [one for one in open_parties(party.person) if one.pk in theirs]
    form = HostForm(request.POST if request.method == "POST" else None)
    refusal = _host_refusal(request.viewer.person, party, request)
    if form.is_valid() and not refusal:
        host = request.viewer.person
        logout(request)
        packets = {one.agreement.packet_id for one in waiting}
        sittings.begin(
            request.session, party, method=Method.IN_PERSON, at=timezone.now(), host=host, packet_pks=packets
        )
        activate(party.person.language or request.district.language)
        going_on = redirect("agreements:sign_documents")
        languages.remember(going_on, get_language() or settings.LANGUAGE_CODE)
        return going_on
    shown = {"form": form, "party": party, "refusal": refusal, "students": waiting_students(waiting)}
    is_wrong = bool(form.errors) or (bool(refusal) and request.method == "POST")
    return render(request, "agreements/sign_in_person.html", shown, status=422 if is_wrong else 200)


def _host_refusal(host: Person | None, party: Party, request: DistrictRequest) -> str:
    if host is None:
        return _("Only somebody of the school’s staff can host a signing.")
    if host.pk == party.person_id:
        return _("Nobody hosts their own signing.")
    if party.state not in OPEN:
        return _("Their signature is not needed any more, or it is here already.")
    return signing_refusal(party, on=request.viewer.today)


# --- Signing -------------------------------------------------------------------------------------------------------


@require_GET
@in_sitting
def sign_documents(request: DistrictRequest, sitting: Sitting) -> HttpResponse:
    """One list: each student with their documents, what is to be signed and what is signed."""
    acts = _acts(sitting)
    shown = {
        "acts": acts,
        "to_sign": sum(len(act.parties) for act in acts),
        "students_to_sign": sum(act.is_open for act in acts),
        **_frame(request, sitting),
    }
    return render(request, "agreements/sign_documents.html", shown)


@require_http_methods(["GET", "POST"])
@in_sitting
def sign_consent(request: DistrictRequest, sitting: Sitting, packet_pk: int) -> HttpResponse:
    """What it means to sign electronically, on its own page."""
    act = _act(sitting, packet_pk)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        sittings.consented(request.session, version=disclosures.CURRENT, at=timezone.now())
        return redirect("agreements:sign_read", packet_pk)
    shown = {"form": form, "act": act, "disclosure": disclosures.template(), **_frame(request, sitting)}
    return render(request, "agreements/sign_consent.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@in_sitting
def sign_read(request: DistrictRequest, sitting: Sitting, packet_pk: int) -> HttpResponse:
    """The documents for one student in full, the questions, and the name. Nothing is signed yet."""
    act = _act(sitting, packet_pk)
    if refusal := _refusal(request, act):
        return _not_now(request, sitting, act, refusal)
    if sitting.consented_at is None:
        return redirect("agreements:sign_consent", packet_pk)
    texts, language = _texts(act)
    if len(texts) != len(act.parties):
        return _not_now(request, sitting, act, _("These documents cannot be shown now. Please tell the school."))
    is_read = request.method == "POST" and request.POST.get("shown") == digest_of(texts)
    kept = sittings.draft(request.session, packet_pk)
    form = SignForm(
        request.POST if is_read else None, asked=act.asked, name_of_another=act.name_of_another, initial=kept
    )
    if form.is_valid():
        draft = {**form.draft, "language": language, "shown": digest_of(texts)}
        sittings.keep_draft(request.session, packet_pk, draft)
        return redirect("agreements:sign_check", packet_pk)
    return _read(request, sitting, act, form, is_changed=request.method == "POST" and not is_read)


def _read(request: DistrictRequest, sitting: Sitting, act: Act, form: SignForm, *, is_changed: bool) -> HttpResponse:
    """The documents as they are now. ``is_changed``: other ones were shown before, so nothing that was said counts."""
    texts, language = _texts(act)
    for party in act.parties:
        if party.opened_at is None:
            signing.opened(party=party, language=language, at=timezone.now(), by=_by(request, sitting))
    shown = {
        "form": form,
        "act": act,
        "texts": texts,
        "language": language,
        "digest": digest_of(texts),
        "is_changed": is_changed,
        **_frame(request, sitting),
    }
    return render(request, "agreements/sign_read.html", shown, status=422 if form.errors or is_changed else 200)


@require_http_methods(["GET", "POST"])
@in_sitting
def sign_check(request: DistrictRequest, sitting: Sitting, packet_pk: int) -> HttpResponse:
    """Everything once more as it will stand there; POST signs."""
    act = _act(sitting, packet_pk)
    if refusal := _refusal(request, act):
        return _not_now(request, sitting, act, refusal)
    kept = sittings.draft(request.session, packet_pk)
    if not kept:
        return redirect("agreements:sign_read", packet_pk)
    if kept.get("shown") != digest_of(act.texts.get(kept["language"], [])):
        sittings.forget_draft(request.session, packet_pk)
        return _read(request, sitting, act, SignForm(None, asked=act.asked), is_changed=True)
    refusal = ""
    if request.method == "POST":
        try:
            _sign(request, sitting, act, kept)
        except signing.CannotSign as refused:
            if refused.code == "signed":
                return redirect("agreements:sign_done", packet_pk)
            refusal = str(refused)
        else:
            sittings.forget_draft(request.session, packet_pk)
            return redirect("agreements:sign_done", packet_pk)
    answers = answers_of(kept)
    shown = {
        "act": act,
        "answers": [(kind.label, answers.get(kind)) for kind in act.asked],
        "typed_name": kept["typed_name"],
        "drawing": path_of(strokes_of(kept)),
        "language": dict(settings.LANGUAGES).get(kept["language"], kept["language"]),
        "refusal": refusal,
        **_frame(request, sitting),
    }
    return render(request, "agreements/sign_check.html", shown, status=422 if refusal else 200)


def _sign(request: DistrictRequest, sitting: Sitting, act: Act, kept: dict[str, Any]) -> None:
    """One act: all documents for one student."""
    signing.sign(
        parties=act.parties,
        answers=answers_of(kept),
        evidence=signing.Evidence(
            method=sitting.method,
            language=kept["language"],
            typed_name=kept["typed_name"],
            strokes=strokes_of(kept),
            internet_address=internet_address(request) or None,
            browser=request.headers.get("User-Agent", "")[:200],
            host=Person.objects.of(request.district).filter(pk=sitting.host_pk).first() if sitting.host_pk else None,
            shared_address=addresses.is_shared(sitting.person),
            code_confirmed_at=sitting.code_confirmed_at,
            disclosure_version=sitting.disclosure_version,
            consented_at=sitting.consented_at,
        ),
        at=timezone.now(),
        by=_by(request, sitting),
    )


@require_GET
@in_sitting
def sign_done(request: DistrictRequest, sitting: Sitting, packet_pk: int) -> HttpResponse:
    """What became of the documents for one student, and what comes next."""
    acts = _acts(sitting)
    act = next((one for one in acts if one.packet.pk == packet_pk), None)
    if act is None:
        raise Http404
    following = next((one for one in acts if one.is_open and one.packet.pk != packet_pk), None)
    heading, lead, next_steps = _outcome(act)
    shown = {
        "heading": heading,
        "lead": lead,
        "next_steps": next_steps,
        "shown_acts": [act],
        "following": following,
        **_frame(request, sitting),
    }
    return render(request, "agreements/sign_done.html", shown)


def _outcome(act: Act) -> tuple[str, str, list[str]]:
    """What became of it in a few words, a sentence below, and what comes next."""
    states = {part.party.state for part in act.parts}
    if act.is_open or not states & {PartyState.SIGNED, PartyState.DECLINED}:
        return _("Your documents"), "", []
    if PartyState.DECLINED in states:
        return _("You did not sign"), _("That is all right. The school knows and may get in touch with you."), []
    if not all(part.agreement.state in (State.OUT, *STANDING) for part in act.parts):
        return _("Your signature does not count any more"), "", []
    if all(part.has_copy for part in act.parts):
        return _("Signed by all"), _("Thank you."), [_("Open your final copy and keep it.")]
    steps = [
        _("The others sign, the school last."),
        _("When everybody has signed, you get a message with a link to your final copy."),
    ]
    if act.has_permissions:
        steps.append(_("You can take a permission back at any time: tell the school, or sign in."))
    return _("Thank you. You have signed"), _("Your signature is saved."), steps


@require_http_methods(["GET", "POST"])
@in_sitting
def sign_decline(request: DistrictRequest, sitting: Sitting, packet_pk: int) -> HttpResponse:
    """Say no, with or without a reason."""
    act = _act(sitting, packet_pk)
    if not act.is_open:
        return redirect("agreements:sign_done", packet_pk)
    if refusal := _refusal(request, act):
        return _not_now(request, sitting, act, refusal)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            signing.decline(
                party=act.parties[0],
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                by=_by(request, sitting),
            )
        except signing.CannotSign as refusal:
            form.add_error(None, str(refusal))
        else:
            sittings.forget_draft(request.session, packet_pk)
            return redirect("agreements:sign_done", packet_pk)
    shown = {"form": form, "act": act, **_frame(request, sitting)}
    return render(request, "agreements/sign_decline.html", shown, status=422 if form.errors else 200)


@require_GET
@in_sitting
def sign_other_ways(request: DistrictRequest, sitting: Sitting, packet_pk: int) -> HttpResponse:
    """On paper, at school, by text message."""
    act = _act(sitting, packet_pk)
    return render(request, "agreements/sign_other_ways.html", {"act": act, **_frame(request, sitting)})


@require_GET
@in_sitting
def sign_paper(request: DistrictRequest, sitting: Sitting, agreement_pk: int) -> HttpResponse:
    """A document to print and sign with a pen."""
    part = _part(sitting, agreement_pk)
    if not part.is_open or signing_refusal(part.party, on=timezone.localdate()):
        raise Http404
    content = pdfs.paper_copy(part.agreement, (get_language() or "").partition("-")[0])
    return answer(content, filename=f"{part.agreement.public_id}.pdf")


@require_GET
@in_sitting
def sign_copy(request: DistrictRequest, sitting: Sitting, agreement_pk: int) -> HttpResponse:
    """The final copy, sealed: the same bytes for everybody who signed."""
    part = _part(sitting, agreement_pk)
    if part.party.state != PartyState.SIGNED and barred_words(part.party, on=timezone.localdate()):
        raise Http404
    try:
        content = seals.download(agreement=part.agreement, by=_by(request, sitting))
    except seals.NotSealed:
        raise Http404 from None
    return answer(content, filename=f"{part.agreement.kind}-{part.agreement.public_id}.pdf")


@private
@require_GET
@open_to_all("a sample that says nothing of anybody, opened before one agrees to sign electronically")
def sign_sample(request: DistrictRequest) -> HttpResponse:
    """A PDF like the one that somebody gets in the end, to see whether this device opens it."""
    return answer(pdfs.sample(get_language() or "en"), filename="sample.pdf")


@private
@require_POST
@open_to_all("the choice of a language, on pages that are opened by a link")
def sign_language(request: DistrictRequest) -> HttpResponse:
    """Go on in another language."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = request.district.mount_point
    going_on = redirect(target)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        languages.remember(going_on, request.POST["language"])
    return going_on


@private
@require_POST
@open_to_all("ends what a link or a host began; takes nothing from anybody")
def sign_leave(request: DistrictRequest) -> HttpResponse:
    """End the sitting: on a device that others use, nothing of it can be opened any more. Who signed in goes home."""
    sitting = _sitting(request)
    sittings.end(request.session)
    if sitting and sitting.method == Method.SIGNED_IN:
        return redirect(request.district.mount_point)
    return _closed(request, is_over=True, is_in_person=sitting is not None and sitting.method == Method.IN_PERSON)


# --- Who is it -----------------------------------------------------------------------------------------------------


def _sitting(request: DistrictRequest) -> Sitting | None:
    """The sitting of this browser; one that was begun by signing in ends with that."""
    sitting = sittings.current(request.session, request.district, at=timezone.now())
    if sitting and sitting.method == Method.SIGNED_IN and request.viewer.person_id != sitting.person.pk:
        return None
    if sitting:
        languages.speak_to(request, sitting.person)
    return sitting


def _by(request: DistrictRequest, sitting: Sitting) -> Actor:
    return request.viewer.actor if sitting.method == Method.SIGNED_IN else sitting.holder


def _holder(party: Party | None) -> Actor:
    return Actor.link("agreements.party", party.pk if party else 0)


def _own(person: Person) -> PartyQuerySet:
    """All that somebody was ever asked to sign."""
    mine = Party.objects.of(person.district).filter(person=person).asked().exclude(agreement__state=State.DRAFT)
    return mine.prefetch_related("person", "agreement").order_by("pk")


def _party(sitting: Sitting) -> Party:
    """What the sitting began with; codes hang on it."""
    return get_object_or_404(_own(sitting.person), pk=sitting.party_pk)


def _acts(sitting: Sitting, packet_pk: int | None = None) -> list[Act]:
    """What may be opened here: on a device of the school what its host sees to, and nothing of other schools."""
    acts = acts_of(sitting.person, packet_pk=packet_pk)
    return [act for act in acts if sitting.packet_pks is None or act.packet.pk in sitting.packet_pks]


def _act(sitting: Sitting, packet_pk: int) -> Act:
    """The documents of one packet for whoever is sitting here; 404 for packets that are not theirs."""
    acts = _acts(sitting, packet_pk)
    if not acts:
        raise Http404
    return acts[0]


def _part(sitting: Sitting, agreement_pk: int) -> Part:
    """Somebody's part of one document; 404 for documents that are not theirs."""
    parts = (part for act in _acts(sitting) for part in act.parts if part.agreement.pk == agreement_pk)
    found = next(parts, None)
    if found is None:
        raise Http404
    return found


def _texts(act: Act) -> tuple[list[ShownText], str]:
    """What is read, in the language at hand or in the one there is."""
    texts = act.texts
    spoken = (get_language() or "").partition("-")[0]
    language = spoken if spoken in texts else settings.LANGUAGE_CODE.partition("-")[0]
    return texts.get(language, []), language


def _refusal(request: DistrictRequest, act: Act) -> str:
    """Why nothing can be signed here now; empty when it can."""
    if not act.is_open:
        return " ".join(part.sentence for part in act.parts[:1])
    return next(filter(None, signing_refusals(act.parties, on=timezone.localdate()).values()), "")


def _not_now(request: DistrictRequest, sitting: Sitting, act: Act, refusal: str) -> HttpResponse:
    """Nothing is signed here: taken back, replaced, signed already, turned 18."""
    shown = {"refusal": refusal, "act": act, **_frame(request, sitting)}
    return render(request, "agreements/sign_not_now.html", shown, status=422 if act.is_open else 200)


def _frame(request: DistrictRequest, sitting: Sitting) -> dict[str, object]:
    """What every page of a sitting shows."""
    return {"sitting": sitting, "district": request.district, "is_in_person": sitting.method == Method.IN_PERSON}


def _closed(request: DistrictRequest, *, status: int = 200, **shown: object) -> HttpResponse:
    """There is nothing to sign here; says the same whatever was asked for."""
    context = {"district": request.district, "can_sign_in": not request.viewer.is_signed_in, **shown}
    return render(request, "agreements/sign_closed.html", context, status=status)
