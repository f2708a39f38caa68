"""A counselor's home: what waits to be read, and never what it says."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Worry
from mentoring.page_parts import PagePart, section
from support.models import Referral
from tenancy.pages import MOST_COUNTED, counted
from tenancy.permissions import Permission, Role
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.viewer import Viewer


def parts(viewer: Viewer) -> Iterable[PagePart]:
    """Letters that were not opened, worries that nobody has closed."""
    if Role.COUNSELOR not in viewer.roles:
        return
    rows = []
    if viewer.can(Permission.REFERRALS_READ):
        rows.append(_referrals(viewer))
    if viewer.can(Permission.WORRIES_VIEW):
        rows.append(_worries(viewer))
    yield section(PersonSection(_("Written to you"), rows=rows))


def _referrals(viewer: Viewer) -> SectionRow:
    mine = Referral.objects.visible_to(viewer)
    unread = list(mine.filter(opened_at=None).order_by("written_at").values_list("written_at")[: MOST_COUNTED + 1])
    being_worked_on = mine.filter(opened_at__isnull=False, closed_at=None)[: MOST_COUNTED + 1].count()
    if unread:
        words = ngettext(
            "%(count)s letter about a student that you have not opened, since %(day)s",
            "%(count)s letters about students that you have not opened, the first since %(day)s",
            len(unread),
        )
        text = words % {"count": counted(len(unread)), "day": date_format(localtime(unread[0][0]))}
    else:
        text = _("You have opened every letter about a student.")
    open_words = ngettext("%(count)s is not closed yet", "%(count)s are not closed yet", being_worked_on)
    note = open_words % {"count": counted(being_worked_on)} if being_worked_on else ""
    return SectionRow(
        text,
        note=note,
        kind="bad" if unread else "ok",
        status=_("Not read") if unread else _("All read"),
        links=[(_("Open"), reverse("support:referral_list"))],
    )


def _worries(viewer: Viewer) -> SectionRow:
    count = Worry.objects.visible_to(viewer).filter(closed_at=None).order_by()[: MOST_COUNTED + 1].count()
    words = ngettext(
        "%(count)s worry about a meeting that nobody has closed",
        "%(count)s worries about meetings that nobody has closed",
        count,
    )
    return SectionRow(
        words % {"count": counted(count)} if count else _("Nobody is worried about a meeting."),
        kind="warn" if count else "ok",
        status=_("Open") if count else _("None"),
        links=[(_("See them"), reverse("meetings:worry_list"))] if count else [],
    )
