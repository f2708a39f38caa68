"""Sealed documents, to those who signed them and to those who may read them."""

import io
import logging

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agreements.actions import seals
from agreements.models import Agreement, Packet, Party, PartyState
from agreements.rules import barred_words_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

logger = logging.getLogger(__name__)


@never_cache
@require_safe
@requires(
    Permission.AGREEMENTS_VIEW,
    Permission.AGREEMENTS_SIGN,
    Permission.CHILDREN_VIEW,
    Permission.MENTOR_OWN,
    Permission.STUDENT_OWN,
)
def document_download(request: DistrictRequest, pk: int) -> HttpResponseBase:
    """The sealed file of a document that one signed or may read; 404 before there is one. Each download is logged."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.viewer), pk=pk)
    if _is_barred(request.viewer, agreement):
        raise Http404
    try:
        content = seals.download(agreement=agreement, by=request.viewer.actor)
    except seals.NotSealed:
        raise Http404 from None
    except seals.Damaged:
        logger.exception("sealed_file_damaged", extra={"agreement": agreement.pk})
        notices.warn(request, _("The final copy cannot be opened at present. Please ask your coordinator for help."))
        return redirect(request.district.mount_point)
    filename = f"{agreement.kind}-{agreement.public_id}.pdf"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=filename, content_type="application/pdf")


def _is_barred(viewer: Viewer, agreement: Agreement) -> bool:
    """Whether somebody knows of a document only as one who was asked, has not signed, and may not any more."""
    if Packet.objects.of(viewer.district).visible_to(viewer).filter(pk=agreement.packet_id).exists():
        return False
    own = Party.objects.of(viewer.district).filter(agreement=agreement, person=viewer.person_id)
    parties = own.prefetch_related("person", "agreement__packet").exclude(state=PartyState.SIGNED)
    return any(barred_words_of(parties, on=viewer.today).values())
