"""The time of whoever is signed in, on pages outside every district."""

from typing import Any, NamedTuple

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import continue_as
from correspondence.rendering import zone_name

register = template.Library()


class OwnZone(NamedTuple):
    """A time zone, and what people call it."""

    key: str
    words: str


@register.simple_tag(takes_context=True)
def own_zone(context: dict[str, Any]) -> OwnZone:
    """The time zone of one's only or first district; universal time for whoever has none."""
    districts = continue_as.districts_of(context["request"].user)
    if not districts:
        return OwnZone("UTC", _("universal time (UTC)"))
    return OwnZone(districts[0].time_zone, zone_name(districts[0], get_language() or "en"))
