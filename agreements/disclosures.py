"""What somebody is told before they agree to sign electronically: versioned, in each language.

A version that somebody agreed to is never changed: the next one is new files beside ``CURRENT``.
"""

from django.conf import settings
from django.utils.translation import get_language

CURRENT = 1


def template() -> str:
    """The current disclosure in the language at hand, or in English."""
    spoken = (get_language() or "").partition("-")[0]
    language = spoken if spoken in dict(settings.LANGUAGES) else "en"
    return f"agreements/disclosures/v{CURRENT}.{language}.html"
