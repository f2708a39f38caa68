"""What cover and sharing add to a person's page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.covering import covers_seen_by, grants_seen_by, may_share, roles_to_set_cover_for
from tenancy.models import Grant, MembershipGrant, Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.viewer import Viewer


def cover_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """Who covers for somebody and for whom they cover, where the viewer may know of it."""
    if not viewer.can(Permission.COVER_SET):
        return None
    seen = list(covers_seen_by(viewer).order_by("expires_at", "pk"))
    rows = [_covered(one) for one in seen if one.content_object.person_id == person.pk]
    rows += [_covering(one) for one in seen if one.person_id == person.pk]
    may_set = person.is_active and roles_to_set_cover_for(viewer).filter(person=person).exists()
    if not rows and not may_set:
        return None
    links = [(_("Name cover"), reverse("accounts:cover_set", args=[person.pk]))] if may_set else []
    return PersonSection(_("Cover while away"), rows=rows, links=links, empty=_("Nobody covers at present."))


def grants_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """With whom a person's page is shared by exception, for those who may know of it."""
    if not viewer.can(Permission.GRANTS_VIEW):
        return None
    now = timezone.now()
    found = grants_seen_by(viewer).filter(content_object=person, expires_at__gt=now).order_by("expires_at", "pk")
    may_give = viewer.can(Permission.GRANTS_GIVE)
    rows = [
        SectionRow(
            one.person.name,
            f"{_until(one)} · {one.reason}",
            links=[(_("End"), reverse("accounts:grant_end", args=[one.pk]))] if may_give else (),
        )
        for one in found
    ]
    may_share_this = person.is_active and may_share(viewer, person)
    links = [(_("Share"), reverse("accounts:grant_give", args=[person.pk]))] if may_share_this else []
    return PersonSection(
        _("Shared by exception"), rows=rows, links=links, empty=_("Only people whose role shows this page see it.")
    )


def _covered(one: MembershipGrant) -> SectionRow:
    words = _("%(name)s covers as %(role)s") % {
        "name": one.person.name,
        "role": one.content_object.get_role_display(),
    }
    return SectionRow(words, f"{_until(one)} · {one.reason}", links=_end(one))


def _covering(one: MembershipGrant) -> SectionRow:
    words = _("Covers for %(name)s as %(role)s") % {
        "name": one.content_object.person.name,
        "role": one.content_object.get_role_display(),
    }
    return SectionRow(words, f"{_until(one)} · {one.reason}", links=_end(one))


def _end(one: MembershipGrant) -> list[tuple[str, str]]:
    return [(_("End"), reverse("accounts:cover_end", args=[one.pk]))]


def _until(one: Grant) -> str:
    """The last day on which it holds."""
    last = one.last_day
    if one.starts_at > timezone.now():
        first = timezone.localtime(one.starts_at)
        return _("from %(first)s until %(last)s") % {"first": date_format(first), "last": date_format(last)}
    return _("until %(last)s") % {"last": date_format(last)}
