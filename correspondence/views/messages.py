"""Sent mail: the list, a message, and what staff can do with it."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from correspondence import message_table
from correspondence.actions import messages
from correspondence.forms import MessageFilterForm
from correspondence.models import Message, MessageEvent, State
from tenancy import audit, notices
from tenancy.exports import csv_lines
from tenancy.http import DistrictRequest, requires, stream
from tenancy.models import Person
from tenancy.pages import in_chunks, keyset_page
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MAIL_VIEW)
def message_list(request: DistrictRequest) -> HttpResponse:
    """Messages to the people whom this viewer sees, newest first, with filters."""
    form = MessageFilterForm(request.GET, viewer=request.viewer)
    found = form.narrow(Message.objects.visible_to(request.viewer)).prefetch_related("person")
    page = keyset_page(found, request.GET, key="created_at", is_descending=True)
    context = {
        "form": form,
        "page_of_messages": page,
        "table": message_table.table(page.rows),
        "about": _about(request, form),
        "export_url": f"{reverse('correspondence:message_export')}?{_without_page(request)}",
    }
    return render(request, f"correspondence/message_list.html{'#rows' if request.htmx else ''}", context)


@require_GET
@requires(Permission.MAIL_VIEW)
def message_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file, with the same filters and columns, every page."""
    form = MessageFilterForm(request.GET, viewer=request.viewer)
    found = form.narrow(Message.objects.visible_to(request.viewer)).prefetch_related("person")
    facts: dict[str, audit.Fact] = {name: str(form.cleaned_data.get(name) or "") for name in ("kind", "state", "days")}
    audit.record(by=request.viewer.actor, verb="message.export", facts=facts)
    headings = message_table.headings()

    def lines() -> Iterator[str]:
        chunks = in_chunks(found, key="created_at", is_descending=True)
        return csv_lines(headings, (message_table.line(message) for chunk in chunks for message in chunk))

    return stream(lines, content_type="text/csv; charset=utf-8", filename="sent-mail.csv")


