"""Calls from the text-message service, each signed by it: what people answered, what became of a message."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from correspondence import links, reach
from correspondence.actions import answers, messages
from correspondence.channels import text_message
from correspondence.models import Message, State
from tenancy.actor import Actor
from tenancy.http import DistrictRequest, open_to_all

Hook = Callable[[DistrictRequest], HttpResponse]

#: What the service says of a message that will not arrive.
LOST = frozenset({"failed", "undelivered"})


def signed(hook: Hook) -> Hook:
    """Let in only what the service has signed with the token that it shares with us; 404 where texts are off."""

    @wraps(hook)
    def guarded(request: DistrictRequest) -> HttpResponse:
        service = text_message.provider()
        if not isinstance(service, text_message.Twilio) or not reach.texts_are_on(request.district):
            raise Http404
        signature = request.headers.get("X-Twilio-Signature", "")
        if not service.signs(signature, links.absolute(request.get_full_path()), request.POST.dict()):
            raise PermissionDenied
        return hook(request)

    return guarded


@open_to_all("Called by the text-message service, which signs each call.")
@csrf_exempt
@require_POST
@signed
def text_message_inbound(request: DistrictRequest) -> HttpResponse:
    """Somebody answered: STOP, START, HELP or anything else."""
    said = answers.answer(
        request.district, request.POST.get("From", ""), request.POST.get("Body", ""), at=timezone.now()
    )
    answer = format_html("<Message>{}</Message>", said) if said else ""
    return HttpResponse(f"<Response>{answer}</Response>", content_type="text/xml; charset=utf-8")


@open_to_all("Called by the text-message service, which signs each call.")
@csrf_exempt
@require_POST
@signed
def text_message_status(request: DistrictRequest) -> HttpResponse:
    """What became of a message that the service took."""
    sid, status = request.POST.get("MessageSid", ""), request.POST.get("MessageStatus", "")
    message = Message.objects.of(request.district).filter(provider_id=sid).first() if sid else None
    if message is not None and message.state == State.SENT:
        if status == "delivered":
            messages.mark_delivered(message, at=timezone.now())
        elif status in LOST:
            code = request.POST.get("ErrorCode", "")
            messages.mark_bounced(message, at=timezone.now(), by=Actor.system("text messages"), reply=code[:40])
    return HttpResponse(status=204)
