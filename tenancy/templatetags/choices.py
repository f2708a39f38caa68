"""What the template of a choice needs."""

from collections.abc import Mapping

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def attributes(found: Mapping[str, object]) -> SafeString:
    """``{"lang": "es", "selected": True}`` → ``lang="es" selected``; what is False is left out; escaped."""
    return SafeString(flatatt(dict(found)).strip())
