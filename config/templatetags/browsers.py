"""What a browser calls itself, in words that people know."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

#: Marks in a user agent string → the name. The first that fits counts: most browsers also claim to be an older one.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


@register.filter
def browser(agent: str) -> str:
    """``{{ session.user_agent|browser }}``: "Chrome on Windows"; "Unknown browser" when there is no telling."""
    program, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    if program and system:
        return _("%(browser)s on %(system)s") % {"browser": program, "system": system}
    return program or system or _("Unknown browser")


def _first(names: dict[str, str], agent: str) -> str:
    return next((name for mark, name in names.items() if mark in agent), "")