@require_GET
@requires(Permission.MAIL_VIEW)
def message_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One message: what was sent, without its links, what became of it, and what can be done."""
    seen = Message.objects.visible_to(request.viewer).prefetch_related("person", "posted_by", "digest")
    message = get_object_or_404(seen, pk=pk)
    happened = MessageEvent.objects.of(request.district).filter(message=message).prefetch_related("person")
    context = {
        "message": message,
        "label": message_table.label_of(message),
        "shape": message_table.SHAPES[message.state],
        "note": message_table.state_note(message),
        "may_see_person": request.viewer.can(Permission.PEOPLE_VIEW),
        "facts": _facts(message),
        "about_url": _about_url(message),
        "events": message_table.events(message, happened.order_by("-at", "-pk")),
        "can_wait": message.state == State.WAITING,
        "can_retry": message.state == State.FAILED,
        "can_bounce": message.state == State.SENT,
        "can_resend": message.state in {State.SENT, State.FAILED, State.CANCELLED, State.BOUNCED},
    }
    return render(request, "correspondence/message_detail.html", context)


@require_POST
@requires(Permission.MAIL_VIEW)
def message_cancel(request: DistrictRequest, pk: int) -> HttpResponse:
    """Stop a message that still waits. The Undo of deeds that send mail leads here."""
    return _do(request, pk, messages.cancel, _("The message was canceled. Nothing was sent."))


@require_POST
@requires(Permission.MAIL_VIEW)
def message_send_now(request: DistrictRequest, pk: int) -> HttpResponse:
    """Let a waiting message leave now."""
    return _do(request, pk, messages.send_now, _("The message leaves now."))


@require_POST
@requires(Permission.MAIL_VIEW)
def message_retry(request: DistrictRequest, pk: int) -> HttpResponse:
    """Try a message again that was given up."""
    return _do(request, pk, messages.retry, _("The message is tried again now."))


@require_http_methods(["GET", "POST"])
@requires(Permission.MAIL_VIEW)
def message_retry_selected(request: DistrictRequest) -> HttpResponse:
    """Try several messages again, after a page that names them and says which are left out and why."""
    selected = [int(pk) for pk in _sent_along(request).getlist("selected") if pk.isdecimal() and len(pk) < 19]
    seen = Message.objects.visible_to(request.viewer).filter(pk__in=selected).prefetch_related("person").order_by("pk")
    failed = [message for message in seen if message.state == State.FAILED]
    if request.method == "POST":
        for message in failed:
            messages.retry(message, at=timezone.now(), by=request.viewer.actor)
        count = len(failed)
        words = ngettext("%(count)s message is tried again now.", "%(count)s messages are tried again now.", count)
        notices.done(request, words % {"count": count})
        return redirect("correspondence:message_list")
    context = {
        "names": [f"{message.reader_name}: {message_table.label_of(message)}" for message in failed],
        "left_out": [(one.reader_name, one.get_state_display()) for one in seen if one.state != State.FAILED],
        "hidden": [("selected", message.pk) for message in failed],
    }
    return render(request, "correspondence/message_retry_selected.html", context)


@require_POST
@requires(Permission.MAIL_VIEW)
def message_resend(request: DistrictRequest, pk: int) -> HttpResponse:
    """Send a message anew, with a fresh link."""
    message = get_object_or_404(Message.objects.visible_to(request.viewer), pk=pk)
    try:
        again = messages.resend(message, by=request.viewer.actor)
    except messages.TooLate as refusal:
        notices.warn(request, str(refusal))
        return redirect("correspondence:message_detail", pk=pk)
    notices.done(request, _("The message leaves again now. Links in it are new; earlier ones still work."))
    return redirect("correspondence:message_detail", pk=again.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.MAIL_VIEW)
def message_bounce(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note that a message came back; asks first, because it cannot be taken back."""
    message = get_object_or_404(Message.objects.visible_to(request.viewer).prefetch_related("person"), pk=pk)
    if request.method == "POST":
        return _do(request, pk, messages.mark_bounced, _("Noted: the message came back."))
    return render(request, "correspondence/message_bounce.html", {"message": message})


def _sent_along(request: DistrictRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _do(request: DistrictRequest, pk: int, deed: Callable[..., None], sentence: str | Promise) -> HttpResponse:
    """Do something with a message and go back to it; a refusal is said there."""
    message = get_object_or_404(Message.objects.visible_to(request.viewer), pk=pk)
    try:
        deed(message, at=timezone.now(), by=request.viewer.actor)
    except messages.TooLate as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, sentence)
    return redirect("correspondence:message_detail", pk=pk)


def _facts(message: Message) -> list[tuple[str, object]]:
    return [
        (_("Address"), message.to_address or _address_now(message)),
        (_("Sent by"), message.get_channel_display()),
        (_("Language"), dict(settings.LANGUAGES).get(message.language, message.language)),
        (_("Written"), message_table.moment(message.created_at)),
        (_("Caused by"), message.posted_by.name if message.posted_by else _("Waymark")),
        (_("Accepted for delivery"), message_table.moment(message.sent_at) if message.sent_at else ""),
        (_("Tries"), message.attempts),
    ]


def _address_now(message: Message) -> str:
    return (message.person.email or message.person.phone) if message.person else ""


def _about_url(message: Message) -> str:
    """The page of what the message is about; empty when that page is gone."""
    try:
        return message.about.url if message.about else ""
    except NoReverseMatch:
        return ""


def _about(request: DistrictRequest, form: MessageFilterForm) -> Person | None:
    """The person whose messages these are, if they are one person's."""
    pk = form.cleaned_data.get("person")
    return Person.objects.visible_to(request.viewer).filter(pk=pk).first() if pk else None


def _without_page(request: DistrictRequest) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    return query.urlencode()
